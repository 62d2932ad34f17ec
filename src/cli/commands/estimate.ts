import { bytesInWords } from '../../core/bytes.ts';
import type { EstimateResult } from '../../pipeline/capacity.ts';
import { duration } from '../../report/format.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { addSnapshotOption } from '../options.ts';
import { columns, paragraphs } from '../text.ts';

export function addEstimate(shell: Shell): void {
  const command = shell.program
    .command('estimate')
    .description('how long the load of a snapshot is expected to take, and how much disk it needs')
    .action((options: { snapshot?: string }) =>
      runTask(shell, {
        name: 'estimate',
        work: async ({ api, runtime }) => estimateResult(await api.estimate(runtime, options)),
      }),
    );
  example(addSnapshotOption(command), 'tailtown-migrate estimate --target staging');
}

function estimateResult(result: EstimateResult): Result {
  const { snapshot, records, durationsMs, measuredOn, workspace, target, free } = result;
  const sized = (parts: Record<string, number>, where: string) =>
    Object.entries(parts).map(([what, bytes]) => [what, where, bytesInWords(bytes)]);
  return {
    text: paragraphs(
      `Snapshot ${snapshot.slice(0, 12)}: ${records.toLocaleString('en-US')} records`,
      columns([
        ['stage', 'about'],
        ...Object.entries(durationsMs).map(([stage, milliseconds]) => [stage, duration(milliseconds)]),
      ]),
      columns([['disk', 'where', 'about'], ...sized(workspace, 'workspace'), ...sized(target, 'target')]),
      [
        `Must be free before the load: ${bytesInWords(free.workspace)} in the workspace, ${bytesInWords(free.target)} at the target.`,
        measuredOn === null
          ? 'Times are by the default rates (docs/capacity.md): this target has seen no comparable load.'
          : `Times are as measured on batch ${measuredOn}.`,
      ].join('\n'),
    ),
    json: result,
    status: 'ok',
  };
}
