import { EXTERNAL_ID } from '../core/mapping.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { type Layout, rowId, type Unit, written } from '../staging/layout.ts';
import { standing, wanted } from './expressions.ts';
import { fall } from './fall.ts';
import type { AdoptionDecision } from './input.ts';
import { leftoversOf, olderTexts } from './leftovers.ts';

/** Rows, and other records, that an issue names of those which could be one. */
const NAMED = 10;

/**
 * Recognises rows that are already there: those that people decided on, then by id (a row that a rollback kept), then by
 * the keys of the mapping and what older importers wrote in their place. Where several rows could be the record, or
 * several records the row, none is chosen: the records fall, and the issue names the rows. A row that another Gingr
 * database of the resort brought is never one of ours, though their ids be the same.
 */
export async function adopt(
  session: Session,
  layout: Layout,
  unit: Unit,
  scopes: Scopes,
  tenant: string,
  decisions: readonly AdoptionDecision[],
): Promise<void> {
  const mine = `t.${unit.tenant} = ${literal(tenant)}`;
  const scope = scopes.of(unit) ?? -1;
  const decided = unit.primary ? decisions.filter(({ entity }) => entity === unit.entity) : [];
  if (decided.length > 0) await adoptDecided(session, layout, unit, decided, mine, scope);
  await session.query(`
    UPDATE ${unit.plan} p SET how = 'adopted' FROM ${unit.target} t WHERE p.how = 'new' AND ${rowId(unit)} = p.id AND ${mine}`);
  const open =
    decided.length === 0
      ? ''
      : `AND p.source_id NOT IN (${decided.map(({ sourceId }) => literal(sourceId)).join(', ')})`;
  for (const matches of await waysToRecognise(session, unit, mine)) {
    await session.exec(`
      CREATE TEMP TABLE found ON COMMIT DROP AS
      SELECT p.n, ${rowId(unit)} AS id FROM ${unit.plan} p JOIN (${matches.join(' UNION ')}) m USING (n) JOIN ${unit.target} t ON ${rowId(unit)} = m.id
      WHERE p.how = 'new' ${open} AND NOT ${bound(unit, scope)}
        AND NOT EXISTS (SELECT FROM ${unit.plan} q WHERE q.id = ${rowId(unit)} AND q.how = 'adopted')`);
    await session.exec(`
      CREATE TEMP TABLE unclear ON COMMIT DROP AS
      SELECT DISTINCT n FROM (
        SELECT n, count(*) OVER (PARTITION BY n) AS rows, count(*) OVER (PARTITION BY id) AS records FROM found) f
      WHERE rows > 1 OR records > 1`);
    await fall(session, layout, unit, unclearRows(unit), 'rejected', 'TARGET_ADOPTION_AMBIGUOUS', true);
    await session.exec(`
      UPDATE ${unit.plan} p SET how = 'adopted', id = f.id FROM found f
        WHERE f.n = p.n AND NOT EXISTS (SELECT FROM unclear u WHERE u.n = f.n);
      DROP TABLE found, unclear`);
  }
}

/** SQL of the unclear records with the rows that each could be, and the other records that could be the same row. */
const unclearRows = (unit: Unit): string => `
  WITH claims AS (
    SELECT f.n, f.id, row_number() OVER (PARTITION BY f.n ORDER BY f.id) AS place, row_number() OVER (PARTITION BY f.id ORDER BY f.n) AS rank
    FROM found f JOIN unclear USING (n)),
  others AS (
    SELECT f.n, f.id, string_agg(${literal(`${unit.entity}/`)} || o.source_id, ', ' ORDER BY o.source_id) AS others
    FROM claims f JOIN claims c ON c.id = f.id AND c.n <> f.n AND c.rank <= ${NAMED} JOIN ${unit.plan} o ON o.n = c.n GROUP BY 1, 2)
  SELECT f.n, string_agg(${literal(`${unit.table}/`)} || f.id || coalesce(', also of ' || o.others, ''), ', ' ORDER BY f.place) AS detail
  FROM claims f LEFT JOIN others o USING (n, id) WHERE f.place <= ${NAMED} GROUP BY f.n`;

/**
 * SQL of pairs of a line and a row (`n`, `id`) for each way to recognise one, in the order of the mapping. What older
 * importers wrote counts with the external id: two copies of one record under two keys are two (P-DUP-3).
 */
