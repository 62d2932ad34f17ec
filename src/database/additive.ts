import { createHash } from 'node:crypto';
import { ADDITIVE_COLUMNS, FILLED_TABLES } from '../tailtown/tables.ts';
import type { ForeignKeyShape, Shape, TableShape } from './introspect.ts';
import type { Session } from './session.ts';
import { ident } from './sql.ts';

export interface AdditiveStep {
  kind: 'column' | 'index';
  why: string;
  sql: string;
  /** `schema.table.column` or `schema.index`, for people. */
  object: string;
  undo: string;
  /** Quoted name of the table that it changes. */
  table: string;
  /** Name of the column or index. */
  name: string;
  schema: string;
}

const FILLED = new Set<string>(FILLED_TABLES);
const NAME_BYTES = 63;
const SUFFIX = '_migrate_idx';

/**
 * What a database whose tables are described by `shape` lacks of DESIGN.md 4: additive columns on the tables that a
 * migration fills, and an index on every foreign key that points at one of them (rollback follows it).
 */
export function additiveSteps(
  shape: Shape,
  referring: readonly TableShape[],
  kind: Session['kind'],
): AdditiveStep[] {
  const filled = FILLED_TABLES.flatMap((name) => shape.tables[name] ?? []);
  const columns = filled.flatMap((table) => missingColumns(shape.schema, table));
  const tables = new Map(referring.map((table) => [`${table.schema}.${table.name}`, table]));
  const keys = filled
    .flatMap((table) => table.referencedBy)
    .filter((key) => !key.schema.startsWith('migration'));
  const indexes = new Map<string, AdditiveStep>();
  for (const key of keys) {
    const table = tables.get(`${key.schema}.${key.table}`);
    if (!table || isIndexed(table, key.columns)) continue;
    const step = indexStep(key, kind);
    indexes.set(step.object, step);
  }
  return [...columns, ...indexes.values()];
}

/** A foreign key is served by an index that starts with its columns, in any order. */
const isIndexed = (table: TableShape, columns: readonly string[]): boolean =>
  table.indexes.some(
    (index) =>
      !index.partial &&
      index.columns.length >= columns.length &&
      index.columns.slice(0, columns.length).every((column) => columns.includes(column)),
  );

function missingColumns(schema: string, table: TableShape): AdditiveStep[] {
  if (!FILLED.has(table.name)) return [];
  const quoted = ident(schema, table.name);
  return ADDITIVE_COLUMNS.filter(({ known }) => !known.some((name) => name in table.columns)).map(
    ({ name, type, why }) => ({
      kind: 'column',
      why: `${table.name}.${name} ${why}`,
      sql: `ALTER TABLE ${quoted} ADD COLUMN IF NOT EXISTS ${ident(name)} ${type}`,
      object: `${schema}.${table.name}.${name}`,
      undo: `ALTER TABLE IF EXISTS ${quoted} DROP COLUMN IF EXISTS ${ident(name)}`,
      table: quoted,
      name,
      schema,
    }),
  );
}

function indexStep(key: ForeignKeyShape, kind: Session['kind']): AdditiveStep {
  const name = indexName(key.table, key.columns);
  const concurrently = kind === 'postgres' ? 'CONCURRENTLY ' : '';
  const table = ident(key.schema, key.table);
  return {
    kind: 'index',
    why: `${key.table} refers to ${key.toTable}: without an index each row that a rollback deletes scans it`,
    sql: `CREATE INDEX ${concurrently}IF NOT EXISTS ${ident(name)} ON ${table} (${key.columns.map((column) => ident(column)).join(', ')})`,
    object: `${key.schema}.${name}`,
    undo: `DROP INDEX ${concurrently}IF EXISTS ${ident(key.schema, name)}`,
    table,
    name,
    schema: key.schema,
  };
}

/** A name that no product would choose, so that a leftover of that name is ours. */
function indexName(table: string, columns: readonly string[]): string {
  const stem = `${table}_${columns.join('_')}`;
  if (Buffer.byteLength(stem + SUFFIX) <= NAME_BYTES) return stem + SUFFIX;
  const hash = createHash('sha256').update(stem).digest('hex').slice(0, 8);
  return `${stem.slice(0, NAME_BYTES - SUFFIX.length - 9)}_${hash}${SUFFIX}`;
}
