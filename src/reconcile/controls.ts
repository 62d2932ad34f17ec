/**
 * Control totals: what a person can add up in Gingr and find again in Tailtown. The source side is read here from
 * the raw values, by code that no mapping shares, so that a mapping error cannot hide itself.
 */

export interface Control {
  name: string;
  unit: 'money' | 'count';
}

/** Names per entity, in the order of the values that `controlsOf` gives. */
export const CONTROLS: Record<string, Control[]> = {
  reservations: [
    { name: 'reservations.starts', unit: 'count' },
    { name: 'reservations.nights', unit: 'count' },
  ],
};

export interface LineControls {
  /** What the totals are broken down by: the local month of the start, `YYYY-MM`. */
  group: string;
  /** Cents or counts, in the order of `CONTROLS[entity]`. */
  values: bigint[];
}

const UNREADABLE_GROUP = 'no date';

/** The amounts that one line adds to the control totals of its entity; null for an entity without any. */
export function controlsOf(entity: string, get: (column: string) => string | null): LineControls | null {
  if (entity !== 'reservations') return null;
  const start = localDay(get('start_date'));
  const end = localDay(get('end_date'));
  if (start === null) return { group: UNREADABLE_GROUP, values: [1n, 0n] };
  return { group: start.month, values: [1n, end === null ? 0n : BigInt(end.day - start.day)] };
}

/** The local calendar day of a day export's `YYYY-MM-DD HH:mm:ss`, as days since 1970-01-01. */
function localDay(text: string | null): { month: string; day: number } | null {
  const match = /^\s*(\d{4})-(\d\d)-(\d\d)(?:[ T]\d\d:\d\d(?::\d\d)?)?\s*$/.exec(text ?? '');
  if (!match || match[1] === '0000') return null;
  const [, year = '', month = '', day = ''] = match;
  return {
    month: `${year}-${month}`,
    day: Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000,
  };
}

/**
 * SQL for the same amounts of a target row `t`: the group, and one expression per control. Times in the target
 * are read back to the local calendar day by the mode they were written in.
 */
export function targetControls(
  table: string,
  mode: 'wall-as-utc' | 'utc' | 'date-only',
  timeZone: string,
): { group: string; values: string[] } | null {
  if (table !== 'reservations') return null;
  const zone = `'${timeZone.replaceAll("'", "''")}'`;
  const local = (column: string) =>
    mode === 'utc' ? `(t."${column}" AT TIME ZONE 'UTC' AT TIME ZONE ${zone})` : `t."${column}"`;
  return {
    group: `to_char(${local('startDate')}, 'YYYY-MM')`,
    values: ['1', `(${local('endDate')}::date - ${local('startDate')}::date)`],
  };
}
