import { checkpoint } from '../core/checkpoint.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { ledgerVersion } from '../ledger/batches.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { lookedUp } from '../reconcile/readings/index.ts';
import { elsewhereOf, type Layout, referencesOf, rowId, type Unit } from '../staging/layout.ts';
import { affectedBy } from '../staging/settle/affected.ts';
import { settle } from '../staging/settle.ts';
import { noteAbsentColumns, noteAbsentTables } from './absent.ts';
import type { Amended } from './amend.ts';
import { changesTable, createNoChanges, decideChanges } from './changes.ts';
import { reportDecisions } from './decided.ts';
import { rejectDoubledMoney, rejectPaymentsTwice } from './doubled.ts';
import { addEarlierMoney } from './earlier-money.ts';
import { advances } from './fates.ts';
import type { LoadInput } from './input.ts';
import { fallenTable, idsTable, planUnit } from './plan.ts';
import { markStandIns } from './references.ts';
import { rejectLostSafetyFacts } from './safety.ts';
import { seenTable } from './seen.ts';
import { entitiesChangedBy, touchedUnits } from './touched.ts';
import { giveWayToOthers } from './unique.ts';
import { noteUnsaid } from './unsaid.ts';
import { recordsTable, rowsTable } from './vanished/find.ts';
import { planVanished } from './vanished/index.ts';
import { mergedTable, movesTable } from './vanished/merged.ts';
import { findRevived, revivedTable, tellRevived } from './vanished/revive.ts';
import { mergedWithoutEntry } from './write.ts';

/**
 * Plans every unit, parents first, from the states that validate settled. A record that the target forbids takes its
 * children with it, so planning starts again with the fallen ones until no more fall, of the units that this touches. Gives
 * the units that have anything to do (of most, a snapshot holds no record), and the rows that change though no line stands
 * for them.
 */
export async function planAll(
  input: LoadInput,
  scopes: Scopes,
): Promise<{ busy: Unit[]; amended: Amended[] }> {
  const { session, layout, source, validated } = input;
  await session.exec(`
    DELETE FROM ${layout.issues} WHERE stage IN ('load', 'vanished');
    DROP TABLE IF EXISTS ${fallenTable(layout)};
    CREATE UNLOGGED TABLE ${fallenTable(layout)} (n bigint PRIMARY KEY, entity smallint NOT NULL, state text NOT NULL, code text NOT NULL, root text)`);
  const referred = referredTo(input);
  const complete = new Set(
    input.manifest.entities.flatMap(({ entity, completeness }) =>
      completeness === 'complete' ? [entity] : [],
    ),
  );
  const settled = (await ledgerVersion(session, source.tenant)) === validated.ledger;
  if (!settled) await settle(session, layout, scopes.ofEntity(layout), null);
  let units: readonly Unit[] = layout.units;
  const busy = new Set<Unit>();
  for (let fallen = 0, again = true; again; ) {
    await forgetPlans(session, layout, units);
    for (const unit of units) {
      const isBusy = await planUnit(
        session,
        layout,
        unit,
        scopes,
        source.tenant,
        referred.has(unit.entity),
        input.adoption,
        complete,
      );
      if (isBusy) busy.add(unit);
      else busy.delete(unit);
      await rejectLostSafetyFacts(session, layout, unit, isBusy);
      checkpoint('load.unit');
    }
    await rejectDoubledMoney(session, layout, units);
    await rejectPaymentsTwice(session, layout, scopes);
    if (units.some(({ entity }) => entity === 'invoices')) await addEarlierMoney(session, layout, scopes);
    await createNoChanges(
      session,
      layout,
      units.filter((unit) => !busy.has(unit)),
    );
    const atWork = units.filter((unit) => busy.has(unit));
    for (const unit of atWork) {
      await findRevived(session, layout, unit, scopes);
      await decideChanges(session, layout, unit);
    }
    checkpoint('load.changes');
    for (const unit of atWork)
      await giveWayToOthers(session, layout, unit, source.tenant, source.sourceDatabase);
    const now = await countFallen(session, layout);
    again = now.records > fallen;
    fallen = now.records;
    if (again) units = touchedUnits(layout, await settleAnew(session, layout, scopes, now.entities));
  }
  const atWork = layout.units.filter((unit) => busy.has(unit));
  await markStandIns(session, layout, atWork);
  await reportDecisions(session, layout, input.adoption);
  await noteAbsentColumns(session, layout);
  await noteAbsentTables(session, layout);
  await noteUnsaid(session, layout, atWork);
  for (const unit of layout.units) await noteOutdated(session, layout, unit, scopes);
  await tellRevived(session, layout, atWork);
  return { busy: atWork, amended: await planVanished(input, scopes) };
}

