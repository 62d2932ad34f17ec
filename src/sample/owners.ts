import { localMidnight } from './calendar.ts';
import type { Cells } from './columns.ts';
import type { KeyBuilder } from './key.ts';
import { Random } from './random.ts';
import type { Fate } from './stay-files.ts';
import * as words from './words.ts';
import type { ExportFile } from './writer.ts';

/** Days of 2014 to 2024 on which owners were made. */
const FIRST_CREATED = 16_071;
const CREATED_DAYS = 3_900;
/** Owners of which nothing is odd, so that other records can lean on them. */
const PLAIN = 2;

type Mail = 'own' | 'missing' | 'malformed' | 'two' | 'placeholder' | 'shared';

export interface SampleOwner {
  cells: Cells;
  mail: Mail;
  fate: Fate;
  /** How many animals the generator gives the owner. */
  animals: number;
  /** Whether the next owner may share this owner's address. */
  lendsMail: boolean;
  /** Nothing about this owner is odd. */
  plain: boolean;
}

export const ownerId = (index: number): string => String(40_001 + index);

/** The owner of this place, and what the key says of it; `previous` is the owner before, who may share an address. */
export function makeOwner(
  seed: number,
  index: number,
  previous: SampleOwner | null,
  book: KeyBuilder,
): SampleOwner {
  const random = new Random(seed, 1, index);
  const undecided = index % 400 === 37;
  const withoutId = index % 300 === 55;
  const plain = index < PLAIN || undecided || withoutId || index % 150 === 11;
  const cells = ordinaryCells(random, index);
  const mail = plain ? 'own' : mailOf(random, index, previous);
  cells['email'] = writeMail(mail, cells['email'] ?? '', previous, random, book);
  if (withoutId) cells['id'] = '';
  if (!plain) oddities(cells, index, random, book);
  const isPart = cells['opt_out_marketing_sms'] === '1' || cells['opt_out_reminder_sms'] === '1';
  if (cells['opt_out_sms'] === '0' && isPart && !withoutId) book.issue('OWNER_CONSENT_NARROWED');
  if (cells['zip'] === words.SHORT_ZIP && !withoutId) book.issue('SPREADSHEET_ZIP');
  const lonely = !plain && (index % 60 === 47 || random.chance(0.02));
  return {
    cells,
    mail,
    fate: undecided ? undecidedFate : withoutId ? withoutIdFate : 'inserted',
    animals: lonely || withoutId ? 0 : animalsOf(random),
    lendsMail: mail === 'own' && !plain,
    plain,
  };
}

const withoutIdFate: Fate = { outcome: 'rejected', code: 'RECORD_ID_MISSING', why: 'the id is empty' };

const undecidedFate: Fate = {
  outcome: 'rejected',
  code: 'RECORD_CONFLICT_UNDECIDED',
  why: 'two lines of one file that differ in the city, and neither is newer',
};

/** Writes the owner's line or lines, and accounts for them. */
export function writeOwner(
  file: ExportFile,
  { cells, fate }: SampleOwner,
  index: number,
  book: KeyBuilder,
): void {
  const id = cells['id'] ?? '';
  file.record(cells);
  if (fate === 'inserted') book.inserted('owners');
  else book.ended('owners', id === '' ? null : id, fate.outcome, fate.code, fate.why);
  if (fate === undecidedFate) {
    file.record({ ...cells, city: `${cells['city'] ?? ''}, elsewhere` });
    book.copy('owners');
  } else if (index % 150 === 11) {
    file.record(cells);
    book.copy('owners');
  }
}

function ordinaryCells(random: Random, index: number): Cells {
  const first = random.pick(words.FIRST_NAMES);
  const last = random.pick(words.LAST_NAMES);
  const couple = random.chance(0.1) ? ` & ${random.pick(words.FIRST_NAMES)} ` : '';
  const address = `${ascii(first)}.${ascii(last)}.${index + 1}@example.${random.pick(['test', 'com', 'org'])}`;
  return {
    id: ownerId(index),
    first_name: `${random.chance(0.05) ? first.toUpperCase() : first}${couple}`,
    last_name: random.chance(0.01) ? `${last} 🐾` : last,
    email: random.chance(0.15) ? address : address.toLowerCase(),
    cell_phone: random.chance(0.95) ? words.phone(random) : '',
    home_phone: random.chance(0.3) ? words.phone(random) : random.pick(['', 'none', '']),
    address_1: `${1 + random.int(9900)} ${random.pick(words.STREETS)}`,
    address_2: random.chance(0.1) ? `Apt ${1 + random.int(80)}` : '',
    city: random.pick(words.CITIES),
    state: random.pick(words.STATES),
    zip: random.pick(words.ZIPS),
    emergency_contact_name: random.chance(0.4) ? random.pick(words.FIRST_NAMES) : '',
    emergency_contact_phone: random.chance(0.4) ? words.phone(random) : '',
    notes: random.pick(words.OWNER_NOTES),
    ...{ home_location: '1', current_balance: '0.00', allow_online_login: random.chance(0.7) ? '1' : '0' },
    ...optOuts(random),
    created_at: String(Number(localMidnight(FIRST_CREATED + random.int(CREATED_DAYS))) + random.int(80_000)),
    source: random.pick(['', 'Friend', 'Drove by']),
    banned: random.chance(0.005) ? '1' : '0',
  };
}

