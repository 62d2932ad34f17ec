import { type Detector, found, LISTED } from './look.ts';

/** What the second readings (load/suspicions.ts) looked at, and the columns that they do not confirm. */
export const secondReading: Detector = async ({ session, layout }) => {
  const { rows: read } = await session.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${layout.readings} WHERE place >= 0`,
  );
  const { rows } = await session.query<{ place: string; count: number; all: number }>(`
    SELECT coalesce(CASE WHEN n IS NULL THEN NULL ELSE detail END, 'left out or not') AS place, count(*)::int AS count,
      count(*) OVER ()::int AS all
    FROM ${layout.issues} WHERE code = 'VALUE_SUSPECT' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${LISTED}`);
  const findings = rows.map(({ place, count }) => ({
    ...{ where: place, count, of: null },
    detail: 'values that the raw lines do not confirm; see the issue VALUE_SUSPECT',
  }));
  const count = read[0]?.count ?? 0;
  return {
    ...found(
      { count, what: 'facts, read again from up to 1,000 lines of each kind' },
      findings,
      count === 0 ? ['No line states a fact plainly.'] : [],
    ),
    found: rows[0]?.all ?? 0,
  };
};
