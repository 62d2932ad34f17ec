import { createHash } from 'node:crypto';
import {
  type IndexRow,
  readColumns,
  readEnums,
  readForeignKeys,
  readIndexes,
  readTables,
  readTriggers,
} from './catalogue.ts';
import type { Session } from './session.ts';

/** What a database holds, as far as the stages need to know it. Plain data, in a stable order. */
export interface Shape {
  schema: string;
  tables: Record<string, TableShape>;
  /** Enum types of the schema: name to values in their order. */
  enums: Record<string, string[]>;
}

export interface TableShape {
  schema: string;
  name: string;
  columns: Record<string, ColumnShape>;
  primaryKey: string[];
  /** Unique constraints and unique indexes over plain columns, primary key excluded. */
  uniques: UniqueShape[];
  /** Foreign keys of this table. */
  foreignKeys: ForeignKeyShape[];
  /** Foreign keys of any table, in any schema, that point at this one. */
  referencedBy: ForeignKeyShape[];
  /** All valid indexes: leading plain columns in order, up to the first expression. */
  indexes: IndexShape[];
  /** Names of triggers that people made (not those of constraints). */
  triggers: string[];
}

export interface ColumnShape {
  name: string;
  /** As `format_type` prints it: `text`, `character varying(50)`, `timestamp(3) without time zone`, `"PetType"[]`. */
  type: string;
  /** Element type name of an enum or an array of enums. */
  enumName: string | null;
  enumValues: string[] | null;
  isEnum: boolean;
  isArray: boolean;
  /** In characters; null = no limit. */
  maxLength: number | null;
  notNull: boolean;
  /** A default, an identity or a generation expression. */
  hasDefault: boolean;
  /** The default as SQL, null without one. */
  defaultSql: string | null;
  /** GENERATED ALWAYS (stored, virtual or identity): may not be written. */
  generated: boolean;
}

export interface UniqueShape {
  name: string;
  columns: string[];
  /** A partial index holds for some rows only. */
  partial: boolean;
  nullsNotDistinct: boolean;
}

export interface ForeignKeyShape {
  name: string;
  schema: string;
  table: string;
  columns: string[];
  toSchema: string;
  toTable: string;
  toColumns: string[];
  onDelete: 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';
}

export interface IndexShape {
  name: string;
  columns: string[];
  unique: boolean;
  partial: boolean;
}

/**
 * Reads what `schema` holds from pg_catalog, which every role sees whole (information_schema hides what a role may
 * not use). A schema that does not exist has no tables.
 */
export async function introspect(session: Session, schema = 'public'): Promise<Shape> {
  const enums = await readEnums(session, schema);
  const shape: Shape = {
    schema,
    tables: {},
    enums: Object.fromEntries(enums.map((row) => [row.name, row.values])),
  };
  for (const name of await readTables(session, schema)) {
    shape.tables[name] = {
      schema,
      name,
      columns: {},
      primaryKey: [],
      uniques: [],
      foreignKeys: [],
      referencedBy: [],
      indexes: [],
      triggers: [],
    };
  }
  for (const { table, ...column } of await readColumns(session, schema)) {
    const found = shape.tables[table];
    if (found) found.columns[column.name] = column;
  }
  for (const index of await readIndexes(session, schema)) addIndex(shape.tables[index.table], index);
  for (const key of await readForeignKeys(session, schema)) {
    if (key.schema === schema) shape.tables[key.table]?.foreignKeys.push(key);
    if (key.toSchema === schema) shape.tables[key.toTable]?.referencedBy.push(key);
  }
  for (const { table, name } of await readTriggers(session, schema)) shape.tables[table]?.triggers.push(name);
  return shape;
}

/** sha256 over a shape: equal for databases in which the same rows can be written. */
export const shapeHash = (shape: Shape): string =>
  createHash('sha256').update(JSON.stringify(shape)).digest('hex');

function addIndex(table: TableShape | undefined, index: IndexRow): void {
  if (!table) return;
  const { name, columns, unique, partial, nullsNotDistinct } = index;
  if (index.primary) table.primaryKey = columns;
  else if (unique && index.whole) table.uniques.push({ name, columns, partial, nullsNotDistinct });
  table.indexes.push({ name, columns, unique, partial });
}
