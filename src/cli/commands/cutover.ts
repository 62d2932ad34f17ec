import { EXIT } from '../../core/errors.ts';
import type { CutoverResult, CutoverTold } from '../../pipeline/results.ts';
import { duration } from '../../report/format.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { confirm } from '../prompts.ts';
import { list, paragraphs } from '../text.ts';

interface CutoverOptions {
  plan?: boolean;
  snapshot?: string;
  confirm?: string;
}

export function addCutover(shell: Shell): void {
  const command = shell.program
    .command('cutover')
    .argument('<batch>', 'id of the signed batch, as it stands in the staging target')
    .description('load what was signed into production, check it, and take it back where a check fails')
    .option('--plan', 'only print the plan, and what is missing')
    .option('--snapshot <id>', 'load this later snapshot in the place of the signed one')
    .option('--confirm <resort>', "the resort's name, where nobody can be asked")
    .action((batch: string, { plan = false, snapshot, confirm: given }: CutoverOptions) =>
      runTask(shell, {
        name: 'cutover',
        work: async ({ api, io, globals, runtime, say }) =>
          cutoverResult(
            await api.cutover(runtime, {
              ...{ batch, snapshot, plan },
              confirm: async (told) => {
                say(toldText(told));
                await confirm(io, {
                  question: `The snapshot of batch ${batch} will be loaded into ${told.target}, which is production.`,
                  ...{ expected: told.resort, what: "the resort's name", given },
                  ...{ mayAsk: globals.input, signal: runtime.signal },
                });
              },
            }),
            plan,
          ),
      }),
    );
  example(
    command,
    'tailtown-migrate cutover 6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11 --target production --plan',
    'tailtown-migrate cutover 6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11 --target production',
  );
}

/** Gates and plan, for people. */
function toldText({ gates, plan, resort, target }: CutoverTold): string {
  return paragraphs(
    `Cutover of ${resort} into ${target}`,
    gates.map(({ name, open, found }) => `${open ? 'ok     ' : 'MISSING'}  ${name}: ${found}`).join('\n'),
    list(
      'What is missing',
      gates.filter(({ open }) => !open).map(({ name, remedy }) => `${name}: ${remedy}`),
    ),
    plan.length === 0 ? 'The steps of the day are planned with the batch that is signed.' : '',
    ...plan.map(({ name, who, what, expectedMs }, index) =>
      [
        `${index + 1}. ${name} (${who}${who === 'people' ? '' : `, ${expectedMs === null ? 'not measured' : `about ${duration(expectedMs)}`}`})`,
        ...what.map((line) => `   ${line}`),
      ].join('\n'),
    ),
  );
}

function cutoverResult(result: CutoverResult, plan: boolean): Result {
  const { status, batch, checks, rolledBack, headline, report, durationsMs, repeated, doneAt } = result;
  const text = repeated
    ? `Batch ${batch} was cut over at ${doneAt} UTC already; nothing was done.`
    : plan
      ? toldText(result)
      : paragraphs(
          checks
            .map(
              ({ name, ok, found }) =>
                `${ok === null ? 'NOT CHECKED' : ok ? 'ok         ' : 'FAILED     '}  ${name}: ${found}`,
            )
            .join('\n'),
          Object.entries(durationsMs)
            .map(([step, took]) => `${step.padEnd(10)}  ${duration(took)}`)
            .join('\n'),
          rolledBack === null
            ? ''
            : `Taken back: ${Object.entries(rolledBack.buckets)
                .map(([bucket, rows]) => `${rows.toLocaleString('en-US')} ${bucket}`)
                .join(
                  ', ',
                )}; fingerprint ${rolledBack.fingerprint.equal ? 'as before the load' : 'not as before the load: somebody else wrote meanwhile'}`,
          headline ?? '',
          [
            ...(batch === null ? [] : [`Batch:  ${batch}`]),
            ...(report === null ? [] : [`Report: ${report.html}`]),
          ].join('\n'),
        );
  return {
    ...{ text, json: result, status },
    ...(status === 'failed' ? { exit: EXIT.imbalance } : {}),
  };
}
