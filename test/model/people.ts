import { TEST_TENANT } from '../support/databases.ts';
import { changeField, DESK, type Gingr, pick } from './gingr.ts';
import type { Cell, Row, Rows } from './rows.ts';
import type { Target } from './target.ts';
import { idOf, leftoverEmails } from './wanted.ts';

/** What people do in Tailtown between two runs; the numbers choose among what there is. */
export type Deed =
  | { kind: 'edit'; table: number; row: number; column: number; value: number }
  /** An edit of a cell that Gingr changes too. */
  | { kind: 'clash'; row: number; column: number; value: number; change: number }
  | { kind: 'delete'; table: number; row: number }
  | { kind: 'own'; what: number; row: number }
  /** A row that an older importer made of a record, in one of its forms. */
  | { kind: 'leftover'; record: number; form: number }
  /** A row that a load marked deleted is taken up again. */
  | { kind: 'revive'; row: number };

/** Columns that people edit, mapped ones and others, and what they write there; null: the id of another row there. */
const EDITS: [table: string, columns: [string, readonly Cell[] | { another: string }][]][] = [
  [
    'customers',
    [
      ['city', ['Their Town', 'Shelbyville']],
      ['firstName', ['Theirs']],
      ['email', [DESK, 'new@example.test', 'theirs@example.test']],
      ['vatTaxId', ['Theirs']],
    ],
  ],
  ['notification_preferences', [['emailNotifications', [true, false]]]],
  [
    'pets',
    [
      ['name', ['Theirs']],
      ['allergies', ['Theirs', 'Chicken']],
      ['isPickyEater', [true, false]],
      ['vaccineExpirations', [{ Rabies: '2030-01-01' }, { Theirs: '2030-01-01' }]],
      ['customerId', { another: 'customers' }],
    ],
  ],
  [
    'reservations',
    [
      ['notes', ['Theirs', 'Late']],
      ['endDate', ['2026-05-01T10:00:00', '2026-04-02T09:00:00']],
      ['latePickup', [true, false]],
      ['petId', { another: 'pets' }],
      ['resourceId', { another: 'resources' }],
    ],
  ],
  [
    'invoices',
    [
      ['status', ['OVERDUE']],
      ['total', [150, 1]],
      ['depositAmount', [5]],
    ],
  ],
  ['invoice_line_items', [['amount', [70, 1.5]]]],
  ['payments', [['amount', [50, 2.25]]]],
  ['medical_records', [['expirationDate', ['2031-01-01T00:00:00']]]],
  ['services', [['name', ['Theirs']]]],
  ['resources', [['description', ['Theirs']]]],
];

/** Which field of Gingr ends in which of those columns. */
const FIELD_OF: [table: string, column: string, entity: string, field: string][] = [
  ['customers', 'city', 'owners', 'city'],
  ['customers', 'firstName', 'owners', 'first_name'],
  ['customers', 'email', 'owners', 'email'],
  ['notification_preferences', 'emailNotifications', 'owners', 'opt_out_email'],
  ['pets', 'name', 'animals', 'first_name'],
  ['pets', 'allergies', 'animals', 'allergies'],
  ['pets', 'customerId', 'animals', 'owner_id'],
  ['reservations', 'notes', 'reservations', 'r_notes'],
  ['reservations', 'endDate', 'reservations', 'end_date'],
  ['reservations', 'petId', 'reservations', 'a_id'],
  ['reservations', 'resourceId', 'reservations', 'run_name'],
  ['invoices', 'total', 'invoices', 'total'],
  ['invoice_line_items', 'amount', 'invoice_lines', 'total'],
  ['payments', 'amount', 'payments', 'total_balance'],
  ['medical_records', 'expirationDate', 'immunizations', 'expiration_date'],
];

const DELETED = ['reservations', 'payments', 'pets', 'resources', 'invoices', 'customers'].concat([
  'medical_records',
  'invoice_line_items',
  'notification_preferences',
  'vaccine_requirements',
  'services',
]);

