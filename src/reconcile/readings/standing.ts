import {
  day,
  holds,
  number,
  oneOf,
  parent,
  type Reading,
  reading,
  sameName,
  sameText,
  words,
} from './define.ts';

const HALF_PAST = /^([01]\d|2[0-3]):([0-5]\d)(?::00)?$/;
const time = (column: string, from: string): Reading =>
  reading(`standing_reservations.${column}`, from, (line) => {
    const [, hour, minute] = HALF_PAST.exec(line.raw(from)) ?? [];
    return hour === undefined ? null : `${hour}:${minute}`;
  });

const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export const standingReadings: Reading[] = [
  parent('standing_reservations.customerId', 'o_id', 'owners'),
  parent('standing_reservations.petId', 'a_id', 'animals'),
  parent('standing_reservations.serviceId', 'type_id', 'reservation_types'),
  reading('standing_reservations.name', 'name', (line) => line.words('name') || null, sameName),
  time('startTime', 'start_time'),
  time('endTime', 'end_time'),
  day('standing_reservations.effectiveFrom', 'start_date'),
  day('standing_reservations.effectiveUntil', 'end_date'),
  // One day by its whole name is read plainly; several are left to the mapping.
  reading(
    'standing_reservations.daysOfWeek',
    'weekdays',
    (line) => {
      const place = NAMES.indexOf(line.raw('weekdays'));
      return place < 0 ? null : `{${place}}`;
    },
    sameText,
  ),
  reading('standing_reservations.frequency', 'frequency', (line) =>
    oneOf(line.words('frequency') || null, { daily: 'DAILY', weekly: 'WEEKLY', monthly: 'MONTHLY' }),
  ),
  number('standing_reservations.dayOfMonth', 'day_of_month'),
  reading('standing_reservations.isActive', 'status', (line) => {
    if (!/^0?$/.test(line.raw('is_deleted'))) return null;
    return oneOf(line.raw('status'), { 0: 'false', 1: 'true' });
  }),
  ...['notes', 'hold_periods'].map((from) => words('standing_reservations.notes', from, holds)),
];
