import { isObject } from './answer.ts';
import { cellOf, flatten, type RawCells } from './flatten.ts';
import { idText } from './rows.ts';

/**
 * The entries of `get_medication_info` in any shape that it was met in (gingr-sources.md 2.12, P-API-3): an object by schedule
 * with an array or an object of entries each, an array of entries, or a list of its own name. The time of a schedule stands
 * in a list beside them.
 */
export function medications(answer: Readonly<Record<string, unknown>>, animal: string): RawCells[] {
  const times = timesOf(answer['medicationSchedules']);
  const found = entriesIn(answer['animal_medication_schedules'] ?? answer['medications'], null);
  return found.map(({ entry, schedule }) => {
    const own = idText(entry['medication_schedule_id']) ?? schedule;
    const time = own === null ? undefined : times.get(own);
    return {
      ...(time === undefined ? {} : { 'medication_schedule.time': time }),
      ...(own === null ? {} : { medication_schedule_id: own }),
      ...flatten(entry),
      animal_id: animal,
    };
  });
}

interface Found {
  entry: Record<string, unknown>;
  schedule: string | null;
}

function entriesIn(value: unknown, schedule: string | null): Found[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => entriesIn(item, schedule));
  if (isEntry(value)) return [{ entry: value, schedule }];
  return Object.entries(value).flatMap(([key, inner]) => {
    // An entry without an id of its own stands under it, one with an id under its schedule.
    const isNamed = isEntry(inner) && idText(inner['id']) === null;
    return isNamed ? [{ entry: { id: key, ...inner }, schedule }] : entriesIn(inner, key);
  });
}

const isEntry = (value: unknown): value is Record<string, unknown> =>
  isObject(value) &&
  !Array.isArray(value) &&
  (idText(value['id']) !== null || Object.keys(value).some((key) => key.startsWith('medication_')));

/** Whether all that an answer lists could be told apart: what is there and is no entry is a shape that nobody knows. */
export const isReadable = (answer: Readonly<Record<string, unknown>>): boolean => {
  const list = answer['animal_medication_schedules'] ?? answer['medications'];
  const some = isObject(list) ? Object.values(list).filter((item) => cellOf(item) !== null) : [];
  return some.every((item) => entriesIn([item], null).length > 0 || entriesIn({ '': item }, null).length > 0);
};

function timesOf(schedules: unknown): ReadonlyMap<string, string> {
  const list = isObject(schedules) ? Object.values(schedules) : [];
  return new Map(
    list.filter(isObject).flatMap(({ id, time, label }) => {
      const [key, text] = [idText(id), idText(time) ?? idText(label)];
      return key === null || text === null ? [] : [[key, text] as const];
    }),
  );
}

/** What `get_feeding_info` says of the animal itself; its other lists are what there is to choose from. */
export function feeding(answer: Readonly<Record<string, unknown>>): RawCells {
  const said: readonly (readonly [string, unknown])[] = [
    ['feeding_method', answer['feedingMethod']],
    ['food_type', answer['foodType']],
    ['feeding_notes', answer['feedingNotes']],
  ];
  const cells: RawCells = {};
  for (const [name, value] of said) {
    const text = isObject(value) ? (idText(value['label']) ?? idText(value['value'])) : idText(value);
    if (text !== null) cells[name] = text;
  }
  return cells;
}
