import type { BatchStatus } from '../../pipeline/results.ts';
import type { RehearsalBrief } from '../../reconcile/aftermath.ts';
import { duration } from '../../report/format.ts';
import { example, runTask, type Shell } from '../command.ts';
import { columns, paragraphs } from '../text.ts';

function rehearsalLine({ at, verdict, target, snapshot, durationsMs }: RehearsalBrief): string {
  const took = (['load', 'rollback'] as const).flatMap((step) => {
    const milliseconds = durationsMs[step];
    return milliseconds === undefined ? [] : [`${step} ${duration(milliseconds)}`];
  });
  const said = verdict === null ? 'UNFINISHED; the same `rehearse` command goes on' : REHEARSED[verdict];
  return `Rehearsed: ${at} UTC in ${target}, snapshot ${snapshot.slice(0, 12)}: ${[said, ...took].join(', ')}`;
}

const wayBackOf = ({ state, purged }: BatchStatus): string =>
  state === 'rolled_back' ? 'taken back' : purged === null ? 'rollback' : `none: purged ${purged}`;

const REHEARSED = {
  ...{ proven: 'PROVEN', different: 'NOT PROVEN', failed: 'FAILED', refused: 'REFUSED' },
} as const;

export function addStatus(shell: Shell): void {
  const command = shell.program
    .command('status')
    .description('where each batch stands, and the next command')
    .action(() =>
      runTask(shell, {
        name: 'status',
        work: async ({ api, runtime }) => {
          const result = await api.status(runtime);
          const batches = result.batches.map((batch) => [
            ...[batch.id, batch.state, batch.at, batch.target],
            ...[batch.snapshot.slice(0, 12), wayBackOf(batch)],
          ]);
          return {
            text: paragraphs(
              batches.length === 0
                ? 'No batch yet.'
                : columns([['batch', 'state', 'at (UTC)', 'target', 'snapshot', 'way back'], ...batches]),
              result.open
                ? `Unfinished: snapshot ${result.open.snapshot}, stopped after ${result.open.stage}`
                : '',
              result.rehearsal ? rehearsalLine(result.rehearsal) : '',
              `Next: ${result.next}`,
            ),
            json: result,
            status: 'ok',
          };
        },
      }),
    );
  example(command, 'tailtown-migrate status');
}
