import type { Outcome } from '../core/outcome.ts';
import { OUTCOMES } from '../core/outcome.ts';
import type { Session } from '../database/session.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Layout } from '../staging/layout.ts';
import type { EntityAccount, ReasonAccount } from './model.ts';

/**
 * Conservation of records (promise 1). `lines` comes from the snapshot's manifest, the outcomes from the target,
 * so a record that got lost anywhere between the two leaves its line unbalanced.
 */
export async function accountEntities(
  session: Session,
  layout: Layout,
  fates: string,
  manifest: Manifest,
): Promise<{ entities: EntityAccount[]; reasons: ReasonAccount[] }> {
  const { rows } = await session.query<{
    entity: number;
    outcome: string;
    code: string | null;
    count: number;
  }>(
    `SELECT entity, outcome, code, count(*)::int AS count FROM ${fates} fates GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const sum = (entity: number, outcome?: string) =>
    rows
      .filter((row) => row.entity === entity && (!outcome || row.outcome === outcome))
      .reduce((total, row) => total + row.count, 0);
  const entities = layout.entities.flatMap((mapping, number): EntityAccount[] => {
    const extracted = manifest.entities.find((entity) => entity.entity === mapping.entity);
    const lines = mapping.derivedFrom ? sum(number) : (extracted?.lines ?? 0);
    if (lines === 0 && sum(number) === 0) return [];
    const copies = sum(number, 'copy');
    const read = lines - copies;
    const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, sum(number, outcome)])) as Record<
      Outcome,
      number
    >;
    const accounted = OUTCOMES.reduce((total, outcome) => total + outcomes[outcome], 0);
    return [{ entity: mapping.entity, lines, copies, read, ...outcomes, balanced: read === accounted }];
  });
  const reasons = rows.flatMap((row): ReasonAccount[] => {
    const entity = layout.entities[row.entity]?.entity;
    return entity && isOutcome(row.outcome)
      ? [{ entity, outcome: row.outcome, code: row.code, count: row.count }]
      : [];
  });
  return { entities, reasons };
}

const isOutcome = (text: string): text is Outcome => (OUTCOMES as readonly string[]).includes(text);
