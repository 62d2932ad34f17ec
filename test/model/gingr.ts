import type { Records } from '../support/resort.ts';

/** What Gingr has: every record that it could have, and which of them its export holds now. */
export interface Gingr {
  /** Day of March 2026 on which it is exported next. */
  day: number;
  /** Owners that were merged into another one, as the reviewed file says. */
  merges: Map<string, string>;
  entities: Record<string, Record<string, GingrRecord>>;
}

export interface GingrRecord {
  present: boolean;
  fields: Record<string, string>;
}

/** A field that changes in Gingr, and what it can become; a value of `BAD` rejects the record. */
export interface Field {
  entity: string;
  field: string;
  values: readonly string[];
}

export const DESK = 'desk@example.test';

export const FIELDS: readonly Field[] = [
  { entity: 'owners', field: 'city', values: ['Springfield', 'Shelbyville', ''] },
  { entity: 'owners', field: 'first_name', values: ['Ann', 'Bea'] },
  { entity: 'owners', field: 'email', values: ['owner101@example.test', 'new@example.test', DESK, ''] },
  { entity: 'owners', field: 'opt_out_email', values: ['0', '1'] },
  { entity: 'animals', field: 'first_name', values: ['Rex', 'Tom'] },
  { entity: 'animals', field: 'allergies', values: ['', 'Chicken', 'Beef & rice'] },
  { entity: 'animals', field: 'owner_id', values: ['101', '102', '103', '999'] },
  { entity: 'reservations', field: 'r_notes', values: ['', 'Late', 'Early'] },
  { entity: 'reservations', field: 'run_name', values: ['A 01', 'A01', 'A 02', ''] },
  { entity: 'reservations', field: 'end_date', values: ['2026-03-05 17:00:00', '2026-04-02 09:00:00'] },
  { entity: 'reservations', field: 'a_id', values: ['501', '502', '999'] },
  { entity: 'immunization_types', field: 'type', values: ['Rabies', 'Bordetella'] },
  { entity: 'immunizations', field: 'expiration_date', values: ['2026-09-30', '2027-02-28', '2026-01-31'] },
  { entity: 'immunizations', field: 'animal_id', values: ['501', '502', '999'] },
  { entity: 'immunizations', field: 'administered_date', values: ['', '2026-02-27'] },
  { entity: 'invoices', field: 'total', values: ['139.67', '150.00', 'oops'] },
  { entity: 'invoices', field: 'owner_id', values: ['101', '102', '999'] },
  { entity: 'invoice_lines', field: 'refund_amount', values: ['', '30.00', '12.50'] },
  { entity: 'invoice_lines', field: 'total', values: ['100.00', '70.00', 'oops'] },
  { entity: 'payments', field: 'total_balance', values: ['139.67', '50.00', '-20.00', 'oops'] },
];

const owner = (id: string, day: number) => ({
  ...{ id, first_name: `First${id}`, last_name: `Last${id}`, email: `owner${id}@example.test` },
  ...{ city: 'Springfield', opt_out_email: '0', opt_out_sms: '0', opt_out_marketing_email: '0' },
  ...{ opt_out_reminder_email: '0', allow_online_login: '1', banned: '0' },
  created_at: String(1_556_690_400 + day * 86_400),
});

const animal = (id: string, owner_id: string) => ({
  ...{ id, owner_id, first_name: `Pet${id}`, species_id: '1', gender: 'Male', fixed: '1', allergies: '' },
  created_at: '1556690400',
});

const stay = (id: string, a_id: string, o_id: string, day: string) => ({
  ...{ id, a_id, o_id, type_id: '11', start_date: `2026-03-${day} 07:15:00` },
  ...{ end_date: '2026-03-09 17:00:00', area_name: 'A. Indoor', run_name: 'A 01', r_notes: '' },
  ...{ confirmed_stamp: '2026-02-01 10:00:00', created_at: '1769936400' },
});

const shot = (id: string, animal_id: string, type_id: string, administered_date: string) => ({
  ...{ id, animal_id, type_id, administered_date, expiration_date: '2026-09-30' },
});

const invoice = (id: string, owner_id: string, reservation_id: string) => ({
  ...{ id, owner_id, reservation_id, location_id: '1', create_stamp: '1772611200', complete: '' },
  ...{ subtotal: '130.00', tax_amount: '9.67', discount: '0.00', total: '139.67' },
});

const line = (id: string, invoice_id: string) => ({
  ...{ id, invoice_id, description: `Item ${id}`, quantity: '1', total: '100.00', tax_amount: '7.44' },
  ...{ refund_amount: '', tax_refund_amount: '', voided: '0' },
});

const payment = (id: string, invoice_id: string) => ({
  ...{ id, invoice_id, payment_method_type: 'Check', total_balance: '50.00' },
  ...{ transaction_time: '1772611300', zero_payment: '0', payment_allocation_refund: '0' },
});

