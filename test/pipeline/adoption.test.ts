import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Decisions } from '../../src/core/settings.ts';
import { readAdoption } from '../../src/pipeline/adoption.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import type { runAll } from '../../src/pipeline/run.ts';
import { TEST_TENANT } from '../support/databases.ts';
import { moneyResort, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';

/** Rows that earlier importers and people left in Tailtown (tailtown-target.md 8): adopted, or left for people to decide. */

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runAll>>;
const account = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);
const details = (model: Model, code: string) =>
  model.issues.find((issue) => issue.code === code)?.examples.map(({ detail }) => detail) ?? [];

const ROWS = {
  customers: { email: '', firstName: 'Left', lastName: 'Over', updatedAt: '2025-11-02 03:04:05' },
  pets: { name: 'Left', type: 'DOG', updatedAt: '2025-11-02 03:04:05' },
  invoices: { dueDate: '2025-11-02', subtotal: '1', total: '1', updatedAt: '2025-11-02' },
  invoice_line_items: { description: 'Stay', unitPrice: '1', amount: '1', updatedAt: '2025-11-02' },
  tenants: { businessName: 'Other', contactName: 'X', updatedAt: '2025-11-02' },
};

/** A row that somebody left, with what a table insists on. */
const left = (run: TestRun, table: keyof typeof ROWS, row: Record<string, string>) => {
  const tenant = table === 'tenants' ? {} : { tenantId: TEST_TENANT.id };
  const all: Record<string, string> = { ...ROWS[table], ...tenant, ...row };
  const columns = Object.keys(all).map((name) => `"${name}"`);
  const values = Object.values(all).map((value) => `'${value}'`);
  return person(run, `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`);
};

async function decided(name: string, lines: readonly string[]): Promise<Decisions> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-decisions-'));
  const adoption = path.join(folder, name);
  await writeFile(adoption, `${lines.join('\n')}\n`);
  return { adoption };
}

async function decide(run: TestRun, name: string, lines: string[]): Promise<void> {
  run.runtime.settings.decisions = await decided(name, lines);
}

