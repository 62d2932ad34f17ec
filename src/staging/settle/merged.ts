import type { EntityMapping } from '../../core/mapping.ts';
import { MERGEABLE } from '../../core/merges.ts';
import type { Session } from '../../database/session.ts';
import { ident, literal } from '../../database/sql.ts';
import { entityNumber, type Layout, movesHere, unitOf } from '../layout.ts';
import { parentJoin, type ScopeOf, verdictSql, withoutParent } from './parents.ts';

/** Records that are one by the merge rule of their entity: all but the first end merged in it. */
export async function settleTwins(
  session: Session,
  layout: Layout,
  { entity, merge }: EntityMapping,
): Promise<void> {
  const unit = unitOf(layout, entity);
  if (!merge || !unit) return;
  const columns = (names: string[]) => names.map((name) => `s.${ident(name)}`);
  const order = [
    ...columns(merge.prefer).map((column) => `${column} DESC NULLS LAST`),
    'length(s._source_id), s._source_id',
  ];
  await session.query(`
    WITH ranked AS (
      SELECT l.n, l.source_id, first_value(l.source_id) OVER (
        PARTITION BY ${columns(merge.equal).join(', ')} ORDER BY ${order.join(', ')}) AS survivor
      FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND ${movesHere(unit)}
    ), hit AS (
      UPDATE ${layout.lines} l SET state = 'merged', code = ${literal(merge.rule)}, survivor = r.survivor
      FROM ranked r WHERE r.n = l.n AND l.entity = ${unit.entityNumber} AND r.survivor <> r.source_id
      RETURNING l.n, l.entity, l.file, l.code, l.source_id, l.survivor
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)
    SELECT n, entity, file, 'settle', code, NULL, source_id, survivor FROM hit`);
}

/** Records that people say were merged in Gingr end merged in their survivor; without one anywhere, the decision is wrong. */
export async function settleMerges(
  session: Session,
  layout: Layout,
  entity: string,
  scopeOf: ScopeOf,
): Promise<void> {
  if (!MERGEABLE.includes(entity)) return;
  const scope = scopeOf(entity);
  const number = entityNumber(layout, entity);
  await session.query(`
    WITH verdict AS (
      SELECT l.n, m.survivor, NOT ${withoutParent(scope)} AS stands
      FROM ${layout.merges} m JOIN ${layout.lines} l ON l.entity = m.entity AND l.source_id = m.source_id AND l.state = 'merged'
      ${parentJoin(layout, entity, 'm.survivor', scope)} WHERE m.entity = ${number}
    ), hit AS (
      UPDATE ${layout.lines} l SET state = CASE WHEN v.stands THEN 'merged' ELSE 'rejected' END,
        code = CASE WHEN v.stands THEN 'MERGED_IN_GINGR' ELSE 'MERGE_WITHOUT_SURVIVOR' END,
        survivor = CASE WHEN v.stands THEN v.survivor END
      FROM verdict v WHERE l.n = v.n AND l.entity = ${number} RETURNING l.n, l.entity, l.file, l.code, v.survivor
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
    SELECT n, entity, file, 'settle', code, ${literal(`${entity}/`)} || survivor FROM hit`);
}

/** Records without a row of their own end merged in the record that they name, or fall with it. */
export async function settleFolds(
  session: Session,
  layout: Layout,
  { entity, fold }: EntityMapping,
  scopeOf: ScopeOf,
): Promise<void> {
  if (!fold) return;
  const scope = scopeOf(fold.entity);
  const into = entityNumber(layout, fold.entity);
  await session.query(`
    WITH verdict AS (
      SELECT l.n, ${withoutParent(scope)} AS falls, ${verdictSql(fold.entity, 'l.fold', fold.missing, fold.unknown)}
      FROM ${layout.lines} l ${parentJoin(layout, fold.entity, 'l.fold', scope)}
      WHERE l.entity = ${entityNumber(layout, entity)} AND l.fold_entity = ${into} AND l.state = 'ready'
    ), hit AS (
      UPDATE ${layout.lines} l SET
        state = CASE WHEN v.falls THEN v.state ELSE 'merged' END,
        code = CASE WHEN v.falls THEN v.code ELSE l.fold_code END,
        root = CASE WHEN v.falls THEN v.root END,
        survivor = CASE WHEN NOT v.falls THEN ${literal(`${fold.entity}/`)} || l.fold END
      FROM verdict v WHERE l.n = v.n AND l.entity = ${entityNumber(layout, entity)}
      RETURNING l.n, l.entity, l.file, l.state, l.code, l.root, l.fold
    )
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)
    SELECT n, entity, file, 'settle', code, ${literal(fold.columns.join(', '))}, fold, root
    FROM hit WHERE state <> 'merged'`);
}
