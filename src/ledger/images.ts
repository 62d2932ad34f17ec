import type { TableShape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import { isCast, storedType, type Unit, written } from '../staging/layout.ts';

/**
 * Typed image tables beside the control tables: `before_T` and `after_T` hold whole target rows as they were
 * before a batch touched them and as it left them; `base_T` holds what the mapping produced from Gingr where a row was
 * there before. Typed tables cost a third of jsonb (measurements.md). Enums are kept as text, so that the product can
 * change them.
 */
export const beforeTable = (table: string) => `migration.${ident(`before_${table}`)}`;
export const afterTable = (table: string) => `migration.${ident(`after_${table}`)}`;
export const baseTable = (table: string) => `migration.${ident(`base_${table}`)}`;

/**
 * What the mapping produced for each row in each batch that loaded or looked at it (`_batch`, `_id` and the columns). A
 * row that its batch made holds just that, which the load proved before it committed: its after-image is its base.
 */
export function bases(table: string, columns: readonly string[]): string {
  const values = columns.map((column) => `, ${column}`).join('');
  return `(SELECT _batch, _id${values} FROM ${baseTable(table)} UNION ALL
    SELECT a._batch, a.id${columns.map((column) => `, a.${column}`).join('')} FROM ${afterTable(table)} a
    WHERE NOT EXISTS (SELECT FROM ${baseTable(table)} b WHERE b._batch = a._batch AND b._id = a.id))`;
}

/** Columns of a target table as the images keep them, in the target's order. */
export interface ImageColumn {
  sql: string;
  /** Type in the image. */
  type: string;
  /** The target's own type, to cast back to. */
  targetType: string;
  /** Whether the image holds it in another type than the target. */
  cast: boolean;
}

export function imageColumns(table: TableShape): ImageColumn[] {
  return Object.values(table.columns)
    .filter((column) => !column.generated)
    .map((column) => ({
      sql: ident(column.name),
      type: storedType(column),
      targetType: column.type,
      cast: isCast(column),
    }));
}

/** A target column read the way images and staging keep it. */
export const asStored = (alias: string, column: { sql: string; type: string; cast: boolean }): string =>
  column.cast ? `${alias}.${column.sql}::${column.type}` : `${alias}.${column.sql}`;

interface ImageTable {
  name: string;
  columns: { sql: string; type: string }[];
}

/** Makes the image tables of target tables, and adds columns that these got since. */
export async function ensureImages(
  session: Session,
  tables: readonly TableShape[],
  units: readonly Unit[],
): Promise<void> {
  const { rows } = await session.query<{ table: string; columns: string[] }>(
    `SELECT c.relname::text AS "table", array_agg(a.attname::text) AS columns FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'migration'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 1`,
  );
  const existing = new Map(
    rows.map(({ table, columns }) => [
      `migration.${ident(table)}`,
      new Set(columns.map((name) => ident(name))),
    ]),
  );
  const statements = tables.flatMap((table) =>
    imageTables(table, units).flatMap(({ name, columns }) => {
      const there = existing.get(name);
      const typed = columns.map(({ sql, type }) => ({ sql, text: `${sql} ${type}` }));
      return there === undefined
        ? [`CREATE TABLE ${name} (${['_batch int NOT NULL', ...typed.map(({ text }) => text)].join(', ')})`]
        : typed
            .filter(({ sql }) => !there.has(ident(sql.replaceAll('"', ''))))
            .map(({ text }) => `ALTER TABLE ${name} ADD COLUMN ${text}`);
    }),
  );
  if (statements.length > 0) await session.exec(statements.join(';\n'));
}

function imageTables(table: TableShape, units: readonly Unit[]): ImageTable[] {
  const columns = imageColumns(table).map(({ sql, type }) => ({ sql, type }));
  const mapped = new Map(
    units
      .filter((unit) => unit.table === table.name)
      .flatMap(written)
      .map((column) => [column.sql, column.type]),
  );
  const base = [{ sql: '_id', type: 'text NOT NULL' }, ...[...mapped].map(([sql, type]) => ({ sql, type }))];
  return [
    { name: beforeTable(table.name), columns },
    { name: afterTable(table.name), columns },
    { name: baseTable(table.name), columns: base },
  ];
}

/** How many images of a batch there are, per table. */
export type ImageCounts = Record<string, { before: number; after: number }>;

export async function countImages(
  session: Session,
  tables: readonly string[],
  batch: number,
): Promise<ImageCounts> {
  const counts: ImageCounts = {};
  for (const table of tables) {
    const of = async (image: string): Promise<number> => {
      const { rows: found } = await session.query<{ found: boolean }>(
        'SELECT to_regclass($1) IS NOT NULL AS found',
        [image],
      );
      if (!found[0]?.found) return 0;
      const { rows } = await session.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${image} WHERE _batch = ${batch}`,
      );
      return rows[0]?.count ?? 0;
    };
    const found = { before: await of(beforeTable(table)), after: await of(afterTable(table)) };
    if (found.before + found.after > 0) counts[table] = found;
  }
  return counts;
}

/** Indexes come after the first filling (0.07 against 0.21 of the load, measurements.md), then statistics. */
export async function indexImages(session: Session, table: string): Promise<void> {
  for (const [name, key] of [
    [beforeTable(table), 'id'],
    [afterTable(table), 'id'],
    [baseTable(table), '_id'],
  ] as const) {
    const index = ident(`${name.slice('migration."'.length, -1)}_key`);
    await session.exec(
      `CREATE UNIQUE INDEX IF NOT EXISTS ${index} ON ${name} (_batch, ${ident(key)}); ANALYZE ${name} (_batch, ${ident(key)})`,
    );
  }
}
