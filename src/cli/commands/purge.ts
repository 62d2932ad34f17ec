import type { PurgedItem, PurgeResult } from '../../pipeline/purge.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { columns, list, paragraphs } from '../text.ts';

export function addPurge(shell: Shell): void {
  const command = shell.program
    .command('purge')
    .description('remove what `retention` no longer allows, and say which batches can then not be taken back')
    .option('--dry-run', 'list what it would remove')
    .action(({ dryRun = false }: { dryRun?: boolean }) =>
      runTask(shell, {
        name: 'purge',
        work: async ({ api, runtime }) =>
          // The one command whose work depends on the day: everything else takes the snapshot's.
          purgeResult(await api.purge(runtime, { dryRun, now: new Date() })),
      }),
    );
  example(command, 'tailtown-migrate purge --dry-run');
}

function purgeResult(result: PurgeResult): Result {
  const { removed, kept, noWayBack, unlimited, dryRun } = result;
  return {
    text: paragraphs(
      columns([
        ['what', 'id', 'of', 'size'],
        ...removed.map((item) => [item.kind, item.id, item.made, sizeOf(item)]),
      ]),
      list(
        'Old enough, and kept',
        kept.map(({ kind, id, why }) => `${kind} ${id}: ${why}`),
      ),
      list(dryRun ? 'Could not be taken back any more' : 'Cannot be taken back any more', noWayBack),
      unlimited.length === 0 ? '' : `No end is set for: ${unlimited.join(', ')} (retention in the config).`,
      removed.length === 0
        ? 'Nothing is to be removed.'
        : dryRun
          ? 'Dry run: nothing was removed.'
          : `Removed: ${removed.length}. The audit trail has each of them.`,
    ),
    json: result,
    status: result.status,
  };
}

const sizeOf = ({ rows, bytes }: PurgedItem): string =>
  rows === undefined
    ? bytes === undefined
      ? ''
      : `${bytes.toLocaleString('en-US')} bytes`
    : `${rows.toLocaleString('en-US')} rows`;
