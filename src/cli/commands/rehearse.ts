import { EXIT, type ExitStatus } from '../../core/errors.ts';
import type { RehearseResult } from '../../pipeline/results.ts';
import { duration } from '../../report/format.ts';
import { verdictOf } from '../../report/verdict.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { addSourceOptions, type SourceOptions } from '../options.ts';
import { columns, list, paragraphs } from '../text.ts';
import { fromPaths } from './extract.ts';

export function addRehearse(shell: Shell): void {
  const command = shell.program
    .command('rehearse')
    .description(
      'load, verify, take back, prove that all is as before, load again: the cutover and its way back, timed',
    )
    .action((source: SourceOptions) =>
      runTask(shell, {
        name: 'rehearse',
        source,
        work: async ({ api, runtime, io }) =>
          rehearseResult(await api.rehearse(runtime, { from: fromPaths(source, io.cwd) })),
      }),
    );
  example(addSourceOptions(command), 'tailtown-migrate rehearse --from exports/ --target staging');
}

/** The steps in their order, in the words of the page. */
const STEPS: Readonly<Record<string, string>> = {
  ...{ extract: 'extract', transform: 'transform', validate: 'validate', load: 'load and compare' },
  ...{ verify: 'verify', rollback: 'roll back', compare: 'compare fingerprints' },
  ...{ loadAgain: 'load again', verifyAgain: 'verify again' },
};

function rehearseResult(result: RehearseResult): Result {
  const { loaded, fingerprints, status, ...told } = result;
  const { durationsMs, batches } = told;
  const measured = (step: string) => {
    const milliseconds = durationsMs[step];
    return milliseconds === undefined ? 'not measured' : duration(milliseconds);
  };
  const named = (rows: RehearseResult['kept']) => rows.map((row) => `${row.table} ${row.id}: ${row.why}`);
  return {
    text: paragraphs(
      columns([['step', 'took'], ...Object.entries(STEPS).map(([step, words]) => [words, measured(step)])]),
      rowsText(result),
      list('Kept, because people changed them', named(told.kept)),
      list('Blocked, because other rows refer to them', named(told.blocked)),
      [
        `Fingerprint: ${fingerprints.before ?? 'none'} before the load`,
        `             ${fingerprints.rolledBack ?? 'none'} after the rollback`,
      ].join('\n'),
      list('What differs', told.differences),
      HEADLINES[result.verdict ?? 'failed'] +
        (told.repeated ? ' This was rehearsed before; nothing was done.' : ''),
      [...(batches.again === null ? [] : [`Batch:  ${batches.again}`]), `Report: ${told.report.html}`].join(
        '\n',
      ),
    ),
    json: { ...told, fingerprints, headline: loaded.headline, status },
    status,
    exit: exitOf(result),
  };
}

const rowsText = ({ records, rows, buckets, compared }: RehearseResult): string => {
  const count = (value: number | undefined) => (value ?? 0).toLocaleString('en-US');
  return [
    ...(records === null
      ? []
      : [
          `${count(records)} source records: ${count(rows?.inserted)} rows inserted, ${count(rows?.updated)} changed`,
        ]),
    ...(buckets === null
      ? []
      : [
          `taken back: ${count(buckets.reversed)} reversed, ${count(buckets.kept)} kept, ${count(buckets.blocked)} blocked, ${count(buckets.failed)} failed`,
        ]),
    ...(compared === null
      ? []
      : [
          `${count(compared.rows)} touched rows compared, ${count(compared.equal)} as before, ${count(compared.different)} different`,
        ]),
  ].join('\n');
};

const HEADLINES = {
  proven:
    'PROVEN: after the rollback the target was as it had been before the load, and the load came again.',
  different: 'NOT PROVEN: something differed. The batch that was loaded last stands.',
  failed: 'FAILED: a load did not come through; see its report.',
  refused: 'REFUSED: a load was refused; see its report.',
  abandoned: 'ABANDONED.',
} as const;

/** Proven, the verdict of the load that stands; 5 where something differed; else what the load said that stopped it. */
function exitOf({ verdict, loaded }: RehearseResult): ExitStatus {
  return verdict === 'different' ? EXIT.imbalance : verdictOf(loaded).exit;
}
