import { OUTCOMES } from '../../src/core/outcome.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import type { Sources } from './fates.ts';
import { ledgerAfter, merged } from './merge.ts';
import { amount, type Cell, cents, differing, type Row, type Rows, same } from './rows.ts';
import { type Amendments, markedCells, tableIn } from './vanished.ts';
import { isPrimary, type Ledger, type Plan, type Planned } from './wanted.ts';

/** Which promise is broken, and how. */
export const failure = (promise: string, detail: string) => new Error(`${promise}: ${detail}`);

export function broken(promise: string, detail: string): never {
  throw failure(promise, detail);
}

/** Columns that a load writes of its own accord beside those the model looks at. */
const KEPT_BOOKS = ['updatedAt', 'updated_at', 'updatedBy', 'migrationBatchId'];

/** Columns that follow from others, or from what other records say; only that nobody else's change them is looked at. */
const DERIVED: Record<string, string[]> = {
  customers: ['email', 'portalEnabled', 'preferredContact', 'notes'],
  notification_preferences: ['marketingEmails'],
  pets: ['specialRequirements', 'vaccinationStatus'],
  resources: ['attributes', 'location'],
  vaccine_requirements: ['is_required', 'pet_type'],
  medical_records: ['recordType', 'description'],
  invoices: ['taxRate', 'subtotal', 'issueDate', 'dueDate', 'createdAt', 'notes', 'taxAmount'],
  invoice_line_items: ['unitPrice', 'quantity', 'description'],
  payments: ['refundReason', 'notes'],
};

/** A load, by what was there before it and what it left. */
export interface Loaded {
  before: Rows;
  after: Rows;
  plan: Plan;
  crosswalk: ReadonlyMap<string, string>;
  ledger: Ledger;
  amendments: Amendments;
  /** Rows that are revived, as they were before their soft-delete. */
  back: ReadonlyMap<string, { row: Row }>;
}

/** Compares a load with what had to come of it: promises 1, 2, 3 and 7. */
export function checkLoad(loaded: Loaded, model: RunModel): void {
  const { before, after, plan, crosswalk, ledger, amendments } = loaded;
  checkRows(loaded);
  checkAmended(loaded);
  checkCrosswalk(crosswalk, ledgerAfter(ledger, plan, amendments));
  checkVanished(amendments, model);
  checkAccounts(before, after, plan, model);
  checkTotals(after, plan, model);
  const rejected = [...plan.sources.values()].filter(({ fate }) => fate.state === 'rejected').length;
  const status = rejected > 0 ? 'attention' : 'ok';
  if (model.status !== status)
    broken('promise 2', `status ${model.status} where it is ${status}: ${model.headline}`);
}

const keyOf = ({ table, id }: Planned) => `${table}/${id}`;

function checkRows({ before, after, plan, amendments, back }: Loaded): void {
  const planned = new Map<string, Planned>();
  for (const row of plan.rows) {
    const twin = planned.get(keyOf(row));
    if (twin) broken('promise 3', `${twin.place} and ${row.place} have one row`);
    planned.set(keyOf(row), row);
  }
  const stood = (key: string) => back.get(key)?.row ?? before.get(key);
  for (const [key, row] of planned) checkRow(row, stood(key), after.get(key));
  for (const [key, was] of before) {
    const is = after.get(key);
    if (!is) throw failure('promise 7', `the load deleted ${key}`);
    if (amendments.deleted.has(key) || amendments.moves.has(key)) continue;
    const columns = differing(stood(key) ?? was, is);
    const row = planned.get(key);
    const mapped = row ? [...Object.keys(row.want), ...(DERIVED[row.table] ?? [])] : [];
    const foreign = columns.filter((column) => !mapped.includes(column) && !KEPT_BOOKS.includes(column));
    if (foreign.length > 0) broken('promise 7', `the load changed ${foreign.join()} of ${key}`);
    if (!back.has(key) && columns.length > 0 && !columns.some((column) => mapped.includes(column)))
      broken('promise 4', `the load touched ${key} for nothing`);
  }
  for (const key of after.keys())
    if (!before.has(key) && planned.get(key)?.how !== 'new') broken('promise 7', `the load created ${key}`);
}

