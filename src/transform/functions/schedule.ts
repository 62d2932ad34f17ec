import { lookupKey } from '../../mapping/vocabulary.ts';
import { readBoolean } from './flags.ts';
import { type Input, type Makers, NOTHING, refused, type Step, type StepEnvironment } from './step.ts';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** At least two letters, and no fewer than tell it from another day. */
const dayOf = (word: string): number =>
  word.length < 2 ? -1 : DAYS.findIndex((day) => day.startsWith(word) || `${day}s` === word);

/** Days by their names; a number would be a guess, since nobody says whether the week begins on Sunday or Monday. */
function readDays(input: Input): { days: number[]; refused: { place: number; raw: string } | null } {
  const days = new Set<number>();
  const [list = null, ...columns] = input;
  const words = (list ?? '')
    .toLowerCase()
    .replace(/\band\b/g, ' ')
    .split(/[\s,;/|&+.]+/);
  for (const word of words) {
    if (word === '') continue;
    const day = dayOf(word);
    if (day < 0) return { days: [], refused: { place: 0, raw: list ?? '' } };
    days.add(day);
  }
  for (const [day, raw] of columns.entries()) {
    const said = readBoolean(raw);
    if (said === undefined) return { days: [], refused: { place: day + 1, raw: raw ?? '' } };
    if (said === true) days.add(day);
  }
  return { days: [...days].sort(), refused: null };
}

const weekdays: Step = (input) => {
  const { days, refused: bad } = readDays(input);
  if (bad) return refused('STANDING_DAYS_UNREADABLE', bad.raw, bad.place);
  return days.length === 0 ? NOTHING : { value: days.map(String) };
};

/** Gingr's schedules are made of weekdays (gingr-sources 2.3.6), and days of the week come again every week. */
function recurrence(table: string, { lookups }: StepEnvironment): Step {
  const words = new Map(
    Object.entries(lookups[table]?.entries ?? {}).flatMap(([word, value]) =>
      typeof value === 'string' ? [[lookupKey(word), value] as const] : [],
    ),
  );
  return ([raw = null, ...days]) => {
    if (raw === null || raw.trim() === '') {
      const said = readDays(days);
      // Days that cannot be read are told by the column of the days.
      if (said.refused) return NOTHING;
      if (said.days.length > 0) return { value: 'WEEKLY' };
      return { value: null, issues: [{ code: 'STANDING_FREQUENCY_MISSING' }] };
    }
    const value = words.get(lookupKey(raw));
    return value === undefined ? refused('STANDING_FREQUENCY_UNKNOWN', raw) : { value };
  };
}

const TIME = /^(\d{1,2}):(\d\d)(?::\d\d)?(?:\s*([ap])\.?m\.?)?$/i;

const clockTime: Step = ([raw = null]) => {
  const text = raw?.trim() ?? '';
  if (text === '') return { value: null, issues: [{ code: 'STANDING_TIME_MISSING' }] };
  const [, hours = '', minutes = '', half] = TIME.exec(text) ?? [];
  const hour = Number(hours);
  const last = half === undefined ? 23 : 12;
  if (hours === '' || hour > last || (half !== undefined && hour === 0) || Number(minutes) > 59)
    return refused('STANDING_TIME_MISSING', text);
  const shown = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  return { value: `${String(shown).padStart(2, '0')}:${minutes}` };
};

export const scheduleFunctions: Makers<'weekdays' | 'recurrence' | 'clockTime'> = {
  weekdays: () => weekdays,
  recurrence: ({ table }, environment) => recurrence(table, environment),
  clockTime: () => clockTime,
};
