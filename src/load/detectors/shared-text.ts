import { SAFETY_CHECKS } from '../../reconcile/safety.ts';
import { idShown } from '../../reconcile/shown.ts';
import { pictureSign } from '../../reconcile/traits.ts';
import { rowId, unitOf, written } from '../../staging/layout.ts';
import { type Detector, found, LISTED, ourRows } from './look.ts';

interface Fact {
  column: string;
  /** SQL of the sign of the text in Gingr, over line `l`, and in the target, over its column. */
  there: string;
  here: (value: string) => string;
}

/** Word for word, however it is spaced and marked up: the signs of the safety facts, and the address of a picture. */
const FACTS: Fact[] = [
  ...(SAFETY_CHECKS['animals'] ?? [])
    .filter(({ key }) => key === 'allergies' || key === 'medicines')
    .map(({ key, column, expression }) => ({ column, there: `l.safety ->> '${key}'`, here: expression })),
  { column: 'profilePhoto', there: 'l.trait', here: pictureSign },
];

interface Shared {
  pets: number;
  owners: number;
  animals: number;
  id: string;
}

export const sharedText: Detector = async ({ session, layout, personal, complete }) => {
  const what = 'texts and pictures';
  const unit = unitOf(layout, 'animals', 'pets');
  if (!complete) return found({ count: 0, what }, [], ['Refused before anything was written.']);
  const columns = new Set(unit ? written(unit).map(({ name }) => name) : []);
  if (!unit || !columns.has('customerId'))
    return found({ count: 0, what }, [], ['This target has no pets with an owner.']);
  const there = FACTS.filter(({ column }) => columns.has(column));
  const absent = FACTS.filter(({ column }) => !columns.has(column)).map(({ column }) => `pets.${column}`);
  const findings = [];
  let [all, looked] = [0, 0];
  for (const fact of there) {
    const here = fact.here(`t."${fact.column}"`);
    const { rows } = await session.query<Shared & { texts: number; found: number }>(`
      WITH here AS (
        SELECT ${here} AS sign, count(*)::int AS pets, count(DISTINCT t."customerId")::int AS owners, min(r.n) AS n
        FROM ${ourRows(layout, unit)} r JOIN ${unit.target} t ON ${rowId(unit)} = r.id
        WHERE t."${fact.column}" IS NOT NULL GROUP BY 1
      ), there AS (
        SELECT ${fact.there} AS sign, count(*)::int AS animals FROM ${layout.lines} l
        WHERE l.entity = ${unit.entityNumber} AND l.state = 'ready' GROUP BY 1
      ), suspect AS (
        SELECT h.n, h.pets, h.owners, coalesce(g.animals, 0) AS animals FROM here h LEFT JOIN there g ON g.sign = h.sign
        WHERE h.sign <> '' AND h.owners > 1 AND h.pets > coalesce(g.animals, 0)
      )
      SELECT s.pets, s.owners, s.animals, l.source_id AS id,
        (SELECT count(*) FROM here WHERE sign <> '')::int AS texts, (SELECT count(*) FROM suspect)::int AS found
      FROM (SELECT 1) one LEFT JOIN (suspect s JOIN ${unit.lines} l ON l.n = s.n) ON true
      ORDER BY s.pets DESC, s.n LIMIT ${LISTED}`);
    looked += rows[0]?.texts ?? 0;
    all += rows[0]?.found ?? 0;
    for (const { pets, owners, animals, id } of rows.filter((row) => row.id !== null)) {
      findings.push({
        ...{ where: `pets.${fact.column}`, count: pets, of: null },
        detail: `the same on ${pets} pets of ${owners} owners, in Gingr on ${animals}; first on animals/${personal ? id : idShown(id)}`,
      });
    }
  }
  const notLooked = [
    ...(looked === 0 ? ['No pet has an allergy, a medication or a picture.'] : []),
    ...(absent.length > 0 ? [`This target has no ${absent.join(', ')}.`] : []),
  ];
  return { ...found({ count: looked, what }, findings, notLooked), found: all };
};
