import type { RuleCode } from '../../core/rules/index.ts';
import { type KeyBuilder, keyedId } from '../key.ts';
import { CSV, ExportFile } from '../writer.ts';

/** The calendar as people see it: names, dates for people, ticks, and no id (gingr-sources.md 1.1, shape a). */
const COLUMNS = [
  ...['Animal', 'Owner', 'Start Date', 'End Date', 'Type'],
  ...['Lodging', 'Services', 'Confirmed', 'Cancelled', 'Completed'],
];

/** Animal, owner, start, end; how the line ends, and why. */
type Line = readonly [
  cells: readonly [animal: string, owner: string, start: string, end: string],
  code: RuleCode,
  why: string,
];

const DAY = ['Thursday 3/12/2026 7:15 am', 'Thursday 3/12/2026 5:30 pm'] as const;

const LINES: readonly Line[] = [
  [
    ['Bella', 'Pat Example', 'Thursday 3/5/2026 8:00 am', 'Saturday 3/7/2026 4:30 pm'],
    'CALENDAR_LINE_IS_STAY',
    'shows reservations/90007: its names are exact',
  ],
  [['Bella', 'Pat Exmaple', ...DAY], 'CALENDAR_ANIMAL_UNKNOWN', 'nobody is called so, letter by letter'],
  [['Teddy', 'Lou Unsure', ...DAY], 'CALENDAR_NAME_AMBIGUOUS', 'two animals of this owner are called so'],
  [
    ['Bella', 'Pat Example', 'Friday 3/13/2026 7:15 am', 'Friday 3/13/2026 5:30 pm'],
    'CALENDAR_STAY_UNKNOWN',
    'no export with ids has such a stay',
  ],
  [
    ['Lola', 'Tess Lake', 'Saturday 3/14/2026 8:00 am', 'Saturday 3/14/2026 5:00 pm'],
    'CALENDAR_STAY_AMBIGUOUS',
    'a stay in two lodgings, of which each has a reservation',
  ],
];

/** Writes the file; gives its path. */
export function writeCalendar(root: string, book: KeyBuilder): string {
  const file = new ExportFile(root, 'export/calendar_details.csv', COLUMNS, CSV);
  const write = ([[animal, owner, start, end], code, why]: Line, cancelled = '') => {
    const type = 'Boarding | Indoor Suite';
    file.record({
      ...{ Animal: animal, Owner: owner, 'Start Date': start, 'End Date': end, Type: type },
      ...{ Confirmed: '✓', Cancelled: cancelled },
    });
    const id = keyedId(animal, owner, start, type);
    if (code === 'CALENDAR_LINE_IS_STAY') book.folded('calendar_details', id, code, why);
    else book.ended('calendar_details', id, 'rejected', code, why);
  };
  for (const line of LINES) write(line);
  const start = ['Monday 3/9/2026 10:00 am', 'Tuesday 3/10/2026 5:00 pm'] as const;
  const differs = 'shows reservations/90008, which its own export does not call cancelled';
  write([['Rex (aggressive)', 'Chris Muster', ...start], 'CALENDAR_LINE_IS_STAY', differs], '✓');
  book.issue('CALENDAR_STAY_DIFFERS');
  file.close();
  return file.path;
}
