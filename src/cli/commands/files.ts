import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import { example, runTask, type Shell } from '../command.ts';
import { addSnapshotOption, wholeNumber } from '../options.ts';
import { list, paragraphs } from '../text.ts';

interface FilesOptions {
  to: string;
  folder?: string;
  download: boolean;
  concurrency: number;
  placeholder: string[];
  snapshot?: string;
}

export function addFiles(shell: Shell): void {
  const files = shell.program.command('files').description('photos and files whose addresses Gingr gives');
  const command = addSnapshotOption(files.command('copy'))
    .description('copy their bytes into a folder with a manifest, each once; again to go on')
    .requiredOption('--to <dir>', 'folder to copy into')
    .option('--folder <dir>', 'folder with files that were saved already; what it holds is not fetched')
    .option('--no-download', 'take only what --folder holds')
    .option('--concurrency <number>', 'how many are fetched at a time', wholeNumber(1), 4)
    .option('--placeholder <sha256>', 'hash of a picture that stands for none', collectHash, [])
    .action(({ to, folder, snapshot, ...options }: FilesOptions) =>
      runTask(shell, {
        name: 'files copy',
        work: async ({ api, runtime, io }) => {
          const result = await api.filesCopy(runtime, {
            ...(snapshot === undefined ? {} : { snapshot }),
            to: path.resolve(io.cwd, to),
            folder: folder === undefined ? null : path.resolve(io.cwd, folder),
            ...{ download: options.download, concurrency: options.concurrency },
            placeholders: options.placeholder,
          });
          const { copied, kept, placeholders, failed, bytes, failures, manifest } = result;
          return {
            text: paragraphs(
              `${copied} copied (${bytes} bytes in the folder; ${kept} of an earlier run), ${placeholders} placeholders, ${failed} failed.`,
              list(
                'Failed',
                failures.map(({ reason, count }) => `${reason}: ${count}`),
              ),
              `Manifest: ${manifest}`,
            ),
            json: result,
            status: failed > 0 ? 'attention' : 'ok',
          };
        },
      }),
    );
  example(files, 'tailtown-migrate files copy --to photos/');
  example(command, 'tailtown-migrate files copy --to photos/ --folder saved/');
}

function collectHash(value: string, all: string[]): string[] {
  if (!/^[0-9a-f]{64}$/i.test(value))
    throw new InvalidArgumentError('Give a SHA-256 of 64 hexadecimal digits.');
  return [...all, value.toLowerCase()];
}
