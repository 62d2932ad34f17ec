import { createHash } from 'node:crypto';
import type { ConsentUnknown } from '../core/settings.ts';
import { type IconFacts, iconFacts } from './icons.ts';
import { givenTo, medicationFacts } from './medications.ts';
import { vaccinationFact } from './vaccinations.ts';

/**
 * Safety facts (promise 10): allergies, medication, do-not-book flags, icons about safety, consent and days on which vaccinations expire, read from the raw line by code
 * that the mapping does not share, and looked for again in what the mapping made and in what the target holds.
 */

export type SafetyFacts = Record<string, string | string[]>;

export interface SafetyCheck {
  key: string;
  table: string;
  column: string;
  /** SQL that turns the stored value of the column into the text that `safetyOf` gives. */
  expression: (value: string) => string;
  /** SQL, true where the stored value holds the fact; without it the two must be equal. */
  holds?: (fact: string, value: string) => string;
  /** Whether an earlier load may have left what this snapshot says nothing of: then a `false` proves nothing. */
  carried?: boolean;
}

/** The source columns that safety facts are read from, vaccinations apart: those have days, and days have rules of their own. */
const SAFETY_COLUMNS: Record<string, ReadonlySet<string>> = {
  animals: new Set(['allergies', 'medicines', 'banned']),
  owners: new Set([
    ...['opt_out_email', 'opt_out_sms', 'opt_out_marketing_email', 'opt_out_reminder_email'],
    'banned',
  ]),
  incidents: new Set(['description', 'incident_type', 'treatment']),
  agreements: new Set(['agreement_text']),
  medications: new Set([
    ...['medication_name', 'medication_notes', 'medication_amount', 'medication_unit', 'medication_schedule'],
  ]),
  owner_agreements: new Set(['agreement_text', 'signature', 'signed_by']),
};

/** Whether a record must not move without what the column says. */
export const isSafetyColumn = (entity: string, column: string): boolean =>
  SAFETY_COLUMNS[entity]?.has(column) ?? false;

/** Characters that carry no meaning here: blanks and punctuation. Everything else must arrive in its order. */
const NOISE =
  '\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00a0\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff';
const NOISE_PATTERN = new RegExp(`[${NOISE}\\u0000]`, 'g');

const wordForWord = (value: string) =>
  `coalesce(nullif(md5(regexp_replace(${value}, '[${NOISE}]', '', 'g')), md5('')), '')`;
/** Every one of some words stands somewhere in the text. */
const holdsWords = (fact: string, value: string) =>
  `NOT EXISTS (SELECT FROM jsonb_array_elements_text((${fact})::jsonb) w
    WHERE position(w IN regexp_replace(coalesce(${value}, ''), '[${NOISE}]', '', 'g')) = 0)`;
/** The value itself, nothing for an empty one; what PostgreSQL cannot store counts as it is stored. */
const exactly = (table: string, column: string): SafetyCheck => ({
  ...{ key: column, table, column },
  expression: (value) => `coalesce(md5(nullif(${value}, '')), '')`,
});
const same = (value: string) => value;
const asBoolean = (value: string) => `(${value})::text`;

export const SAFETY_CHECKS: Record<string, SafetyCheck[]> = {
  animals: [
    { key: 'allergies', table: 'pets', column: 'allergies', expression: wordForWord },
    { key: 'medicines', table: 'pets', column: 'medicationNotes', expression: wordForWord },
    {
      key: 'doNotBook',
      table: 'pets',
      column: 'specialRequirements',
      expression: (value) => `('DO_NOT_BOOK' = ANY (coalesce(${value}, '{}')))::text`,
      carried: true,
    },
    // Handed to the animal's own line from its medications (transform/derive/medications.ts).
    {
      ...{ key: 'medicated', table: 'pets', column: 'specialRequirements' },
      expression: (value) => `('HAS_MEDICATION' = ANY (coalesce(${value}, '{}')))::text`,
    },
    // Handed to the animal's own line from the newest line that repeats its icons (transform/derive/icons.ts).
    {
      ...{ key: 'icons', table: 'pets', column: 'behaviorNotes' },
      expression: (value) => value,
      holds: holdsWords,
    },
  ],
  owners: [
    { key: 'icons', table: 'customers', column: 'notes', expression: (value) => value, holds: holdsWords },
    ...['emailNotifications', 'smsNotifications', 'marketingEmails', 'appointmentReminders'].map(
      (column) => ({
        key: column,
        table: 'notification_preferences',
        column,
        expression: asBoolean,
      }),
    ),
  ],
  // Injuries, bites and escapes: what was written of them stands among what else the column holds.
  incidents: [
    { key: 'said', table: 'incidents', column: 'description', expression: same, holds: holdsWords },
    { key: 'treatment', table: 'incidents', column: 'treatmentGiven', expression: wordForWord },
  ],
  // A medication of its own: what it is, how much of it, and what is to be minded.
  medications: ['medicationName', 'dosage', 'specialInstructions', 'frequency'].map((column) => ({
    ...{ key: column, table: 'pet_medications', column },
    ...{ expression: same, holds: holdsWords },
  })),
  // What people agree to and sign: byte for byte.
  agreements: [exactly('service_agreement_templates', 'content')],
  owner_agreements: ['agreementText', 'signature', 'signedBy'].map((column) =>
    exactly('service_agreements', column),
  ),
};

