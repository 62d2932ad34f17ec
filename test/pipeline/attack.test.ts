import { describe, expect, it } from 'vitest';
import { ENGINES } from '../support/effort.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

/** What broke under attack, and was mended: each of these failed before its fix. */

const emails = async (run: TestRun) =>
  Object.fromEntries(
    (
      await run.withTarget((session) =>
        session.query<{ owner: string; email: string }>(
          `SELECT "externalId" AS owner, email FROM customers WHERE "externalId" IS NOT NULL`,
        ),
      )
    ).rows.map(({ owner, email }) => [owner, email]),
  );

const owners = (records: Records) => records['owners'] ?? [];

const deskHas = (run: TestRun, email: string) =>
  run.withTarget((session) =>
    session.exec(`INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "updatedAt")
      VALUES ('desk', '${run.runtime.settings.tenant.id}', '${email}', 'A', 'B', '2025-01-01')`),
  );

describe.each(ENGINES)('on %s', (kind) => {
  it('lets owners swap their addresses, and rolls that back', async () => {
    const run = await start(kind);
    const records = smallResort();
    const first = await runOn(run, records);
    recordOf(records, 'owners', '101')['email'] = 'owner102@example.test';
    recordOf(records, 'owners', '102')['email'] = 'owner101@example.test';
    const second = await runOn(run, records, '2026-03-02');
    expect(second).toMatchObject({ status: 'ok', wrote: true });
    expect(await emails(run)).toMatchObject({ 101: 'owner102@example.test', 102: 'owner101@example.test' });
    expect((await runOn(run, records, '2026-03-02')).wrote).toBe(false);
    const undone = await undo(run, second.batch);
    expect(undone.fingerprint.after).toBe(first.fingerprints?.after);
  });

  it('gives a new owner the address that another one left; a rollback gives it back', async () => {
    const run = await start(kind);
    const records = smallResort();
    const first = await runOn(run, records);
    owners(records).push({ ...recordOf(records, 'owners', '101'), id: '104' });
    recordOf(records, 'owners', '101')['email'] = 'fresh@example.test';
    const second = await runOn(run, records, '2026-03-02');
    expect(await emails(run)).toMatchObject({ 101: 'fresh@example.test', 104: 'owner101@example.test' });
    expect((await undo(run, second.batch)).fingerprint.after).toBe(first.fingerprints?.after);

    const third = await runOn(run, records, '2026-03-02');
    await rowsOf(run, `UPDATE customers SET city = 'Kept' WHERE "externalId" = '104'`);
    const kept = await undo(run, third.batch);
    expect(kept.buckets).toMatchObject({ kept: 2, blocked: 0, failed: 0 });
    expect(kept.kept.map(({ why }) => why.replace(/customers.*/, '')).sort()).toEqual([
      'a unique value of its before-image is taken by ',
      'changed by people since: city',
    ]);
  });
});

it('changes who keeps a shared address (P-DUP-7, P-G-4)', async () => {
  const run = await start('postgres');
  const records = smallResort();
  Object.assign(recordOf(records, 'owners', '101'), { email: 'shared@example.test', banned: '1' });
  recordOf(records, 'owners', '102')['email'] = 'shared@example.test';
  await runOn(run, records);
  recordOf(records, 'owners', '101')['banned'] = '0';
  expect(await runOn(run, records, '2026-03-02')).toMatchObject({ status: 'ok', wrote: true });
  expect(await emails(run)).toMatchObject({
    101: 'shared@example.test',
    102: 'gingr-owner-main-102@tailtown-migrate.invalid',
  });
});

it('looks again at who can have an address when its owner has to keep it', async () => {
  const run = await start('postgres');
  const records = smallResort();
  await runOn(run, records);
  await deskHas(run, 'desk@example.test');
  recordOf(records, 'owners', '101')['email'] = 'desk@example.test';
  recordOf(records, 'owners', '102')['email'] = 'owner101@example.test';
  const model = await runOn(run, records, '2026-03-02');
  expect(model.status).toBe('ok');
  expect(model.issues.find((issue) => issue.code === 'OWNER_EMAIL_TAKEN')?.count).toBe(2);
  expect(await emails(run)).toMatchObject({ 101: 'owner101@example.test', 102: 'owner102@example.test' });
});

it('counts an address that is taken once, however often the load is planned', async () => {
  const run = await start('postgres', { conflicts: 'fail' });
  const records = smallResort();
  await runOn(run, records);
  await deskHas(run, 'desk@example.test');
  await rowsOf(run, `UPDATE customers SET city = 'Theirs' WHERE "externalId" = '103'`);
  recordOf(records, 'owners', '103')['city'] = 'New City';
  owners(records).push({ ...recordOf(records, 'owners', '101'), id: '104', email: 'desk@example.test' });
  const model = await runOn(run, records, '2026-03-02');
  expect(model.issues.find((issue) => issue.code === 'TARGET_CONFLICT_FAILS')?.count).toBe(1);
  expect(model.issues.find((issue) => issue.code === 'OWNER_EMAIL_TAKEN')?.count).toBe(1);
  expect(model.forced).toContainEqual({ table: 'customers', column: 'email', count: 1 });
});

