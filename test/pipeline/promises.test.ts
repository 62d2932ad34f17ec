import { describe, expect, it } from 'vitest';
import { rollbackBatch as rollback } from '../../src/pipeline/rollback.ts';
import { extract, loadOnly as load, runAll } from '../../src/pipeline/run.ts';
import { ENGINES } from '../support/effort.ts';
import { recordOf, smallResort, writeResort } from '../support/resort.ts';
import { runOn, testRuns } from '../support/runs.ts';
import { stateOf } from '../support/state.ts';

const start = testRuns();

const totalsOf = (model: {
  entities: { entity: string; inserted: number; updated: number; unchanged: number }[];
}) =>
  Object.fromEntries(
    model.entities.map(({ entity, inserted, updated, unchanged }) => [
      entity,
      { inserted, updated, unchanged },
    ]),
  );

describe.each(['pglite', 'postgres'] as const)('on %s', (kind) => {
  it('loads, says that nothing changed, rolls back to the same fingerprint, and loads again (P-DUP-1, P-RES-14)', async () => {
    const run = await start(kind);
    const first = await runOn(run, smallResort());
    expect(first.status).toBe('ok');
    expect(first.wrote).toBe(true);
    expect(first.batch?.state).toBe('verified');
    expect(first.entities.every((entity) => entity.balanced && entity.rejected === 0)).toBe(true);
    expect(totalsOf(first)['reservations']).toEqual({ inserted: 3, updated: 0, unchanged: 0 });

    const loaded = await stateOf(run.target);
    const second = await runOn(run, smallResort());
    expect(second.wrote).toBe(false);
    expect(second.fingerprints).toBeNull();
    expect(await stateOf(run.target)).toEqual(loaded);
    expect(second.batch?.id).toBe(first.batch?.id);
    expect(totalsOf(second)['reservations']).toEqual({ inserted: 0, updated: 0, unchanged: 3 });

    const undone = await rollback(run.runtime, {
      batch: first.batch?.id ?? '',
      dryRun: false,
      through: false,
    });
    expect(undone.buckets).toEqual({ reversed: 16, kept: 0, blocked: 0, failed: 0 });
    expect(undone.proof).toEqual({ rows: 16, equal: 16, different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(undone.fingerprint.after).toBe(first.fingerprints?.before);

    const third = await runOn(run, smallResort());
    expect(third.wrote).toBe(true);
    expect(third.batch?.id).not.toBe(first.batch?.id);
    expect(third.status).toBe('ok');
  });

  it('rolls back to the before-images of updated rows, in all columns, newest batch first (P-OPS-8)', async () => {
    const run = await start(kind);
    const records = smallResort();
    const first = await runOn(run, records);
    recordOf(records, 'owners', '102')['city'] = 'Elsewhere';
    recordOf(records, 'reservations', '902')['run_name'] = 'A 09';
    const second = await runOn(run, records, '2026-03-02');
    expect(second.tables.find((table) => table.table === 'resources')?.inserted).toBe(1);
    await expect(
      rollback(run.runtime, { batch: first.batch?.id ?? '', dryRun: false, through: false }),
    ).rejects.toMatchObject({
      code: 'BATCH_NOT_NEWEST',
    });
    const undone = await rollback(run.runtime, {
      batch: second.batch?.id ?? '',
      dryRun: false,
      through: false,
    });
    expect(undone.fingerprint.after).toBe(first.fingerprints?.after);
    const again = await runOn(run, records, '2026-03-02');
    expect(again.fingerprints?.before).toBe(first.fingerprints?.after);
    expect(totalsOf(again)['owners']).toEqual({ inserted: 0, updated: 1, unchanged: 2 });
    const all = await rollback(run.runtime, { batch: first.batch?.id ?? '', dryRun: false, through: true });
    expect(all.fingerprint.equal).toBe(true);
    expect(all.fingerprint.after).toBe(first.fingerprints?.before);
  });
});

describe.each(ENGINES)('on %s', (kind) => {
  it('dry run: the same verdict and the same accounts, and nothing written', async () => {
    const run = await start(kind);
    const records = smallResort();
    recordOf(records, 'animals', '502')['owner_id'] = '999';
    const from = await writeResort(records);
    await extract(run.runtime, { from: [from] });
    const dry = await load(run.runtime, { dryRun: true });
    expect(dry.wrote).toBe(false);
    const count = await run.withTarget((session) => session.query('SELECT 1 FROM customers'));
    expect(count.rows).toEqual([]);
    const real = await load(run.runtime, { dryRun: false });
    for (const part of [
      'status',
      'entities',
      'tables',
      'totals',
      'issues',
      'forced',
      'verification',
      'reasons',
    ] as const) {
      expect(real[part], part).toEqual(dry[part]);
    }
  });

  it('people win: a changed value is kept, once and for all, and Gingr still fills what nobody changed (P-OPS-4)', async () => {
    const run = await start(kind);
    const records = smallResort();
    await runOn(run, records);
    await run.withTarget((session) =>
      session.exec(
        `UPDATE customers SET city = 'Their Town', "updatedAt" = "updatedAt" + interval '1 day' WHERE "externalId" = '101'`,
      ),
    );
    for (const [day, city] of [
      ['02', 'New City'],
      ['03', 'Newer City'],
    ] as const) {
      Object.assign(recordOf(records, 'owners', '101'), { city, address_1: `${day} Road` });
      const next = await runOn(run, records, `2026-03-${day}`);
      expect(totalsOf(next)['owners']).toEqual({ inserted: 0, updated: 1, unchanged: 2 });
      expect(next.issues.find((issue) => issue.code === 'TARGET_CONFLICT_KEPT')?.count).toBe(1);
      const { rows } = await run.withTarget((session) =>
        session.query(`SELECT city, address FROM customers WHERE "externalId" = '101'`),
      );
      expect(rows).toEqual([{ city: 'Their Town', address: `${day} Road` }]);
    }
  });

  it('keeps what people changed, names its ancestors, and blocks what other rows refer to', async () => {
    const run = await start(kind);
    const { batch } = await runOn(run, smallResort());
    await run.withTarget((session) =>
      session.exec(`
        UPDATE reservations SET notes = 'Late arrival' WHERE "externalId" = '901';
        INSERT INTO medical_records (id, "tenantId", "petId", "recordType", "recordDate", description, "updatedAt")
          SELECT 'people-1', "tenantId", id, 'NOTE', '2026-03-05', 'Written by people', now() FROM pets WHERE "externalId" = '502'`),
    );
    const dry = await rollback(run.runtime, { batch: batch?.id ?? '', dryRun: true, through: false });
    const undone = await rollback(run.runtime, { batch: batch?.id ?? '', dryRun: false, through: false });
    expect({ ...undone, dryRun: true }).toEqual(dry);
    const tables = (rows: { table: string }[]) => rows.map((row) => row.table).sort();
    expect(tables(undone.kept)).toEqual(['customers', 'pets', 'reservations', 'resources', 'services']);
    expect(tables(undone.blocked)).toEqual(['customers', 'pets']);
    expect(undone.buckets).toEqual({ reversed: 9, kept: 5, blocked: 2, failed: 0 });
    const { rows } = await run.withTarget((session) =>
      session.query(
        `SELECT (SELECT count(*)::int FROM medical_records) AS records, (SELECT notes FROM reservations) AS notes`,
      ),
    );
    expect(rows).toEqual([{ records: 1, notes: 'Late arrival' }]);

    const again = await runOn(run, smallResort());
    expect(again.status).toBe('ok');
    expect(totalsOf(again)['reservations']).toEqual({ inserted: 2, updated: 0, unchanged: 1 });
    const kept = await run.withTarget((session) =>
      session.query(`SELECT notes FROM reservations WHERE "externalId" = '901'`),
    );
    expect(kept.rows).toEqual([{ notes: 'Late arrival' }]);
  });

  it('accounts for stays that people moved, over the end of a month too (P-TZ-11)', async () => {
    const run = await start(kind);
    const records = smallResort();
    await runOn(run, records);
    await run.withTarget((session) =>
      session.exec(
        `UPDATE reservations SET "startDate" = '2026-04-30 08:00', "endDate" = '2026-05-05 08:00' WHERE "externalId" = '901'`,
      ),
    );
    recordOf(records, 'owners', '101')['city'] = 'New City';
    const next = await runOn(run, records, '2026-03-02');
    expect(next).toMatchObject({ status: 'ok', wrote: true });
    expect(next.totals.find((total) => total.name === 'reservations.nights')).toMatchObject({
      ...{ source: '6', target: '9', keptByPeople: '-3', balanced: true },
    });
  });

  it('source-wins writes, and says so; fail rejects the record and what hangs on it', async () => {
    for (const [conflicts, code, city] of [
      ['source-wins', 'TARGET_CONFLICT_OVERWRITTEN', 'New City'],
      ['fail', 'TARGET_CONFLICT_FAILS', 'Their Town'],
    ] as const) {
      const run = await start(kind, { conflicts });
      const records = smallResort();
      await runOn(run, records);
      await run.withTarget((session) =>
        session.exec(`UPDATE customers SET city = 'Their Town' WHERE "externalId" = '101'`),
      );
      recordOf(records, 'owners', '101')['city'] = 'New City';
      const next = await runOn(run, records, '2026-03-02');
      expect(next.issues.find((issue) => issue.code === code)?.count).toBe(1);
      const { rows } = await run.withTarget((session) =>
        session.query(`SELECT city FROM customers WHERE "externalId" = '101'`),
      );
      expect(rows).toEqual([{ city }]);
      expect(next.entities.find((entity) => entity.entity === 'animals')?.rejected).toBe(
        conflicts === 'fail' ? 1 : 0,
      );
    }
  });

  it('does not create again what people deleted, nor what hangs on it', async () => {
    const run = await start(kind);
    const records = smallResort();
    await runOn(run, records);
    await run.withTarget((session) =>
      session.exec(
        `DELETE FROM reservations WHERE "externalId" = '903'; DELETE FROM pets WHERE "externalId" = '503'`,
      ),
    );
    const next = await runOn(run, records);
    expect(next.wrote).toBe(false);
    expect(next.entities.find((entity) => entity.entity === 'animals')?.excluded).toBe(1);
    expect(next.entities.find((entity) => entity.entity === 'reservations')?.excluded).toBe(1);
    expect(next.status).toBe('ok');
  });

  it('adopts a row that is already there, fills its empty columns only, and gives it back', async () => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "externalId", "updatedAt")
        VALUES ('old-1', '${run.runtime.settings.tenant.id}', 'desk@example.test', 'Theirs', 'Last101', '101', '2025-01-01')`),
    );
    const model = await runOn(run, smallResort());
    expect(totalsOf(model)['owners']).toEqual({ inserted: 2, updated: 1, unchanged: 0 });
    const { rows } = await run.withTarget((session) =>
      session.query(`SELECT id, email, "firstName", city FROM customers WHERE "externalId" = '101'`),
    );
    expect(rows).toEqual([
      { id: 'old-1', email: 'desk@example.test', firstName: 'Theirs', city: 'Springfield' },
    ]);
    const undone = await rollback(run.runtime, {
      batch: model.batch?.id ?? '',
      dryRun: false,
      through: false,
    });
    expect(undone.fingerprint.equal).toBe(true);
  });

  it('refuses to choose between several rows that could be the record, and names the root (P-DUP-4, P-ORPHAN-1)', async () => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "externalId", "updatedAt")
        SELECT 'old-' || i, '${run.runtime.settings.tenant.id}', i || '@example.test', 'A', 'B', '101', '2025-01-01' FROM generate_series(1, 2) i`),
    );
    const model = await runOn(run, smallResort());
    expect(model.entities.find((entity) => entity.entity === 'owners')).toMatchObject({
      inserted: 2,
      rejected: 1,
      balanced: true,
    });
    expect(model.entities.find((entity) => entity.entity === 'reservations')).toMatchObject({
      inserted: 2,
      rejected: 1,
    });
    expect(model.issues.find((issue) => issue.code === 'PARENT_NOT_LOADED')?.examples[0]?.detail).toBe(
      'owners/101',
    );
  });

  it('gives a marked address to an owner whose e-mail another customer of the resort has (P-DUP-5)', async () => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "updatedAt")
        VALUES ('old-1', '${run.runtime.settings.tenant.id}', 'owner101@example.test', 'A', 'B', '2025-01-01')`),
    );
    const model = await runOn(run, smallResort());
    expect(model.issues.find((issue) => issue.code === 'OWNER_EMAIL_TAKEN')?.count).toBe(1);
    expect(model.forced).toContainEqual({ table: 'customers', column: 'email', count: 1 });
    const { rows } = await run.withTarget((session) =>
      session.query(`SELECT email, "portalEnabled" FROM customers WHERE "externalId" = '101'`),
    );
    expect(rows).toEqual([{ email: 'gingr-owner-main-101@tailtown-migrate.invalid', portalEnabled: false }]);
    expect((await runOn(run, smallResort())).wrote).toBe(false);
  });

  it.each([
    ['loses a row', `IF NEW."externalId" = '902' THEN RETURN NULL; END IF; RETURN NEW;`, 'reservations'],
    ['shifts an hour', `NEW."startDate" := NEW."startDate" + interval '1 hour'; RETURN NEW;`, 'reservations'],
    ['loses an allergy', `NEW.allergies := NULL; RETURN NEW;`, 'pets'],
    ['moves a row to another tenant', `NEW."tenantId" := 'dev'; RETURN NEW;`, 'services'],
  ])('refuses to commit when the database %s (P-OPS-5, P-OPS-6)', async (_what, body, table) => {
    const run = await start(kind);
    await run.withTarget((session) =>
      session.exec(`CREATE FUNCTION liar() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
        CREATE TRIGGER liar BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION liar()`),
    );
    const model = await runOn(run, smallResort()).catch((error: unknown) => error);
    expect(model).toMatchObject({ status: 'failed', wrote: false, batch: null });
    const { rows } = await run.withTarget((session) =>
      session.query(
        'SELECT (SELECT count(*)::int FROM customers) AS customers, (SELECT count(*)::int FROM migration.batches) AS batches',
      ),
    );
    expect(rows).toEqual([{ customers: 0, batches: 0 }]);
  });

  it('does not make a tenant of a mistyped id (P-DUP-6)', async () => {
    const run = await start(kind);
    const runtime = {
      ...run.runtime,
      settings: { ...run.runtime.settings, tenant: { id: 'typo', name: null, timeZone: 'America/Denver' } },
    };
    const from = [await writeResort(smallResort())];
    await expect(runAll(runtime, { command: 'run', from })).rejects.toMatchObject({
      code: 'TENANT_MISSING',
      exit: 4,
    });
    const { rows } = await run.withTarget((session) =>
      session.query('SELECT count(*)::int AS n FROM tenants'),
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('shows no source id that could be a name', async () => {
    const run = await start(kind);
    const records = smallResort();
    recordOf(records, 'owners', '103')['id'] = 'Smithers';
    recordOf(records, 'animals', '503')['owner_id'] = 'Smithers';
    recordOf(records, 'owners', 'Smithers')['email'] = '';
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(JSON.stringify(model)).not.toContain('Smithers');
  });

  it('refuses before anything is written when more is rejected than rejects.refuse allows', async () => {
    const run = await start(kind, {
      rejects: { accept: {}, refuse: { animals: { kind: 'count', value: 0 } } },
    });
    const records = smallResort();
    recordOf(records, 'animals', '502')['owner_id'] = '999';
    const model = await runOn(run, records);
    expect(model).toMatchObject({ status: 'refused', wrote: false, batch: null });
    expect(model.headline).toContain(
      'animals: 1 of 3 records would be rejected, and rejects.refuse allows 0.',
    );
    const { rows } = await run.withTarget((session) =>
      session.query('SELECT count(*)::int AS n FROM customers'),
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});
