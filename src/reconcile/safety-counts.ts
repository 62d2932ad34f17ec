import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { entityNumber, type Layout, rowId, type Unit, unitOf, written } from '../staging/layout.ts';
import { daysAhead } from './desk.ts';
import { addToList, LISTED } from './lists.ts';
import type { SafetyAccount, SafetyLoss } from './model.ts';
import { type Counted, countedFacts } from './safety-facts.ts';
import { idShown } from './shown.ts';

export interface SafetyCountsInput {
  session: Session;
  layout: Layout;
  /** The snapshot's, an ISO instant and an IANA zone. */
  asOf: string;
  timeZone: string;
  /** Whether the target holds what the mapping wants; where nothing was written, nothing is counted. */
  complete: boolean;
  personal: boolean;
}

const MOST = 1000;

/**
 * How many animals have which safety fact, read from the raw lines by code that the mapping does not share, and from the
 * pets that stand in Tailtown; and every animal that lost one. Null where it was not counted.
 */
export async function accountSafety(input: SafetyCountsInput): Promise<SafetyAccount[] | null> {
  const { layout, complete } = input;
  const pets = unitOf(layout, 'animals', 'pets');
  if (!pets || !complete) return null;
  const today = new Date(Date.parse(`${daysAhead(input.asOf, input.timeZone)[0]}T00:00:00Z`) - 86_400_000)
    .toISOString()
    .slice(0, 10);
  const facts = countedFacts(layout, today, new Set(written(pets).map(({ name }) => name)));
  if (facts.length === 0) return [];
  await lookOnce(input, pets, facts);
  const accounts = await countFacts(input, facts);
  await input.session.exec(`DROP TABLE ${SEEN}`);
  return accounts;
}

/** Every animal's line once, with what Gingr says of each fact (`has`) and what its pet holds (`held`): the lines are wide. */
const SEEN = 'pg_temp.safety_seen';

async function lookOnce({ session, layout }: SafetyCountsInput, pets: Unit, facts: Counted[]): Promise<void> {
  const seen = facts.flatMap(({ source, target, follows }, at) => [
    `coalesce(${source}, false) AS has${at}, (t.id IS NOT NULL AND coalesce(${target}, false)) AS held${at}`,
    ...(follows ? [`coalesce(${follows}, false) AS follows${at}`] : []),
  ]);
  const fell = `x.state IN ('rejected', 'unreadable', 'excluded')`;
  const latest = `SELECT x.safety ->> 'animal' AS animal, max(x.safety ->> 'expires') AS latest,
      max(x.safety ->> 'expires') FILTER (WHERE NOT ${fell}) AS moved,
      (array_agg(x.code ORDER BY x.safety ->> 'expires' DESC, x.n) FILTER (WHERE ${fell}))[1] AS code
    FROM ${layout.lines} x
    WHERE x.entity = ${entityNumber(layout, 'immunizations')} AND x.state <> 'copy' AND x.safety IS NOT NULL GROUP BY 1`;
  await session.exec(`
    CREATE TEMP TABLE safety_seen AS SELECT l.n, l.source_id, l.state, l.code, v.code AS fell, ${seen.join(', ')}
    FROM ${pets.lines} l LEFT JOIN ${pets.plan} p ON p.n = l.n LEFT JOIN ${pets.target} t ON ${rowId(pets)} = p.id
    LEFT JOIN (${latest}) v ON v.animal = l.source_id WHERE l.state <> 'copy'`);
}

async function countFacts(
  { session, personal }: SafetyCountsInput,
  facts: Counted[],
): Promise<SafetyAccount[]> {
  const counted = facts.map((fact, at) => {
    const lost = fact.follows
      ? `(state = 'ready' AND held${at} AND NOT has${at})`
      : `((state = 'ready' AND has${at} AND NOT held${at}) OR (state IN ('rejected', 'unreadable') AND has${at}))`;
    const why = `CASE WHEN state <> 'ready' THEN code ${fact.follows ? `WHEN follows${at} THEN fell` : ''} END`;
    return { at, name: fact.name, lost, why };
  });
  const counts = counted.map(
    ({ at, lost, why }) => `jsonb_build_object(
      'source', count(*) FILTER (WHERE has${at}),
      'target', count(*) FILTER (WHERE state = 'ready' AND held${at}),
      'leftOut', count(*) FILTER (WHERE has${at} AND state IN ('merged', 'excluded')),
      'rejected', count(*) FILTER (WHERE has${at} AND state IN ('rejected', 'unreadable')),
      'lost', count(*) FILTER (WHERE ${lost}), 'wrong', count(*) FILTER (WHERE ${lost} AND ${why} IS NULL))`,
  );
  const { rows } = await session.query<{ facts: Omit<SafetyAccount, 'name' | 'losses'>[] }>(
    `SELECT jsonb_build_array(${counts.join(', ')}) AS facts FROM ${SEEN}`,
  );
  const accounts: SafetyAccount[] = [];
  for (const { at, name, lost, why } of counted) {
    const found = rows[0]?.facts[at] ?? { source: 0, target: 0, leftOut: 0, rejected: 0, lost: 0, wrong: 0 };
    const losses = found.lost > 0 ? await listLosses(session, name, { lost, why }) : [];
    accounts.push({
      ...{ name, ...found },
      losses: losses.map(
        ({ sourceId, code }): SafetyLoss => ({
          sourceId: sourceId === null || personal ? (sourceId ?? '') : idShown(sourceId),
          code,
        }),
      ),
    });
  }
  return accounts;
}

/** Keeps the list of animals that lost a fact, those that stand without it first, since the report's is cut; gives the first of it. */
async function listLosses(
  session: Session,
  name: Counted['name'],
  { lost, why }: { lost: string; why: string },
) {
  await session.query(
    addToList(
      'safety-losses',
      `SELECT ${literal(name)}, source_id, ${why}, NULL, NULL FROM ${SEEN} WHERE ${lost} ORDER BY ${why} IS NOT NULL, n`,
    ),
  );
  const { rows } = await session.query<{ sourceId: string | null; code: string | null }>(
    `SELECT s.source_id AS "sourceId", s.code FROM ${LISTED} s WHERE s.list = 'safety-losses' AND s.what = ${literal(name)}
     ORDER BY s.id LIMIT ${MOST}`,
  );
  return rows;
}
