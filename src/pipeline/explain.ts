import { refusal } from '../core/errors.ts';
import { mask } from '../core/mask.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import { detailShown } from '../reconcile/shown.ts';
import { recordSections } from './explain-record.ts';
import { guestSection, rowSections } from './explain-rows.ts';
import type { Explanation } from './results.ts';
import type { Runtime } from './runtime.ts';
import { type World, withWorld } from './world.ts';

export type Section = Explanation['sections'][number];

/** A value as people may see it; `key` is the column it stands in. */
export type Shown = (value: unknown, key?: string) => string;

/** SQL for the crosswalk with what rollbacks closed. */
const ENTRY = 'scope, source_id, target_id, kind, opened_batch, base_batch, file, line';
const EVERY_ENTRY = `(SELECT ${ENTRY}, NULL::int AS closed_batch FROM migration.crosswalk
  UNION ALL SELECT ${ENTRY}, closed_batch FROM migration.crosswalk_closed)`;

/** One way of a record: to a target row, or to an outcome without one. */
export interface Entry {
  entity: string;
  sourceId: string;
  table: string | null;
  targetId: string | null;
  kind: string | null;
  file: string | null;
  line: number | null;
  /** The batch that opened it. */
  batch: string;
  state: string;
  /** The batch whose snapshot says of it what stands. */
  seenBy: number;
  snapshot: string;
  mapping: string;
  outcome: string | null;
  code: string | null;
  detail: string | null;
  /** Batches that soft-deleted or revived its row, oldest first. */
  marks: { batch: string; deleted: boolean }[] | null;
}

/**
 * One record's way from file and line to target row, asked for by entity and source id or by table and target id: where it
 * was read, its raw values, every step of the mapping, its issues and alterations, what each batch did, its rows as they
 * stand now, and who changed them since. Values are masked unless personal data was asked for.
 */
export function explain(runtime: Runtime, options: { what: string; id: string }): Promise<Explanation> {
  return withWorld(runtime, async (world) => {
    const [first] = await entriesOf(world, options);
    if (!first) {
      throw refusal(
        'RECORD_UNKNOWN',
        `No batch of this tenant knows ${options.what} ${options.id}.`,
        'Give an entity and its Gingr id (`explain owners 40123`), or a table and its id.',
      );
    }
    // Asked for by one of its rows, a record is told with all of them.
    const entries = await entriesOf(world, { what: first.entity, id: first.sourceId });
    // A row that did not change keeps the base of an earlier batch.
    const newest = entries.reduce((last, entry) => (entry.seenBy > last.seenBy ? entry : last), first);
    const personal = runtime.settings.showPersonalData;
    const shown: Shown = (value, key) => shownAs(value, personal || isTechnical(key, value));
    return {
      title: `${first.entity}/${first.sourceId}`,
      sections: [
        ...entries.map((entry) => journey(entry, personal)),
        ...(await recordSections(runtime, world, newest, shown)),
        await issuesOf(world, first, shown, personal),
        await alterationsOf(world, first, shown),
        await guestSection(world, first, personal),
        ...(await rowSections(world, entries, shown)),
      ].filter((section) => section.lines.length > 0),
    };
  });
}

/**
 * Reservations, invoices and payments are words of both sides; their ids tell which is meant. Open entries come first,
 * then what the newest batch said.
 */
async function entriesOf(
  { session, source }: World,
  { what, id }: { what: string; id: string },
): Promise<Entry[]> {
  const bound = await session.query<Entry & Record<string, unknown>>(
    `SELECT s.entity, x.source_id AS "sourceId", s.target_table AS table, x.target_id AS "targetId", x.kind, x.file, x.line,
       b.public_id AS batch, b.state, l.id AS "seenBy", l.snapshot, l.mapping, NULL AS outcome, NULL AS code, NULL AS detail,
       (SELECT json_agg(json_build_object('batch', d.public_id, 'deleted', m.deleted) ORDER BY m.batch)
        FROM migration.soft_deletes m JOIN migration.batches d ON d.id = m.batch
        WHERE m.scope = x.scope AND m.source_id = x.source_id) AS marks
     FROM ${EVERY_ENTRY} x JOIN migration.scopes s ON s.id = x.scope JOIN migration.batches b ON b.id = x.opened_batch
     JOIN migration.batches l ON l.id = coalesce(x.base_batch, x.opened_batch)
     WHERE s.tenant = $1 AND ((s.target_table = $2 AND x.target_id = $3) OR (s.entity = $2 AND x.source_id = $3))
     ORDER BY x.closed_batch IS NOT NULL, b.id DESC, s.id DESC, x.kind = 'merged', x.source_id DESC`,
    [source.tenant, what, id],
  );
  const stayed = await session.query<Entry & Record<string, unknown>>(
    `SELECT o.entity, o.source_id AS "sourceId", NULL AS table, NULL AS "targetId", NULL AS kind, o.file, o.line,
       b.public_id AS batch, b.state, b.id AS "seenBy", b.snapshot, b.mapping, o.outcome, o.code, o.detail, NULL AS marks
     FROM migration.outcomes o JOIN migration.batches b ON b.id = o.batch
     WHERE b.tenant = $1 AND o.entity = $2 AND o.source_id = $3 ORDER BY o.id DESC`,
    [source.tenant, what, id],
  );
  return [...bound.rows, ...stayed.rows];
}

