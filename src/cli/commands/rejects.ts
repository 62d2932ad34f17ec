import path from 'node:path';
import { example, runTask, type Shell } from '../command.ts';

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
          const { files } = await api.rejectsExport(runtime, {
            ...(globals.batch === undefined ? {} : { batch: globals.batch }),
            out: out === undefined ? path.join(settings.reports, 'rejects') : path.resolve(io.cwd, out),
          });
          const lines = files.map((file) => `${file.path}  ${file.records.toLocaleString('en-US')} records`);
          return { text: lines.join('\n') || 'No record was rejected.', json: { files }, status: 'ok' };
        },
      }),
    );
  example(rejects, 'tailtown-migrate rejects export --out rejects/');
  example(command, 'tailtown-migrate rejects export --out rejects/');
}
