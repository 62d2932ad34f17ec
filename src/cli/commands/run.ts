import type { RunResult } from '../../pipeline/results.ts';
import { runJson } from '../../report/json.ts';
import { summaryTable } from '../../report/summary.ts';
import { verdictOf } from '../../report/verdict.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { addSourceOptions, addVanishedOption, type SourceOptions } from '../options.ts';
import { paragraphs } from '../text.ts';
import { fromPaths } from './extract.ts';

export function addRun(shell: Shell): void {
  const command = shell.program
    .command('run')
    .description(
      'all stages, from the exports of Gingr to the report; continues unfinished work on the same inputs',
    )
    .action((source: SourceOptions) =>
      runTask(shell, {
        name: 'run',
        source,
        work: async ({ api, runtime, io }) =>
          runResult(await api.runAll(runtime, { command: 'run', from: fromPaths(source, io.cwd) })),
      }),
    );
  example(addVanishedOption(addSourceOptions(command)), 'tailtown-migrate run --from exports/');
}

/** What `run` and `load` print. Status and exit come from the figures, never from "nothing threw". */
export function runResult(model: RunResult): Result {
  const { status, exit } = verdictOf(model);
  const next =
    model.wrote && !model.dryRun && model.batch ? `tailtown-migrate rollback ${model.batch.id}` : '';
  return {
    text: paragraphs(
      summaryTable(model),
      [
        ...(model.batch ? [`Batch:  ${model.batch.id}`] : []),
        `Report: ${model.report.html}`,
        ...(next === '' ? [] : [`Undo:   ${next}`]),
      ].join('\n'),
    ),
    json: { ...runJson(model, model.report), status },
    status,
    exit,
  };
}
