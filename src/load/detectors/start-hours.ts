import { CLOCKS_CHANGE } from '../../reconcile/traits.ts';
import { type Detector, found, percent } from './look.ts';

/** Fewer stays may well be one night with odd clocks. */
const AT_LEAST = 2;
const SHARE = 0.01;
const WHAT = 'stays';

export const startHours: Detector = async ({ mode, complete }, scanned) => {
  const none = (why: string) => found({ count: 0, what: WHAT }, [], [why]);
  if (!complete) return none('Refused before anything was written.');
  if (mode === 'date-only')
    return none('The config has stays without their time (reservationTimeMode: date-only).');
  const pairs = scanned.flatMap(({ stays: one }) => one?.hours ?? []).filter(({ source }) => source !== null);
  const stays = sum(pairs);
  if (stays === 0) return none('No stay was moved whose hour of start can be read.');
  const names = new Set(pairs.flatMap(({ source, target }) => [source ?? '', target]));
  const hours = [...names].sort().map((hour) => ({
    hour,
    source: sum(pairs.filter(({ source }) => source === hour)),
    target: sum(pairs.filter(({ target }) => target === hour)),
  }));
  // Stays that would have to move for the two histograms to be one.
  const moved = hours.reduce((all, { source, target }) => all + Math.max(0, source - target), 0);
  const suspect = moved >= AT_LEAST && moved > SHARE * stays;
  const finding = {
    ...{ where: 'reservations.startDate', count: moved, of: stays },
    detail: `${percent(moved, stays)} of the stays lie in another hour of the day than in Gingr`,
  };
  return {
    ...found({ count: stays, what: WHAT }, suspect ? [finding] : [], [
      `Starts between ${CLOCKS_CHANGE[0]}:00 and 03:59, when clocks change.`,
    ]),
    hours,
  };
};

const sum = (rows: readonly { count: number }[]): number => rows.reduce((all, { count }) => all + count, 0);
