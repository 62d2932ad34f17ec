import { refusal } from '../core/errors.ts';
import { mask } from '../core/mask.ts';
import { isRuleCode, ruleOf } from '../core/rules/index.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import { openSnapshot } from '../snapshot/read.ts';
import { targetClass } from '../tailtown/classes.ts';
import type { Explanation } from './results.ts';
import type { Runtime } from './runtime.ts';
import { type World, withWorld } from './world.ts';

type Section = Explanation['sections'][number];

/** A value as people may see it; `key` is the column it stands in. */
type Shown = (value: unknown, key?: string) => string;

/** SQL for the crosswalk with what rollbacks closed. */
const EVERY_ENTRY = `(SELECT scope, source_id, target_id, kind, opened_batch, file, line FROM migration.crosswalk
  UNION ALL SELECT scope, source_id, target_id, kind, opened_batch, file, line FROM migration.crosswalk_closed)`;

interface Entry {
  entity: string;
  sourceId: string;
  table: string | null;
  targetId: string | null;
  kind: string | null;
  file: string | null;
  line: number | null;
  batch: string;
  batchNumber: number;
  snapshot: string;
  state: string;
  outcome: string | null;
  code: string | null;
  detail: string | null;
}

/**
 * One record's way from file and line to target row, asked for by entity and source id or by table and target id.
 * Values are masked unless personal data was asked for.
 */
export function explain(runtime: Runtime, options: { what: string; id: string }): Promise<Explanation> {
  return withWorld(runtime, async (world) => {
    const entries = await entriesOf(world, options);
    const [first] = entries;
    if (!first) {
      throw refusal(
        'RECORD_UNKNOWN',
        `No batch of this tenant knows ${options.what} ${options.id}.`,
        'Give an entity and its Gingr id (`explain owners 40123`), or a table and its id.',
      );
    }
    const shown: Shown = (value, key) =>
      shownAs(value, runtime.settings.showPersonalData || isTechnical(key, value));
    return {
      title: `${first.entity}/${first.sourceId}`,
      sections: [
        ...entries.map(journey),
        await rawValues(runtime, first, shown),
        await issuesOf(world.session, first, shown),
        await alterationsOf(world.session, first, shown),
        ...(await rowsNow(world, entries, shown)),
      ].filter((section) => section.lines.length > 0),
    };
  });
}

/** Reservations, invoices and payments are words of both sides; their ids tell which is meant. */
async function entriesOf(
  { session, source }: World,
  { what, id }: { what: string; id: string },
): Promise<Entry[]> {
  const bound = await session.query<Entry & Record<string, unknown>>(
    `SELECT s.entity, x.source_id AS "sourceId", s.target_table AS table, x.target_id AS "targetId", x.kind, x.file, x.line,
       b.public_id AS batch, b.id AS "batchNumber", b.snapshot, b.state, NULL AS outcome, NULL AS code, NULL AS detail
     FROM ${EVERY_ENTRY} x JOIN migration.scopes s ON s.id = x.scope JOIN migration.batches b ON b.id = x.opened_batch
     WHERE s.tenant = $1 AND ((s.target_table = $2 AND x.target_id = $3) OR (s.entity = $2 AND x.source_id = $3))
     ORDER BY b.id DESC, s.id DESC, x.source_id DESC`,
    [source.tenant, what, id],
  );
  const stayed = await session.query<Entry & Record<string, unknown>>(
    `SELECT o.entity, o.source_id AS "sourceId", NULL AS table, NULL AS "targetId", NULL AS kind, o.file, o.line,
       b.public_id AS batch, b.id AS "batchNumber", b.snapshot, b.state, o.outcome, o.code, o.detail
     FROM migration.outcomes o JOIN migration.batches b ON b.id = o.batch
     WHERE b.tenant = $1 AND o.entity = $2 AND o.source_id = $3 ORDER BY o.id DESC`,
    [source.tenant, what, id],
  );
  return [...bound.rows, ...stayed.rows];
}

