import type { Settings } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { declaredComplete, ownUnits } from '../load/vanished/find.ts';
import { idShown } from '../reconcile/shown.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Layout } from '../staging/layout.ts';
import type { Question } from './questions.ts';

/** So many records of a complete export may be gone before somebody must say that they are: more than both. */
const GONE = { count: 10, share: 0.1 };

interface Known {
  location: string | null;
  known: number;
  missing: number;
}

/**
 * Whether a snapshot is smaller than its declarations say, by what earlier loads brought: an entity declared complete has no
 * file, a location of it is missing as a whole, or more than ten and a tenth of its records are. What is not declared complete may
 * be as small as it likes: exports of a day, of one list or of changes alone are how resorts work until cutover, and nothing
 * of them is taken for a deletion. Records whose rows were soft-deleted are not missed again.
 */
export async function smallerSnapshot(
  session: Session,
  layout: Layout,
  manifest: Manifest,
  { complete }: Pick<Settings, 'complete'>,
  scopes: Scopes,
): Promise<Question> {
  const found: string[] = [];
  for (const { entity, derivedFrom } of layout.entities) {
    const extracted = manifest.entities.some((candidate) => candidate.entity === entity);
    const which = declaredComplete(manifest, entity);
    // What has no file is declared in the settings alone.
    if (derivedFrom || (which === null && (extracted || !complete.includes(entity)))) continue;
    const rows = await countKnown(session, layout, scopes, entity, which ?? 'true');
    const known = rows.reduce((sum, row) => sum + row.known, 0);
    const missing = rows.reduce((sum, row) => sum + row.missing, 0);
    if (known === 0) continue;
    if (!extracted) {
      found.push(`${entity}: none of the ${known} records that earlier loads brought`);
      continue;
    }
    for (const { location, ...row } of rows) {
      if (location !== null && row.missing === row.known)
        found.push(`${entity}: none of the ${row.known} records of location ${idShown(location)}`);
    }
    if (missing > GONE.count && missing > GONE.share * known)
      found.push(`${entity}: ${missing} of the ${known} records that earlier loads brought are missing`);
  }
  return {
    ...{ key: 'smallerSnapshot', name: 'whole snapshot', fine: 'yes' },
    expected: 'what is declared complete holds what earlier loads brought',
    found: found.length > 0 ? found.join(', ') : null,
    remedy:
      'Export again: this looks like an export that was cut off. Or leave out of `complete` what is not.',
  };
}

/** Records of earlier loads by location, and how many of them stand on no line of this snapshot. */
async function countKnown(
  session: Session,
  layout: Layout,
  scopes: Scopes,
  entity: string,
  which: string,
): Promise<Known[]> {
  const [unit, ...others] = ownUnits(layout, entity);
  if (!unit) return [];
  const scope = [unit, ...others].map((own) => scopes.of(own) ?? -1).join(', ');
  const { rows } = await session.query<Known & Record<string, unknown>>(
    `SELECT x.location, count(DISTINCT x.source_id)::int AS known,
       count(DISTINCT x.source_id) FILTER (WHERE l.source_id IS NULL)::int AS missing
     FROM migration.crosswalk x
     LEFT JOIN (SELECT DISTINCT source_id FROM ${unit.lines} l WHERE source_id IS NOT NULL) l ON l.source_id = x.source_id
     LEFT JOIN (SELECT DISTINCT ON (scope, source_id) scope, source_id, deleted FROM migration.soft_deletes s
       JOIN migration.batches b ON b.id = s.batch AND b.state <> 'rolled_back'
       ORDER BY scope, source_id, batch DESC) d ON d.scope = x.scope AND d.source_id = x.source_id
     WHERE x.scope IN (${scope}) AND x.kind <> 'merged' AND d.deleted IS NOT TRUE AND ${which}
       AND NOT EXISTS (SELECT FROM ${layout.merges} m WHERE m.entity = ${unit.entityNumber} AND m.source_id = x.source_id)
     GROUP BY 1 ORDER BY 1`,
  );
  return rows;
}
