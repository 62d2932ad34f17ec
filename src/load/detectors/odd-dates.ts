import { literal } from '../../database/sql.ts';
import type { Unit } from '../../staging/layout.ts';
import { type Detector, found, type Look, nameOf, ourRows, percent, sourced } from './look.ts';

/** As many dates of a column on the day of the run, and as large a share of it, look like "now". */
const AT_LEAST = 10;
const SHARE = 0.1;

/** What missing dates become. A zone may put the first instant of 1970 on the day before. */
const PLACEHOLDERS = [
  { name: '1970-01-01', from: '1969-12-31', to: '1970-01-02' },
  { name: '2000-01-01', from: '2000-01-01', to: '2000-01-02' },
];

export const oddDates: Detector = async (look) => {
  if (!look.complete) return found({ count: 0, what: 'dates' }, [], ['Refused before anything was written.']);
  const findings = [];
  let dates = 0;
  for (const unit of look.layout.units) {
    const looked = await datesOf(look, unit);
    dates += looked.dates;
    findings.push(...looked.findings);
  }
  return found({ count: dates, what: 'dates' }, findings, [
    ...(dates === 0 ? ['No date stands in Tailtown.'] : []),
    ...(look.mode === 'date-only'
      ? ['Stays of no length: the config has stays without their time (reservationTimeMode: date-only).']
      : []),
  ]);
};

/** One query per unit: every date column at once. */
async function datesOf(look: Look, unit: Unit) {
  const { session, layout, days } = look;
  const columns = sourced(unit).filter(({ targetType }) => /^(?:timestamp|date)/.test(targetType ?? ''));
  const none = { dates: 0, findings: [] };
  if (columns.length === 0) return none;
  const between = (column: string, from: string, to: string) =>
    `(${column} >= ${literal(from)} AND ${column} < ${literal(to)})`;
  const counts = columns.flatMap(({ sql }, index) => [
    `count(t.${sql})::int AS c${index}`,
    ...PLACEHOLDERS.map(
      ({ from, to }, place) =>
        `count(*) FILTER (WHERE ${between(`t.${sql}`, from, to)})::int AS c${index}_${place}`,
    ),
    `count(*) FILTER (WHERE ${days.map((day) => between(`t.${sql}`, day, dayAfter(day))).join(' OR ') || 'false'})::int AS c${index}_run`,
  ]);
  const isStay = ['startDate', 'endDate'].every((name) => columns.some((column) => column.name === name));
  if (isStay)
    counts.push(
      `count(*) FILTER (WHERE t."endDate" < t."startDate")::int AS negative`,
      `count(*) FILTER (WHERE t."endDate" = t."startDate")::int AS zero`,
    );
  const { rows } = await session.query<Record<string, number>>(
    `SELECT ${counts.join(', ')} FROM ${ourRows(layout, unit)} r JOIN ${unit.target} t ON t.id = r.id`,
  );
  const at = (key: string) => rows[0]?.[key] ?? 0;
  const findings = columns.flatMap(({ name }, index) => {
    const of = at(`c${index}`);
    const where = nameOf(unit, name);
    const run = at(`c${index}_run`);
    return [
      ...PLACEHOLDERS.map((placeholder, place) => ({
        ...{ where, count: at(`c${index}_${place}`), of, detail: `on ${placeholder.name}` },
      })),
      {
        ...{ where, count: run >= AT_LEAST && run > SHARE * of ? run : 0, of },
        detail: `${percent(run, of)} of the dates lie on the day of the snapshot or of the load`,
      },
    ];
  });
  if (isStay) {
    const of = at(`c${columns.findIndex(({ name }) => name === 'endDate')}`);
    const where = `${unit.table}.endDate`;
    findings.push({ where, count: at('negative'), of, detail: 'before the start of the stay' });
    if (look.mode !== 'date-only')
      findings.push({ where, count: at('zero'), of, detail: 'equal to the start of the stay' });
  }
  return {
    dates: columns.reduce((sum, _, index) => sum + at(`c${index}`), 0),
    findings: findings.filter(({ count }) => count > 0),
  };
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
