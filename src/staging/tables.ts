import { checkpoint } from '../core/checkpoint.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { together } from '../database/together.ts';
import type { Layout } from './layout.ts';

/**
 * `lines` holds every line of the snapshot, copies and unreadable ones too; conservation is counted on it.
 * The `mapped_*` columns are what transform said; `state`, `code`, `root` and `survivor` are settled by validate, and
 * again by a load that finds more to reject. `fold*` name the record that a ready line ends merged in, and by which rule.
 */
const LINES = `
  n bigint NOT NULL,
  entity smallint NOT NULL,
  source_id text,
  file int,
  line int,
  content text,
  stamps smallint NOT NULL,
  control_group text,
  control bigint[],
  safety jsonb,
  trait text,
  location text,
  desk jsonb,
  fold_entity smallint,
  fold text,
  fold_code text,
  mapped_state text NOT NULL,
  mapped_code text,
  state text NOT NULL,
  code text,
  root text,
  survivor text`;

const ISSUES = `
  n bigint,
  entity smallint,
  file int,
  stage text NOT NULL,
  code text NOT NULL,
  column_name text,
  value text,
  detail text`;

const ALTERATIONS = `
  n bigint NOT NULL,
  stage text NOT NULL,
  target_table text NOT NULL,
  column_name text NOT NULL,
  kind text NOT NULL,
  before text,
  after text`;

const READINGS = `
  n bigint NOT NULL,
  entity smallint NOT NULL,
  place smallint NOT NULL,
  said text NOT NULL`;

const MERGES = `
  entity smallint NOT NULL,
  source_id text NOT NULL,
  survivor text NOT NULL,
  PRIMARY KEY (entity, source_id)`;

export const LINE_COLUMNS = [
  ...[
    'n',
    'entity',
    'source_id',
    'file',
    'line',
    'content',
    'stamps',
    'control_group',
    'control',
    'safety',
    'trait',
    'location',
    'desk',
  ],
  ...['mapped_state', 'mapped_code', 'state', 'code', 'fold_entity', 'fold', 'fold_code'],
] as const;
export const ISSUE_COLUMNS = [
  'n',
  'entity',
  'file',
  'stage',
  'code',
  'column_name',
  'value',
  'detail',
] as const;
export const ALTERATION_COLUMNS = [
  'n',
  'stage',
  'target_table',
  'column_name',
  'kind',
  'before',
  'after',
] as const;
export const READING_COLUMNS = ['n', 'entity', 'place', 'said'] as const;

/** Drops whatever an interrupted transform left under this number and makes all tables anew, unlogged. */
export async function createStaging(session: Session, layout: Layout): Promise<void> {
  await dropStaging(session, layout.number);
  checkpoint('transform.emptied');
  const statements = [
    `CREATE UNLOGGED TABLE ${layout.lines} (${LINES})`,
    `CREATE UNLOGGED TABLE ${layout.files} (file int PRIMARY KEY, path text NOT NULL, export_date text, modified text NOT NULL)`,
    `CREATE UNLOGGED TABLE ${layout.issues} (${ISSUES})`,
    `CREATE UNLOGGED TABLE ${layout.alterations} (${ALTERATIONS})`,
    `CREATE UNLOGGED TABLE ${layout.readings} (${READINGS})`,
    `CREATE UNLOGGED TABLE ${layout.merges} (${MERGES})`,
    ...layout.units.map((unit) => {
      const columns = unit.columns.map((column) => `${column.sql} ${column.type}`);
      return `CREATE UNLOGGED TABLE ${unit.staged} (_n bigint NOT NULL, _source_id text NOT NULL, _new_id text NOT NULL${columns.map((c) => `, ${c}`).join('')})`;
    }),
  ];
  await session.exec(statements.join(';\n'));
}

/** Indexes of the lines, made when they are all there: an index that grows row by row costs twice as much. */
export async function indexStaging(session: Session, layout: Layout): Promise<void> {
  const index = (sql: string) => (own: Session) => own.exec(sql);
  await together(session, [
    // Small entities are looked for among millions of lines again and again. Not by their numbers alone: the planner would
    // read all lines in that order for the rows of one entity.
    index(`CREATE UNIQUE INDEX ON ${layout.lines} (entity, n)`),
    index(`CREATE INDEX ON ${layout.lines} (entity, state)`),
  ]);
}

/** What the planner must know of the lines; the wide columns are never searched. */
export const analyzeLines = (layout: Layout): string =>
  `ANALYZE ${layout.lines} (n, entity, source_id, file, fold_entity, fold, mapped_state, state)`;

