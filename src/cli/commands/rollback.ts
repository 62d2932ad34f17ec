import { EXIT } from '../../core/errors.ts';
import type { RollbackResult } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { confirm } from '../prompts.ts';
import { list, paragraphs } from '../text.ts';

interface RollbackOptions {
  dryRun?: boolean;
  through?: boolean;
  confirm?: string;
}

export function addRollback(shell: Shell): void {
  const command = shell.program
    .command('rollback')
    .argument('<batch>', 'id of the batch')
    .description('take one batch back, keep what people changed since, and prove it')
    .option('--dry-run', 'list what it would do')
    .option('--through', 'take later batches back too, the newest first')
    .option('--confirm <batch>', 'the batch id once more, where nobody can be asked')
    .action((batch: string, { dryRun = false, through = false, confirm: given }: RollbackOptions) =>
      runTask(shell, {
        name: 'rollback',
        work: async ({ api, io, globals, runtime, settings }) => {
          if (!dryRun) {
            const later = through ? ', and every later batch,' : '';
            await confirm(io, {
              question: `Batch ${batch}${later} of tenant ${settings.tenant.id} will be taken back in target ${settings.target.name}.`,
              ...{ expected: batch, what: 'the batch id', given },
              mayAsk: globals.input,
              signal: runtime.signal,
            });
          }
          return rollbackResult(await api.rollback(runtime, { batch, dryRun, through }));
        },
      }),
    );
  example(command, 'tailtown-migrate rollback 6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11 --dry-run');
}

function rollbackResult(result: RollbackResult): Result {
  const { buckets, proof, fingerprint, status } = result;
  const count = (value: number) => value.toLocaleString('en-US');
  const named = (rows: RollbackResult['kept']) => rows.map((row) => `${row.table} ${row.id}: ${row.why}`);
  return {
    text: paragraphs(
      Object.entries(buckets)
        .map(([bucket, rows]) => `${bucket.padEnd(8)}  ${count(rows)} rows`)
        .join('\n'),
      list('Kept, because people changed them', named(result.kept)),
      list('Blocked, because other rows refer to them', named(result.blocked)),
      [
        `Proof:       ${count(proof.rows)} touched rows compared, ${count(proof.equal)} as before, ${count(proof.different)} different`,
        `Fingerprint: ${fingerprint.before} before the load`,
        `             ${fingerprint.after} now (${fingerprint.equal ? 'equal' : 'different'})`,
      ].join('\n'),
      result.dryRun
        ? `Dry run: batch ${result.batch} still stands.`
        : `Batch ${result.batch}: ${status.toUpperCase()}`,
    ),
    json: result,
    status,
    ...(status === 'failed' && proof.different > 0 ? { exit: EXIT.imbalance } : {}),
  };
}
