import { EXIT } from '../../core/errors.ts';
import type { VerifyResult } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { columns, list, paragraphs } from '../text.ts';

export function addVerify(shell: Shell): void {
  const command = shell.program
    .command('verify')
    .description('compare the target with what a batch left there: who changed what since')
    .action(() =>
      runTask(shell, {
        name: 'verify',
        work: async ({ api, runtime, globals }) =>
          verifyResult(
            await api.verify(runtime, globals.batch === undefined ? {} : { batch: globals.batch }),
          ),
      }),
    );
  example(command, 'tailtown-migrate verify');
}

function verifyResult(result: VerifyResult): Result {
  const { verification, status } = result;
  const totals = result.totals.map((total) => [
    total.name,
    total.standing ?? '',
    total.target,
    total.balanced ? 'yes' : 'NO',
  ]);
  return {
    text: paragraphs(
      columns([['control total', 'behind the load', 'now', 'equal'], ...totals]),
      list(
        'Changed by people since',
        result.changedSince.map((row) => `${row.table} ${row.id}: ${row.columns.join(', ')}`),
      ),
      list(
        'Deleted by people since',
        result.missing.map((row) => `${row.table} ${row.id}`),
      ),
      list('Different', verification.differences),
      list(
        'NOT CHECKED',
        verification.notChecked.map(({ check, why }) => `${check}: ${why}`),
      ),
      result.others.length === 0
        ? ''
        : `Only batch ${result.batch} was looked at. These stand as well; look at each with --batch:\n${result.others.map((id) => `  ${id}`).join('\n')}`,
      `Batch ${result.batch}: ${verification.compared.toLocaleString('en-US')} values compared, ${verification.different} different, ` +
        `${verification.missing} rows missing, ${verification.unexpected} unexpected; ` +
        `${result.changedSince.length} rows changed and ${result.missing.length} deleted by people. ${status.toUpperCase()}`,
    ),
    json: result,
    status,
    ...(status === 'failed' ? { exit: EXIT.imbalance } : {}),
  };
}