/** The safety facts of one raw line; null for an entity that has none. Absent keys are not checked. */
export function safetyOf(
  entity: string,
  get: (column: string) => string | null,
  { consentUnknown, timeZone }: { consentUnknown: ConsentUnknown; timeZone: string },
): SafetyFacts | null {
  if (entity === 'immunizations') return vaccinationFact(get, timeZone);
  if (entity === 'animals') {
    return {
      allergies: signature(get('allergies')),
      medicines: signature(get('medicines')),
      doNotBook: String(isYes(get('banned')) === true),
      ...iconsOf(get('icons_string'), get('id')),
    };
  }
  if (entity === 'incidents') {
    const said = ['description', 'incident_type'].map((column) => wordsOf(get(column)));
    return { said: said.filter((words) => words !== ''), treatment: signature(get('treatment')) };
  }
  if (entity === 'medications') return { ...medicationFacts(get, wordsOf), ...givenTo(get, wordsOf) };
  if (entity === 'agreements') return { content: whole(get('agreement_text')) };
  if (entity === 'owner_agreements') {
    const [agreementText, signature, signedBy] = ['agreement_text', 'signature', 'signed_by'].map((column) =>
      whole(get(column)),
    );
    return { agreementText: agreementText ?? '', signature: signature ?? '', signedBy: signedBy ?? '' };
  }
  if (entity === 'reservations') return iconsOf(get('icons_string'), get('a_id'));
  if (entity !== 'owners') return null;
  const facts: SafetyFacts = {};
  const icons = factsOf(get('icons_string'));
  if (icons !== null) facts['icons'] = icons.words;
  const put = (key: string, optOuts: (boolean | null)[], parts: (boolean | null)[] = []) => {
    if (optOuts.includes(true) || parts.includes(true)) facts[key] = 'false';
    else if (!optOuts.includes(null) && !parts.includes(null)) facts[key] = 'true';
    else if (consentUnknown === 'deny') facts[key] = 'false';
  };
  put('emailNotifications', [isYes(get('opt_out_email'))]);
  // Many exports have no column for a part of the text messages; an empty cell says nothing of it.
  const part = (column: string) => (get(column)?.trim() ? isYes(get(column)) : false);
  put(
    'smsNotifications',
    [isYes(get('opt_out_sms'))],
    [part('opt_out_marketing_sms'), part('opt_out_reminder_sms')],
  );
  put('marketingEmails', [isYes(get('opt_out_marketing_email')), isYes(get('opt_out_email'))]);
  put('appointmentReminders', [isYes(get('opt_out_reminder_email'))]);
  return facts;
}

/** What a line says of its animal's icons; null for a line that says nothing about safety. */
function iconsOf(cell: string | null, animal: string | null): SafetyFacts | null {
  const icons = factsOf(cell);
  if (icons === null) return null;
  return {
    animal: animal?.trim() ?? '',
    words: icons.words,
    ...(icons.book === null ? {} : { book: icons.book }),
  };
}

/** The same cells stand in many lines: a stay repeats its animal's on every day. */
const known = new Map<string, IconFacts | null>();
const MOST_KNOWN = 1000;

function factsOf(cell: string | null): IconFacts | null {
  if (cell === null || cell === '') return null;
  const before = known.get(cell);
  if (before !== undefined) return before;
  const facts = iconFacts(cell, plain, wordsOf);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(cell, facts);
  return facts;
}

/** The words of a text without mark-up, blanks and punctuation; half a character cannot be stored, its replacement can. */
const wordsOf = (text: string | null): string =>
  plain(text ?? '')
    .replace(NOISE_PATTERN, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');

function isYes(text: string | null): boolean | null {
  const word = (text ?? '').trim().toLowerCase();
  if (['1', 'true', 'yes', 'y', '\u2713', '\u2714'].includes(word)) return true;
  if (['0', 'false', 'no', 'n'].includes(word)) return false;
  return null;
}

/** Hash of a text as it is; '' for none. */
function whole(raw: string | null): string {
  const text = (raw ?? '').replaceAll('\0', '');
  return text === '' ? '' : createHash('md5').update(text).digest('hex');
}

/** Hash of the words of a text without mark-up, blanks and punctuation; '' for no words. */
function signature(raw: string | null): string {
  const words = plain(raw ?? '').replace(NOISE_PATTERN, '');
  return words === '' ? '' : createHash('md5').update(words).digest('hex');
}

const TAGS =
  /<\/?(?:p|br|b|i|u|s|em|strong|span|div|ul|ol|li|a|font|table|thead|tbody|tr|td|th|h[1-6]|hr|img|small|big|sub|sup|center|blockquote|pre|code|o:p)\b[^<>]*>|<!--[\s\S]*?-->/gi;

/** HTML 4's names of U+00A0 to U+00FF in their order, and those of the marks that people paste. */
const LATIN_1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
const NAMED: Record<string, string> = {
  ...Object.fromEntries(LATIN_1.map((name, index) => [name, String.fromCharCode(0xa0 + index)])),
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ndash: '\u2013', mdash: '\u2014', hellip: '\u2026' },
  ...{
    lsquo: '\u2018',
    rsquo: '\u2019',
    ldquo: '\u201c',
    rdquo: '\u201d',
    bull: '\u2022',
    trade: '\u2122',
    euro: '\u20ac',
  },
};

function plain(text: string): string {
  if (!text.includes('<') && !text.includes('&')) return text;
  return text
    .replace(TAGS, ' ')
    .replace(
      /&(?:#x([0-9a-f]+)|#(\d+)|([a-z0-9]+));/gi,
      (whole, hex?: string, decimal?: string, name?: string) => {
        if (name) return NAMED[name] ?? whole;
        const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    );
}
