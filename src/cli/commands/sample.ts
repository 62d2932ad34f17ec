import path from 'node:path';
import { Option } from 'commander';
import { SIZES, type SizeName } from '../../sample/sizes.ts';
import { example, runTask, type Shell } from '../command.ts';
import { wholeNumber } from '../options.ts';

interface SampleOptions {
  seed: number;
  size: SizeName;
  owners?: number;
  databases: number;
  out: string;
}

export function addSample(shell: Shell): void {
  const command = shell.program
    .command('sample')
    .description('write an invented Gingr export of any size, with its answer key')
    .option('--seed <n>', 'the same seed gives the same files', wholeNumber(0), 1)
    .addOption(
      new Option(
        '--size <name>',
        'proportions of a resort: small has 50 owners, mid 12,000 with 200,000 stays',
      )
        .choices(Object.keys(SIZES))
        .default('small'),
    )
    .option('--owners <n>', 'how many owners instead; the rest follows in proportion', wholeNumber(1))
    .option(
      '--databases <n>',
      'how many Gingr databases a chain has, each in a folder of its own',
      wholeNumber(1),
      1,
    )
    .option('--out <dir>', 'folder to write to', 'gingr-sample')
    .action(({ seed, size, owners: asked, databases, out }: SampleOptions) =>
      runTask(shell, {
        name: 'sample',
        needs: { tenant: false, target: false },
        work: async ({ api, runtime, io }) => {
          const proportions = { ...SIZES[size], owners: asked ?? SIZES[size].owners };
          const folder = path.resolve(io.cwd, out);
          const { files } = await api.sample(runtime, { seed, ...proportions, databases, out: folder });
          const { owners } = proportions;
          return { text: files.join('\n'), json: { seed, size, owners, databases, files }, status: 'ok' };
        },
      }),
    );
  example(command, 'tailtown-migrate sample --seed 7 --owners 500 --out exports/');
  example(command, 'tailtown-migrate sample --size mid --databases 3 --out chain/');
}
