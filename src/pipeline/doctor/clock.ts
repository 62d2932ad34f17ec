import type { Session } from '../../database/session.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { check, type Found, scalar } from './check.ts';

/** Seconds that the clocks may differ: more would be noticed, and with so many certificates and days are wrong. */
const NOTICED_S = 5;
const WRONG_S = 300;

/** Whether machine and server agree on what time it is, and know the resort's zone alike. */
export async function clockChecks({ settings }: Runtime, session: Session): Promise<DoctorCheck[]> {
  return [
    await check(
      {
        name: 'clock',
        expected: `this machine's and the server's differ by ${NOTICED_S} s at most`,
        remedy: 'Set the clocks by a time server.',
      },
      async (): Promise<Found> => {
        const began = Date.now();
        const sql = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS value';
        const theirs = (await scalar<number>(session, sql)) ?? 0;
        const ended = Date.now();
        // What lies within the time of the question itself is no difference.
        const off = Math.max(0, theirs - ended, began - theirs) / 1000;
        const told = `${off.toFixed(1)} s apart`;
        if (off > WRONG_S) return { failed: told };
        return off > NOTICED_S ? { warning: told } : told;
      },
    ),
    await check(
      {
        name: 'time zone',
        expected:
          "the config or the tenants row gives the resort's zone, both the same, and the server knows it",
        remedy: 'Set tenant.timeZone in the config, or correct tenants.timezone.',
      },
      async (): Promise<Found> => {
        const { timeZone, id } = settings.tenant;
        const row = await zoneOfRow(session, id);
        const zone = timeZone ?? row;
        if (zone === null) return { failed: 'neither gives one' };
        const known = await scalar<boolean>(
          session,
          'SELECT EXISTS (SELECT 1 FROM pg_timezone_names WHERE name = $1) AS value',
          [zone],
        );
        if (!known) return { failed: `the server does not know ${zone}` };
        const differ = timeZone !== null && row !== null && timeZone !== row;
        return differ ? { warning: `${zone} by the config, ${row} by the tenants row` } : zone;
      },
    ),
  ];
}

async function zoneOfRow(session: Session, tenant: string): Promise<string | null> {
  const there = await scalar<boolean>(session, `SELECT to_regclass('public.tenants') IS NOT NULL AS value`);
  if (!there) return null;
  const sql = `SELECT to_jsonb(t) ->> 'timezone' AS value FROM public.tenants t WHERE id = $1`;
  return (await scalar<string | null>(session, sql, [tenant])) ?? null;
}
