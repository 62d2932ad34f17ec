import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { entityNumber, type Layout, rowId, type Unit, unitOf, written } from '../staging/layout.ts';
import { daysAhead } from './desk.ts';
import { addToList, LISTED } from './lists.ts';
import type { SafetyAccount, SafetyLoss } from './model.ts';
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

/** One safety fact of an animal: SQL over its line `l` and its last day of vaccination `v`, and over its pet `t`. */
interface Counted {
  name: SafetyAccount['name'];
  columns: string[];
  source: string;
  target: string;
  /**
   * Where having it is the bad news: lost is what Tailtown says and Gingr does not, but for those of whom this SQL says that
   * it follows from what could not be moved.
   */
  follows?: string;
}

const MOST = 1000;
const BITES = literal('bit(e|ing|ten)|aggress');
const filled = (...columns: string[]) =>
  `coalesce(${columns.map((column) => `nullif(btrim(t.${ident(column)}::text), '')`).join(', ')}) IS NOT NULL`;
const LATEST = `(SELECT max(x.value) FROM jsonb_each_text(CASE WHEN jsonb_typeof(t."vaccineExpirations") = 'object' THEN t."vaccineExpirations" ELSE '{}' END) x WHERE x.value ~ '^[0-9]{4}-')`;

function factsOf(layout: Layout, today: string): Counted[] {
  const vaccinations = entityNumber(layout, 'immunizations') !== -1;
  const facts: Counted[] = [
    {
      ...{ name: 'allergies', columns: ['allergies'] },
      ...{ source: `coalesce(l.safety ->> 'allergies', '') <> ''`, target: filled('allergies') },
    },
    {
      ...{ name: 'medication', columns: ['medicationNotes', 'specialRequirements'] },
      source: `(coalesce(l.safety ->> 'medicines', '') <> '' OR l.safety ->> 'medicated' = 'true')`,
      target: `(${filled('medicationNotes')} OR 'HAS_MEDICATION' = ANY (coalesce(t."specialRequirements", '{}')))`,
    },
    {
      ...{ name: 'bites', columns: ['behaviorNotes'] },
      source: `coalesce(l.safety ->> 'icons', '') ~* ${BITES}`,
      target: `coalesce(t."behaviorNotes", '') ~* ${BITES}`,
    },
    {
      ...{ name: 'do-not-book', columns: ['specialRequirements'] },
      source: `l.safety ->> 'doNotBook' = 'true'`,
      target: `'DO_NOT_BOOK' = ANY (coalesce(t."specialRequirements", '{}'))`,
    },
    {
      ...{ name: 'feeding', columns: ['foodNotes', 'feedingSchedule', 'feedingMethod', 'foodType'] },
      ...{ source: `l.desk ? 'feeding'`, target: '' },
    },
    ...(vaccinations
      ? ([
          {
            ...{ name: 'vaccination-missing', columns: ['vaccineExpirations'] },
            ...{ source: 'v.latest IS NULL', target: `${LATEST} IS NULL`, follows: 'v.moved IS NULL' },
          },
          {
            ...{ name: 'vaccination-expired', columns: ['vaccineExpirations'] },
            ...{ source: `v.latest < ${literal(today)}`, target: `left(${LATEST}, 10) < ${literal(today)}` },
            follows: `v.moved < ${literal(today)}`,
          },
        ] satisfies Counted[])
      : []),
  ];
  return facts;
}

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
  const here = new Set(written(pets).map(({ name }) => name));
  const facts = factsOf(layout, today).flatMap((fact): Counted[] => {
    const columns = fact.columns.filter((column) => here.has(column));
    if (fact.name === 'feeding') return columns.length > 0 ? [{ ...fact, target: filled(...columns) }] : [];
    return columns.length === fact.columns.length ? [fact] : [];
  });
  const accounts: SafetyAccount[] = [];
  for (const fact of facts) accounts.push(await accountOne(input, pets, fact));
  return accounts;
}

async function accountOne(
  { session, layout, personal }: SafetyCountsInput,
  pets: Unit,
  { name, source, target, follows }: Counted,
): Promise<SafetyAccount> {
  const has = `coalesce(${source}, false)`;
  const held = `(t.id IS NOT NULL AND coalesce(${target}, false))`;
  const lost = follows
    ? `(l.state = 'ready' AND ${held} AND NOT ${has})`
    : `((l.state = 'ready' AND ${has} AND NOT ${held}) OR (l.state IN ('rejected', 'unreadable') AND ${has}))`;
  const why = `CASE WHEN l.state <> 'ready' THEN l.code WHEN ${follows ?? 'false'} THEN v.code END`;
  const fell = `x.state IN ('rejected', 'unreadable', 'excluded')`;
  const latest = `SELECT x.safety ->> 'animal' AS animal, max(x.safety ->> 'expires') AS latest,
      max(x.safety ->> 'expires') FILTER (WHERE NOT ${fell}) AS moved,
      (array_agg(x.code ORDER BY x.safety ->> 'expires' DESC, x.n) FILTER (WHERE ${fell}))[1] AS code
    FROM ${layout.lines} x
    WHERE x.entity = ${entityNumber(layout, 'immunizations')} AND x.state <> 'copy' AND x.safety IS NOT NULL GROUP BY 1`;
  const from = `FROM ${pets.lines} l LEFT JOIN ${pets.plan} p ON p.n = l.n LEFT JOIN ${pets.target} t ON ${rowId(pets)} = p.id
    LEFT JOIN (${latest}) v ON v.animal = l.source_id WHERE l.state <> 'copy'`;
  const { rows } = await session.query<Omit<SafetyAccount, 'name' | 'losses'> & Record<string, unknown>>(`
    SELECT count(*) FILTER (WHERE ${has})::int AS source,
      count(*) FILTER (WHERE l.state = 'ready' AND ${held})::int AS target,
      count(*) FILTER (WHERE ${has} AND l.state IN ('merged', 'excluded'))::int AS "leftOut",
      count(*) FILTER (WHERE ${has} AND l.state IN ('rejected', 'unreadable'))::int AS rejected,
      count(*) FILTER (WHERE ${lost})::int AS lost, count(*) FILTER (WHERE ${lost} AND ${why} IS NULL)::int AS wrong ${from}`);
  const [counts] = rows;
  // Those that stand without it come first: the list of the report is cut.
  await session.query(
    addToList(
      'safety-losses',
      `SELECT ${literal(name)}, l.source_id, ${why}, NULL, NULL ${from} AND ${lost}
       ORDER BY ${why} IS NOT NULL, l.n`,
    ),
  );
  const losses = await session.query<{ sourceId: string | null; code: string | null }>(
    `SELECT s.source_id AS "sourceId", s.code FROM ${LISTED} s WHERE s.list = 'safety-losses' AND s.what = ${literal(name)}
     ORDER BY s.id LIMIT ${MOST}`,
  );
  return {
    name,
    ...(counts ?? { source: 0, target: 0, leftOut: 0, rejected: 0, lost: 0, wrong: 0 }),
    losses: losses.rows.map(
      ({ sourceId, code }): SafetyLoss => ({
        sourceId: sourceId === null || personal ? (sourceId ?? '') : idShown(sourceId),
        code,
      }),
    ),
  };
}
