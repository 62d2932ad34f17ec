import { EXIT } from '../../core/errors.ts';
import type { MappingCheck } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { addSnapshotOption } from '../options.ts';
import { list, paragraphs } from '../text.ts';

export function addMapping(shell: Shell): void {
  const mapping = shell.program
    .command('mapping')
    .description('the files that say how an entity becomes target rows');
  const command = mapping
    .command('check')
    .description(
      'check the mapping files: errors, source columns that go nowhere, target columns that nothing fills',
    )
    .action((options: { snapshot?: string }) =>
      runTask(shell, {
        name: 'mapping check',
        needs: { tenant: false, target: false },
        work: async ({ api, runtime }) => checkResult(await api.mappingCheck(runtime, options)),
      }),
    );
  example(mapping, 'tailtown-migrate mapping check --mapping my-resort/');
  example(addSnapshotOption(command), 'tailtown-migrate mapping check --mapping my-resort/');
}

function checkResult(check: MappingCheck): Result {
  const problems = check.problems.map(
    ({ file, line, column, message, hint }) =>
      `${[file, line, column].filter((part) => part !== null).join(':')} ${message} ${hint}`,
  );
  const unmapped = check.unmappedColumns.map(
    ({ entity, column, filled }) => `${entity}.${column} (${filled.toLocaleString('en-US')} filled)`,
  );
  return {
    text: paragraphs(
      list('Errors', problems, 100),
      list('Source columns that go nowhere', unmapped, 100),
      list(
        'Target columns that nothing fills',
        check.unfilledColumns.map(({ table, column }) => `${table}.${column}`),
        200,
      ),
      check.ok ? `The mapping is valid: ${check.mapping}` : 'The mapping is not valid.',
    ),
    json: check,
    ...(check.ok ? { status: 'ok' } : { status: 'refused', exit: EXIT.usage }),
  };
}