/** Does it, where the database lets people, and says in words what was done; null where there is nothing to do it to. */
export async function doDeed(
  target: Target,
  gingr: Gingr,
  deed: Deed,
  number: number,
): Promise<string | null> {
  const rows = await target.rows();
  switch (deed.kind) {
    case 'edit': {
      const [table, columns] = pick(EDITS, deed.table);
      const [column] = pick(columns, deed.column);
      const key = choose(rows, table, deed.row);
      return key && edit(target, rows, key, column, deed.value);
    }
    case 'clash': {
      const [table, column, entity, field] = pick(FIELD_OF, deed.column);
      const [id, record] = pick(Object.entries(gingr.entities[entity] ?? {}), deed.row);
      const key = `${table}/${idOf(entity, id, table, '')}`;
      const words =
        rows.has(key) && record.present ? await edit(target, rows, key, column, deed.value) : null;
      return words && `${words}\n     and Gingr: ${changeField(gingr, entity, id, field, deed.change)}`;
    }
    case 'delete': {
      const table = pick(DELETED, deed.table);
      const key = choose(rows, table, deed.row);
      if (!key) return null;
      return attempt(
        target,
        `people delete ${nameOf(rows, key)}`,
        `DELETE FROM public."${table}" WHERE id = $1`,
        [idIn(key)],
      );
    }
    case 'own':
      return addOwn(target, rows, deed, `own-${number}`);
    case 'leftover':
      return leave(target, rows, gingr, deed, `left-${number}`);
    case 'revive': {
      const deleted = [...rows].filter(([, row]) => (row['deletedAt'] ?? null) !== null).map(([key]) => key);
      if (deleted.length === 0) return null;
      const key = pick(deleted.sort(), deed.row);
      const table = key.slice(0, key.indexOf('/'));
      const active = 'isActive' in (rows.get(key) ?? {}) ? ', "isActive" = true' : '';
      return attempt(
        target,
        `people take up ${nameOf(rows, key)} again`,
        `UPDATE public."${table}" SET "deletedAt" = NULL${active} WHERE id = $1`,
        [idIn(key)],
      );
    }
  }
}

/** What an older importer left of an owner or an animal, rather of one that no load has brought. */
async function leave(
  target: Target,
  rows: Rows,
  gingr: Gingr,
  { record, form }: { record: number; form: number },
  id: string,
): Promise<string | null> {
  const known = new Set([...rows.values()].map((row) => row['externalId']));
  const all = ['owners', 'animals'].flatMap((entity) =>
    Object.keys(gingr.entities[entity] ?? {}).map((one): [string, string] => [entity, one]),
  );
  const fresh = all.filter(([, one]) => !known.has(one));
  const [entity, source] = pick(fresh.length > 0 ? fresh : all, record);
  const base: Row = { id, tenantId: TEST_TENANT.id };
  if (entity === 'owners') {
    const email = pick([`old${source}@example.test`, ...leftoverEmails(source)], form);
    const externalId = email.startsWith('old') ? source : null;
    const row = { ...base, email, externalId, firstName: 'Older', lastName: 'Importer' };
    return insert(target, `an older importer left owner ${source} as ${email}`, 'customers', row);
  }
  const owner = choose(rows, 'customers', form);
  if (!owner) return null;
  const externalId = pick([source, `${source}-tailtown`], form);
  const row = { ...base, externalId, name: 'Older', type: 'DOG', customerId: idIn(owner) };
  return insert(target, `an older importer left animal ${externalId}`, 'pets', row);
}

function edit(
  target: Target,
  rows: Rows,
  key: string,
  column: string,
  choice: number,
): Promise<string | null> {
  const table = key.slice(0, key.indexOf('/'));
  if (!(column in (rows.get(key) ?? {}))) return Promise.resolve(null);
  const values = EDITS.find(([name]) => name === table)?.[1].find(([name]) => name === column)?.[1] ?? [];
  const others = 'another' in values ? idsOf(rows, values.another) : values;
  const value = others.length > 0 ? pick(others, choice) : null;
  return attempt(
    target,
    `people write ${JSON.stringify(value)} into ${column} of ${nameOf(rows, key)}`,
    `UPDATE public."${table}" t SET "${column}" = (jsonb_populate_record(t, $1))."${column}" WHERE id = $2`,
    [JSON.stringify({ [column]: value }), idIn(key)],
  );
}

