import { expect, it } from 'vitest';
import { CATALOGUE, FILE_ENTITIES, isSecret, ownColumns, stampColumns } from '../../src/gingr/catalogue.ts';

it('has no name twice within an entity', () => {
  for (const entity of FILE_ENTITIES) {
    const words = CATALOGUE[entity].columns.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(
      words.filter((word, at) => words.indexOf(word) !== at),
      entity,
    ).toEqual([]);
  }
});

it('writes every name as headers are compared', () => {
  for (const entity of FILE_ENTITIES) {
    for (const { name, aliases } of CATALOGUE[entity].columns) {
      for (const word of [name, ...aliases]) expect(word).toMatch(/^[a-z0-9_.]+$/);
    }
  }
});

it('requires only ids and mandatory references', () => {
  const required = FILE_ENTITIES.map((entity) => [
    entity,
    CATALOGUE[entity].columns.filter((column) => column.required).map(({ name }) => name),
  ]);
  expect(Object.fromEntries(required)).toEqual({
    locations: ['value'],
    species: ['value'],
    breeds: ['value'],
    temperaments: ['value'],
    vets: ['id'],
    reservation_types: ['id'],
    owners: ['id'],
    animals: ['id', 'owner_id'],
    reservations: ['id', 'type_id', 'a_id', 'o_id'],
    immunization_types: ['id'],
    immunizations: ['id', 'animal_id'],
    invoices: ['id', 'owner_id'],
    invoice_lines: ['id', 'invoice_id'],
    payments: ['id', 'invoice_id'],
    deposits: ['id', 'payment_id'],
    subscriptions: ['id', 'owner_id'],
    package_types: ['id'],
    owner_packages: ['id', 'owner_id', 'package_type_id'],
    store_credits: ['owner_id', 'store_credit'],
    form_fields: ['form', 'name'],
    gift_cards: ['id', 'gift_card_balance'],
    receipts: ['receipt_id', 'owner_id'],
    receipt_lines: ['id', 'receipt_id'],
    receipt_payments: ['id', 'receipt_id'],
    additional_services: ['id', 'type_id'],
    reservation_services: ['id', 'reservation_id', 'service_id'],
    standing_reservations: ['id', 'a_id', 'o_id', 'type_id'],
    // It has no ids: what its lines are held against stays by.
    calendar_details: ['animal', 'owner', 'start_date', 'end_date'],
    retail_items: ['id'],
    // Its other columns are those of owners, and no role is guessed.
    employees: ['id', 'group'],
    // The text tells them apart from every other file of the record.
    owner_notes: ['id', 'owner_id', 'note'],
    animal_notes: ['id', 'animal_id', 'note'],
    reservation_notes: ['id', 'reservation_id', 'note'],
    // What tells them apart from notes of an animal.
    incidents: ['id', 'animal_id', 'incident_type'],
    report_cards: ['id', 'animal_id', 'activities'],
    // Without the texts there is nothing that anybody agreed to; without the moment nobody signed.
    agreements: ['id', 'agreement_text'],
    owner_agreements: ['id', 'owner_id', 'signed_at'],
    medications: ['id', 'animal_id'],
    // Without its address there is nothing of a file.
    files: ['id', 'file_url'],
  });
});

it('knows the 54 columns of the day export in their order', () => {
  const names = CATALOGUE.reservations.columns.slice(0, 54).map(({ name }) => name);
  expect(names.slice(0, 5)).toEqual(['id', 'start_date', 'end_date', 'r_notes', 'wait_list_stamp']);
  expect(names.slice(36, 42)).toEqual([
    'standing_reservation',
    'cancel_stamp',
    'confirmed_stamp',
    'check_in_stamp',
    'check_out_stamp',
    'reservation_service_ids',
  ]);
  expect(names.slice(50)).toEqual(['run_name', 'area_name', 'starts_today', 'ends_today']);
});

it('compares two lines of a stay by what is its own', () => {
  const names = CATALOGUE.reservations.columns.map(({ name }) => name);
  const own = ownColumns('reservations', [...names, 'a column of tomorrow']);
  expect(own).toEqual(
    expect.arrayContaining([
      'type_id',
      'a_id',
      'run_name',
      'feeding_time',
      'answer_1',
      'a column of tomorrow',
    ]),
  );
  for (const repeated of [
    'starts_today',
    'ends_today',
    'a_notes',
    'o_last',
    'email',
    'type',
    'color',
    'icons_string',
  ]) {
    expect(own).not.toContain(repeated);
  }
});

it('names the stamps that the status comes from', () => {
  expect(stampColumns('reservations')).toEqual([
    'wait_list_stamp',
    'cancel_stamp',
    'confirmed_stamp',
    'check_in_stamp',
    'check_out_stamp',
    'wait_list_accepted_stamp',
  ]);
});

it('takes credentials for secrets, those that the catalogue does not know too', () => {
  for (const name of [
    'username',
    'password',
    'form_token',
    'key',
    'submission_id',
    'stripe_customer_id',
    'Password_Hash',
    'api_key',
  ]) {
    expect(isSecret('owners', name), name).toBe(true);
  }
  expect(isSecret('owners', 'email')).toBe(false);
  expect(isSecret('owners', 'keychain colour')).toBe(false);
});
