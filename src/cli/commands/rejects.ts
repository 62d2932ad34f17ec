import path from 'node:path';
import { plural } from '../../report/format.ts';
import { example, runTask, type Shell } from '../command.ts';
import { paragraphs } from '../text.ts';
import { runResult } from './run.ts';

export function addRejects(shell: Shell): void {
  const rejects = shell.program.command('rejects').description('the records that could not be moved');
  const command = rejects
    .command('export')
    .description('write the rejected records in their original columns, plus why')
    .option('--out <dir>', 'folder to write to (default: rejects in the folder of the reports)')
    .action(({ out }: { out?: string }) =>
      runTask(shell, {
        name: 'rejects export',
        work: async ({ api, runtime, io, globals, settings }) => {
          const { files, mended } = await api.rejectsExport(runtime, {
            ...(globals.batch === undefined ? {} : { batch: globals.batch }),
            out: out === undefined ? path.join(settings.reports, 'rejects') : path.resolve(io.cwd, out),
          });
          const lines = files.map((file) => `${file.path}  ${plural(file.records, 'record')}`);
          const since = mended.map(
            ({ batch, records }) =>
              `${plural(records, 'record is', 'records are')} left out: moved, mended, by batch ${batch}.`,
          );
          return {
            text: [...lines, ...since].join('\n') || 'No record was rejected.',
            json: { files, mended },
            status: 'ok',
          };
        },
      }),
    );
  const replay = rejects
    .command('replay')
    .argument(
      '<file...>',
      'files that `rejects export` wrote, mended in a spreadsheet program and saved as CSV',
    )
    .description('load the mended records of such files, and no others, as a batch of its own')
    .action((files: string[]) =>
      runTask(shell, {
        name: 'rejects replay',
        work: async ({ api, runtime, io, globals }) => {
          const done = await api.rejectsReplay(runtime, {
            ...(globals.batch === undefined ? {} : { batch: globals.batch }),
            files: files.map((file) => path.resolve(io.cwd, file)),
          });
          const result = runResult(done.run);
          const { of, given, mended, waiting, along } = done;
          const took = `${mended.toLocaleString('en-US')} of ${given.toLocaleString('en-US')} records were mended, ${waiting.toLocaleString('en-US')} waited for them${along === 0 ? '' : `, ${along.toLocaleString('en-US')} of earlier batches came along`}; they belong to batch ${of}.`;
          return {
            ...result,
            text: paragraphs(result.text, took),
            json: { ...result.json, of, given, mended, waiting, along },
          };
        },
      }),
    );
  example(replay, 'tailtown-migrate rejects replay rejects/owners.csv.rejects.csv');
  example(rejects, 'tailtown-migrate rejects export --out rejects/');
  example(command, 'tailtown-migrate rejects export --out rejects/');
}
