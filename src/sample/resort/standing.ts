import type { RuleCode } from '../../core/rules/index.ts';
import type { Cells } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import { CSV, ExportFile } from '../writer.ts';

/** Schedules of the invented resort: two that hold, and each way in which one can fail to say when its stays are. */

const COLUMNS = [
  ...['id', 'animal_id', 'owner_id', 'type_id', 'name', 'frequency', 'weekdays'],
  ...['start_time', 'end_time', 'start_date', 'end_date', 'hold_periods', 'notes', 'status'],
];

const GOOD: Cells = {
  ...{ animal_id: '51222', owner_id: '40116', type_id: '104', weekdays: 'Friday', status: '1' },
  ...{ start_time: '7:15 am', end_time: '17:30', start_date: '2026-02-06' },
};

const BAD: readonly (readonly [Cells, RuleCode, why: string])[] = [
  [{ owner_id: '' }, 'STANDING_OWNER_MISSING', 'the owner id is empty'],
  [{ owner_id: '39999' }, 'STANDING_OWNER_UNKNOWN', 'no owners file holds the owner'],
  [{ animal_id: '0' }, 'STANDING_ANIMAL_MISSING', 'the animal id is 0'],
  [{ animal_id: '59999' }, 'STANDING_ANIMAL_UNKNOWN', 'no animals file holds the animal'],
  [{ type_id: '' }, 'STANDING_TYPE_MISSING', 'the type id is empty'],
  [{ type_id: '888' }, 'STANDING_TYPE_UNKNOWN', 'no types file holds the type'],
  [{ weekdays: '' }, 'STANDING_FREQUENCY_MISSING', 'says neither how often nor on which days'],
  [{ frequency: 'Every third week' }, 'STANDING_FREQUENCY_UNKNOWN', 'Tailtown has no such rhythm'],
  [{ weekdays: '5' }, 'STANDING_DAYS_UNREADABLE', 'a number may be a Thursday or a Friday'],
  [{ start_time: '' }, 'STANDING_TIME_MISSING', 'the time of coming is empty'],
  [{ start_date: '' }, 'STANDING_START_MISSING', 'the first day is empty'],
];

/** Writes the schedules; gives the path of their file. */
export function writeStanding(root: string, book: KeyBuilder): string {
  const file = new ExportFile(root, 'export/standing_reservations.csv', COLUMNS, CSV);
  file.record({ ...GOOD, id: '3001', hold_periods: '2026-07-01 to 2026-07-14' });
  file.record({
    ...{ ...GOOD, id: '3002', animal_id: '51201', owner_id: '40101', name: 'Summer camp', status: '0' },
    ...{ frequency: 'Every other week', weekdays: 'Mon, Wed', end_date: '2026-08-31' },
  });
  for (let count = 0; count < 2; count += 1) book.inserted('standing_reservations');
  book.counted('standing_reservations.count', 'inserted', 2n);
  for (const [index, [cells, code, why]] of BAD.entries()) {
    const id = String(3003 + index);
    file.record({ ...GOOD, ...cells, id });
    book.ended('standing_reservations', id, 'rejected', code, why);
    book.counted('standing_reservations.count', 'rejected');
  }
  file.close();
  const say = (id: string, why: string, values: Parameters<KeyBuilder['expect']>[3]) =>
    book.expect('standing_reservations', id, 'standing_reservations', values, why);
  say('3001', 'called as its type is, and made up to its last stay (90092)', {
    ...{ name: 'Day Camp | Full Day', frequency: 'WEEKLY', startTime: '07:15', endTime: '17:30' },
    ...{ lastGeneratedDate: '2026-03-13 07:15:00', notes: 'Hold periods in Gingr: 2026-07-01 to 2026-07-14' },
  });
  say('3002', 'every second week until August, and switched off', {
    ...{ name: 'Summer camp', frequency: 'BIWEEKLY', isActive: false, lastGeneratedDate: null },
    ...{ effectiveFrom: '2026-02-06 00:00:00', effectiveUntil: '2026-08-31 00:00:00' },
  });
  return file.path;
}
