import { expect, test } from 'vitest';
import { introspect } from '../../src/database/introspect.ts';
import { openSession } from '../../src/database/open.ts';
import { FILLED_TABLES, SPINE_TABLES, TAILTOWN_TABLES, tenantColumn } from '../../src/tailtown/tables.ts';
import { freshPostgres } from '../support/databases.ts';

test('the catalogue agrees with the tables that the migrations create', async () => {
  const { target, drop } = await freshPostgres();
  const session = await openSession(target);
  const { tables } = await introspect(session);
  await session.close();
  await drop();
  expect(new Set(TAILTOWN_TABLES).size).toBe(TAILTOWN_TABLES.length);
  expect(TAILTOWN_TABLES).toEqual(expect.arrayContaining([...SPINE_TABLES]));
  for (const [place, name] of FILLED_TABLES.entries()) {
    expect(tables[name]?.columns).toHaveProperty(tenantColumn(name));
    const parents = tables[name]?.foreignKeys.map((key) => key.toTable) ?? [];
    const later: string[] = FILLED_TABLES.slice(place + 1);
    expect(parents.filter((parent) => later.includes(parent))).toEqual([]);
  }
});
