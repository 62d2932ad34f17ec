import type { VariableState } from '../../core/config/variables.ts';
import { openSession } from '../../database/open.ts';
import { planPrepare } from '../../database/prepare.ts';
import type { Session } from '../../database/session.ts';
import type { DoctorCheck, DoctorResult } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { tenantToMake } from '../world.ts';
import { check } from './check.ts';
import { clockChecks } from './clock.ts';
import { gingrChecks } from './gingr.ts';
import { holderChecks } from './holders.ts';
import { machineChecks } from './machine.ts';
import { recordChecks } from './records.ts';
import { rightsChecks } from './rights.ts';
import { serverChecks } from './server.ts';
import { settingsChecks } from './settings.ts';
import { spaceChecks } from './space.ts';
import { tenantChecks } from './tenant.ts';

export interface DoctorOptions {
  /** The variables of the environment, as the shell found them. */
  variables?: readonly VariableState[];
}

/**
 * Every precondition as a named check: expected, actual, remedy, and which key of the config lets it be otherwise. Reads
 * only, and takes no lock for longer than a moment, so it may be asked while a load runs. What cannot be found out is told as such.
 */
export async function doctor(
  runtime: Runtime,
  { variables = [] }: DoctorOptions = {},
): Promise<DoctorResult> {
  const checks = [
    ...(await machineChecks(runtime)),
    ...(await settingsChecks(runtime, variables)),
    ...(await gingrChecks(runtime)),
  ];
  let session: Session | null = null;
  checks.push(
    await check(
      {
        name: 'connection',
        expected: 'the target answers',
        remedy: "Check the server, and the variable or file that holds the target's URL.",
      },
      async () => {
        const { target } = runtime.settings;
        session = await openSession(target, { signal: runtime.signal });
        return `${target.name} (${session.kind}, ${target.kind})`;
      },
    ),
  );
  const open = session as Session | null;
  if (open === null) return { checks: [...checks, await unreached()] };
  try {
    return { checks: [...checks, ...(await targetChecks(runtime, open))] };
  } finally {
    await open.close();
  }
}

const unreached = () =>
  check(
    {
      name: 'the target itself',
      expected: 'TLS, version, rights, tables, tenant, clock, space and locks are right',
      remedy: 'Mend the connection, and ask again.',
    },
    () => ({ unknown: 'it could not be reached' }),
  );

async function targetChecks(runtime: Runtime, session: Session): Promise<DoctorCheck[]> {
  const { kind } = runtime.settings.target;
  const checks = [...(await serverChecks(runtime, session)), ...(await clockChecks(runtime, session))];
  const planned: { plan?: Awaited<ReturnType<typeof planPrepare>> } = {};
  checks.push(
    await check(
      {
        name: 'prepared',
        expected: 'nothing left for `prepare` to do',
        remedy: 'Run `tailtown-migrate prepare`.',
      },
      async () => {
        const plan = await planPrepare(session, tenantToMake(runtime.settings));
        planned.plan = plan;
        const made = plan.creates && plan.steps.some((step) => step.kind === 'migration');
        if (made && (kind === 'embedded' || kind === 'rehearsal')) return 'empty: `run` prepares it';
        if (plan.steps.length > 0) return { failed: `${plan.steps.length} statements to run` };
        return plan.left.length === 0
          ? 'up to date'
          : `up to date, but for ${plan.left.length} additions that are for the owner of the tables`;
      },
    ),
  );
  const { plan } = planned;
  const own = kind === 'embedded' || kind === 'rehearsal';
  // A database without Tailtown's tables that is there for rehearsals is made by `run` itself.
  const madeByRun = own && plan?.creates === true && plan.steps.some((step) => step.kind === 'migration');
  return [
    ...checks,
    ...(await rightsChecks(session)),
    ...(madeByRun ? [] : await tenantChecks(runtime, session)),
    ...(await spaceChecks(runtime, session)),
    ...(await holderChecks(runtime, session)),
    ...(await recordChecks(runtime, session)),
  ];
}
