import { refusal, usageError } from '../core/errors.ts';
import { FILLED_TABLES, SPINE_TABLES, TAILTOWN_TABLES } from '../tailtown/tables.ts';
import { type AdditiveStep, additiveSteps } from './additive.ts';
import { introspect, type Shape, type TableShape } from './introspect.ts';
import {
  type AppliedMigrations,
  CREATE_RECORD,
  type Migration,
  type MigrationKind,
  readApplied,
  readMigrations,
} from './migrations.ts';
import type { Session } from './session.ts';
import { ident, literal } from './sql.ts';

export interface PrepareTenant {
  id: string;
  name: string | null;
  /** IANA zone. */
  timeZone: string | null;
}

export type PrepareStep =
  | { kind: 'record'; why: string; sql: string; object: string }
  | { kind: 'migration'; why: string; sql: string; object: string; migration: Migration }
  | AdditiveStep
  | { kind: 'leftover'; why: string; sql: string; object: string }
  | { kind: 'tenant'; why: string; sql: string; object: string; undo: string };

export interface PreparePlan {
  /** True where Tailtown's tables are created, or were, by `prepare` itself. */
  creates: boolean;
  /** In order; empty when the database is up to date. */
  steps: PrepareStep[];
  /** Additions to tables of another role, which this one may not change: their owner may run them, nothing depends on it. */
  left: AdditiveStep[];
}

const WHY: Record<MigrationKind, string> = {
  tailtown_tables: "the database has none of Tailtown's tables",
  migration_schema: 'control tables: batches, crosswalk, images, issues, audit events',
  additive_columns: 'additive columns and foreign key indexes on the tables just created',
};

/**
 * What `prepare` would do to this database, before anything is done. `tenant` is inserted only into tables that
 * `prepare` created itself. Refuses (exit 4) TARGET_TABLES_MISSING where only some of Tailtown's tables exist.
 */
export async function planPrepare(session: Session, tenant?: PrepareTenant): Promise<PreparePlan> {
  const migrations = await readMigrations();
  const applied = await readApplied(session, migrations);
  const shape = await introspect(session);
  const made = isMade(migrations, applied);
  const empty = !made && !TAILTOWN_TABLES.some((name) => name in shape.tables);
  if (!empty) refuseHalf(shape);
  const creates = made || empty;
  const due = migrations.filter(
    ({ name, what }) => !applied.names.has(name) && (creates || what === 'migration_schema'),
  );
  const steps: PrepareStep[] = applied.recorded
    ? []
    : [
        {
          kind: 'record',
          why: 'records which migrations were applied',
          sql: CREATE_RECORD,
          object: 'migration._prisma_migrations',
        },
      ];
  for (const migration of due) {
    steps.push({
      kind: 'migration',
      why: WHY[migration.what],
      sql: migration.sql,
      object: migration.name,
      migration,
    });
  }
  const additive = due.some(({ what }) => what === 'additive_columns')
    ? []
    : additiveSteps(shape, await referringTables(session, shape), session.kind);
  const foreign = additive.length > 0 ? await tablesOfOthers(session) : new Set<string>();
  const left = additive.filter(({ table }) => foreign.has(table));
  steps.push(
    ...(await afterLeftovers(
      session,
      additive.filter((step) => !left.includes(step)),
    )),
  );
  if (creates && tenant && (empty || !(await hasTenant(session, tenant)))) steps.push(tenantStep(tenant));
  return { creates, steps, left };
}

/** The target's shape. Refuses (exit 4) with TARGET_NOT_PREPARED or TARGET_TABLES_MISSING where a load could not work. */
export async function checkPrepared(session: Session): Promise<Shape> {
  const migrations = await readMigrations();
  const applied = await readApplied(session, migrations);
  const control = migrations.filter(({ what }) => what === 'migration_schema');
  const shape = await introspect(session);
  const created = isMade(migrations, applied) || SPINE_TABLES.some((name) => name in shape.tables);
  if (created) refuseHalf(shape);
  const known = control.filter(({ name }) => applied.names.has(name));
  if (known.length === control.length && created) return shape;
  throw refusal(
    'TARGET_NOT_PREPARED',
    reason(created, known.length),
    'Run `tailtown-migrate prepare`; with --dry-run it lists what it would do.',
  );
}

