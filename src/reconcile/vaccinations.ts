import { calendarOf } from './controls/calendar.ts';

/**
 * What a raw vaccination says of its animal's safety: whose it is and on which local day it expires. Null where it
 * states no day that can be read. Read by code of its own, as all safety facts are.
 */
export function vaccinationFact(
  get: (column: string) => string | null,
  timeZone: string,
): { animal: string; expires: string } | null {
  const calendar = calendarOf(timeZone);
  const animal = (get('animal_id') ?? '').trim();
  const expires = calendar.dayOf(get('expiration_date')) ?? calendar.dayOf(get('formated_expiry_date'));
  return animal === '' || expires === null ? null : { animal, expires };
}

/** SQL: whether a pet's vaccineExpirations hold the day that line `l` states, under whatever vaccine. */
export const holdsExpiry = (column: string): string =>
  `EXISTS (SELECT FROM jsonb_each_text(CASE WHEN jsonb_typeof(${column}) = 'object' THEN ${column} ELSE '{}' END) v
     WHERE v.value = l.safety ->> 'expires')`;
