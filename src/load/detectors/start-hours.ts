import { literal } from '../../database/sql.ts';
import { CLOCKS_CHANGE } from '../../reconcile/traits.ts';
import { unitOf, written } from '../../staging/layout.ts';
import { type Detector, found, ourRows, percent } from './look.ts';

/** Fewer stays may well be one night with odd clocks. */
const AT_LEAST = 2;
const SHARE = 0.01;
const WHAT = 'stays';

export const startHours: Detector = async ({ session, layout, mode, timeZone, complete }) => {
  const unit = unitOf(layout, 'reservations', 'reservations');
  const none = (why: string) => found({ count: 0, what: WHAT }, [], [why]);
  if (!complete) return none('Refused before anything was written.');
  if (!unit || !written(unit).some(({ name }) => name === 'startDate'))
    return none('This target has no stays, or no column for their start.');
  if (mode === 'date-only')
    return none('The config has stays without their time (reservationTimeMode: date-only).');
  const start =
    mode === 'utc' ? `(t."startDate" AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timeZone)})` : 't."startDate"';
  const { rows } = await session.query<{ source: string; target: number; count: number }>(`
    SELECT l.trait AS source, date_part('hour', ${start})::int AS target, count(*)::int AS count
    FROM ${layout.lines} l JOIN ${ourRows(layout, unit)} r ON r.n = l.n JOIN ${unit.target} t ON t.id = r.id
    WHERE l.entity = ${unit.entityNumber} AND l.trait IS NOT NULL GROUP BY 1, 2`);
  const pairs = rows.map((row) => ({ ...row, target: String(row.target).padStart(2, '0') }));
  const stays = rows.reduce((sum, { count }) => sum + count, 0);
  if (stays === 0) return none('No stay was moved whose hour of start can be read.');
  const hours = [...new Set(pairs.flatMap(({ source, target }) => [source, target]))].sort().map((hour) => ({
    hour,
    source: sum(pairs.filter(({ source }) => source === hour)),
    target: sum(pairs.filter(({ target }) => target === hour)),
  }));
  // Stays that would have to move for the two histograms to be one.
  const moved = hours.reduce((all, { source, target }) => all + Math.max(0, source - target), 0);
  const suspect = moved >= AT_LEAST && moved > SHARE * stays;
  return {
    ...found(
      { count: stays, what: WHAT },
      suspect
        ? [
            {
              ...{ where: 'reservations.startDate', count: moved, of: stays },
              detail: `${percent(moved, stays)} of the stays lie in another hour of the day than in Gingr`,
            },
          ]
        : [],
      [`Starts between ${CLOCKS_CHANGE[0]}:00 and 03:59, when clocks change.`],
    ),
    hours,
  };
};

const sum = (rows: readonly { count: number }[]): number => rows.reduce((all, { count }) => all + count, 0);
