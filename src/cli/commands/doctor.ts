import { variableStates } from '../../core/config/variables.ts';
import { EXIT } from '../../core/errors.ts';
import type { DoctorCheck } from '../../pipeline/results.ts';
import { example, runTask, type Shell } from '../command.ts';
import { flagsOf } from '../options.ts';
import { paragraphs, visible } from '../text.ts';

export function addDoctor(shell: Shell): void {
  const command = shell.program
    .command('doctor')
    .description('check every precondition: expected against actual, with the remedy')
    .action(() =>
      runTask(shell, {
        name: 'doctor',
        work: async ({ api, io, globals, runtime, settings }) => {
          const sources = { flags: flagsOf(globals), env: io.env, cwd: io.cwd };
          const variables = variableStates(sources, settings.target.name);
          const { checks } = await api.doctor(runtime, { variables });
          const count = (state: DoctorCheck['state']) => checks.filter((one) => one.state === state).length;
          const failed = count('failed');
          return {
            text: paragraphs(checks.flatMap(linesOf).join('\n'), verdict(failed, count, checks.length)),
            json: { checks },
            ...(failed === 0 ? { status: 'ok' } : { status: 'refused', exit: EXIT.refused }),
          };
        },
      }),
    );
  example(command, 'tailtown-migrate doctor --target staging');
}

const SHOWN = { ok: 'ok', warning: 'WARNING', failed: 'FAILED', 'not-checked': 'NOT CHECKED' } as const;
const WIDTH = 12;

function linesOf({ name, state, actual, expected, remedy, override, overridden }: DoctorCheck): string[] {
  const line = (text: string) => `${' '.repeat(WIDTH)}  ${visible(text)}`;
  const first = `${SHOWN[state].padEnd(WIDTH)}${name}: ${visible(actual)}`;
  if (state === 'ok' || overridden !== null) return [first];
  const may = override !== null && !remedy.includes(override);
  return [
    first,
    line(`expected: ${expected}`),
    line(`what to do: ${remedy}${may ? ` It may stay so where the config says: ${override}.` : ''}`),
  ];
}

function verdict(failed: number, count: (state: DoctorCheck['state']) => number, all: number): string {
  const unclear = count('not-checked');
  const rest = [
    ...(count('warning') > 0 ? [`${count('warning')} warnings`] : []),
    ...(unclear > 0 ? [`${unclear} not checked`] : []),
  ].join(', ');
  const besides = rest === '' ? '' : ` (${rest})`;
  return failed === 0 ? `Everything is ready${besides}.` : `${failed} of ${all} checks failed${besides}.`;
}
