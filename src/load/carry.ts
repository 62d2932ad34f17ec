import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { bases } from '../ledger/images.ts';
import { gathersOf } from '../mapping/vocabulary.ts';
import { type Unit, type UnitColumn, written } from '../staging/layout.ts';

/**
 * What was put together from other records, such as a pet's vaccinations or its icons: a snapshot that holds none of
 * them for a record says nothing of it (its export may be incomplete), so what the last load made of them stays wanted.
 */
export async function carryGathered(session: Session, unit: Unit): Promise<void> {
  const gathered = written(unit).flatMap((column) => {
    const carried = carriedOf(unit, column);
    return carried === null ? [] : [{ column, ...carried }];
  });
  if (gathered.length === 0) return;
  const columns = [...new Set(gathered.flatMap(({ column, reads }) => [column.sql, ...reads]))];
  const overrides = gathered.map(
    ({ column, when, value }) =>
      // As text, which every type reads: arrays have no JSON form of their own that does.
      `CASE WHEN ${when} THEN jsonb_build_object(${literal(column.name)}, (${value})::text) ELSE '{}' END`,
  );
  await session.query(`
    UPDATE ${unit.plan} p SET _override = ${overrides.join(' || ')}
    FROM ${bases(unit.table, columns)} b, ${unit.staged} s
    WHERE b._batch = p.base_batch AND b._id = p.id AND s._n = p.n
      AND (${gathered.map(({ when }) => `(${when})`).join(' OR ')})`);
}

interface Carried {
  /** SQL, true where the last load's value stays wanted. */
  when: string;
  value: string;
  /** Other columns of the base that the value is made of. */
  reads: string[];
}

function carriedOf(unit: Unit, column: UnitColumn): Carried | null {
  const { source } = column.mapping;
  const gathers = source.kind === 'derive' ? gathersOf(source.step) : null;
  if (source.kind !== 'derive' || gathers === null) return null;
  const said = unit.columns.find(({ name }) => name === gathers.said);
  const silent = said ? `s.${said.sql} IS NULL` : 'true';
  if (source.columns.length === 0)
    return {
      when: `s.${column.sql} IS NULL AND b.${column.sql} IS NOT NULL AND ${silent}`,
      value: `b.${column.sql}`,
      reads: [],
    };
  // Only a part of these flags was gathered; the rest is the record's own, which this snapshot holds.
  const flags = written(unit).filter(({ name }) => gathers.lists?.includes(name));
  if (column.merge !== 'array' || flags.length === 0) return null;
  const lists = flags.map(({ sql }) => `coalesce(b.${sql}, '[]')`).join(' || ');
  const words = `SELECT DISTINCT e ->> 'requirement' FROM jsonb_array_elements(${lists}) e
    WHERE e ? 'requirement' AND e ->> 'requirement' <> ALL (coalesce(s.${column.sql}, '{}'))`;
  return {
    when: `${silent} AND EXISTS (${words})`,
    value: `coalesce(s.${column.sql}, '{}') || ARRAY(${words} ORDER BY 1)`,
    reads: flags.map(({ sql }) => sql),
  };
}
