import { MigrateError, messageOf } from '../../core/errors.ts';
import type { Session } from '../../database/session.ts';
import type { DoctorCheck } from '../results.ts';

/** What a check looks for, and what to do where it is not so. */
export interface Wanted {
  name: string;
  expected: string;
  remedy: string;
  /** The key of the config that lets it be as it is, with a reason; absent: nothing does. */
  override?: string;
  /** What stands there: the words of whoever decided. */
  overridden?: string | undefined;
}

/** What was found; a text alone is as it should be. */
export type Found =
  | string
  /** It works, and somebody should know of it. */
  | { warning: string }
  | { failed: string }
  /** Nobody could tell. */
  | { unknown: string };

/** Runs one check. One that throws has failed, with the error's message and its remedy where it has one. */
export async function check(wanted: Wanted, look: () => Promise<Found> | Found): Promise<DoctorCheck> {
  try {
    return checked(wanted, await look());
  } catch (error) {
    const hint = error instanceof MigrateError ? error.context.hint : undefined;
    return checked({ ...wanted, remedy: hint ?? wanted.remedy }, { failed: messageOf(error) });
  }
}

function checked({ name, expected, remedy, override, overridden }: Wanted, found: Found): DoctorCheck {
  const base = { name, expected, remedy, override: override ?? null, overridden: overridden ?? null };
  if (typeof found === 'string') return { ...base, ok: true, state: 'ok', actual: found, overridden: null };
  if ('unknown' in found) return { ...base, ok: true, state: 'not-checked', actual: found.unknown };
  if ('warning' in found) return { ...base, ok: true, state: 'warning', actual: found.warning };
  if (overridden === undefined) return { ...base, ok: false, state: 'failed', actual: found.failed };
  return { ...base, ok: true, state: 'warning', actual: `${found.failed}; decided: ${overridden}` };
}

/** The one value of a statement that gives one. */
export async function scalar<T>(
  session: Session,
  sql: string,
  params: readonly unknown[] = [],
): Promise<T | undefined> {
  const { rows } = await session.query<{ value: T }>(sql, params);
  return rows[0]?.value;
}
