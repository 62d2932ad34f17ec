import { checkpoint } from '../core/checkpoint.ts';
import type { EntityMapping } from '../core/mapping.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { elsewhereOf, entityNumber, type Layout, unitOf } from './layout.ts';
import { affectedBy } from './settle/affected.ts';
import { settleDerived } from './settle/derived.ts';
import { settleFolds, settleMerges, settleTwins } from './settle/merged.ts';
import { fallWithParents, type ScopeOf, takeParentsAlong } from './settle/parents.ts';

export type { ScopeOf } from './settle/parents.ts';

/** Rejections and exclusions that a load found in the target. */
export interface Fallen {
  /** Quoted name: `(n, entity, state, code, root)`. */
  table: string;
  /** Entities of these records: only what they affect is settled anew. Null: everything. */
  entities: ReadonlySet<string> | null;
}

/**
 * Settles the state of every line from what the mapping said: what falls with its parent, what takes its parent with
 * it, what ends merged in another record, and what becomes of derived records. Set-based. It starts from the mapped
 * state each time, so it can be repeated, also of those entities alone that others fell of. The order of DESIGN.md section 2 holds: unreadable, excluded, rejected, merged.
 */
export async function settle(
  session: Session,
  layout: Layout,
  scopeOf: ScopeOf,
  fallen: Fallen | null,
): Promise<void> {
  const affected = fallen?.entities ? affectedBy(layout, fallen.entities) : null;
  const entities = layout.entities.filter(({ entity }) => !affected || affected.has(entity));
  const numbers = entities.map(({ entity }) => entityNumber(layout, entity));
  const among = (lines: string) =>
    affected ? `${lines}entity IN (${numbers.join(', ') || 'NULL'})` : 'true';
  await session.query(`DELETE FROM ${layout.issues} WHERE stage = 'settle' AND ${among('')}`);
  await session.query(`
    UPDATE ${layout.lines} SET state = mapped_state, code = mapped_code, root = NULL, survivor = NULL
    WHERE (state, code, root, survivor) IS DISTINCT FROM (mapped_state, mapped_code, NULL::text, NULL::text)
      AND ${among('')}`);
  checkpoint('settle.reset');
  if (fallen) {
    await session.query(`
      UPDATE ${layout.lines} l SET state = f.state, code = f.code, root = f.root
      FROM ${fallen.table} f WHERE f.n = l.n AND (l.state = 'ready' OR f.state = 'excluded') AND ${among('l.')}`);
  }
  for (const entity of entities) {
    await excludeWithoutTable(session, layout, entity);
    await excludeWithoutOther(session, layout, entity);
  }
  // A child that takes its parent with it leaves other children without theirs: until nothing falls any more.
  let fell: Set<string> | null = null;
  do {
    for (const { entity } of entities) {
      const unit = unitOf(layout, entity);
      if (unit) await fallWithParents(session, layout, unit, scopeOf, fell);
    }
    fell = await takeParentsAlong(session, layout, affected);
    checkpoint('settle.parents');
  } while (fell.size > 0);
  for (const { entity } of entities) await settleMerges(session, layout, entity, scopeOf);
  for (const entity of entities) {
    await settleFolds(session, layout, entity, scopeOf);
    await settleTwins(session, layout, entity);
  }
  checkpoint('settle.folds');
  for (const entity of entities) {
    if (entity.derivedFrom) await settleDerived(session, layout, entity, scopeOf);
  }
}

/** This target has no table for these records; they are left out, and that is said. */
async function excludeWithoutTable(
  session: Session,
  layout: Layout,
  { entity, tables }: EntityMapping,
): Promise<void> {
  if (tables.length === 0 || unitOf(layout, entity)) return;
  await session.query(`
    UPDATE ${layout.lines} SET state = 'excluded', code = 'TARGET_TABLE_ABSENT'
    WHERE entity = ${entityNumber(layout, entity)} AND state IN ('ready', 'rejected')`);
}

/** Records whose own row would stand in another table, in a target that lacks it. What rejects them counts no more. */
async function excludeWithoutOther(
  session: Session,
  layout: Layout,
  { entity, elsewhere }: EntityMapping,
): Promise<void> {
  if (!elsewhere || elsewhereOf(layout, entity)) return;
  await session.query(`
    UPDATE ${layout.lines} l SET state = 'excluded', code = ${literal(elsewhere.rule)}
    FROM ${layout.issues} i
    WHERE i.n = l.n AND i.code = ${literal(elsewhere.rule)} AND l.state IN ('ready', 'rejected')
      AND l.entity = ${entityNumber(layout, entity)}`);
}