/** What gives way is found anew each time; what fell, fell once. */
async function forgetPlans(session: Session, layout: Layout, units: readonly Unit[]): Promise<void> {
  await dropPlans(session, layout, units);
  const entities = units.map(({ entityNumber }) => entityNumber).join(', ') || 'NULL';
  await session.exec(`
    DELETE FROM ${layout.issues} WHERE stage = 'load' AND code IN ('OWNER_EMAIL_TAKEN', 'TARGET_LINK_TAKEN') AND entity IN (${entities});
    DELETE FROM ${layout.alterations} a USING ${layout.lines} l WHERE a.stage = 'load' AND l.n = a.n AND l.entity IN (${entities})`);
}

/** Settles the states of what the fallen records of these entities affect, and gives the entities whose states changed. */
async function settleAnew(
  session: Session,
  layout: Layout,
  scopes: Scopes,
  entities: ReadonlySet<string>,
): Promise<Set<string>> {
  const fallen = { table: fallenTable(layout), entities };
  return entitiesChangedBy(session, layout, affectedBy(layout, entities), () =>
    settle(session, layout, scopes.ofEntity(layout), fallen),
  );
}

/** Puts the states back as validate left them, where this load rejected more: the next one starts from them. */
export async function forgetFallen({ session, layout }: LoadInput, scopes: Scopes): Promise<void> {
  const { entities } = await countFallen(session, layout);
  if (entities.size === 0) return;
  await session.exec(`TRUNCATE ${fallenTable(layout)}`);
  await settle(session, layout, scopes.ofEntity(layout), { table: fallenTable(layout), entities });
}

/** Entities that a record of this snapshot may refer to, by its mapping or by a second reading. */
function referredTo({ layout, manifest }: LoadInput): Set<string> {
  const spoken = new Set(manifest.entities.filter(({ lines }) => lines > 0).map(({ entity }) => entity));
  const units = layout.units.filter(({ entity, entityNumber }) =>
    spoken.has(layout.entities[entityNumber]?.derivedFrom?.entity ?? entity),
  );
  return new Set(
    units.flatMap((unit) => [
      ...referencesOf(unit).map(({ source }) => source.entity),
      ...lookedUp(unit.entity),
    ]),
  );
}

/** Rows that a record was given besides its own and that Gingr no longer gives a reason for, such as a credit note. */
async function noteOutdated(session: Session, layout: Layout, unit: Unit, scopes: Scopes): Promise<void> {
  const mayLeave = unit.primary && elsewhereOf(layout, unit.entity);
  if (unit.mapping.when === undefined && !mayLeave) return;
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, detail)
    SELECT l.n, l.entity, l.file, 'load', 'TARGET_ROW_OUTDATED', ${literal(`${unit.table}/`)} || t.id
    FROM (SELECT r.n, r.entity, r.file, r.source_id FROM ${unit.lines} r
      WHERE r.state = 'ready' AND NOT EXISTS (SELECT FROM ${unit.plan} p WHERE p.n = r.n) OFFSET 0) l
    JOIN migration.crosswalk x ON x.scope = ${scopes.of(unit) ?? -1} AND x.source_id = l.source_id
    JOIN ${unit.target} t ON ${rowId(unit)} = x.target_id`);
}

/** Whether a load would write anything at all, bases and crosswalk included. */
export async function hasWork(
  session: Session,
  layout: Layout,
  units: readonly Unit[],
  scopes: Scopes,
  amended: readonly Amended[],
): Promise<boolean> {
  if (amended.length > 0) return true;
  if ((await session.query(`SELECT 1 FROM ${mergedTable(layout)} LIMIT 1`)).rows.length > 0) return true;
  for (const unit of units) {
    if (await advances(session, layout, unit)) return true;
    if (!unit.primary) continue;
    const { rows } = await session.query(`SELECT 1 FROM ${mergedWithoutEntry(layout, unit, scopes)} LIMIT 1`);
    if (rows.length > 0) return true;
  }
  return false;
}

export async function dropWorkTables(
  session: Session,
  layout: Layout,
  amended: readonly Amended[],
): Promise<void> {
  await dropPlans(session, layout, layout.units);
  const seen = layout.units.map((unit) => seenTable(layout, unit));
  const left = [
    recordsTable(layout),
    rowsTable(layout),
    mergedTable(layout),
    movesTable(layout),
    ...amended.map(({ values }) => values),
  ];
  await session.exec(`DROP TABLE IF EXISTS ${[fallenTable(layout), ...seen, ...left].join(', ')}`);
}

async function dropPlans(session: Session, layout: Layout, units: readonly Unit[]): Promise<void> {
  const tables = units.flatMap((unit) => [
    unit.plan,
    changesTable(layout, unit),
    revivedTable(layout, unit),
    ...(unit.primary ? [idsTable(layout, unit.entity)] : []),
  ]);
  if (tables.length > 0) await session.exec(`DROP TABLE IF EXISTS ${tables.join(', ')}`);
}

async function countFallen(session: Session, layout: Layout) {
  const { rows } = await session.query<{ entity: number; count: number }>(
    `SELECT entity, count(*)::int AS count FROM ${fallenTable(layout)} GROUP BY 1`,
  );
  return {
    records: rows.reduce((sum, { count }) => sum + count, 0),
    entities: new Set(rows.flatMap(({ entity }) => layout.entities[entity]?.entity ?? [])),
  };
}