function journey(entry: Entry): Section {
  const rule = entry.code && isRuleCode(entry.code) ? ruleOf(entry.code) : null;
  return {
    title: entry.table ? `${entry.entity} -> ${entry.table}` : `${entry.entity}: ${entry.outcome}`,
    lines: [
      ...(entry.file ? [{ key: 'read from', value: `${entry.file}:${entry.line}` }] : []),
      ...(entry.targetId
        ? [{ key: 'target row', value: `${entry.table} ${entry.targetId} (${entry.kind})` }]
        : []),
      ...(entry.code ? [{ key: 'rule', value: `${entry.code}: ${rule?.title ?? ''}` }] : []),
      ...(entry.detail ? [{ key: 'because of', value: entry.detail }] : []),
      ...(rule ? [{ key: 'what to do', value: rule.remedy }] : []),
      { key: 'batch', value: `${entry.batch} (${entry.state})` },
    ],
  };
}

async function rawValues({ settings }: Runtime, entry: Entry, shown: Shown): Promise<Section> {
  const section: Section = { title: 'In Gingr', lines: [] };
  if (entry.file === null || entry.line === null) return section;
  const snapshot = await openSnapshot(settings.workspace, entry.snapshot);
  const file = snapshot.manifest.files.findIndex((candidate) => candidate.path === entry.file);
  const columns =
    snapshot.manifest.entities.find((candidate) => candidate.entity === entry.entity)?.columns ?? [];
  const id = columns.indexOf(idColumnOf(entry.entity));
  for await (const lines of snapshot.readLines(entry.entity)) {
    const here = lines.filter((line) => line.file === file && line.line === entry.line);
    // A line that books several animals was parted into one for each.
    const found = here.find(({ values }) => values[id]?.trim() === entry.sourceId) ?? here[0];
    if (!found) continue;
    section.lines = columns.flatMap((key, index) => {
      const value = found.values[index];
      return value ? [{ key, value: shown(value, key) }] : [];
    });
    break;
  }
  return section;
}

async function issuesOf(session: Session, entry: Entry, shown: Shown): Promise<Section> {
  const { rows } = await session.query<{
    code: string;
    column: string | null;
    value: string | null;
    detail: string | null;
  }>(
    `SELECT code, column_name AS column, value, detail FROM migration.issues
     WHERE batch = $1 AND entity = $2 AND source_id = $3 ORDER BY id`,
    [entry.batchNumber, entry.entity, entry.sourceId],
  );
  return {
    title: 'Issues',
    lines: rows.map(({ code, column, value, detail }) => ({
      key: code,
      value: [column, value ? shown(value) : null, detail].filter(Boolean).join(' '),
    })),
  };
}

async function alterationsOf(session: Session, entry: Entry, shown: Shown): Promise<Section> {
  const { rows } = await session.query<{
    column: string;
    kind: string;
    before: string | null;
    after: string | null;
  }>(
    `SELECT target_table || '.' || column_name AS column, kind, before, after FROM migration.alterations
     WHERE batch = $1 AND entity = $2 AND source_id = $3 ORDER BY id`,
    [entry.batchNumber, entry.entity, entry.sourceId],
  );
  return {
    title: 'Alterations',
    lines: rows.map(({ column, kind, before, after }) => ({
      key: `${column} (${kind})`,
      value: `${shown(before)} -> ${shown(after)}`,
    })),
  };
}

async function rowsNow({ session, shape }: World, entries: Entry[], shown: Shown): Promise<Section[]> {
  const sections: Section[] = [];
  for (const { table, targetId } of entries) {
    if (!table || !targetId || !shape.tables[table]) continue;
    const { rows } = await session.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM public.${ident(table)} t WHERE t.id::text = $1`,
      [targetId],
    );
    const row = rows[0]?.row;
    const title = `${table} ${targetId} now`;
    if (sections.some((section) => section.title === title)) continue;
    const lines = row
      ? Object.entries(row).flatMap(([key, value]) =>
          value === null
            ? []
            : [{ key, value: targetClass(table, key) === 'credential' ? '***' : shown(value, key) }],
        )
      : [{ key: 'row', value: 'is not there' }];
    sections.push({ title, lines });
  }
  return sections;
}

/** Keys, times and marks of the program: what they hold says nothing about a person. */
/** By name and by look: some exports hold a person's name where an id belongs. */
const isTechnical = (key: string | undefined, value: unknown): boolean =>
  key !== undefined &&
  /^id$|_id$|Id$|At$|By$|^status$|^type$/.test(key) &&
  /^(?:[\d :.TZ+-]+|[\da-f-]{36}|[A-Z_]+|tailtown-migrate)$/.test(String(value));

function shownAs(value: unknown, personal: boolean): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return personal || text.length <= 1 || typeof value === 'boolean' || value === null ? text : mask(text);
}
