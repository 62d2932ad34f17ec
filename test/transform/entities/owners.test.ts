import { describe, expect, test } from 'vitest';
import { syntheticEmail } from '../../../src/tailtown/forced.ts';
import { mapLine } from '../support.ts';

const owner = {
  id: '40123',
  first_name: 'Ann & Bob ',
  last_name: 'Sample',
  email: 'Pat.Sample@example.test',
  cell_phone: '(505) 555-0142',
  home_phone: '5055550143',
  address_1: '1 Elm St',
  address_2: 'Apt 2',
  city: 'Santa Fe ',
  state: 'New Mexico',
  zip: '87501-1234',
  notes: '<p>Pays cash</p>',
  allow_online_login: '1',
  opt_out_email: '0',
  opt_out_sms: '1',
  opt_out_marketing_email: '0',
  opt_out_reminder_email: '0',
  created_at: '1740000000',
  source: 'Friend',
  banned: '0',
};

test('a whole owner', async () => {
  const line = await mapLine('owners', owner);
  expect(line).toMatchObject({ state: 'ready', code: null, sourceId: '40123', issues: [] });
  expect(line.row('customers')).toEqual({
    externalId: '40123',
    noted: null,
    firstName: 'Ann & Bob',
    lastName: 'Sample',
    email: 'pat.sample@example.test',
    phone: '505-555-0142',
    alternatePhone: '505-555-0143',
    address: '1 Elm St, Apt 2',
    city: 'Santa Fe',
    state: 'NM',
    zipCode: '87501-1234',
    emergencyContact: null,
    emergencyPhone: null,
    notes: 'Pays cash',
    customerIcons: null,
    iconNotes: null,
    tags: '{}',
    isActive: 't',
    referralSource: 'Friend',
    portalEnabled: 't',
    preferredContact: 'EMAIL',
    createdAt: '2025-02-19 21:20:00.000',
  });
  expect(line.row('notification_preferences')).toEqual({
    customerId: '40123',
    emailNotifications: 't',
    smsNotifications: 'f',
    marketingEmails: 't',
    appointmentReminders: 't',
    checkinNotifications: 'f',
    pushNotifications: 'f',
  });
});

test('home is the phone where there is no cell', async () => {
  const { row } = await mapLine('owners', { ...owner, cell_phone: '' });
  expect(row('customers')).toMatchObject({ phone: '505-555-0143', alternatePhone: null });
});

test('what the e-mail field held beside the address stands in the notes', async () => {
  const line = await mapLine('owners', { ...owner, email: 'pat@example.test, sam@example.test' });
  expect(line.row('customers')).toMatchObject({
    email: 'pat@example.test',
    notes: 'Pays cash\n\nOther e-mail in Gingr: sam@example.test',
  });
  expect(line.issues).toEqual([
    { code: 'OWNER_EMAIL_TWO', column: 'email', value: 'pat@example.test, sam@example.test' },
  ]);
});

test('emergency contact, second address line and second phone arrive (P-ORPHAN-3)', async () => {
  const contact = { emergency_contact_name: 'Sam Sample', emergency_contact_phone: '505.555.0144' };
  const { row } = await mapLine('owners', { ...owner, ...contact });
  expect(row('customers')).toMatchObject({
    address: '1 Elm St, Apt 2',
    alternatePhone: '505-555-0143',
    emergencyContact: 'Sam Sample',
    emergencyPhone: '505-555-0144',
  });
});

test('no e-mail is staged as none: the derive step forces it', async () => {
  const line = await mapLine('owners', { ...owner, email: '' });
  expect(line.row('customers')['email']).toBeNull();
  expect(line.issues).toEqual([{ code: 'OWNER_EMAIL_MISSING', column: 'email' }]);
  expect(line.alterations.filter(({ kind }) => kind === 'forced')).toEqual([]);
  expect(syntheticEmail('main', '40123')).toBe('gingr-owner-main-40123@tailtown-migrate.invalid');
});

test('a banned owner is not active, and says why (P-ORPHAN-5)', async () => {
  const { row } = await mapLine('owners', { ...owner, banned: '1' });
  expect(row('customers')).toMatchObject({ isActive: 'f', tags: '{"Banned in Gingr"}' });
});

test('names are empty rather than invented, and each use is marked (P-ORPHAN-6)', async () => {
  const line = await mapLine('owners', { ...owner, first_name: '', created_at: '' });
  expect(line.row('customers')).toMatchObject({ firstName: '', createdAt: '2025-12-20 12:00:00.000' });
  expect(line.issues).toEqual([{ code: 'OWNER_NAME_MISSING', column: 'first_name' }]);
  expect(line.alterations.filter(({ kind }) => kind === 'forced')).toEqual([
    {
      table: 'customers',
      column: 'createdAt',
      kind: 'forced',
      before: null,
      after: '2025-12-20 12:00:00.000',
    },
    { table: 'customers', column: 'firstName', kind: 'forced', before: null, after: '' },
  ]);
});

describe('consent: opt-outs survive exactly (P-ORPHAN-4)', () => {
  const { opt_out_email: _, ...silent } = owner;

  test('what Gingr does not state is denied, and told once per column', async () => {
    const line = await mapLine('owners', silent);
    expect(line.row('notification_preferences')).toMatchObject({
      emailNotifications: 'f',
      marketingEmails: 'f',
    });
    expect(line.row('customers')['preferredContact']).toBe('NONE');
    expect(line.issues).toEqual([{ code: 'OWNER_CONSENT_UNKNOWN', column: 'opt_out_email' }]);
  });

  test('with target-default the column is not written', async () => {
    const line = await mapLine('owners', silent, { consentUnknown: 'target-default' });
    expect(line.row('notification_preferences')).toMatchObject({
      emailNotifications: null,
      smsNotifications: 'f',
    });
    expect(line.row('customers')['preferredContact']).toBeNull();
  });
});

test('portal access that Gingr does not state is off', async () => {
  const { row } = await mapLine('owners', { ...owner, allow_online_login: '' });
  expect(row('customers')['portalEnabled']).toBe('f');
});
