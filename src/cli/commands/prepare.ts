import type { PrepareResult, Statement } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { paragraphs } from '../text.ts';

interface PrepareOptions {
  dryRun?: boolean;
  undo?: boolean;
}

export function addPrepare(shell: Shell): void {
  const command = shell.program
    .command('prepare')
    .description('create or adapt the target: additive columns, indexes, control tables')
    .option('--dry-run', 'only list the statements')
    .option('--undo', 'take the additions back')
    .action(({ dryRun = false, undo = false }: PrepareOptions) =>
      runTask(shell, {
        name: 'prepare',
        work: async ({ api, runtime, say }) => {
          const announce = (statements: Statement[]) => {
            if (statements.length > 0) say(`${listing(statements)}\n`);
          };
          return prepareResult(await api.prepare(runtime, { dryRun, undo, announce }), dryRun);
        },
      }),
    );
  example(command, 'tailtown-migrate prepare --dry-run');
}

const listing = (statements: readonly Statement[]): string =>
  statements.map(({ sql, why }) => `-- ${why}\n${sql.replace(/;?\s*$/, ';')}`).join('\n');

/** What was to be done is told before it is done, on stderr; a dry run's list is its result. */
function prepareResult(result: PrepareResult, dryRun: boolean): Result {
  const { statements, forOwner } = result;
  const none = 'Nothing to do: the target is as it should be.';
  const done = dryRun ? 'Dry run: nothing was changed.' : `Done: ${statements.length} statements.`;
  return {
    text: paragraphs(
      dryRun ? listing(statements) : '',
      forOwner.length === 0
        ? ''
        : `For the owner of these tables, whose role this is not; nothing depends on it but speed:\n${listing(forOwner)}`,
      statements.length === 0 ? none : done,
    ),
    json: { dryRun, ...result },
    status: 'ok',
  };
}