/** Drops every table of a staging set, those of an older layout included. */
export async function dropStaging(session: Session, number: number): Promise<void> {
  const { rows } = await session.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = 'migration_staging' AND tablename ~ ('_' || $1 || '$')`,
    [String(number)],
  );
  if (rows.length > 0) await session.exec(`DROP TABLE ${rows.map((row) => row.name).join(', ')}`);
}

/** Hashes of what a stage left, by the name of the part. */
export type Measures = Readonly<Record<string, string>>;

/** The stages that leave something behind for a load. */
export type MeasuredStage = 'transform' | 'validate';

/**
 * Row count and an order-independent hash of everything that a finished stage left, per part, as text. A record's hash
 * is a linear sum of its columns' hashes, which two rows that exchange a value leave as it was; so it is hashed again.
 */
export async function measureStaging(
  session: Session,
  layout: Layout,
  stage: MeasuredStage,
): Promise<Measures> {
  const parts = MEASURED[stage](layout);
  const { rows } = await session.query<{ name: string; size: number }>(
    'SELECT name, pg_relation_size(to_regclass(name)) AS size FROM unnest($1::text[]) name WHERE to_regclass(name) IS NOT NULL',
    [[...new Set(parts.map(({ table }) => table))]],
  );
  const sizes = new Map(rows.map(({ name, size }) => [name, size]));
  const measures: Record<string, string> = Object.fromEntries(parts.map(({ name }) => [name, '']));
  const sizeOf = ({ table }: Measured) => sizes.get(table) ?? 0;
  const there = parts.filter(({ table }) => sizes.has(table));
  const small = there.filter((part) => sizeOf(part) < WORTH_A_STATEMENT);
  // The largest first: whoever is done with one takes the next.
  const large = there.filter((part) => !small.includes(part)).sort((a, b) => sizeOf(b) - sizeOf(a));
  const tasks = [...large.map((part) => [part]), small].map((some) => async (own: Session) => {
    if (some.length === 0) return;
    const { rows } = await own.query<{ name: string; measure: string }>(
      some.map(measured).join(' UNION ALL '),
    );
    for (const { name, measure } of rows) measures[name] = measure;
  });
  await together(session, tasks);
  return measures;
}

/** Bytes of a table from which on it is measured by a statement of its own. */
const WORTH_A_STATEMENT = 8 * 1024 * 1024;

const measured = ({ name, table, row = 't', where = '' }: Measured): string => `
  SELECT ${literal(name)} AS name, count(*) || ':' || coalesce(sum(hashint8extended(hash_record_extended(${row}, 0), 0)), 0) AS measure
  FROM ${table} t ${where}`;

/** Names of the parts that are no longer as the stage left them. */
export async function alteredStaging(
  session: Session,
  layout: Layout,
  stage: MeasuredStage,
  measures: Measures,
): Promise<string[]> {
  const now = await measureStaging(session, layout, stage);
  return Object.keys({ ...now, ...measures }).filter((name) => now[name] !== measures[name]);
}

interface Measured {
  name: string;
  table: string;
  /** What of a row `t` is measured; all of it by default. */
  row?: string;
  where?: string;
}

const rowOf = (columns: readonly string[]) => `ROW(${columns.map((column) => `t.${column}`).join(', ')})`;
const SETTLED = ['state', 'code', 'root', 'survivor'];

const MEASURED: Record<MeasuredStage, (layout: Layout) => Measured[]> = {
  transform: (layout) => {
    const line = LINE_COLUMNS.filter((column) => !SETTLED.includes(column));
    const where = `WHERE stage = 'transform'`;
    return [
      ...layout.units.map(({ entity, table, part, staged }) => ({
        name: `rows of ${entity} for ${table}${part === '' ? '' : `/${part}`}`,
        table: staged,
      })),
      { name: 'lines', table: layout.lines, row: rowOf(line) },
      { name: 'files', table: layout.files },
      { name: 'readings', table: layout.readings },
      { name: 'merges', table: layout.merges },
      { name: 'issues', table: layout.issues, where },
      { name: 'alterations', table: layout.alterations, where },
    ];
  },
  validate: (layout) => [
    { name: 'states of lines', table: layout.lines, row: rowOf(['n', ...SETTLED]) },
    { name: 'issues of rules', table: layout.issues, where: `WHERE stage IN ('settle', 'validate')` },
  ],
};