function checkRow(planned: Planned, was: Row | undefined, is: Row | undefined): void {
  const { place } = planned;
  if (!is) throw failure('promise 1', `the load lost ${place}`);
  for (const [column, value] of Object.entries(merged(planned, was))) {
    if (same(is[column] ?? null, value)) continue;
    const [found, must, base, now, stood] = [
      is[column],
      value,
      planned.base?.[column],
      planned.want[column],
      was?.[column],
    ].map((cell) => JSON.stringify(cell));
    broken(
      'promise 1 or 7',
      `${column} of ${place} is ${found} where it must be ${must} (base ${base}, Gingr now ${now}, stood ${stood}; ${planned.how})`,
    );
  }
}

/** Rows of records that are gone: marked deleted, or led to a merged owner's survivor, and nothing else. */
function checkAmended({ before, after, amendments: { deleted, moves } }: Loaded): void {
  for (const key of new Set([...deleted.keys(), ...moves.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    if (!was || !is) throw failure('promise 7', `the load deleted ${key}`);
    const cells: Row = {
      ...(deleted.has(key) ? markedCells(tableIn(key), was) : {}),
      ...Object.fromEntries((moves.get(key) ?? []).map(({ column, to }) => [column, to])),
    };
    for (const [column, cell] of Object.entries(cells)) {
      const found = is[column] ?? null;
      if (cell === null ? found === null : !same(found, cell))
        broken('promise 7', `${column} of ${key}, whose record is gone, is ${JSON.stringify(found)}`);
    }
    const others = differing(was, is).filter((column) => !(column in cells) && !KEPT_BOOKS.includes(column));
    if (others.length > 0)
      broken('promise 7', `the load changed ${others.join()} of ${key}, whose record is gone`);
  }
}

/** What is told of records that are gone against what was foretold of them. */
function checkVanished({ records }: Amendments, model: RunModel): void {
  const told = (model.vanished ?? []).map(({ entity, why, softDeleted, before, gone, kept }) =>
    [`${entity} ${why}:`, softDeleted, before, gone, kept].join(' '),
  );
  const counted = new Map<string, number[]>();
  for (const { entity, why, fate } of records) {
    const counts = counted.get(`${entity} ${why}:`) ?? [0, 0, 0, 0];
    const place = ['soft-deleted', 'before', 'gone'].indexOf(fate ?? '');
    counted.set(
      `${entity} ${why}:`,
      counts.map((count, at) => count + Number(at === (place < 0 ? 3 : place))),
    );
  }
  const expected = [...counted].map(([name, counts]) => [name, ...counts].join(' '));
  if (told.sort().join() !== expected.sort().join())
    broken(
      'promise 1',
      `of records that are gone ${told.join(', ')} is told, and ${expected.join(', ')} counted`,
    );
}

/** Promise 3: the crosswalk leads each record to the one row that it was given, and to nothing else. */
export function checkCrosswalk(crosswalk: ReadonlyMap<string, string>, ledger: Ledger): void {
  for (const [place, { id }] of ledger)
    if (crosswalk.get(place) !== id)
      broken('promise 3', `the crosswalk leads ${place} to ${crosswalk.get(place)}, not to ${id}`);
  for (const place of crosswalk.keys())
    if (!ledger.has(place)) broken('promise 3', `the crosswalk has ${place}, which nothing brought`);
}

function checkAccounts(before: Rows, after: Rows, plan: Plan, model: RunModel): void {
  const primary = new Map(plan.rows.filter(isPrimary).map((row) => [sourceKey(row.source), row]));
  const counted: Record<string, Record<string, number>> = {};
  for (const source of plan.sources.values()) {
    const row = primary.get(sourceKey(source));
    const outcome = source.fate.state === 'ready' && row ? fateOf(row, before, after) : source.fate.state;
    const account = counted[source.entity] ?? {};
    counted[source.entity] = account;
    account['read'] = (account['read'] ?? 0) + 1;
    account[outcome] = (account[outcome] ?? 0) + 1;
  }
  for (const [entity, expected] of Object.entries(counted)) {
    const account = model.entities.find((one) => one.entity === entity);
    for (const outcome of ['read', ...OUTCOMES] as const) {
      const told = account?.[outcome] ?? 0;
      if (told !== (expected[outcome] ?? 0))
        broken('promise 1', `${entity} ${outcome}: told ${told}, counted ${JSON.stringify(expected)}`);
    }
  }
}

const sourceKey = ({ entity, id }: { entity: string; id: string }) => `${entity}/${id}`;

function fateOf(row: Planned, before: Rows, after: Rows): string {
  const was = before.get(keyOf(row));
  if (!was) return 'inserted';
  return same(was, after.get(keyOf(row))) ? 'unchanged' : 'updated';
}

/** Each control total: of which records' field it is the sum, and of which rows' column. */
const TOTALS: [name: string, entity: string, field: string, table: string, part: string, sign: -1 | 1][] = [
  ['invoices.total', 'invoices', 'total', 'invoices', '', 1],
  ['invoice_lines.amount', 'invoice_lines', 'total', 'invoice_line_items', '', 1],
  ['invoice_lines.returns', 'invoice_lines', 'refund_amount', 'invoices', 'return', -1],
  ['payments.received', 'payments', 'total_balance', 'payments', '', 1],
  ['payments.refunds', 'payments', 'total_balance', 'payments', '', -1],
];

function checkTotals(after: Rows, plan: Plan, model: RunModel): void {
  for (const [name, entity, field, table, part, sign] of TOTALS) {
    const oneSided = entity === 'payments';
    const count = (cell: Cell | undefined): bigint => {
      const value = (cents(cell) ?? 0n) * BigInt(sign);
      return oneSided && value < 0n ? 0n : value;
    };
    const ofGingr = (cell: Cell | undefined) => (oneSided ? count(cell) : (cents(cell) ?? 0n));
    const sum = (values: bigint[]) => values.reduce((all, value) => all + value, 0n);
    const records = (sources: Sources, state?: string) =>
      sum(
        [...sources.values()]
          .filter((source) => source.entity === entity && (!state || source.fate.state === state))
          .map((source) => ofGingr(source.fields[field])),
      );
    const rows = plan.rows.filter(
      ({ place }) => place.startsWith(`${entity}/`) && place.endsWith(`/${table}/${part}`),
    );
    const column = table === 'invoices' ? 'total' : 'amount';
    const target = sum(rows.map((row) => count(after.get(keyOf(row))?.[column])));
    const told = model.totals.find((total) => total.name === name);
    const source = records(plan.sources);
    if (!told) {
      if (source !== 0n) broken('promise 1', `${name} is not told, and is ${source} cents`);
      continue;
    }
    const expected = { source, target, rejected: records(plan.sources, 'rejected') };
    for (const [side, value] of Object.entries({
      ...expected,
      excluded: records(plan.sources, 'excluded'),
    })) {
      const tells = told[side as 'source' | 'target' | 'rejected' | 'excluded'];
      if (cents(tells) !== value)
        broken('promise 1', `${name}: ${side} is told as ${tells}, and is ${amount(value)}`);
    }
    const parts = [told.target, told.merged, told.excluded, told.rejected, told.keptByPeople];
    if (!told.balanced || cents(told.source) !== sum(parts.map((text) => cents(text) ?? 0n)))
      broken('promise 1', `${name} does not add up: ${JSON.stringify({ ...told, groups: undefined })}`);
  }
}
