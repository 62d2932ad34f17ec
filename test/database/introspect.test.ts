import { expect, test } from 'vitest';
import { introspect, shapeHash } from '../../src/database/introspect.ts';
import { openSession } from '../../src/database/open.ts';
import { emptyPglite, emptyPostgres, freshPglite, freshPostgres } from '../support/databases.ts';

const ODD = `
  CREATE TYPE mood AS ENUM ('HAPPY', 'SAD');
  CREATE TABLE parent (a text, b text, note varchar(20), UNIQUE NULLS NOT DISTINCT (b, a), PRIMARY KEY (a));
  CREATE TABLE child (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, x text, y text, moods mood[] NOT NULL DEFAULT '{}', one mood,
    code char(3), twice int GENERATED ALWAYS AS (length(y) * 2) STORED, amount numeric(10,2),
    FOREIGN KEY (y, x) REFERENCES parent (b, a) ON DELETE SET NULL);
  ALTER TABLE child DROP COLUMN code;
  CREATE UNIQUE INDEX half ON child (x) WHERE one IS NOT NULL;
  CREATE UNIQUE INDEX folded ON child (lower(x));
  CREATE INDEX mixed ON child (y, lower(x), x) INCLUDE (amount);
  CREATE SCHEMA other;
  CREATE TABLE other.far (p text REFERENCES public.parent ON DELETE CASCADE);
  CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER people_made BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION nothing();`;

test.each([
  ['postgres', emptyPostgres],
  ['pglite', emptyPglite],
])('reads what a database holds: %s', async (_, make) => {
  const database = await make();
  const session = await openSession(database.target);
  await session.exec(ODD);
  const shape = await introspect(session);
  expect(shape.enums).toEqual({ mood: ['HAPPY', 'SAD'] });
  expect(Object.keys(shape.tables)).toEqual(['child', 'parent']);
  const { child, parent } = shape.tables;
  expect(child?.columns['moods']).toEqual({
    name: 'moods',
    type: 'mood[]',
    enumName: 'mood',
    enumValues: ['HAPPY', 'SAD'],
    isEnum: true,
    isArray: true,
    maxLength: null,
    notNull: true,
    hasDefault: true,
    defaultSql: "'{}'::mood[]",
    generated: false,
  });
  expect(child?.columns).toMatchObject({
    id: { generated: true, hasDefault: true, type: 'integer', isEnum: false },
    one: { isEnum: true, isArray: false, notNull: false, hasDefault: false },
    twice: { generated: true },
    amount: { type: 'numeric(10,2)' },
  });
  expect(child?.columns).not.toHaveProperty('code');
  expect(parent?.columns['note']).toMatchObject({
    type: 'character varying(20)',
    maxLength: 20,
    enumValues: null,
  });
  expect(parent?.primaryKey).toEqual(['a']);
  expect(parent?.uniques).toEqual([
    { name: 'parent_b_a_key', columns: ['b', 'a'], partial: false, nullsNotDistinct: true },
  ]);
  expect(child?.uniques).toEqual([{ name: 'half', columns: ['x'], partial: true, nullsNotDistinct: false }]);
  expect(child?.indexes.find((index) => index.name === 'mixed')?.columns).toEqual(['y']);
  expect(child?.triggers).toEqual(['people_made']);
  const key = {
    schema: 'public',
    table: 'child',
    columns: ['y', 'x'],
    toSchema: 'public',
    toTable: 'parent',
    toColumns: ['b', 'a'],
    onDelete: 'set null',
  };
  expect(child?.foreignKeys).toMatchObject([key]);
  expect(parent?.referencedBy).toMatchObject([{ schema: 'other', table: 'far', onDelete: 'cascade' }, key]);
  const hash = shapeHash(shape);
  expect(shapeHash(await introspect(session))).toBe(hash);
  await session.exec('ALTER TYPE mood ADD VALUE $$x$$'.replace('$$x$$', "'CALM'"));
  expect(shapeHash(await introspect(session))).not.toBe(hash);
  await session.close();
  await database.drop();
});

test('any role sees the shape, and both kinds of database give the same one', async () => {
  const [server, embedded] = [await freshPostgres(), await freshPglite()];
  const [first, second] = [await openSession(server.target), await openSession(embedded.target)];
  const whole = await introspect(first);
  expect(shapeHash(await introspect(second))).toBe(shapeHash(whole));
  await first.exec('SET ROLE pg_monitor');
  expect(await introspect(first)).toEqual(whole);
  expect(whole.tables['pets']?.referencedBy.map((key) => `${key.table} ${key.onDelete}`)).toContain(
    'reservations restrict',
  );
  expect(
    whole.tables['invoices']?.foreignKeys.find((key) => key.toTable === 'reservations')?.columns,
  ).toEqual(['tenantId', 'reservationId']);
  await Promise.all([first.close(), second.close()]);
  await Promise.all([server.drop(), embedded.drop()]);
});
