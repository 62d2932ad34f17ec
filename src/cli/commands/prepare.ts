import type { PrepareResult } from '../../pipeline/results.ts';
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
        work: async ({ api, runtime }) => prepareResult(await api.prepare(runtime, { dryRun, undo }), dryRun),
      }),
    );
  example(command, 'tailtown-migrate prepare --dry-run');
}

function prepareResult(result: PrepareResult, dryRun: boolean): Result {
  const none = 'Nothing to do: the target is as it should be.';
  const done = dryRun ? 'Dry run: nothing was changed.' : 'Done.';
  return {
    text: paragraphs(
      result.statements.map(({ sql, why }) => `-- ${why}\n${sql.replace(/;?\s*$/, ';')}`).join('\n'),
      result.statements.length === 0 ? none : done,
    ),
    json: { dryRun, ...result },
    status: 'ok',
  };
}
