import { calendarOf } from './controls/calendar.ts';

/** Vaccines that Gingr and Tailtown call by the same word; the others are found again under whatever name. */
const SAME_VACCINE = /^(rabies|dhpp|bordetella|fvrcp)$/i;

/**
 * What a raw vaccination says of its animal's safety: whose it is and on which local day it expires. Null where it
 * states no day that can be read. Read by code of its own, as all safety facts are.
 */
export function vaccinationFact(
  get: (column: string) => string | null,
  timeZone: string,
): { animal: string; expires: string; vaccine?: string } | null {
  const calendar = calendarOf(timeZone);
  const animal = (get('animal_id') ?? '').trim();
  const expires = calendar.dayOf(get('expiration_date')) ?? calendar.dayOf(get('formated_expiry_date'));
  if (animal === '' || expires === null) return null;
  const vaccine = SAME_VACCINE.exec((get('type') ?? '').trim())?.[1]?.toLowerCase();
  return vaccine === undefined ? { animal, expires } : { animal, expires, vaccine };
}

/** SQL: whether a pet's vaccineExpirations hold the day that line `l` states, under its vaccine where that is told. */
export const holdsExpiry = (column: string): string =>
  `EXISTS (SELECT FROM jsonb_each_text(CASE WHEN jsonb_typeof(${column}) = 'object' THEN ${column} ELSE '{}' END) v
     WHERE v.value = l.safety ->> 'expires' AND coalesce(lower(v.key) = l.safety ->> 'vaccine', true))`;