/** Everything of the rows that somebody left, audit columns too. */
const leftovers = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT to_jsonb(t) AS row FROM customers t WHERE id LIKE 'old-%' UNION ALL SELECT to_jsonb(t) FROM pets t WHERE id LIKE 'old-%' ORDER BY 1`,
  );

describe('one copy under another key (P-DUP-2, P-DUP-3)', () => {
  it('is adopted with its id and what people put in it, and given back as it was', async () => {
    const run = await fresh('postgres');
    await left(run, 'customers', {
      ...{ id: 'old-c', email: 'gingr-101@placeholder.com', notes: 'Rings twice', firstName: 'Theirs' },
      ...{ createdBy: 'desk', updatedBy: 'desk' },
    });
    await left(run, 'customers', { id: 'old-d', email: 'Customer102@imported.local', firstName: 'First102' });
    await left(run, 'pets', {
      ...{ id: 'old-p', customerId: 'old-c', externalId: '501-tailtown', name: 'Theirs', color: 'Brown' },
      ...{ createdBy: 'desk', updatedBy: 'desk' },
    });
    const before = await leftovers(run);

    const records = smallResort();
    Object.assign(recordOf(records, 'animals', '501'), { color: 'Black', birthday: '1556690400' });
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(account(model, 'owners')).toMatchObject({ inserted: 1, updated: 2, balanced: true });
    expect(account(model, 'animals')).toMatchObject({ inserted: 2, updated: 1, balanced: true });
    expect(details(model, 'TARGET_ADOPTED').sort()).toEqual([
      ...['customers/old-c', 'customers/old-d', 'pets/old-p'],
    ]);
    // What importers made up is nobody's value: no conflict is told of it, only of what people wrote.
    const kept = model.issues.find(({ code }) => code === 'TARGET_CONFLICT_KEPT')?.examples ?? [];
    const columns = (row: string) =>
      kept.flatMap((one) => (one.detail === row ? [one.column ?? ''] : [])).sort();
    expect(columns('customers/old-c')).toEqual([
      ...['createdAt', 'firstName', 'lastName', 'notes', 'preferredContact'],
    ]);
    expect(columns('pets/old-p')).toEqual(['color', 'createdAt', 'isNeutered', 'name']);
    expect(
      await rowsOf(
        run,
        `SELECT c.id, c.email, c."firstName", c.notes, c."externalId", c.city FROM customers c WHERE id LIKE 'old-%' ORDER BY 1`,
      ),
    ).toEqual([
      {
        ...{ id: 'old-c', email: 'owner101@example.test', firstName: 'Theirs', notes: 'Rings twice' },
        ...{ externalId: '101', city: 'Springfield' },
      },
      {
        ...{ id: 'old-d', email: 'owner102@example.test', firstName: 'First102', notes: 'Calls ahead' },
        ...{ externalId: '102', city: 'Springfield' },
      },
    ]);
    expect(
      await rowsOf(
        run,
        `SELECT p.id, p."externalId", p.name, p.color, p.birthdate::text, p.allergies, r."externalId" AS stay, r."customerId"
         FROM pets p JOIN reservations r ON r."petId" = p.id WHERE p.id = 'old-p'`,
      ),
    ).toEqual([
      {
        ...{ id: 'old-p', externalId: '501-tailtown', name: 'Theirs', color: 'Brown', stay: '901' },
        ...{ birthdate: '2019-05-01 00:00:00', allergies: 'Chicken & beef', customerId: 'old-c' },
      },
    ]);
    expect((await runOn(run, records)).wrote).toBe(false);

    recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
    const second = await runOn(run, records, '2026-03-02');
    expect(account(second, 'owners')).toMatchObject({ updated: 1, unchanged: 2 });
    expect(details(second, 'TARGET_ADOPTED')).toEqual([]);
    const undone = await rollbackBatch(run.runtime, {
      ...{ batch: model.batch?.id ?? '', dryRun: false, through: true },
    });
    expect(undone.buckets).toMatchObject({ kept: 0, blocked: 0, failed: 0 });
    expect(undone.fingerprint).toMatchObject({ equal: true, after: model.fingerprints?.before });
    expect(await leftovers(run)).toEqual(before);
    expect(account(await runOn(run, records), 'owners')).toMatchObject({ inserted: 1, updated: 2 });
  });

  it('of another record, or of another tenant, is none', async () => {
    const run = await fresh('postgres');
    await left(run, 'tenants', { id: 'other', subdomain: 'other', contactEmail: 'x@example.test' });
    await left(run, 'customers', { id: 'old-a', externalId: '77', email: 'gingr-101@placeholder.com' });
    await left(run, 'customers', {
      ...{ id: 'old-b', email: 'gingr-102@placeholder.com', tenantId: 'other' },
    });
    await left(run, 'customers', { id: 'old-c', email: 'gingr-1033@placeholder.com' });
    const model = await runOn(run, smallResort());
    expect(account(model, 'owners')).toMatchObject({ inserted: 3, balanced: true });
  });

  it('is nobody’s where another Gingr database has a record with the same id', async () => {
    const run = await fresh('postgres', { sourceDatabase: 'lakeside' });
    await left(run, 'customers', { id: 'old-c', email: 'gingr-101@placeholder.com' });
    expect(account(await runOn(run, smallResort()), 'owners')).toMatchObject({ inserted: 3 });
  });
});

/** Two copies of an owner and of an animal, each under a key of its own, and an owner whom people entered by hand. */
async function duplicates(run: TestRun): Promise<void> {
  await left(run, 'customers', { id: 'old-1', externalId: '101', email: 'left101@example.test' });
  await left(run, 'customers', { id: 'old-2', email: 'gingr-dup-101@tailtown.placeholder' });
  await left(run, 'customers', { id: 'old-3', email: 'owner102@example.test', notes: 'By hand' });
  await left(run, 'customers', { id: 'old-4', externalId: '103', email: 'left103@example.test' });
  await left(run, 'pets', { id: 'old-5', customerId: 'old-1', externalId: '501' });
  await left(run, 'pets', { id: 'old-6', customerId: 'old-2', externalId: '501-tailtown' });
}

describe('several copies', () => {
  it('are never chosen from by chance: the issue names them, and what hangs on the record falls too', async () => {
    const run = await fresh('postgres');
    await duplicates(run);
    const model = await runOn(run, smallResort());
    expect(details(model, 'TARGET_ADOPTION_AMBIGUOUS').sort()).toEqual([
      ...['customers/old-1, customers/old-2', 'pets/old-5, pets/old-6'],
    ]);
    expect(account(model, 'owners')).toMatchObject({ inserted: 1, updated: 1, rejected: 1, balanced: true });
    expect(account(model, 'animals')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(account(model, 'reservations')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect((await undo(run, model.batch)).fingerprint.equal).toBe(true);
  });

  it('follow the reviewed decisions, which the batch keeps', async () => {
    const run = await fresh('postgres');
    await duplicates(run);
    await decide(run, 'adoption.csv', [
      'entity,source_id,target_id,note',
      'owners,101,old-2,the desk uses this one',
      'owners,102,old-3,entered by hand',
      'owners,103,new,another person',
      'animals,501,old-6,',
    ]);
    const model = await runOn(run, smallResort());
    expect(details(model, 'TARGET_ADOPTION_DECIDED').sort()).toEqual([
      'animals/501 is pets/old-6',
      'owners/101 is customers/old-2',
      'owners/102 is customers/old-3',
      'owners/103 gets a new row',
    ]);
    expect(account(model, 'owners')).toMatchObject({ inserted: 1, updated: 2, rejected: 0, balanced: true });
    expect(account(model, 'animals')).toMatchObject({ inserted: 2, updated: 1, balanced: true });
    expect(
      await rowsOf(
        run,
        `SELECT c.id, c.email, c.notes, p.id AS pet FROM customers c LEFT JOIN pets p ON p."customerId" = c.id
         WHERE c.id LIKE 'old-%' ORDER BY 1`,
      ),
    ).toMatchObject([
      { id: 'old-1', email: 'left101@example.test', pet: 'old-5' },
      { id: 'old-2', email: 'owner101@example.test', pet: 'old-6' },
      { id: 'old-3', email: 'owner102@example.test', notes: 'By hand' },
      { id: 'old-4', email: 'left103@example.test', pet: null },
    ]);
    const events = await rowsOf(
      run,
      `SELECT details -> 'decisions' AS decisions FROM migration.audit_events WHERE action = 'adoption decided'`,
    );
    expect(events).toEqual([{ decisions: details(model, 'TARGET_ADOPTION_DECIDED').sort() }]);
    const again = await runOn(run, smallResort());
    expect(again.wrote).toBe(false);
    expect(again.issues.filter(({ code }) => code.startsWith('TARGET_ADOPTION'))).toEqual([]);
    expect((await undo(run, model.batch)).fingerprint.equal).toBe(true);
  });

  it('of a decision that cannot be followed, none is chosen either', async () => {
    const run = await fresh('postgres');
    await duplicates(run);
    await left(run, 'customers', { id: 'old-9', tenantId: 'other', email: 'x@example.test' });
    await decide(run, 'adoption.yaml', [
      '- { entity: owners, source_id: "101", target_id: old-9 }',
      '- { entity: owners, source_id: "102", target_id: nowhere }',
      '- { entity: owners, source_id: "404", target_id: old-3 }',
    ]);
    const model = await runOn(run, smallResort());
    expect(details(model, 'TARGET_ADOPTION_DECISION_WRONG').sort()).toEqual([
      'customers/nowhere is no row of the resort',
      'customers/old-9 is no row of the resort',
    ]);
    expect(details(model, 'TARGET_ADOPTION_DECISION_UNUSED')).toEqual(['owners/404 is not in this snapshot']);
    expect(account(model, 'owners')).toMatchObject({ updated: 1, rejected: 2, balanced: true });

    await decide(run, 'adoption.csv', ['entity,source_id,target_id', 'owners,103,old-1']);
    const later = await runOn(run, smallResort(), '2026-03-02');
    expect(details(later, 'TARGET_ADOPTION_DECISION_UNUSED')).toEqual([
      'owners/103 was loaded before as customers/old-4',
    ]);
  });
});

it.each([
  ['a.csv', ['entity,source_id,target_id', 'owners,101'], /a\.csv:?\d* .*CSV/],
  ['a.csv', ['entity,source,target_id', 'owners,101,x'], /a\.csv:2 .*source/],
  ['a.csv', ['entity,source_id,target_id', 'owners,101,'], /a\.csv:2 target_id/],
  ['a.csv', ['entity,source_id,target_id', 'people,101,new'], /a\.csv:2 .*people/],
  ['a.csv', ['entity,source_id,target_id', 'owners,1,x', 'owners,1,new'], /a\.csv:3 .*owners\/1 once more/],
  ['a.csv', ['entity,source_id,target_id', 'owners,1,x', 'owners,2,x'], /a\.csv:3 .*row x .*once more/],
  ['a.yaml', ['- { entity: owners, source_id: "1", target: x }'], /a\.yaml:1:\d+ .*target/],
  ['a.yaml', ['- { entity: species, source_id: "1", target_id: new }'], /a\.yaml entry 1.*species/],
])('a file of decisions with a mistake is refused, with its line: %s %j', async (name, lines, says) => {
  await expect(
    readAdoption({ mappingFolders: [MAPPINGS], decisions: await decided(name, lines) }),
  ).rejects.toMatchObject({
    ...{ code: 'CONFIG_INVALID', message: expect.stringMatching(says), context: { exit: 2 } },
  });
});

describe('an invoice that an older importer left', () => {
  const id = '00000000-0000-4000-8000-000000007001';
  const invoice = { id, externalId: '7001', invoiceNumber: 'GINGR-7001', customerId: 'old-c' };

  it('without lines and payments is adopted, and gets those of Gingr', async () => {
    const run = await fresh('postgres');
    await left(run, 'customers', { id: 'old-c', externalId: '101', email: 'left@example.test' });
    await left(run, 'invoices', { ...invoice, subtotal: '130', total: '139.67', status: 'PAID' });
    const model = await runOn(run, moneyResort());
    expect(model.status).toBe('ok');
    expect(account(model, 'invoices')).toMatchObject({
      inserted: 2,
      updated: 1,
      rejected: 0,
      balanced: true,
    });
    const paid = await rowsOf(
      run,
      `SELECT count(*)::int AS payments FROM payments WHERE "invoiceId" = '${id}'`,
    );
    expect(paid).toEqual([{ payments: 2 }]);
    expect((await undo(run, model.batch)).fingerprint.equal).toBe(true);
  });

  it('with lines of its own is not: the same money would count twice', async () => {
    const run = await fresh('postgres');
    await left(run, 'customers', { id: 'old-c', externalId: '101', email: 'left@example.test' });
    await left(run, 'invoices', invoice);
    for (const line of ['l1', 'l2']) await left(run, 'invoice_line_items', { id: line, invoiceId: id });
    const model = await runOn(run, moneyResort());
    expect(details(model, 'TARGET_ADOPTED_MONEY')).toEqual([
      `invoices/${id} has invoice_line_items/l1 and 1 more`,
    ]);
    expect(account(model, 'invoices')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(account(model, 'payments')).toMatchObject({ rejected: 2, balanced: true });
    expect(model.totals.every(({ balanced }) => balanced)).toBe(true);
  });
});

it('several records of one row are named with each other, until a decision gives it to one of them', async () => {
  const run = await fresh('postgres');
  await person(
    run,
    `INSERT INTO products (id, tenant_id, sku, name, price, updated_at) VALUES ('old-p', '${TEST_TENANT.id}', 'S-1', 'Toy', 1, now())`,
  );
  const item = (id: string) => ({ id, name: `Item ${id}`, price: '1.00', sku: 'S-1', quantity: '5' });
  const records = { ...smallResort(), retail_items: [item('1'), item('2')] };
  const model = await runOn(run, records);
  expect(details(model, 'TARGET_ADOPTION_AMBIGUOUS')).toEqual([
    ...['products/old-p, also of retail_items/2', 'products/old-p, also of retail_items/1'],
  ]);
  await decide(run, 'adoption.csv', ['entity,source_id,target_id', 'retail_items,2,old-p']);
  const decided = await runOn(run, records, '2026-03-02');
  expect(account(decided, 'retail_items')).toMatchObject({ unchanged: 1, rejected: 1, balanced: true });
  // The other one is new, and its number is another product's.
  expect(decided.issues.find(({ code }) => code === 'TARGET_ROW_TAKEN')?.count).toBe(1);
});
