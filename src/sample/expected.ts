import type { SampleAnimal } from './animals.ts';
import type { Cells } from './columns.ts';
import type { KeyBuilder, KeyValue } from './key.ts';
import type { SampleOwner } from './owners.ts';
import type { PlacedStay } from './stay-files.ts';

/** Values that the key of an invented resort expects: of its first records only, so that the key stays small. */
export const EXPECTED_OWNERS = 60;

/** `next` is the owner behind, who may share this one's address. */
export function expectOwner(book: KeyBuilder, owner: SampleOwner, next: SampleOwner | null): void {
  const { cells, fate, mail } = owner;
  if (next?.mail === 'shared') expectSharers(book, [owner, next]);
  if (fate !== 'inserted') return;
  const say = (table: string, values: Record<string, KeyValue>, why: string) =>
    book.expect('owners', cells['id'] ?? '', table, values, why);
  if (mail === 'own' && next?.mail !== 'shared')
    say('customers', { email: (cells['email'] ?? '').toLowerCase() }, 'lower-cased');
  if (mail === 'missing' || mail === 'malformed' || mail === 'placeholder')
    say('customers', synthetic(book, owner), `the e-mail is ${mail}`);
  const names = {
    firstName: (cells['first_name'] ?? '').trim(),
    lastName: (cells['last_name'] ?? '').trim(),
  };
  say('customers', names, 'word for word, blank ends apart');
  say('customers', { isActive: !isBanned(owner) }, 'the banned are not active');
  const tags = TAGS.flatMap(([column, tag]) => (cells[column] === '1' ? [tag] : []));
  if (tags.length > 0) say('customers', { tags }, 'banned, or an opt-out that Tailtown has no switch for');
  const consent = {
    emailNotifications: isNo(cells, 'opt_out_email'),
    smsNotifications: ['sms', 'marketing_sms', 'reminder_sms'].every((name) =>
      isNo(cells, `opt_out_${name}`),
    ),
  };
  say('notification_preferences', consent, 'consent is the opposite of an opt-out, and unknown is no');
  const marketingEmails = isNo(cells, 'opt_out_marketing_email') && isNo(cells, 'opt_out_email');
  say('notification_preferences', { marketingEmails }, 'either opt-out counts');
}

const TAGS = [
  ['banned', 'Banned in Gingr'],
  ['opt_out_marketing_sms', 'No marketing by SMS'],
  ['opt_out_reminder_sms', 'No reminders by SMS'],
  ['opt_out_photo_sharing', 'No photo sharing'],
  ['opt_out_rewards', 'No rewards'],
] as const;

/** The oldest active owner keeps a shared address; ids are of one length here. */
function expectSharers(book: KeyBuilder, owners: [SampleOwner, SampleOwner]): void {
  const rank = (owner: SampleOwner) =>
    [isBanned(owner) ? '1' : '0', owner.cells['created_at']?.padEnd(10, '9'), owner.cells['id']].join(' ');
  const [keeper, loser] = owners.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const email = (keeper.cells['email'] ?? '').toLowerCase();
  book.expect('owners', keeper.cells['id'] ?? '', 'customers', { email }, 'keeps the shared address');
  book.expect(
    'owners',
    loser.cells['id'] ?? '',
    'customers',
    synthetic(book, loser),
    'an older active owner keeps it',
  );
}

const synthetic = ({ database }: KeyBuilder, { cells }: SampleOwner) => ({
  email: `gingr-owner-${database}-${cells['id']}@tailtown-migrate.invalid`,
  portalEnabled: false,
});

const isBanned = ({ cells }: SampleOwner): boolean => cells['banned'] === '1';

const isNo = (cells: Cells, column: string): boolean => cells[column] === '0';

export function expectAnimal(book: KeyBuilder, { cells, fate }: SampleAnimal): void {
  if (fate !== 'inserted') return;
  const id = cells['id'] ?? '';
  const name = (cells['first_name'] ?? '').trim();
  const values: Record<string, KeyValue> = { name, weight: poundsOf(cells['weight'] ?? '') };
  if (cells['species_id'] === '1') values['type'] = 'DOG';
  if (cells['species_id'] === '2') values['type'] = 'CAT';
  if (cells['species_id'] === '3' || cells['species_id'] === '4') values['type'] = 'OTHER';
  if (cells['birthday'] === '0') values['birthdate'] = null;
  const allergies = cells['allergies'] ?? '';
  if (allergies === 'Pollen &amp; grass') values['allergies'] = 'Pollen & grass';
  if (allergies === 'Chicken') values['allergies'] = 'Chicken';
  book.expect('animals', id, 'pets', values, 'as it stands in animals.tsv');
}

/** `45`, `45 lbs`, `45.5`; nothing for 0 and for what is no weight of a pet. */
function poundsOf(text: string): number | null {
  const pounds = /^\d+(\.\d)?( lbs)?$/.test(text) ? Number.parseFloat(text) : 0;
  return pounds > 0 && pounds <= 400 ? pounds : null;
}

/** Wall-clock times stand in the target as they stand on the wall (mode wall-as-utc). */
export function expectStay(book: KeyBuilder, { cells, fate }: PlacedStay): void {
  if (fate !== 'inserted') return;
  const values = {
    startDate: cells['start_date'] ?? '',
    endDate: cells['end_date'] ?? '',
    status: statusOf(cells),
  };
  book.expect(
    'reservations',
    cells['id'] ?? '',
    'reservations',
    values,
    'times by the wall, status by the stamps',
  );
}

function statusOf(cells: Cells): string {
  if (cells['cancel_stamp']) return 'CANCELLED';
  if (cells['check_out_stamp']) return 'COMPLETED';
  if (cells['check_in_stamp']) return 'CHECKED_IN';
  return cells['confirmed_stamp'] ? 'CONFIRMED' : 'PENDING';
}