it('gives owners whose ids differ in case or signs alone different marked addresses', async () => {
  const run = await start('postgres');
  const records = smallResort();
  for (const id of ['x 1', 'X_1', 'x_1', "x'1", 'x\\1'])
    owners(records).push({ ...recordOf(records, 'owners', '101'), id, email: '' });
  expect(await runOn(run, records)).toMatchObject({ status: 'ok', wrote: true });
  expect(new Set(Object.values(await emails(run))).size).toBe(8);
});

it("points a base back where a batch only kept people's values, and loads that batch again", async () => {
  const run = await start('postgres');
  const records = smallResort();
  await runOn(run, records);
  await rowsOf(run, `UPDATE customers SET city = 'Their Town' WHERE "externalId" = '101'`);
  recordOf(records, 'owners', '101')['city'] = 'New City';
  const second = await runOn(run, records, '2026-03-02');
  await undo(run, second.batch);
  expect(
    await rowsOf(
      run,
      `SELECT x.source_id FROM migration.crosswalk x JOIN migration.batches b ON b.id = x.base_batch
       WHERE b.state = 'rolled_back'`,
    ),
  ).toEqual([]);
  expect((await runOn(run, records, '2026-03-02')).wrote).toBe(true);
});

it('says refused, not failed, where a later snapshot has too many rejects and changes too', async () => {
  const refuse = { animals: { kind: 'count' as const, value: 0 } };
  const run = await start('postgres', { rejects: { accept: {}, refuse } });
  const records = smallResort();
  await runOn(run, records);
  recordOf(records, 'owners', '101')['city'] = 'New City';
  recordOf(records, 'animals', '502')['owner_id'] = '999';
  expect(await runOn(run, records, '2026-03-02')).toMatchObject({ status: 'refused', wrote: false });
});

it('verifies a batch whose snapshot lacks a stay of an earlier one', async () => {
  const run = await start('postgres');
  const records = smallResort();
  await runOn(run, records);
  records['reservations']?.pop();
  recordOf(records, 'owners', '101')['city'] = 'New City';
  expect((await runOn(run, records, '2026-03-02')).batch?.state).toBe('verified');
});

it('never takes a row that another Gingr database brought for its own (P-G-12)', async () => {
  const run = await start('postgres');
  const records = smallResort();
  const first = await runOn(run, records);
  await rowsOf(run, `UPDATE customers SET city = 'Kept' WHERE "externalId" = '101'`);
  expect((await undo(run, first.batch)).buckets.kept).toBeGreaterThan(0);
  const { settings } = run.runtime;
  const runtime = { ...run.runtime, settings: { ...settings, sourceDatabase: 'second' } };
  for (const owner of owners(records))
    Object.assign(owner, { first_name: 'Second', email: `x${owner['email']}` });
  const second = await runOn({ ...run, runtime }, records);
  expect(second.entities.find((entity) => entity.entity === 'owners')).toMatchObject({ inserted: 3 });
  const pets = await rowsOf(
    run,
    `SELECT DISTINCT c."firstName" AS owner FROM pets p JOIN customers c ON c.id = p."customerId"`,
  );
  expect(pets).toEqual([{ owner: 'Second' }]);
});

it('moves two Gingr databases whose ids collide, one beside the other (P-G-12)', async () => {
  const run = await start('postgres');
  const records = smallResort();
  await runOn(run, records);
  const { settings } = run.runtime;
  const second = { ...run.runtime, settings: { ...settings, sourceDatabase: 'second' } };
  for (const owner of owners(records)) owner['email'] = `x${owner['email']}`;
  const model = await runOn({ ...run, runtime: second }, records);
  for (const entity of model.entities)
    expect({ ...entity, rejected: 0 }).toMatchObject({ rejected: entity.rejected, balanced: true });
  const ids = await rowsOf(run, 'SELECT "externalId" AS id FROM pets ORDER BY 1');
  const own = ids.map(({ id }) => String(id)).filter((id) => !id.includes(':'));
  expect(own.length).toBeGreaterThan(0);
  expect(ids.map(({ id }) => id)).toEqual([...own, ...own.map((id) => `second:${id}`)].sort());
  expect(await runOn({ ...run, runtime: second }, records)).toMatchObject({ wrote: false });
});

it('keeps what stands in a column that insists on a value, when its own record is gone', async () => {
  const run = await start('postgres', { conflicts: 'source-wins' });
  const records = smallResort();
  await runOn(run, records);
  await run.withTarget((session) =>
    session.exec(`
      UPDATE reservations SET "petId" = (SELECT id FROM pets WHERE "externalId" = '502') WHERE "externalId" = '903';
      DELETE FROM pets WHERE "externalId" = '503'`),
  );
  const next = await runOn(run, { reservations: records['reservations'] ?? [] }, '2026-03-02');
  expect(next.status).toBe('ok');
  const stands = await rowsOf(
    run,
    `SELECT p."externalId" AS pet FROM reservations r JOIN pets p ON p.id = r."petId" WHERE r."externalId" = '903'`,
  );
  expect(stands).toEqual([{ pet: '502' }]);
});

it('tells of lost references again when nothing has changed', async () => {
  const run = await start('postgres');
  const records = smallResort();
  await runOn(run, records);
  await run.withTarget((session) => session.exec(`DELETE FROM resources WHERE name = 'A01'`));
  await runOn(run, records);
  const again = await runOn(run, records);
  expect(again.wrote).toBe(false);
  expect(again.issues.map((issue) => issue.code)).toContain('OPTIONAL_REFERENCE_UNKNOWN');
});