function journey(entry: Entry, personal: boolean): Section {
  const rule = entry.code && isRuleCode(entry.code) ? ruleOf(entry.code) : null;
  const detail = entry.detail && !personal ? detailShown(entry.detail) : entry.detail;
  return {
    title: entry.table ? `${entry.entity} -> ${entry.table}` : `${entry.entity}: ${entry.outcome}`,
    lines: [
      ...(entry.file ? [{ key: 'read from', value: `${entry.file}:${entry.line}` }] : []),
      ...(entry.targetId
        ? [{ key: 'target row', value: `${entry.table} ${entry.targetId} (${entry.kind})` }]
        : []),
      ...(entry.code ? [{ key: 'rule', value: `${entry.code}: ${rule?.title ?? ''}` }] : []),
      ...(detail ? [{ key: entry.outcome === 'merged' ? 'into' : 'because of', value: detail }] : []),
      ...(rule ? [{ key: 'what to do', value: rule.remedy }] : []),
      { key: 'batch', value: `${entry.batch} (${entry.state})` },
      ...(entry.marks ?? []).map(({ batch, deleted }) => ({
        key: deleted ? 'soft-deleted by' : 'revived by',
        value: batch,
      })),
    ],
  };
}

async function issuesOf(
  { session, source }: World,
  entry: Entry,
  shown: Shown,
  personal: boolean,
): Promise<Section> {
  const { rows } = await session.query<{
    code: string;
    column: string | null;
    value: string | null;
    detail: string | null;
    batch: string;
  }>(
    `SELECT i.code, i.column_name AS column, i.value, i.detail, b.public_id AS batch
     FROM migration.issues i JOIN migration.batches b ON b.id = i.batch
     WHERE b.tenant = $1 AND b.source_database = $2 AND i.entity = $3 AND i.source_id = $4 ORDER BY i.batch DESC, i.id`,
    [source.tenant, source.sourceDatabase, entry.entity, entry.sourceId],
  );
  return {
    title: 'Issues',
    lines: rows.map(({ code, column, value, detail, batch }) => ({
      key: code,
      value: [
        ...[column, value ? shown(value) : null, detail && !personal ? detailShown(detail) : detail],
        `(batch ${batch})`,
      ]
        .filter(Boolean)
        .join(' '),
    })),
  };
}

async function alterationsOf({ session, source }: World, entry: Entry, shown: Shown): Promise<Section> {
  const { rows } = await session.query<{
    column: string;
    kind: string;
    before: string | null;
    after: string | null;
  }>(
    `SELECT a.target_table || '.' || a.column_name AS column, a.kind, a.before, a.after
     FROM migration.alterations a WHERE a.entity = $3 AND a.source_id = $4 AND a.batch = (
       SELECT max(o.batch) FROM migration.alterations o JOIN migration.batches b ON b.id = o.batch
       WHERE b.tenant = $1 AND b.source_database = $2 AND o.entity = $3 AND o.source_id = $4) ORDER BY a.id`,
    [source.tenant, source.sourceDatabase, entry.entity, entry.sourceId],
  );
  return {
    title: 'Alterations',
    lines: rows.map(({ column, kind, before, after }) => ({
      key: `${column} (${kind})`,
      value: `${shown(before)} -> ${shown(after)}`,
    })),
  };
}

/**
 * Keys, times and marks of the program: what they hold says nothing about a person. By name and by look: some exports
 * hold a person's name where an id belongs.
 */
const isTechnical = (key: string | undefined, value: unknown): boolean =>
  key !== undefined &&
  /^id$|_id$|Id$|At$|By$|^status$|^type$/.test(key) &&
  /^(?:[\d :.TZ+-]+|[\da-f-]{36}|[A-Z_]+|tailtown-migrate)$/.test(String(value));

function shownAs(value: unknown, personal: boolean): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return personal || text.length <= 1 || typeof value === 'boolean' || value === null ? text : mask(text);
}
