import { moneyResort, type Records, recordOf } from '../support/resort.ts';

/** A resort in which every outcome, every fold and every derive step occurs. */
export function troubledResort(): Records {
  const records = moneyResort();
  // Shared e-mail; a pet without its owner, whose stay and vaccination fall with it; a copy; a stay from before the house.
  recordOf(records, 'owners', '103')['email'] = 'owner101@example.test';
  recordOf(records, 'animals', '503')['owner_id'] = '999';
  records['owners']?.push({ ...recordOf(records, 'owners', '102') });
  const stay = recordOf(records, 'reservations', '901');
  records['reservations']?.push(
    { ...stay, id: '904', start_date: '2000-01-01 12:00:00', end_date: '2000-01-01 12:00:00' },
    {
      ...stay,
      id: '905',
      start_date: '2026-03-20 07:15:00',
      end_date: '2026-03-21 17:00:00',
      run_name: ' a 01',
    },
  );
  // A vaccination that a later one supersedes, a second invoice of one stay, and one of the fallen owner.
  const shot = recordOf(records, 'immunizations', '3001');
  records['immunizations']?.push({ ...shot, id: '3004', expiration_date: '2025-09-30' });
  // Who will be gone, who will be merged into another, and what hangs on them.
  const [owner, pet] = [recordOf(records, 'owners', '102'), recordOf(records, 'animals', '502')];
  for (const id of ['105', '106'])
    records['owners']?.push({ ...owner, id, email: `owner${id}@example.test`, last_name: `Gone${id}` });
  records['animals']?.push({ ...pet, id: '505', owner_id: '105' }, { ...pet, id: '506', owner_id: '106' });
  records['reservations']?.push({ ...stay, id: '906', a_id: '505', o_id: '105' });
  records['invoices']?.push({
    ...recordOf(records, 'invoices', '7003'),
    ...{ id: '7005', owner_id: '106', reservation_id: '' },
  });
  recordOf(records, 'invoices', '7003')['reservation_id'] = '901';
  records['invoices']?.push({
    ...recordOf(records, 'invoices', '7003'),
    id: '7004',
    owner_id: '998',
    reservation_id: '',
  });
  return records;
}

/** The same resort a week later: changed, moved, exchanged and new records in every table. */
export function laterResort(): Records {
  const records = troubledResort();
  recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
  // Two owners exchange their addresses: unique values must be cleared first.
  for (const owner of records['owners'] ?? []) {
    if (owner['id'] === '101' || owner['id'] === '103') owner['email'] = 'owner102@example.test';
    if (owner['id'] === '102') owner['email'] = 'owner101@example.test';
  }
  recordOf(records, 'animals', '501')['allergies'] = 'Chicken, beef & wheat';
  recordOf(records, 'animals', '503')['owner_id'] = '103';
  recordOf(records, 'reservations', '902')['run_name'] = 'A 07';
  recordOf(records, 'reservation_types', '11')['type'] = 'Boarding | Large suite';
  const shot = recordOf(records, 'immunizations', '3001');
  records['immunizations']?.push({
    ...shot,
    id: '3005',
    expiration_date: '2028-01-31',
    administered_date: '2026-03-05',
  });
  const payment = recordOf(records, 'payments', '6003');
  records['payments']?.push({
    ...payment,
    id: '6004',
    total_balance: '700.00',
    transaction_time: '1772784200',
  });
  recordOf(records, 'invoices', '7002')['complete'] = '1';
  // Two owners are gone, one of them merged into another; a new one has a row by an older importer (EDITS).
  const gone = { owners: ['105', '106'], animals: ['505'], reservations: ['906'], invoices: ['7005'] };
  for (const [entity, ids] of Object.entries(gone))
    records[entity] = (records[entity] ?? []).filter(({ id }) => !ids.includes(id ?? ''));
  recordOf(records, 'animals', '506')['owner_id'] = '101';
  records['owners']?.push({
    ...recordOf(records, 'owners', '102'),
    id: '107',
    email: 'owner107@example.test',
  });
  return records;
}

/** What the operator says of the later export. */
export const LATER = {
  ...{
    complete: ['owners', 'animals', 'reservations'],
    vanished: 'soft-delete',
    vanishedLimit: { '*': '100%' },
  },
  decisions: { merges: './merges.csv' },
};
export const MERGES = 'entity,source_id,into,note\nowners,106,101,same person\n';

/** What people change in Tailtown between the two, and what an older importer left. */
export const EDITS = `
  UPDATE customers SET notes = 'Written by people' WHERE "externalId" = '102';
  UPDATE pets SET "isActive" = false WHERE "externalId" = '501';
  DELETE FROM reservations WHERE "externalId" = '905';
  INSERT INTO customers (id, "tenantId", email, "externalId", "firstName", "lastName", "updatedAt")
    SELECT 'older', "tenantId", 'older@example.test', '107', 'Older', '', '2026-01-01' FROM customers WHERE "externalId" = '102'`;
