import type { VariableState } from '../../core/config/variables.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { check } from './check.ts';

/**
 * The config was checked as a whole before anything else ran, so what is left to tell is each variable: whether it is set,
 * never what it holds. Those of other targets, too: whoever looks before cutover wants to know.
 */
export async function settingsChecks(
  { settings }: Runtime,
  variables: readonly VariableState[],
): Promise<DoctorCheck[]> {
  const config = await check(
    { name: 'config', expected: 'valid', remedy: 'Mend what is named.' },
    () => `valid; target ${settings.target.name}, kind ${settings.target.kind}`,
  );
  const each = variables.map(({ name, purpose, state, needed, problem }) =>
    check(
      {
        name: `variable ${name}`,
        expected: purpose,
        remedy: problem?.hint ?? `Set ${name}, or ${name}_FILE to a file that holds it.`,
      },
      () => {
        switch (state) {
          case 'set':
            return 'set';
          case 'missing':
            return needed ? { failed: 'not set' } : { warning: 'not set: nothing that needs it can run' };
          case 'malformed':
            return needed ? { failed: 'malformed' } : { warning: `malformed: ${problem?.message ?? ''}` };
        }
      },
    ),
  );
  return [config, ...(await Promise.all(each))];
}
