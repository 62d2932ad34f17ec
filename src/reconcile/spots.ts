import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { entityNumber, type Layout, linesOf, unitOf } from '../staging/layout.ts';
import type { BalanceAccount, SpotCheck } from './model.ts';
import { idShown } from './shown.ts';

const BY_RISK = 4;
const BY_CHANCE = 6;

/**
 * Chooses the animals and owners that people should look up in both programs: those at risk first (a safety fact, others
 * merged into it, many altered values, a balance that differs), then some by chance. The snapshot seeds the chance, so
 * that the same batch gives the same list. Values are filled in when the report is written.
 */
export async function chooseSpots(
  session: Session,
  layout: Layout,
  seed: string,
  balances: BalanceAccount | null,
): Promise<SpotCheck[]> {
  const order = `md5(${literal(seed)} || l.source_id)`;
  const picks: SpotCheck[] = [];
  const add = (entity: SpotCheck['entity'], why: SpotCheck['why'], ids: string[], most: number) => {
    let added = 0;
    for (const sourceId of ids) {
      const known = picks.some((pick) => pick.entity === entity && pick.sourceId === sourceId);
      if (known || added === most || idShown(sourceId) !== sourceId) continue;
      picks.push({ entity, sourceId, why, fields: [] });
      added += 1;
    }
  };
  const ids = async (sql: string): Promise<string[]> =>
    (await session.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  for (const entity of ['animals', 'owners'] as const) {
    if (!unitOf(layout, entity)) continue;
    const ready = `${linesOf(layout, entity)} l WHERE l.state = 'ready'`;
    const most = 3 * (BY_RISK + BY_CHANCE);
    if (entity === 'animals')
      add(
        entity,
        'safety',
        await ids(`SELECT l.source_id AS id FROM ${ready}
          AND (l.safety ->> 'doNotBook' = 'true' OR l.safety ? 'icons' OR l.safety ->> 'allergies' <> '' OR l.safety ->> 'medicines' <> '')
          ORDER BY (l.safety ->> 'doNotBook' = 'true') DESC, (l.safety ? 'icons') DESC, ${order} LIMIT ${most}`),
        BY_RISK,
      );
    else
      add(
        entity,
        'balance',
        (balances?.differences ?? []).slice(0, most).map(({ sourceId }) => sourceId),
        BY_RISK,
      );
    add(
      entity,
      'merged',
      await ids(`SELECT l.source_id AS id FROM ${ready} AND l.source_id IN (SELECT m.survivor FROM ${layout.lines} m
        WHERE m.entity = ${entityNumber(layout, entity)} AND m.state = 'merged') ORDER BY ${order} LIMIT ${most}`),
      BY_RISK,
    );
    add(
      entity,
      'altered',
      await ids(`SELECT l.source_id AS id FROM ${linesOf(layout, entity)} l JOIN ${layout.alterations} a ON a.n = l.n
        WHERE l.state = 'ready' GROUP BY l.source_id HAVING count(*) > 1 ORDER BY count(*) DESC, ${order} LIMIT ${most}`),
      BY_RISK,
    );
    add(
      entity,
      'chance',
      await ids(`SELECT l.source_id AS id FROM ${ready} ORDER BY ${order} LIMIT ${most}`),
      BY_CHANCE,
    );
  }
  return picks;
}
