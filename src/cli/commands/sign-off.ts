import path from 'node:path';
import { Option } from 'commander';
import type { SignOffResult } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { collect } from '../options.ts';
import { columns, list, paragraphs } from '../text.ts';

interface SignOffOptions {
  name?: string;
  accept: string[];
  reason?: string;
  acceptFile?: string;
  writeExceptions?: string;
}

export function addSignOff(shell: Shell): void {
  const command = shell.program
    .command('signoff')
    .argument('<batch>', 'id of the batch')
    .description('accept the exceptions of a batch and sign it; one that does not balance cannot be signed')
    .option('--name <name>', 'who accepts')
    .option('--accept <code>', 'an exception that is accepted (may be repeated)', collect, [])
    .option('--reason <text>', 'why it is accepted')
    .option('--accept-file <file>', 'a filled-in list of exceptions, CSV or YAML')
    .addOption(
      new Option(
        '--write-exceptions <file>',
        'write that list, with counts and without reasons, to fill in',
      ).conflicts(['accept', 'reason', 'acceptFile']),
    )
    .action((batch: string, { name, accept, reason, acceptFile, writeExceptions }: SignOffOptions) => {
      if (writeExceptions !== undefined)
        return runTask(shell, {
          name: 'signoff',
          work: async ({ api, runtime, io }) => {
            const file = path.resolve(io.cwd, writeExceptions);
            const written = await api.writeExceptions(runtime, { batch, file });
            const { exceptions, open } = written;
            return {
              text: `${exceptions.toLocaleString('en-US')} exceptions, ${open.toLocaleString('en-US')} of them open: ${file}
${open > 0 ? 'Write the reason of each that is accepted behind it; then' : 'All are accepted already. To sign'}: tailtown-migrate signoff ${batch} --name "YOUR NAME" --accept-file ${writeExceptions}`,
              json: written,
              status: 'ok',
            };
          },
        });
      if (name === undefined) return command.error("error: required option '--name <name>' not specified");
      return runTask(shell, {
        name: 'signoff',
        work: async ({ api, runtime, io }) =>
          signOffResult(
            await api.signOff(runtime, {
              ...{ batch, name, accept, reason: reason ?? null },
              ...(acceptFile === undefined ? {} : { acceptFile: path.resolve(io.cwd, acceptFile) }),
            }),
          ),
      });
    });
  example(
    command,
    'tailtown-migrate signoff 6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11 --name "R. Rivera" --accept customers.email --reason "they have none"',
    'tailtown-migrate signoff 6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11 --write-exceptions exceptions.csv',
    'tailtown-migrate signoff 6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11 --name "R. Rivera" --accept-file exceptions.csv',
  );
}

function signOffResult(result: SignOffResult): Result {
  const { signed, open, unneeded, accepted, hashes, file, report } = result;
  return {
    text: paragraphs(
      accepted.length > 0
        ? columns([
            ['accepted', 'up to', 'by', 'because'],
            ...accepted.map(({ code, upTo, name, reason }) => [code, upTo ?? '', name, reason]),
          ])
        : '',
      list(
        'Nobody accepted these yet',
        open.map(
          ({ code, kind, count, why }) => `${code}: ${kind}, ${count.toLocaleString('en-US')}; ${why}`,
        ),
        // A person looks for each of them.
        Number.POSITIVE_INFINITY,
      ),
      list('No exceptions of this batch', unneeded),
      signed
        ? [
            `Signed by ${result.name}: batch ${result.batch}`,
            `Snapshot: ${hashes.snapshot}`,
            `Mapping:  ${hashes.mapping}`,
            `Report:   ${hashes.report}`,
            `File:     ${file}`,
          ].join('\n')
        : `NOT SIGNED: ${open.length === 1 ? 'one exception is' : `${open.length} exceptions are`} open. Accept each with --accept CODE --reason "WHY", or many with --write-exceptions FILE and --accept-file FILE.`,
      `Report: ${report.html}`,
    ),
    json: result,
    status: signed ? 'ok' : 'attention',
  };
}
