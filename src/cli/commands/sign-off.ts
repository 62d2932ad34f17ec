import type { SignOffResult } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { collect } from '../options.ts';
import { columns, list, paragraphs } from '../text.ts';

interface SignOffOptions {
  name: string;
  accept: string[];
  reason?: string;
}

export function addSignOff(shell: Shell): void {
  const command = shell.program
    .command('signoff')
    .argument('<batch>', 'id of the batch')
    .description('accept the exceptions of a batch and sign it; one that does not balance cannot be signed')
    .requiredOption('--name <name>', 'who accepts')
    .option('--accept <code>', 'an exception that is accepted (may be repeated)', collect, [])
    .option('--reason <text>', 'why it is accepted')
    .action((batch: string, { name, accept, reason }: SignOffOptions) =>
      runTask(shell, {
        name: 'signoff',
        work: async ({ api, runtime }) =>
          signOffResult(await api.signOff(runtime, { batch, name, accept, reason: reason ?? null })),
      }),
    );
  example(
    command,
    'tailtown-migrate signoff 6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11 --name "R. Rivera" --accept customers.email --reason "they have none"',
  );
}

function signOffResult(result: SignOffResult): Result {
  const { signed, open, accepted, hashes, file, report } = result;
  return {
    text: paragraphs(
      accepted.length > 0
        ? columns([
            ['accepted', 'by', 'because'],
            ...accepted.map(({ code, name, reason }) => [code, name, reason]),
          ])
        : '',
      list(
        'Nobody accepted these yet',
        open.map(({ code, kind, count }) => `${code}: ${kind}, ${count.toLocaleString('en-US')}`),
      ),
      signed
        ? [
            `Signed by ${result.name}: batch ${result.batch}`,
            `Snapshot: ${hashes.snapshot}`,
            `Mapping:  ${hashes.mapping}`,
            `Report:   ${hashes.report}`,
            `File:     ${file}`,
          ].join('\n')
        : `NOT SIGNED: ${open.length === 1 ? 'one exception is' : `${open.length} exceptions are`} open. Accept each with --accept CODE --reason "WHY".`,
      `Report: ${report.html}`,
    ),
    json: result,
    status: signed ? 'ok' : 'attention',
  };
}