/** The resort as every history finds it; the last record of most entities is not in the export yet. */
export function newResort(): Gingr {
  const of = (records: ({ id: string } & Record<string, string>)[], absent: string[] = []) =>
    Object.fromEntries(
      records.map((fields) => [fields.id, { present: !absent.includes(fields.id), fields: { ...fields } }]),
    );
  return {
    day: 1,
    merges: new Map(),
    entities: {
      owners: of([owner('101', 0), owner('102', 1), owner('103', 2)], ['103']),
      animals: of([animal('501', '101'), animal('502', '102'), animal('503', '103')], ['503']),
      reservation_types: of([{ id: '11', type: 'Boarding | Suite', is_taxed: '1', is_deleted: '0' }]),
      reservations: of(
        [stay('901', '501', '101', '02'), stay('902', '502', '102', '03'), stay('903', '501', '101', '04')],
        ['903'],
      ),
      immunization_types: of([
        { id: '1', type: 'Rabies', required: '1', species_id: '1' },
        { id: '2', type: 'Bordetella', required: '0', species_id: '1' },
      ]),
      immunizations: of(
        [
          shot('3001', '501', '1', ''),
          shot('3002', '502', '1', '2026-02-28'),
          shot('3003', '501', '2', '2026-02-28'),
        ],
        ['3003'],
      ),
      invoices: of([invoice('7001', '101', '901'), invoice('7002', '102', '')], ['7002']),
      invoice_lines: of([line('8001', '7001'), line('8002', '7001'), line('8003', '7002')], ['8002', '8003']),
      payments: of(
        [payment('6001', '7001'), payment('6002', '7001'), payment('6003', '7002')],
        ['6002', '6003'],
      ),
    },
  };
}

/** The records that the export holds now, as files have them. An entity without any has no file. */
export function exported(gingr: Gingr): Records {
  const species = [{ value: '1', label: 'Dog' }];
  const held = Object.entries(gingr.entities).map(([entity, records]) => [
    entity,
    Object.values(records)
      .filter(({ present }) => present)
      .map(({ fields }) => fields),
  ]);
  return { species, ...Object.fromEntries(held.filter(([, rows]) => rows?.length !== 0)) };
}

/** One change in Gingr; the numbers choose among what there is. */
export type Change =
  | { kind: 'field'; field: number; record: number; value: number }
  | { kind: 'presence'; entity: number; record: number }
  | { kind: 'merge'; away: number; into: number };

/** Makes the change, and says in words what it was. */
export function changeGingr(gingr: Gingr, change: Change): string {
  switch (change.kind) {
    case 'field': {
      const { entity, field } = pick(FIELDS, change.field);
      const [id] = pick(Object.entries(gingr.entities[entity] ?? {}), change.record);
      return changeField(gingr, entity, id, field, change.value);
    }
    case 'presence': {
      const [entity, records] = pick(Object.entries(gingr.entities), change.entity);
      const [id, record] = pick(Object.entries(records), change.record);
      record.present = !record.present;
      return `${entity}/${id} ${record.present ? 'joins' : 'leaves'} the export`;
    }
    case 'merge':
      return mergeOwners(gingr, change);
  }
}

/** Fields that name an owner. */
export const OWNER_FIELDS = ['owner_id', 'o_id'];

/** What hangs on the one moves to the other, and its id is gone; who asked the resort writes it down. */
function mergeOwners({ entities, merges }: Gingr, choice: { away: number; into: number }): string {
  const owners = entities['owners'] ?? {};
  const standing = Object.keys(owners).filter((id) => !merges.has(id));
  const into = pick(standing, choice.into);
  const others = standing.filter((id) => id !== into && ![...merges.values()].includes(id));
  const away = others.length > 1 ? pick(others, choice.away) : undefined;
  const gone = away === undefined ? undefined : owners[away];
  if (away === undefined || !gone) return 'no owners are left to merge';
  gone.present = false;
  merges.set(away, into);
  for (const { fields } of Object.values(entities).flatMap((records) => Object.values(records)))
    for (const field of OWNER_FIELDS) if (fields[field] === away) fields[field] = into;
  return `owners/${away} is merged into owners/${into}`;
}

/** Gives a field another of its values. */
export function changeField(gingr: Gingr, entity: string, id: string, field: string, choice: number): string {
  const record = gingr.entities[entity]?.[id];
  const values = FIELDS.find((one) => one.entity === entity && one.field === field)?.values;
  if (!record || !values) throw new Error(`no ${entity}/${id}.${field}`);
  const value = pick(
    values.filter((one) => one !== record.fields[field]),
    choice,
  );
  record.fields[field] = value;
  return `${entity}/${id}.${field} = ${JSON.stringify(value)}${record.present ? '' : ' (not exported)'}`;
}

/** The item that a number chooses. */
export function pick<T>(items: readonly T[], choice: number): T {
  const item = items[choice % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