const OPT_OUTS = [
  'email',
  'sms',
  'marketing_email',
  'marketing_sms',
  'reminder_email',
  'reminder_sms',
  'photo_sharing',
  'rewards',
];

function optOuts(random: Random): Cells {
  const all = random.chance(0.02);
  return Object.fromEntries(
    OPT_OUTS.map((name) => [`opt_out_${name}`, all || random.chance(0.08) ? '1' : '0']),
  );
}

function mailOf(random: Random, index: number, previous: SampleOwner | null): Mail {
  const fixed = ({ 5: 'missing', 7: 'malformed', 13: 'two', 22: 'placeholder', 26: 'shared' } as const)[
    index % 100
  ];
  const drawn = random.next();
  let mail: Mail = 'own';
  if (drawn < 0.04) mail = 'missing';
  else if (drawn < 0.043) mail = 'malformed';
  else if (drawn < 0.047) mail = 'two';
  else if (drawn < 0.052) mail = 'placeholder';
  else if (drawn < 0.057) mail = 'shared';
  mail = fixed ?? mail;
  return mail === 'shared' && !previous?.lendsMail ? 'own' : mail;
}

function writeMail(
  mail: Mail,
  own: string,
  previous: SampleOwner | null,
  random: Random,
  book: KeyBuilder,
): string {
  switch (mail) {
    case 'own':
      return own;
    case 'missing':
      book.issue('OWNER_EMAIL_MISSING');
      book.forced('customers', 'email');
      return random.pick(['', 'none', 'n/a', '']);
    case 'malformed':
      book.issue('OWNER_EMAIL_MALFORMED');
      book.forced('customers', 'email');
      return random.pick([own.replace('@', '(at)'), own.replace('@', '@@'), 'call first']);
    case 'placeholder':
      book.issue('OWNER_EMAIL_PLACEHOLDER');
      book.forced('customers', 'email');
      return random.pick(['noemail@example.com', 'none@example.com', 'NoEmail@example.test']);
    case 'two':
      book.issue('OWNER_EMAIL_TWO');
      return `${own}${random.pick(['; ', ', ', ' / ', ' or '])}second.${own}`;
    case 'shared':
      // One of the two keeps it, whichever is the older: the other one is counted.
      book.issue('OWNER_EMAIL_SHARED');
      book.forced('customers', 'email');
      return (previous?.cells['email'] ?? own).toUpperCase();
  }
}

function oddities(cells: Cells, index: number, random: Random, book: KeyBuilder): void {
  if (index % 120 === 17) {
    const column = random.chance(0.5) ? 'first_name' : 'last_name';
    cells[column] = '';
    book.issue('OWNER_NAME_MISSING');
    book.forced('customers', column === 'first_name' ? 'firstName' : 'lastName');
  }
  if (index % 300 === 23) {
    // An opt-out of a part would settle it.
    Object.assign(cells, { opt_out_sms: 'unsure', opt_out_marketing_sms: '0', opt_out_reminder_sms: '0' });
    book.issue('OWNER_CONSENT_UNKNOWN');
  }
  if (index % 250 === 31) {
    cells['cell_phone'] = random.pick(['ask at the desk', '505-555-0100 or 505-555-0101', '555-0142']);
    book.issue('PHONE_UNREADABLE');
  }
  if (index % 300 === 51) {
    cells['created_at'] = '0';
    book.forced('customers', 'createdAt');
  }
  if (index % 350 === 53) {
    cells['notes'] = 'Gate code \0 by phone';
    book.issue('VALUE_NUL_REMOVED');
  }
  if (index % 350 === 41) {
    cells['state'] = 'The Shire';
    book.issue('STATE_UNKNOWN');
  }
}

function animalsOf(random: Random): number {
  const drawn = random.next();
  if (drawn < 0.56) return 1;
  if (drawn < 0.88) return 2;
  return drawn < 0.96 ? 3 : 4;
}

const ascii = (text: string): string => text.normalize('NFD').replace(/[^A-Za-z]/g, '');
