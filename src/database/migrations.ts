import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import type { Session } from './session.ts';

/** One folder of prisma/migrations. */
export interface Migration {
  /** Folder name, `<stamp>_<what>`. */
  name: string;
  what: MigrationKind;
  sql: string;
  /** sha256 of the file, as Prisma records it. */
  checksum: string;
}

/**
 * `tailtown_tables` creates Tailtown's own tables, in a database that has none; `migration_schema` the control tables,
 * everywhere; `additive_columns` what src/database/additive.ts derives for a live Tailtown.
 */
export const MIGRATION_KINDS = ['tailtown_tables', 'migration_schema', 'additive_columns'] as const;
export type MigrationKind = (typeof MIGRATION_KINDS)[number];

/** Works from src/ and from dist/ alike. */
const FOLDER = new URL('../../prisma/migrations/', import.meta.url);

/** Prisma's own table. It lies in our schema: `public._prisma_migrations` belongs to Tailtown. */
export const CREATE_RECORD = `CREATE SCHEMA IF NOT EXISTS "migration";
CREATE TABLE IF NOT EXISTS "migration"."_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
);`;

/** All migrations in their order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{14}_/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(`${name}/migration.sql`, FOLDER), 'utf8');
      const what = MIGRATION_KINDS.find((kind) => name.endsWith(`_${kind}`));
      if (!what) throw new Error(`prisma/migrations/${name} is of no known kind.`);
      return { name, what, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

export interface AppliedMigrations {
  /** Whether the table that records them exists. */
  recorded: boolean;
  names: Set<string>;
}

/** Which migrations this database has. Refuses (exit 4) a database whose migrations are not the ones of this version. */
export async function readApplied(
  session: Session,
  migrations: readonly Migration[],
): Promise<AppliedMigrations> {
  const { rows: found } = await session.query<{ there: boolean }>(
    `SELECT to_regclass('migration._prisma_migrations') IS NOT NULL AS there`,
  );
  if (!found[0]?.there) return { recorded: false, names: new Set() };
  const { rows } = await session.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM migration._prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  for (const { name, checksum } of rows) {
    if (migrations.find((migration) => migration.name === name)?.checksum === checksum) continue;
    throw refusal(
      'TARGET_OTHER_VERSION',
      `The control tables of this database were made by another version of this program (${name}).`,
      'Use that version, or roll its batches back and run `tailtown-migrate prepare --undo` with it first.',
    );
  }
  return { recorded: true, names: new Set(rows.map((row) => row.name)) };
}

/** Applies one migration and records it, both or neither. */
export async function applyMigration(session: Session, migration: Migration): Promise<void> {
  await session.transaction(async () => {
    await session.exec('SET LOCAL search_path TO public');
    await session.exec(migration.sql);
    checkpoint('prepare.migrated');
    await session.query(
      `INSERT INTO migration._prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
  });
}
