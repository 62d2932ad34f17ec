import { introspect, type Shape, type TableShape } from '../database/introspect.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import { tableFingerprint } from '../ledger/fingerprint.ts';
import { FILLED_TABLES } from '../tailtown/tables.ts';
import type { BackupTable } from './backup-file.ts';

/** Schemas whose rows no backup holds: they are made again from the snapshot. */
export const LEFT_OUT = 'migration_staging';

/** `"public"."customers"`, as pg_dump wants a pattern that is a name. */
export const patternOf = (table: { schema: string; name: string }): string =>
  `${ident(table.schema)}.${ident(table.name)}`;

/**
 * The tables of which a backup holds the rows: everything, or what a migration touches (the tables that it fills, the
 * resorts, what these refer to, without which they could not stand, and the control tables).
 */
export async function tablesToSave(
  session: Session,
  all: boolean,
): Promise<{ saved: TableShape[]; others: TableShape[] }> {
  const shapes = await Promise.all((await schemasOf(session)).map((name) => introspect(session, name)));
  const tables = shapes.flatMap((shape) => Object.values(shape.tables));
  const touched = all ? null : touchedBy(shapes);
  const isSaved = (table: TableShape) => touched === null || touched.has(patternOf(table));
  return { saved: tables.filter(isSaved), others: tables.filter((table) => !isSaved(table)) };
}

/** The state of these tables as the session sees them: within one snapshot, that of one moment. */
export async function fingerprints(session: Session, tables: readonly TableShape[]): Promise<BackupTable[]> {
  const found: BackupTable[] = [];
  for (const table of tables) {
    const { schema, name } = table;
    found.push({ schema, name, ...(await tableFingerprint(session, table)) });
  }
  return found;
}

function touchedBy(shapes: readonly Shape[]): Set<string> {
  const byName = new Map(
    shapes.flatMap((shape) =>
      Object.values(shape.tables).map((table): [string, TableShape] => [patternOf(table), table]),
    ),
  );
  const filled = ['tenants', ...FILLED_TABLES].map((name) => patternOf({ schema: 'public', name }));
  const touched = new Set<string>();
  const open = [...byName.keys()].filter((name) => filled.includes(name) || name.startsWith('"migration".'));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const table = byName.get(name);
    if (table === undefined || touched.has(name)) continue;
    touched.add(name);
    open.push(...table.foreignKeys.map((key) => patternOf({ schema: key.toSchema, name: key.toTable })));
  }
  return touched;
}

async function schemasOf(session: Session): Promise<string[]> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT nspname::text AS name FROM pg_namespace
     WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', $1) ORDER BY 1`,
    [LEFT_OUT],
  );
  return rows.map(({ name }) => name);
}
