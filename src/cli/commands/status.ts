import { example, runTask, type Shell } from '../command.ts';
import { columns, paragraphs } from '../text.ts';

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
            batch.snapshot.slice(0, 12),
          ]);
          return {
            text: paragraphs(
              batches.length === 0
                ? 'No batch yet.'
                : columns([['batch', 'state', 'at (UTC)', 'target', 'snapshot'], ...batches]),
              result.open
                ? `Unfinished: snapshot ${result.open.snapshot}, stopped after ${result.open.stage}`
                : '',
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
