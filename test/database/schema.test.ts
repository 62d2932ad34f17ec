import { expect, test } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import { freshPostgres } from '../support/databases.ts';
import { diffToSchema } from '../support/schema-engine.ts';

test('schema.prisma and the migrations describe the same database', async () => {
  const { url, drop } = await freshPostgres();
  const statements = (await diffToSchema(url)).split(/\n\n+/).filter((part) => /^[^-]/m.test(part));
  expect(statements).toEqual([]);
  await drop();
});

test('a difference would be found', async () => {
  const { url, target, drop } = await freshPostgres();
  const session = await openSession(target);
  await session.exec('ALTER TABLE pets DROP COLUMN allergies; DROP INDEX "reservations_petId_migrate_idx"');
  await session.close();
  const difference = await diffToSchema(url);
  expect(difference).toContain('"allergies" TEXT');
  expect(difference).toContain('reservations_petId_migrate_idx');
  await drop();
});

test('a source record has one open entry in the crosswalk; closed ones are history, one per batch (P-DUP-4)', async () => {
  const { target, drop } = await freshPostgres();
  const session = await openSession(target);
  const entry = 'scope, source_id, target_id, kind, opened_batch';
  const open = () =>
    session.exec(`INSERT INTO migration.crosswalk (${entry}) VALUES (1, '7', 'x', 'own', 1)`);
  const close = (batch: number) =>
    session.exec(
      `INSERT INTO migration.crosswalk_closed (${entry}, closed_batch) VALUES (1, '7', 'x', 'own', ${batch}, ${batch})`,
    );
  await close(1);
  await close(2);
  await open();
  await expect(open()).rejects.toMatchObject({ code: '23505' });
  await expect(close(2)).rejects.toMatchObject({ code: '23505' });
  await session.close();
  await drop();
});

test('audit events are never changed', async () => {
  const { target, drop } = await freshPostgres();
  const session = await openSession(target);
  await session.exec(
    `INSERT INTO migration.audit_events (actor, action, tenant, details) VALUES ('a', 'x', 't', '{}')`,
  );
  for (const sql of [
    'UPDATE migration.audit_events SET actor = $1',
    'DELETE FROM migration.audit_events WHERE actor <> $1',
  ]) {
    await expect(session.query(sql, ['b'])).rejects.toThrow('never changed');
  }
  await expect(session.exec('TRUNCATE migration.audit_events')).rejects.toThrow('never changed');
  await session.close();
  await drop();
});
