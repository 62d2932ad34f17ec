import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { TAILTOWN_TABLES } from '../tailtown/tables.ts';
import { patiently, withoutLockTimeout } from './apply-prepare.ts';
import { introspect } from './introspect.ts';
import { lockSession } from './lock.ts';
import { readApplied, readMigrations } from './migrations.ts';
import { isMade } from './prepare.ts';
import type { Session } from './session.ts';
import { ident } from './sql.ts';

export interface UndoneObject {
  object: string;
  /** Why it was kept; null for what was dropped. */
  reason: string | null;
}

export interface UndoResult {
  dropped: UndoneObject[];
  kept: UndoneObject[];
}

interface PreparedRow {
  id: number;
  kind: string;
  object: string;
  undo: string;
}

/**
 * Takes away what `prepare` added: recorded columns and indexes, the two schemas, and Tailtown's tables where `prepare`
 * created them and nobody has put a row in. Refuses (exit 4) BATCHES_OPEN while a batch is not rolled back.
 * After a crash the same call goes on. A column that holds values is kept: they are not ours.
 */
export async function undoPrepare(session: Session): Promise<UndoResult> {
  const result: UndoResult = { dropped: [], kept: [] };
  if (!(await hasTable(session, 'migration._prisma_migrations'))) return result;
  await refuseOpenBatches(session);
  const lock = await lockSession(session, 'prepare', 'the tables of this database');
  try {
    checkpoint('undo.begin');
    const prepared = await readPrepared(session);
    const tables = await createdTables(session);
    const inUse = tables.length > 0 ? await findRows(session, tables, prepared) : null;
    if (tables.length > 0 && inUse === null) {
      await dropCreated(session, tables, result);
    } else {
      if (inUse !== null) result.kept.push({ object: "Tailtown's tables", reason: `${inUse} has rows` });
      for (const row of prepared) {
        await undoOne(session, row, inUse !== null, result);
        checkpoint('undo.object');
      }
      await patiently(session, 'The control tables', () => session.exec(DROP_SCHEMAS));
    }
    checkpoint('undo.finished');
    result.dropped.push(...['migration_staging', 'migration'].map(dropped));
    return result;
  } finally {
    await lock.release();
  }
}

const DROP_SCHEMAS =
  'DROP SCHEMA IF EXISTS "migration_staging" CASCADE; DROP SCHEMA IF EXISTS "migration" CASCADE';

const dropped = (object: string): UndoneObject => ({ object, reason: null });

async function hasTable(session: Session, name: string): Promise<boolean> {
  const { rows } = await session.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    name,
  ]);
  return rows[0]?.there === true;
}

async function refuseOpenBatches(session: Session): Promise<void> {
  if (!(await hasTable(session, 'migration.batches'))) return;
  const { rows } = await session.query<{ batch: string }>(
    `SELECT public_id AS batch FROM migration.batches WHERE state <> 'rolled_back' ORDER BY id DESC`,
  );
  if (rows.length === 0) return;
  throw refusal(
    'BATCHES_OPEN',
    `The target holds batches that are not rolled back: ${rows.map((row) => row.batch).join(', ')}.`,
    'Roll them back first, the newest first: `tailtown-migrate rollback BATCH`. Without the control tables nobody could.',
  );
}

/** The newest first. */
async function readPrepared(session: Session): Promise<PreparedRow[]> {
  if (!(await hasTable(session, 'migration.prepared'))) return [];
  const { rows } = await session.query<PreparedRow>(
    'SELECT id, kind, object, undo_sql AS undo FROM migration.prepared ORDER BY id DESC',
  );
  return rows;
}

/** Tailtown's tables that are there because `prepare` created them. */
async function createdTables(session: Session): Promise<string[]> {
  const migrations = await readMigrations();
  const applied = await readApplied(session, migrations);
  if (!isMade(migrations, applied)) return [];
  const shape = await introspect(session);
  return TAILTOWN_TABLES.filter((name) => name in shape.tables);
}

/** The first table that has a row other than the tenants that `prepare` inserted, or null. */
async function findRows(
  session: Session,
  tables: readonly string[],
  prepared: readonly PreparedRow[],
): Promise<string | null> {
  const own = prepared.filter((row) => row.kind === 'tenant').map((row) => row.object);
  for (const table of tables) {
    const others = table === 'tenants' ? 'WHERE NOT (id = ANY ($1::text[]))' : 'WHERE $1::text[] IS NOT NULL';
    const { rows } = await session.query(`SELECT 1 FROM ${ident('public', table)} ${others} LIMIT 1`, [own]);
    if (rows.length > 0) return table;
  }
  return null;
}

/** Without CASCADE: what people built upon these tables makes it fail, whole. */
async function dropCreated(session: Session, tables: readonly string[], result: UndoResult): Promise<void> {
  const migrations = await readMigrations();
  const sql = migrations.find(({ what }) => what === 'tailtown_tables')?.sql ?? '';
  const enums = [...sql.matchAll(/CREATE TYPE ("[^"]+") AS ENUM/g)].map((match) => `"public".${match[1]}`);
  await patiently(session, "Tailtown's tables", async () => {
    await session.exec(`DROP TABLE ${tables.map((name) => ident('public', name)).join(', ')}`);
    checkpoint('undo.dropped');
    await session.exec(`DROP TYPE ${enums.join(', ')}`);
    await session.exec(DROP_SCHEMAS);
  });
  result.dropped.push(...tables.map((name) => dropped(`public.${name}`)));
}

async function undoOne(
  session: Session,
  row: PreparedRow,
  tablesStay: boolean,
  result: UndoResult,
): Promise<void> {
  if (row.kind === 'index') {
    await withoutLockTimeout(session, () => session.exec(row.undo));
    await forget(session, row);
    result.dropped.push(dropped(row.object));
    return;
  }
  if (row.kind === 'tenant' && tablesStay) {
    result.kept.push({ object: `tenants ${row.object}`, reason: 'other rows may belong to it' });
    return;
  }
  if (row.kind === 'column' && (await holdsValues(session, row.object))) {
    result.kept.push({ object: row.object, reason: 'it holds values that no batch wrote' });
    return;
  }
  await patiently(session, row.object, async () => {
    await session.exec(row.undo);
    await forget(session, row);
  });
  result.dropped.push(dropped(row.object));
}

const forget = (session: Session, row: PreparedRow) =>
  session.query('DELETE FROM migration.prepared WHERE id = $1', [row.id]);

/** `object` is `schema.table.column`, as additive.ts names it. */
async function holdsValues(session: Session, object: string): Promise<boolean> {
  const [schema = '', table = '', column = ''] = object.split('.');
  const { rows: there } = await session.query(
    `SELECT 1 FROM pg_attribute a WHERE a.attrelid = to_regclass($1) AND a.attname = $2 AND NOT a.attisdropped`,
    [ident(schema, table), column],
  );
  if (there.length === 0) return false;
  const { rows } = await session.query(
    `SELECT 1 FROM ${ident(schema, table)} WHERE ${ident(column)} IS NOT NULL LIMIT 1`,
  );
  return rows.length > 0;
}
