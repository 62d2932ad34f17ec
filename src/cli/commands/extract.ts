import path from 'node:path';
import { usageError } from '../../core/errors.ts';
import { GINGR_API } from '../../core/sources.ts';
import type { ExtractResult } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { addSourceOptions, type SourceOptions } from '../options.ts';
import { columns, list, paragraphs } from '../text.ts';

export function addExtract(shell: Shell): void {
  const command = shell.program
    .command('extract')
    .description('seal the exports of Gingr in a snapshot; writes nothing to the target')
    .action((source: SourceOptions) =>
      runTask(shell, {
        name: 'extract',
        source,
        work: async ({ api, runtime, io }) =>
          extractResult(await api.extract(runtime, { from: fromPaths(source, io.cwd) })),
      }),
    );
  example(addSourceOptions(command), 'tailtown-migrate extract --from exports/ --as lijst.csv=breeds');
}

/** The paths of --from, absolute; `gingr-api` stays the word that it is. Throws FROM_MISSING (exit 2) where there are none. */
export function fromPaths({ from = [] }: SourceOptions, cwd: string): string[] {
  if (from.length > 0) return from.map((given) => (given === GINGR_API ? given : path.resolve(cwd, given)));
  throw usageError(
    'FROM_MISSING',
    'It is not said where the exports of Gingr are.',
    'Name files or folders with --from PATH, such as --from exports/; or --from gingr-api.',
  );
}

function extractResult(snapshot: ExtractResult): Result {
  const files = snapshot.files.map((file) => [
    file.path,
    file.entity,
    file.encoding,
    file.lines,
    file.unreadable,
  ]);
  const unknown = snapshot.files.flatMap((file) =>
    file.unknownColumns.map((name) => `${file.path}: ${name}`),
  );
  return {
    text: paragraphs(
      columns([['file', 'entity', 'encoding', 'lines', 'unreadable'], ...files]),
      list('Columns that are not known, kept', unknown),
      `Snapshot ${snapshot.id}${snapshot.reused ? ' (was there already)' : ''}, as of ${snapshot.asOf}`,
    ),
    json: { snapshot: snapshot.id, ...snapshot },
    status: 'ok',
  };
}
