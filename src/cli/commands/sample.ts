import path from 'node:path';
import { example, runTask, type Shell } from '../command.ts';
import { wholeNumber } from '../options.ts';

interface SampleOptions {
  seed: number;
  owners: number;
  out: string;
}

export function addSample(shell: Shell): void {
  const command = shell.program
    .command('sample')
    .description('write an invented Gingr export of any size, with its answer key')
    .option('--seed <n>', 'the same seed gives the same files', wholeNumber(0), 1)
    .option('--owners <n>', 'how many owners; the rest follows in proportion', wholeNumber(1), 50)
    .option('--out <dir>', 'folder to write to', 'gingr-sample')
    .action(({ seed, owners, out }: SampleOptions) =>
      runTask(shell, {
        name: 'sample',
        needs: { tenant: false, target: false },
        work: async ({ api, runtime, io }) => {
          const { files } = await api.sample(runtime, { seed, owners, out: path.resolve(io.cwd, out) });
          return { text: files.join('\n'), json: { seed, owners, files }, status: 'ok' };
        },
      }),
    );
  example(command, 'tailtown-migrate sample --seed 7 --owners 500 --out exports/');
}