async function waysToRecognise(session: Session, unit: Unit, mine: string): Promise<string[][]> {
  const pairs = (equal: string) =>
    `SELECT p.n, ${rowId(unit)} AS id FROM ${unit.plan} p JOIN ${unit.staged} s ON s._n = p.n JOIN ${unit.target} t ON ${mine} AND ${equal} WHERE p.how = 'new'`;
  const ways = unit.mapping.recognise.flatMap((key): string[][] => {
    const columns = written(unit).filter((column) => key.includes(column.name));
    if (columns.length < key.length) return [];
    const equal = columns.map((column) => `${standing(column)} = ${wanted(column)}`).join(' AND ');
    return [[pairs(equal)]];
  });
  const older: string[] = [];
  for (const leftover of leftoversOf(unit)) {
    if (!(await isInUse(session, unit, leftover.like, mine))) continue;
    // A row that has the id of another record is that one's, whatever else it says.
    const other = leftover.isKey ? '' : `AND coalesce(t.${ident(EXTERNAL_ID)}, '') = ''`;
    older.push(`SELECT k.n, ${rowId(unit)} AS id FROM (
        SELECT p.n, unnest(${olderTexts(leftover)}) AS text FROM ${unit.plan} p JOIN ${unit.staged} s ON s._n = p.n WHERE p.how = 'new') k
      JOIN ${unit.target} t ON ${mine} AND ${leftover.text} = k.text ${other}`);
  }
  const [first = [], ...others] = ways;
  return [[...first, ...older], ...others].filter((way) => way.length > 0);
}

/** Most targets hold nothing of older importers: one look at the column spares a join for every text. */
async function isInUse(session: Session, unit: Unit, like: string, mine: string): Promise<boolean> {
  const { rows } = await session.query(
    `SELECT 1 FROM ${unit.target} t WHERE ${mine} AND ${like} AND EXISTS (SELECT FROM ${unit.plan} WHERE how = 'new') LIMIT 1`,
  );
  return rows.length > 0;
}

/** SQL, true where a load has bound the row to a record, or another Gingr database has brought it once. */
const bound = (unit: Unit, scope: number): string => `EXISTS (
  SELECT FROM (
    SELECT scope, target_id FROM migration.crosswalk
    UNION ALL SELECT scope, target_id FROM migration.crosswalk_closed WHERE kind = 'own' AND scope <> ${scope}) x
  JOIN migration.scopes c ON c.id = x.scope
  WHERE x.target_id = ${rowId(unit)} AND c.target_table = ${literal(unit.table)})`;

/** Gives records the rows that people decided on. A row that is not there, or not free, rejects the record. */
async function adoptDecided(
  session: Session,
  layout: Layout,
  unit: Unit,
  decided: readonly AdoptionDecision[],
  mine: string,
  scope: number,
): Promise<void> {
  const rows = `FROM ${unit.plan} p JOIN ${decisionRows(decided)} ON d.source_id = p.source_id AND d.target_id IS NOT NULL
    LEFT JOIN ${unit.target} t ON ${rowId(unit)} = d.target_id AND ${mine} WHERE p.how = 'new'`;
  const place = `${literal(`${unit.table}/`)} || d.target_id`;
  await fall(
    session,
    layout,
    unit,
    `SELECT p.n, ${place} || CASE WHEN t.id IS NULL THEN ' is no row of the resort' ELSE ' is the row of another record' END AS detail
     ${rows} AND (t.id IS NULL OR ${bound(unit, scope)})`,
    'rejected',
    'TARGET_ADOPTION_DECISION_WRONG',
    true,
  );
  await session.query(`
    UPDATE ${unit.plan} u SET how = 'adopted', id = f.id
    FROM (SELECT p.n, d.target_id AS id ${rows} AND t.id IS NOT NULL AND NOT ${bound(unit, scope)}) f WHERE f.n = u.n`);
}

/** Decisions of one entity as a table (source_id, target_id). */
export const decisionRows = (decided: readonly AdoptionDecision[]): string => {
  const rows = decided.map(({ sourceId, targetId }) => ({ source_id: sourceId, target_id: targetId }));
  return `jsonb_to_recordset(${literal(JSON.stringify(rows))}::jsonb) AS d(source_id text, target_id text)`;
};
