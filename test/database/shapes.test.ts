import { expect, it } from 'vitest';
import { type ColumnShape, introspect } from '../../src/database/introspect.ts';
import { ADDITIVE_COLUMNS } from '../../src/tailtown/tables.ts';
import { freshPostgres } from '../support/databases.ts';
import { SHAPES, shapedPostgres } from '../support/shapes/index.ts';
import { withSession } from '../support/state.ts';

it('the three shapes are three, and the tables that `prepare` creates are those of the merged one', async () => {
  const [customerService, merged, history] = await Promise.all(
    SHAPES.map(async (name) => {
      const database = await shapedPostgres(name);
      const shape = await withSession(database.target, (session) => introspect(session));
      await database.drop();
      return shape;
    }),
  );
  if (!customerService || !merged || !history) throw new Error('three shapes');
  const sizes = [customerService, merged, history].map(({ tables, enums }) => [
    Object.keys(tables).length,
    Object.keys(enums).length,
    Object.values(tables).flatMap(({ foreignKeys }) => foreignKeys).length,
  ]);
  // 45 tables are listed column by column, the others (94, 105 and 81 in all) by a foreign key or not at all.
  expect(sizes).toEqual([
    [76, 38, 103],
    [85, 44, 109],
    [70, 35, 89],
  ]);

  const database = await freshPostgres();
  const made = await withSession(database.target, (session) => introspect(session));
  await database.drop();
  const additive: readonly string[] = ADDITIVE_COLUMNS.map(({ name }) => name);
  for (const [name, table] of Object.entries(made.tables)) {
    const theirs = merged.tables[name];
    const columns = Object.values(theirs?.columns ?? {}).map(asCompared);
    const ours = Object.values(table.columns)
      .filter((column) => column.name in (theirs?.columns ?? {}) || !additive.includes(column.name))
      .map(asCompared);
    expect(ours, name).toEqual(columns);
    expect(table.uniques, name).toEqual(theirs?.uniques);
  }
});

/** `prepare` knows one spelling of an enum value fewer (trap 11), and writes some defaults in other words. */
const asCompared = ({ name, type, notNull, maxLength, hasDefault }: ColumnShape) => ({
  ...{ name, type, notNull, maxLength, hasDefault },
});
