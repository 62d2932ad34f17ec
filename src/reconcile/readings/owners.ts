import {
  always,
  hasFlag,
  holds,
  instant,
  oneOf,
  parent,
  phone,
  type Reading,
  reading,
  sameName,
  source,
  words,
  yes,
} from './define.ts';
import { SEVERAL_LOCATIONS } from './labels.ts';
import type { Line } from './line.ts';

const ADDRESS = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;
/** Addresses that stand for none; whether they do is the mapping's to say. */
const DOUBTFUL =
  /no[._-]?e?-?mail|^no|none|given|unknown|null|refused|declined|placeholder|fake|nowhere|email\.|^na|^customer|^gingr|\.(?:invalid|local)$/;

/** One plain address, '' for none. */
function address(line: Line): string | null {
  const text = line.raw('email').toLowerCase();
  if (text === '') return '';
  return ADDRESS.test(text) && !DOUBTFUL.test(text) ? text : null;
}

/** A synthetic address stands where Gingr has none, or where somebody else has the same one. */
const sameAddress = (standing: string, said: string) =>
  `(${standing} = ${said} OR (${standing} LIKE '%.invalid' AND (${said} = '' OR EXISTS (
     SELECT FROM public.customers o WHERE o."tenantId" = t."tenantId" AND o.id <> t.id AND lower(o.email) = ${said}))))`;

const consent = (line: Line): string | null => {
  const [mail, text] = ['opt_out_email', 'opt_out_sms'].map((column) =>
    line.raw(column) === '' ? null : line.yes(column),
  );
  if (typeof mail !== 'boolean' || typeof text !== 'boolean') return null;
  if (!mail) return text ? 'EMAIL' : 'BOTH';
  return text ? 'NONE' : 'SMS';
};

/** Whether none of the cells says yes; null where one says another word. */
export const neither =
  (...columns: string[]) =>
  (line: Line): string | null => {
    const found = columns.map((column) => line.yes(column));
    return found.includes(null) ? null : String(!found.includes(true));
  };

const secondPhone = (line: Line): string | null => {
  const [cell, home] = [line.phone('cell_phone'), line.phone('home_phone')];
  if (cell === null || home === null) return null;
  return cell === '' ? '' : home;
};

const firstPhone = (line: Line): string | null =>
  line.phone('cell_phone') || (line.raw('cell_phone') === '' ? line.phone('home_phone') : null);

const street = (line: Line): string | null => {
  const [first, second] = [line.words('address_1'), line.words('address_2')];
  if (first === null || second === null) return null;
  return [first, second].filter((part) => part !== '').join(', ');
};

const onlyIf = (pattern: RegExp, column: string) => (line: Line) =>
  pattern.test(line.raw(column)) ? line.raw(column) : null;

/** States that are plain: two capitals, or the names that most people live under. */
const STATES = {
  ...{ california: 'CA', texas: 'TX', florida: 'FL', 'new york': 'NY', pennsylvania: 'PA', illinois: 'IL' },
  ...{ ohio: 'OH', georgia: 'GA', 'north carolina': 'NC', michigan: 'MI', arizona: 'AZ', 'new mexico': 'NM' },
};
export const state = (line: Line): string | null =>
  onlyIf(/^(?:[A-Z]{2})?$/, 'state')(line) ?? oneOf(line.words('state'), STATES);

const TAGS = [
  ['banned', 'Banned in Gingr'],
  ['opt_out_marketing_sms', 'No marketing by SMS'],
  ['opt_out_reminder_sms', 'No reminders by SMS'],
  ['opt_out_photo_sharing', 'No photo sharing'],
  ['opt_out_rewards', 'No rewards'],
];

export const ownerReadings: Reading[] = [
  source('customers.externalId'),
  words('customers.firstName', 'first_name', sameName),
  words('customers.lastName', 'last_name', sameName),
  reading('customers.email', 'email', address, sameAddress),
  { ...phone('customers.phone', 'cell_phone'), says: firstPhone },
  { ...phone('customers.alternatePhone', 'home_phone'), says: secondPhone },
  reading('customers.address', 'address_1', street),
  words('customers.city', 'city'),
  reading('customers.state', 'state', state),
  reading('customers.zipCode', 'zip', onlyIf(/^(?:\d{5})?$/, 'zip')),
  words('customers.emergencyContact', 'emergency_contact_name'),
  phone('customers.emergencyPhone', 'emergency_contact_phone'),
  ...['notes', 'secondary_email'].map((from) => words('customers.notes', from, holds)),
  ...['first_name', 'last_name', 'email', 'phone'].map((from) =>
    words('customers.notes', `additional_owner_${from}`, holds),
  ),
  reading(
    'customers.notes',
    'home_location',
    (line) => line.label(SEVERAL_LOCATIONS, 'home_location'),
    holds,
  ),
  ...TAGS.map(([from = '', tag = '']) =>
    yes(
      'customers.tags',
      from,
      hasFlag(
        tag,
        TAGS.map(([, one = '']) => one),
      ),
    ),
  ),
  reading('customers.isActive', 'banned, deactivated', neither('banned', 'deactivated')),
  words('customers.referralSource', 'source'),
  // Whoever has a synthetic address cannot sign in with it.
  yes(
    'customers.portalEnabled',
    'allow_online_login',
    (standing, said) => `(${standing}::text = ${said} OR (NOT ${standing} AND t.email LIKE '%.invalid'))`,
  ),
  reading('customers.preferredContact', 'opt_out_email, opt_out_sms', consent),
  { ...instant('customers.createdAt', 'created_at'), says: (line) => line.instant('created_at') || null },
  parent('notification_preferences.customerId', 'id', 'owners'),
  always('notification_preferences.checkinNotifications', 'false'),
  always('notification_preferences.pushNotifications', 'false'),
];
