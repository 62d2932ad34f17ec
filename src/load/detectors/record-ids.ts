import { elsewhereOf, unitOf } from '../../staging/layout.ts';
import { ownSeen } from '../fates.ts';
import { seenTable } from '../seen.ts';
import { type Detector, found } from './look.ts';

interface Ids {
  entity: number;
  ids: number;
  moved: number;
  left: number;
  nowhere: number;
  both: number;
}

// Ids are told apart by 64 bits of their hash: grouped as texts they take twice as long.
export const recordIds: Detector = async ({ session, layout }) => {
  const { rows } = await session.query<Ids & Record<string, unknown>>(`
    SELECT entity, count(*)::int AS ids, count(*) FILTER (WHERE moved)::int AS moved,
      count(*) FILTER (WHERE gone AND NOT moved)::int AS left, count(*) FILTER (WHERE NOT moved AND NOT gone)::int AS nowhere,
      count(*) FILTER (WHERE moved AND gone)::int AS both
    FROM (SELECT entity, hashtextextended(source_id, 0) AS id, bool_or(state = 'ready') AS moved, bool_or(state NOT IN ('ready', 'copy')) AS gone
          FROM ${layout.lines} WHERE source_id IS NOT NULL GROUP BY 1, 2) i
    GROUP BY 1 ORDER BY 1`);
  const findings = [];
  for (const { entity, ids, moved, left, nowhere, both } of rows) {
    const name = layout.entities[entity]?.entity ?? '';
    const unit = unitOf(layout, name);
    const standing = unit
      ? await session.query<{ rows: number }>(
          `SELECT ((SELECT count(*) FROM ${seenTable(layout, unit)} WHERE NOT lost)
             - (SELECT count(*) - count(DISTINCT id) FROM ${seenTable(layout, unit)} WHERE NOT lost AND outcome <> 'inserted'))::int AS rows`,
        )
      : null;
    const other = elsewhereOf(layout, name);
    const elsewhere = other
      ? await session.query<{ rows: number }>(
          `SELECT count(*)::int AS rows FROM ${ownSeen(layout, other)} own WHERE NOT own.lost`,
        )
      : null;
    const mapped = (standing?.rows[0]?.rows ?? 0) + (elsewhere?.rows[0]?.rows ?? 0);
    const says = (count: number, words: string) =>
      count === 0 ? [] : [{ where: name, count, of: ids, detail: words }];
    findings.push(
      ...says(nowhere, 'ids ended nowhere'),
      ...says(both, 'ids moved and were merged, left out or rejected as well'),
      ...says(
        Math.abs(moved - mapped),
        `${ids} distinct ids in, ${mapped} distinct rows and ${left} ids without one`,
      ),
    );
  }
  return found(
    { count: rows.reduce((sum, { ids }) => sum + ids, 0), what: 'ids' },
    findings,
    rows.length === 0 ? ['No record with an id was read.'] : [],
  );
};
