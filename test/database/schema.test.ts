import { expect, test } from 'vitest';
import { introspect } from '../../src/database/introspect.ts';
import { openSession } from '../../src/database/open.ts';
import { freshPostgres } from '../support/databases.ts';
import { diffToSchema } from '../support/schema-engine.ts';

/** What the migrations hold and schema.prisma cannot say, as the engine would undo it. */
const EXCEPTIONS = [/^-- DropIndex\nDROP INDEX "migration"\."crosswalk_open_key";$/];

test('schema.prisma and the migrations describe the same database', async () => {
  const { url, drop } = await freshPostgres();
  const statements = (await diffToSchema(url)).split(/\n\n+/).filter((part) => /^[^-]/m.test(part));
  expect(statements.filter((part) => !EXCEPTIONS.some((exception) => exception.test(part.trim())))).toEqual(
    [],
  );
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

test('the open entries of the crosswalk are unique, closed ones are history', async () => {
  const { target, drop } = await freshPostgres();
  const session = await openSession(target);
  await session.exec(`INSERT INTO migration.scopes (tenant, system, source_database, entity, target_table, part)
    VALUES ('t', 'gingr', 'main', 'owners', 'customers', '')`);
  const add = (closed: number | null) =>
    session.query(
      `INSERT INTO migration.crosswalk (scope, source_id, target_id, kind, opened_batch, closed_batch) VALUES (1, '7', 'x', 'own', 1, $1)`,
      [closed],
    );
  await add(1);
  await add(2);
  await add(null);
  await expect(add(null)).rejects.toMatchObject({ code: '23505' });
  const { tables } = await introspect(session, 'migration');
  expect(tables['crosswalk']?.uniques).toMatchObject([
    { name: 'crosswalk_open_key', columns: ['scope', 'source_id'], partial: true },
  ]);
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