/** A row of their own that refers to what a load may have brought, or takes an address that an owner will want. */
async function addOwn(
  target: Target,
  rows: Rows,
  { what, row }: { what: number; row: number },
  id: string,
): Promise<string | null> {
  const kind = pick(['stay', 'payment', 'record', 'customer'], what);
  const parent = { stay: 'pets', payment: 'invoices', record: 'pets', customer: null }[kind];
  if (parent === undefined) return null;
  const key = parent === null ? null : choose(rows, parent, row);
  if (parent !== null && !key) return null;
  const base: Row = { id, tenantId: TEST_TENANT.id };
  const about = key ? `of their own on ${nameOf(rows, key)}` : 'of their own';
  switch (kind) {
    case 'stay': {
      const service = choose(rows, 'services', row);
      if (!service || !key) return null;
      const stay = {
        ...{ ...base, petId: idIn(key), serviceId: idIn(service) },
        ...{
          customerId: rows.get(key)?.['customerId'] ?? null,
          startDate: '2026-06-01',
          endDate: '2026-06-02',
        },
      };
      return insert(target, `people add a stay ${about}`, 'reservations', stay);
    }
    case 'payment': {
      if (!key) return null;
      const paid = { ...base, invoiceId: idIn(key), customerId: rows.get(key)?.['customerId'] ?? null };
      return insert(target, `people add a payment ${about}`, 'payments', {
        ...paid,
        amount: 1,
        method: 'CASH',
      });
    }
    case 'record': {
      if (!key) return null;
      const record = { ...base, petId: idIn(key), recordType: 'NOTE', recordDate: '2026-03-05' };
      return insert(target, `people add a medical record ${about}`, 'medical_records', {
        ...record,
        description: 'Theirs',
      });
    }
    default:
      return insert(target, `people add a customer ${about} with ${DESK}`, 'customers', {
        ...{ ...base, email: DESK, firstName: 'Desk', lastName: 'Theirs' },
      });
  }
}

function insert(target: Target, words: string, table: string, row: Row): Promise<string | null> {
  const columns = [...Object.keys(row), 'updatedAt'].map((column) => `"${column}"`).join(', ');
  return attempt(
    target,
    words,
    `INSERT INTO public."${table}" (${columns}) SELECT ${columns}
     FROM jsonb_populate_record(NULL::public."${table}", $1::jsonb || jsonb_build_object('updatedAt', now()))`,
    [JSON.stringify(row)],
  );
}

/** Keys and unique values stop people as they stop everybody. */
async function attempt(
  target: Target,
  words: string,
  sql: string,
  values: unknown[],
): Promise<string | null> {
  try {
    await target.query(sql, values);
    return words;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['23001', '23503', '23505'].includes(code)) throw error;
    return null;
  }
}

const idIn = (key: string) => key.slice(key.indexOf('/') + 1);
const idsOf = (rows: Rows, table: string) =>
  [...rows.keys()]
    .filter((key) => key.startsWith(`${table}/`))
    .map(idIn)
    .sort();

function choose(rows: Rows, table: string, choice: number): string | null {
  const ids = idsOf(rows, table);
  return ids.length > 0 ? `${table}/${pick(ids, choice)}` : null;
}

/** A row by what people know it by. */
function nameOf(rows: Rows, key: string): string {
  const row = rows.get(key) ?? {};
  const known =
    row['externalId'] ?? row['transactionId'] ?? row['name'] ?? row['description'] ?? row['invoiceNumber'];
  return `${key.slice(0, key.indexOf('/'))} ${known ?? idIn(key)}`;
}
