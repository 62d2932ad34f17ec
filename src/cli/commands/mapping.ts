import path from 'node:path';
import { Option } from 'commander';
import { EXIT } from '../../core/errors.ts';
import { FILE_ENTITIES, type FileEntityName } from '../../gingr/catalogue.ts';
import type { MappingCheck, UnfilledColumn } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { addSnapshotOption } from '../options.ts';
import { list, paragraphs } from '../text.ts';
import { suggestResult } from './mapping-suggest.ts';

export function addMapping(shell: Shell): void {
  const mapping = shell.program
    .command('mapping')
    .description('the files that say how an entity becomes target rows');
  example(mapping, 'tailtown-migrate mapping check --mapping my-resort/');
  addCheck(shell, mapping.command('check'));
  addSuggest(shell, mapping.command('suggest'));
  addDocs(shell, mapping.command('docs'));
}

type Command = Shell['program'];

function addCheck(shell: Shell, command: Command): void {
  command
    .description(
      'check the mapping files: errors, source columns that go nowhere, target columns that nothing fills',
    )
    .action((options: { snapshot?: string }) =>
      runTask(shell, {
        name: 'mapping check',
        needs: { tenant: false, target: true },
        work: async ({ api, runtime }) => checkResult(await api.mappingCheck(runtime, options)),
      }),
    );
  example(addSnapshotOption(command), 'tailtown-migrate mapping check --mapping my-resort/');
}

interface SuggestFlags {
  entity?: FileEntityName;
  out?: string;
}

function addSuggest(shell: Shell, command: Command): void {
  command
    .description('propose columns for headers that the mapping does not know; nothing is applied')
    .argument('<file...>', 'export files, or folders with them')
    .addOption(new Option('--entity <name>', 'what all the files hold').choices([...FILE_ENTITIES]))
    .option('--out <dir>', 'write the proposals there, as an overlay to review')
    .action((files: string[], { entity = undefined, out }: SuggestFlags) =>
      runTask(shell, {
        name: 'mapping suggest',
        needs: { tenant: false, target: false },
        work: async ({ api, runtime, io }) =>
          suggestResult(
            await api.mappingSuggest(runtime, {
              paths: files.map((file) => path.resolve(io.cwd, file)),
              entity: entity ?? null,
              out: out === undefined ? null : path.resolve(io.cwd, out),
            }),
          ),
      }),
    );
  example(
    command,
    'tailtown-migrate mapping suggest exports/',
    'tailtown-migrate mapping suggest clients.csv --entity owners --out proposed/',
  );
}

function addDocs(shell: Shell, command: Command): void {
  command
    .description('the mapping in force, overlays included, field by field for people to review')
    .option('--out <file>', 'write the Markdown there')
    .action(({ out }: { out?: string }) =>
      runTask(shell, {
        name: 'mapping docs',
        needs: { tenant: false, target: false },
        work: async ({ api, runtime, io }) => {
          const docs = await api.mappingDocs(runtime, {
            out: out === undefined ? null : path.resolve(io.cwd, out),
          });
          return { text: docs.file ?? docs.document, json: docs, status: 'ok' };
        },
      }),
    );
  example(command, 'tailtown-migrate mapping docs --mapping my-resort/ --out mapping.md');
}

function checkResult(check: MappingCheck): Result {
  const problems = check.problems.map(
    ({ file, line, column, message, hint }) =>
      `${[file, line, column].filter((part) => part !== null).join(':')} ${message} ${hint}`,
  );
  const unmapped = grouped(check.unmappedColumns, ({ entity }) => entity).map(
    ([entity, columns]) =>
      `${entity}: ${columns.map(({ column, filled }) => `${column} (${filled.toLocaleString('en-US')} filled)`).join(', ')}`,
  );
  const unfilled = grouped(check.unfilledColumns, tableTitle).map(
    ([title, columns]) =>
      `${title}: ${columns.map(({ column, required }) => (required ? `${column} (must have a value)` : column)).join(', ')}`,
  );
  return {
    text: paragraphs(
      list('Errors', problems, 100),
      list('Source columns with data that go nowhere', unmapped, 100),
      list('Target columns that nothing fills', unfilled, 100),
      list('NOT CHECKED', check.notChecked),
      check.ok ? `The mapping is valid: ${check.mapping}` : 'The mapping is not valid.',
    ),
    json: check,
    ...(check.ok ? { status: 'ok' } : { status: 'refused', exit: EXIT.usage }),
  };
}

const tableTitle = ({ table, entities }: UnfilledColumn): string => `${table} (from ${entities.join(', ')})`;

function grouped<Item>(items: readonly Item[], titleOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(titleOf(item), [...(groups.get(titleOf(item)) ?? []), item]);
  return [...groups];
}