function reason(created: boolean, applied: number): string {
  if (!created) return "The target has none of Tailtown's tables yet.";
  return applied === 0
    ? 'The target has no control tables of this program yet.'
    : 'The control tables of the target are those of an older version of this program.';
}

/** Whether `prepare` created Tailtown's tables. */
export const isMade = (migrations: readonly Migration[], applied: AppliedMigrations): boolean =>
  migrations.some(({ name, what }) => what === 'tailtown_tables' && applied.names.has(name));

function refuseHalf(shape: Shape): void {
  const missing = SPINE_TABLES.filter((name) => !(name in shape.tables));
  if (missing.length === 0) return;
  throw refusal(
    'TARGET_TABLES_MISSING',
    `The target has some of Tailtown's tables but lacks: ${missing.join(', ')}.`,
    "Check that this is Tailtown's database, and bring it up to date with Tailtown's own migrations.",
  );
}

/** Quoted names of the tables that this role does not own, and so may not change. */
async function tablesOfOthers(session: Session): Promise<Set<string>> {
  const { rows } = await session.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND NOT pg_has_role(c.relowner, 'USAGE')`,
  );
  return new Set(rows.map(({ schema, name }) => ident(schema, name)));
}

/** What an interrupted CREATE INDEX left goes before the index is made again. */
async function afterLeftovers(session: Session, steps: AdditiveStep[]): Promise<PrepareStep[]> {
  const leftovers = await invalidIndexes(session);
  return steps.flatMap((step): PrepareStep[] =>
    step.kind === 'index' && leftovers.has(step.object)
      ? [
          {
            kind: 'leftover',
            why: 'an interrupted CREATE INDEX left it behind, unusable',
            sql: step.undo,
            object: step.object,
          },
          step,
        ]
      : [step],
  );
}

/** The tables of all schemas that refer to one that a migration fills. */
async function referringTables(session: Session, shape: Shape): Promise<TableShape[]> {
  const schemas = new Set(
    FILLED_TABLES.flatMap((name) => shape.tables[name]?.referencedBy ?? []).map((key) => key.schema),
  );
  schemas.delete(shape.schema);
  const others = await Promise.all([...schemas].map((schema) => introspect(session, schema)));
  return [shape, ...others].flatMap((each) => Object.values(each.tables));
}

async function invalidIndexes(session: Session): Promise<Set<string>> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_index x
       JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT x.indisvalid`,
  );
  return new Set(rows.map((row) => row.name));
}

async function hasTenant(session: Session, tenant: PrepareTenant): Promise<boolean> {
  const { rows } = await session.query('SELECT 1 FROM public.tenants WHERE id = $1', [tenant.id]);
  return rows.length > 0;
}

/** The row says itself that it is a rehearsal's: name, contact and an address that can't exist. */
function tenantStep({ id, name, timeZone }: PrepareTenant): PrepareStep {
  if (timeZone === null) {
    throw usageError(
      'TENANT_TIME_ZONE_MISSING',
      'The tenant has no time zone.',
      'Set tenant.timeZone in the config file, for example America/Denver.',
    );
  }
  const label = `rehearsal-${id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  const values: Record<string, string> = {
    id: literal(id),
    businessName: literal(name ?? 'Rehearsal'),
    subdomain: literal(label),
    contactName: literal('tailtown-migrate'),
    contactEmail: literal(`${label}@tailtown-migrate.invalid`),
    status: literal('ACTIVE'),
    timezone: literal(timeZone),
    updatedAt: `now() AT TIME ZONE 'UTC'`,
  };
  return {
    kind: 'tenant',
    why: 'a rehearsal needs a tenant; only a database that prepare created gets one',
    sql: `INSERT INTO "public"."tenants" (${Object.keys(values)
      .map((column) => ident(column))
      .join(', ')}) VALUES (${Object.values(values).join(', ')}) ON CONFLICT DO NOTHING`,
    object: id,
    undo: `DELETE FROM "public"."tenants" WHERE "id" = ${literal(id)}`,
  };
}
