import { type DatesOfUnit, PLACEHOLDERS } from './dates-scan.ts';
import { type Detector, type Found, found, nameOf, percent } from './look.ts';

/** As many dates of a column on the day of the run, and as large a share of it, look like "now". */
const AT_LEAST = 10;
const SHARE = 0.1;

export const oddDates: Detector = async ({ complete, mode }, scanned) => {
  const what = 'dates';
  if (!complete) return found({ count: 0, what }, [], ['Refused before anything was written.']);
  const dates = scanned.reduce(
    (sum, { columns }) => sum + columns.reduce((all, column) => all + column.dates, 0),
    0,
  );
  const findings = scanned.flatMap((unit) => [...oddOf(unit), ...lengthsOf(unit, mode === 'date-only')]);
  return found(
    { count: dates, what },
    findings.filter(({ count }) => count > 0),
    [
      ...(dates === 0 ? ['No date stands in Tailtown.'] : []),
      ...(mode === 'date-only'
        ? ['Stays of no length: the config has stays without their time (reservationTimeMode: date-only).']
        : []),
    ],
  );
};

const oddOf = ({ unit, columns }: DatesOfUnit): Found['findings'] =>
  columns.flatMap(({ name, dates: of, placeholders, onRunDay }) => {
    const where = nameOf(unit, name);
    const isNow = onRunDay >= AT_LEAST && onRunDay > SHARE * of;
    return [
      ...PLACEHOLDERS.map((placeholder, place) => ({
        ...{ where, count: placeholders[place] ?? 0, of, detail: `on ${placeholder.name}` },
      })),
      {
        ...{ where, count: isNow ? onRunDay : 0, of },
        detail: `${percent(onRunDay, of)} of the dates lie on the day of the snapshot or of the load`,
      },
    ];
  });

/** Without their time, stays of one day have no length. */
function lengthsOf({ unit, columns, stays }: DatesOfUnit, dateOnly: boolean): Found['findings'] {
  if (!stays) return [];
  const of = columns.find(({ name }) => name === 'endDate')?.dates ?? 0;
  const where = nameOf(unit, 'endDate');
  return [
    { where, count: stays.negative, of, detail: 'before the start of the stay' },
    { where, count: dateOnly ? 0 : stays.zero, of, detail: 'equal to the start of the stay' },
  ];
}
