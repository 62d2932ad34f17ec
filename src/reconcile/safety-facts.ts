import { ident, literal } from '../database/sql.ts';
import { entityNumber, type Layout } from '../staging/layout.ts';
import type { SafetyAccount } from './model.ts';

/** One safety fact of an animal: SQL over its line `l` and its last day of vaccination `v`, and over its pet `t`. */
export interface Counted {
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

const BITES = literal('bit(e|ing|ten)|aggress');
const filled = (...columns: string[]) =>
  `coalesce(${columns.map((column) => `nullif(btrim(t.${ident(column)}::text), '')`).join(', ')}) IS NOT NULL`;
const LATEST = `(SELECT max(x.value) FROM jsonb_each_text(CASE WHEN jsonb_typeof(t."vaccineExpirations") = 'object' THEN t."vaccineExpirations" ELSE '{}' END) x WHERE x.value ~ '^[0-9]{4}-')`;

/** Those whose columns the target has (`here`); `today` decides what has expired. */
export function countedFacts(layout: Layout, today: string, here: ReadonlySet<string>): Counted[] {
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
  return facts.flatMap((fact): Counted[] => {
    const columns = fact.columns.filter((column) => here.has(column));
    if (fact.name === 'feeding') return columns.length > 0 ? [{ ...fact, target: filled(...columns) }] : [];
    return columns.length === fact.columns.length ? [fact] : [];
  });
}
