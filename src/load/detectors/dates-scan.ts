import { literal } from '../../database/sql.ts';
import { rowId, type Unit, type UnitColumn } from '../../staging/layout.ts';
import { type Look, ourRows, sourced } from './look.ts';

/** What missing dates become. A zone may put the first instant of 1970 on the day before. */
export const PLACEHOLDERS = [
  { name: '1970-01-01', from: '1969-12-31', to: '1970-01-02' },
  { name: '2000-01-01', from: '2000-01-01', to: '2000-01-02' },
];

/** Counts over the rows of one unit that are as the mapping wants them. */
export interface DatesOfUnit {
  unit: Unit;
  columns: { name: string; dates: number; placeholders: number[]; onRunDay: number }[];
  /** Of stays alone. */
  stays: {
    negative: number;
    zero: number;
    /** Stays by the hour of their start in Gingr (null: not read) and in the target. */
    hours: { source: string | null; target: string; count: number }[];
  } | null;
}

/** Reads every date of the target once, one query per unit: joined by their keys, rows cost more than what is counted. */
export async function scanDates(look: Look): Promise<DatesOfUnit[]> {
  const units: DatesOfUnit[] = [];
  if (!look.complete) return units;
  for (const unit of look.layout.units) {
    const columns = sourced(unit).filter(({ targetType }) => /^(?:timestamp|date)/.test(targetType ?? ''));
    if (columns.length > 0) units.push(await scanUnit(look, unit, columns));
  }
  return units;
}

async function scanUnit(
  { session, layout, days, mode, timeZone }: Look,
  unit: Unit,
  columns: readonly UnitColumn[],
): Promise<DatesOfUnit> {
  const between = (column: string, from: string, to: string) =>
    `(${column} >= ${literal(from)} AND ${column} < ${literal(to)})`;
  const counts = columns.flatMap(({ sql }, index) => [
    `count(t.${sql})::int AS c${index}`,
    ...PLACEHOLDERS.map(
      ({ from, to }, place) =>
        `count(*) FILTER (WHERE ${between(`t.${sql}`, from, to)})::int AS p${index}_${place}`,
    ),
    `count(*) FILTER (WHERE ${days.map((day) => between(`t.${sql}`, day, dayAfter(day))).join(' OR ') || 'false'})::int AS r${index}`,
  ]);
  const from = `${ourRows(layout, unit)} r JOIN ${unit.target} t ON ${rowId(unit)} = r.id`;
  const isStay = ['startDate', 'endDate'].every((name) => columns.some((column) => column.name === name));
  const start =
    mode === 'utc' ? `(t."startDate" AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timeZone)})` : 't."startDate"';
  const { rows } = await session.query<Record<string, number | null> & { source: string | null }>(
    isStay
      ? `SELECT ${counts.join(', ')}, l.trait AS source, date_part('hour', ${start})::int AS hour, count(*)::int AS stays,
           count(*) FILTER (WHERE t."endDate" < t."startDate")::int AS negative,
           count(*) FILTER (WHERE t."endDate" = t."startDate")::int AS zero
         FROM ${from} JOIN ${unit.lines} l ON l.n = r.n GROUP BY l.trait, hour`
      : `SELECT ${counts.join(', ')}, NULL AS source FROM ${from}`,
  );
  const at = (key: string) => rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);
  return {
    unit,
    columns: columns.map(({ name }, index) => ({
      ...{ name, dates: at(`c${index}`), onRunDay: at(`r${index}`) },
      placeholders: PLACEHOLDERS.map((_, place) => at(`p${index}_${place}`)),
    })),
    stays: isStay
      ? {
          ...{ negative: at('negative'), zero: at('zero') },
          hours: rows.map(({ source, hour, stays }) => ({
            ...{ source, target: String(hour ?? '').padStart(2, '0'), count: stays ?? 0 },
          })),
        }
      : null,
  };
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
