import { ident } from '../database/sql.ts';
import { afterTable, beforeTable } from '../ledger/images.ts';
import { detailShown } from '../reconcile/shown.ts';
import { targetClass } from '../tailtown/classes.ts';
import type { Entry, Section, Shown } from './explain.ts';
import type { World } from './world.ts';

type Row = Record<string, unknown>;

interface Image {
  batch: string;
  state: string;
  before: Row | null;
  after: Row;
}

/** Every target row of a record: what each batch did to it, who changed it since, and how it stands now. */
export async function rowSections(world: World, entries: readonly Entry[], told: Shown): Promise<Section[]> {
  const sections: Section[] = [];
  const seen = new Set<string>();
  for (const { table, targetId } of entries) {
    if (table === null || targetId === null || seen.has(`${table} ${targetId}`)) continue;
    seen.add(`${table} ${targetId}`);
    if (!world.shape.tables[table]) continue;
    const shown: Shown = (value, key) =>
      key !== undefined && targetClass(table, key) === 'credential' ? '***' : told(value, key);
    const images = await imagesOf(world, table, targetId);
    const { rows } = await world.session.query<{ row: Row }>(
      `SELECT to_jsonb(t) AS row FROM public.${ident(table)} t WHERE t.id::text = $1`,
      [targetId],
    );
    const now = rows[0]?.row ?? null;
    const name = `${table} ${targetId}`;
    sections.push(
      { title: `${name}: what batches did`, lines: images.map(whatItDid) },
      { title: `${name}: since then`, lines: since(images, now, shown) },
      {
        title: `${name} now`,
        lines: now
          ? Object.entries(now).flatMap(([key, value]) =>
              value === null ? [] : [{ key, value: shown(value, key) }],
            )
          : [{ key: 'row', value: 'is not there' }],
      },
    );
  }
  return sections;
}

/** Images of a row, oldest first; of a table that no batch ever touched there are none. */
async function imagesOf({ session }: World, table: string, id: string): Promise<Image[]> {
  const { rows: found } = await session.query<{ found: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS found',
    [afterTable(table), beforeTable(table)],
  );
  if (!found[0]?.found) return [];
  const { rows } = await session.query<Image & Row>(
    `SELECT b.public_id AS batch, b.state, to_jsonb(a) - '_batch' AS after, to_jsonb(f) - '_batch' AS before
     FROM ${afterTable(table)} a JOIN migration.batches b ON b.id = a._batch
     LEFT JOIN ${beforeTable(table)} f ON f._batch = a._batch AND f.id = a.id
     WHERE a.id::text = $1 ORDER BY a._batch`,
    [id],
  );
  return rows;
}

const differing = (one: Row, other: Row): string[] =>
  Object.keys(one).filter((key) => key in other && JSON.stringify(one[key]) !== JSON.stringify(other[key]));

function whatItDid({ batch, state, before, after }: Image): Section['lines'][number] {
  const did = before === null ? 'inserted it' : `changed ${differing(before, after).join(', ') || 'nothing'}`;
  return { key: batch, value: `${did}${state === 'rolled_back' ? ', and was rolled back' : ''}` };
}

/** Against what the last batch that stands left: columns that are others now, and what Tailtown says of who did it. */
function since(images: readonly Image[], now: Row | null, shown: Shown): Section['lines'] {
  const left = images.findLast(({ state }) => state !== 'rolled_back')?.after;
  if (!left) return [];
  if (now === null)
    return [
      { key: 'deleted', value: 'the row that the batch left is gone; Tailtown does not say who deleted it' },
    ];
  const changed = differing(left, now);
  if (changed.length === 0) return [{ key: 'nobody', value: 'it is as the last batch left it' }];
  const named = ['updatedBy', 'updated_by'].find((key) => now[key] && changed.includes(key));
  const at = ['updatedAt', 'updated_at'].find((key) => now[key] && changed.includes(key));
  return [
    ...changed.map((key) => ({ key, value: `${shown(left[key], key)} -> ${shown(now[key], key)}` })),
    {
      key: 'changed by',
      value: `${named === undefined ? 'somebody, of whom Tailtown does not say who' : shown(now[named], named)}${at === undefined ? '' : `, at ${String(now[at])}`}`,
    },
  ];
}

/** Records of other kinds that have no row of their own and stand in this one's. */
export async function guestSection(
  { session, source }: World,
  { entity, sourceId }: Entry,
  personal: boolean,
): Promise<Section> {
  const { rows } = await session.query<{ entity: string; records: number; first: string[] }>(
    `SELECT o.entity, count(DISTINCT o.source_id)::int AS records, (array_agg(DISTINCT o.source_id ORDER BY o.source_id))[1:${GUESTS}] AS first
     FROM migration.outcomes o JOIN migration.batches b ON b.id = o.batch
     WHERE b.tenant = $1 AND b.source_database = $2 AND b.state <> 'rolled_back' AND o.outcome = 'merged'
       AND (o.detail = $3 OR (o.entity = $4 AND o.detail = $5)) GROUP BY 1 ORDER BY 1`,
    [source.tenant, source.sourceDatabase, `${entity}/${sourceId}`, entity, sourceId],
  );
  return {
    title: 'Merged into it',
    lines: rows.map(({ entity: of, records, first }) => {
      const named = first.map((id) => `${of}/${id}`).join(', ');
      const more = records > first.length ? ` and ${records - first.length} more` : '';
      return { key: of, value: `${personal ? named : detailShown(named)}${more}` };
    }),
  };
}

const GUESTS = 20;
