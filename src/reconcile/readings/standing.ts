import { day, holds, parent, type Reading, reading, sameName, sameText, words } from './define.ts';

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
  ...['notes', 'hold_periods'].map((from) => words('standing_reservations.notes', from, holds)),
];
