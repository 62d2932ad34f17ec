import { checkpoint } from '../core/checkpoint.ts';
import { refusal } from '../core/errors.ts';
import { inReplicaMode, replicaTables } from '../database/replica.ts';
import type { Session } from '../database/session.ts';
import { ident } from '../database/sql.ts';
import { readMeanwhile } from '../database/together.ts';
import { audit, openBatch, standingBatch } from '../ledger/batches.ts';
import { fingerprint } from '../ledger/fingerprint.ts';
import { countImages, ensureImages, indexImages } from '../ledger/images.ts';
import { Scopes } from '../ledger/scopes.ts';
import type { RunModel } from '../reconcile/model.ts';
import type { Unit } from '../staging/layout.ts';
import { alteredStaging } from '../staging/tables.ts';
import { FILLED_TABLES } from '../tailtown/tables.ts';
import { amendRows, keepAmendedBefore } from './amend.ts';
import { attempts } from './attempts.ts';
import { reportConflicts } from './changes.ts';
import { type Checked, check } from './check.ts';
import { followedDecisions } from './decided.ts';
import { proveForeignKeys } from './foreign-keys.ts';
import type { LoadFindings, LoadInput } from './input.ts';
import { persistFindings } from './persist.ts';
import { dropWorkTables, forgetFallen, hasWork, planAll } from './planning.ts';
import { warnOfLostReferences, warnOfParted } from './references.ts';
import { refusals } from './refuse.ts';
import { putIndexesBack, type SetAside, setIndexesAside } from './set-aside.ts';
import { makeRoom } from './unique.ts';
import { keepSoftDeletes, overLimit } from './vanished/index.ts';
import { keepMerged } from './vanished/merged.ts';
import { keepRevivals, reviveRows } from './vanished/revive.ts';
import { insertRows, keepAfterImages, keepBasesAndCrosswalk, keepBeforeImages, updateRows } from './write.ts';

export type { AdoptionDecision, LoadFindings, LoadInput } from './input.ts';

/** Thrown to end the transaction without keeping anything; carries what was found. */
class RolledBack extends Error {
  readonly model: RunModel;
  constructor(model: RunModel) {
    super('rolled back on purpose');
    this.model = model;
  }
}

/**
 * Loads a validated staging set into the target in one transaction: all of it or nothing. Repeatable read makes a
 * person's concurrent edit of the same row a serialization failure rather than a lost edit; the load then starts
 * again on the new state. A dry run does exactly the same and rolls back, so that the two cannot disagree.
 */
export async function load(input: LoadInput): Promise<RunModel> {
  try {
    return await attempts(input, () =>
      readMeanwhile(
        input.session,
        (session) => alteredBehind(session, input),
        (altered) =>
          loadOnce(input, altered).catch(async (error) => {
            if (error instanceof RolledBack) throw error;
            const parts = await altered().catch(() => []);
            // Without the change it could have been written, or the error comes again.
            throw parts.length > 0 ? stagingAltered(parts, error) : error;
          }),
      ),
    );
  } catch (error) {
    if (error instanceof RolledBack) return error.model;
    throw error;
  }
}

/** Parts of staging that are no longer as transform and validate left them. */
const alteredBehind = async (
  session: Session,
  { layout, transformed, validated }: LoadInput,
): Promise<string[]> => [
  ...(await alteredStaging(session, layout, 'transform', transformed)),
  ...(await alteredStaging(session, layout, 'validate', validated.measures)),
];

async function loadOnce(input: LoadInput, altered: () => Promise<string[]>): Promise<RunModel> {
  const { session, layout, source, manifest } = input;
  checkpoint('load.begin');
  // The tables of a load are joined whole and by their keys: their planner needs to know little more than their sizes.
  await session.exec('SET LOCAL default_statistics_target = 10');
  const scopes = await Scopes.open(session, source, layout.units);
  const tables = [...new Set(layout.units.map((unit) => unit.table))];
  const shapes = tables.flatMap((table) => layout.shape.tables[table] ?? []);
  await ensureImages(session, shapes, layout.units);
  checkpoint('load.images');
  input.onStep('planning');
  const { busy, amended } = await planAll(input, scopes);
  checkpoint('load.planned');
  await warnOfLostReferences(session, layout, busy);
  await warnOfParted(session, layout, busy, scopes);
  for (const unit of busy) await reportConflicts(session, layout, unit);

  const refused = [
    ...(await refusals(session, layout, manifest, input.refuse)),
    ...(await overLimit(input, scopes)),
  ];
  const work = await hasWork(session, layout, busy, scopes, amended);
  const standing = await standingBatch(session, source);
  const options = { units: busy, altered, standing, scopes, amended };
  if (refused.length > 0 || !work) {
    const checked = await check(input, { ...options, written: false, opened: null });
    const result = refused.length > 0 ? 'refused' : input.dryRun ? 'dry-run' : 'same';
    return await end(input, {
      ...checked,
      result: settled(checked, result),
      refusals: refused,
      batch: standing,
      fingerprints: null,
    });
  }

  const before = await fingerprint(session, layout.shape, source.tenant);
  const batch = await openBatch(session, source, {
    ...{ target: input.target, snapshot: manifest.id, mapping: input.mapping, asOf: manifest.asOf },
    ...{ toolVersion: input.toolVersion, fingerprint: before },
  });
  checkpoint('load.opened');
  const units = inLoadOrder(busy);
  const touched = tables.filter((table) =>
    [...units, ...amended.map(({ unit }) => unit)].some((unit) => unit.table === table),
  );
  const quiet = await replicaTables(session, touched);
  for (const unit of units) {
    await keepBeforeImages(session, layout, unit, batch);
    checkpoint('load.before-image');
    await makeRoom(session, layout, unit);
    checkpoint('load.room');
  }
  for (const one of amended) await keepAmendedBefore(session, one, batch);
  const aside = input.alone ? await setAside(input, touched) : [];
  checkpoint('load.aside');
  for (const unit of units) {
    input.onStep(`inserting ${unit.table}`);
    const indexed = !aside.some(({ table }) => table === unit.table);
    const insert = () => insertRows(session, layout, unit, batch, indexed);
    await (quiet.has(unit.table) ? inReplicaMode(session, insert) : insert());
    checkpoint('load.inserted');
  }
  for (const table of quiet) {
    const shape = layout.shape.tables[table];
    if (shape) await proveForeignKeys(session, shape);
  }
  checkpoint('load.proven');
  for (const unit of units) {
    await updateRows(session, layout, unit, batch);
    await reviveRows(session, layout, unit);
    checkpoint('load.updated');
  }
  for (const one of amended) {
    await amendRows(session, layout, one, batch);
    checkpoint('load.amended');
  }
  await putIndexesBack(session, aside);
  checkpoint('load.put-back');
  input.onStep('keeping images, bases and crosswalk');
  // Only what the load joins and filters by, so that the application's own statistics stay; autovacuum brings those up to
  // date after the commit. Without the tenant's, the planner expects one row in two hundred to be this tenant's.
  for (const { table, tenant } of layout.units.filter(isFirstOf))
    await session.exec(`ANALYZE public.${ident(table)} ("id", ${tenant})`);
  for (const table of touched) {
    const shape = layout.shape.tables[table];
    if (shape) await keepAfterImages(session, layout, shape, batch, amended);
  }
  for (const unit of inScopeOrder(units, scopes)) {
    await keepBasesAndCrosswalk(session, layout, unit, scopes, batch);
    await keepRevivals(session, layout, unit, scopes, batch);
    checkpoint('load.kept');
  }
  await keepSoftDeletes(session, layout, scopes, batch);
  for (const table of touched) await indexImages(session, table);
  checkpoint('load.written');

  // Triggers that wait for the commit would change rows behind the comparison.
  await session.exec('SET CONSTRAINTS ALL IMMEDIATE');
  input.onStep('comparing');
  const checked = await check(input, { ...options, written: true, opened: batch });
  checkpoint('load.checked');
  // Behind the accounts, which count the records once more by their entries.
  await keepMerged(session, layout, scopes, batch);
  const after = await fingerprint(session, layout.shape, source.tenant);
  const result = settled(checked, input.dryRun ? 'dry-run' : 'written');
  const findings: LoadFindings = {
    ...checked,
    result,
    refusals: [],
    batch: result === 'written' ? batch : standing,
    fingerprints: { before, after },
  };
  if (result !== 'written') return await end(input, findings);

  const model = input.describe(findings);
  const objections = input.objections(model);
  if (objections.length > 0)
    return await end(input, { ...findings, result: 'refused', refusals: objections, batch: standing });
  input.onStep('recording');
  await persistFindings(session, layout, batch);
  await forgetFallen(input, scopes);
  const images = await countImages(session, Object.keys(layout.shape.tables), batch.id);
  checkpoint('load.persisted');
  await session.query(
    'UPDATE migration.batches SET fingerprint_after = $2, result = $3::jsonb, images = $4::jsonb WHERE id = $1',
    [...[batch.id, after], JSON.stringify(model), JSON.stringify(images)],
  );
  await audit(session, {
    ...{ actor: input.actor, action: 'load', tenant: source.tenant, batch: batch.id },
    details: {
      batch: batch.publicId,
      snapshot: manifest.id,
      mapping: input.mapping,
      tables: findings.tables,
    },
  });
  if (input.answers.length > 0)
    await audit(session, {
      ...{ actor: input.actor, action: 'decision', tenant: source.tenant, batch: batch.id },
      details: { batch: batch.publicId, decisions: input.answers },
    });
  const followed = await followedDecisions(session, layout);
  if (followed.length > 0)
    await audit(session, {
      ...{ actor: input.actor, action: 'adoption decided', tenant: source.tenant, batch: batch.id },
      details: { batch: batch.publicId, decisions: followed },
    });
  await dropWorkTables(session, layout, amended);
  await input.spool(model);
  checkpoint('load.before-commit');
  return model;
}

/** What was staged could not even be written; without the change it could, or the error comes again. */
const stagingAltered = (altered: string[], cause: unknown) =>
  refusal(
    'STAGING_ALTERED',
    `The staging schema was changed behind the program's back, and cannot be loaded: ${altered.join(', ')}`,
    'Run the same command again: it makes them anew from the snapshot.',
    { cause },
  );

/** Keeps the findings in a file and ends the transaction without keeping anything in the database. */
async function end(input: LoadInput, findings: LoadFindings): Promise<never> {
  const model = input.describe(findings);
  await input.spool(model);
  checkpoint('load.spooled');
  throw new RolledBack(model);
}

async function setAside({ session, layout }: LoadInput, tables: string[]): Promise<SetAside[]> {
  const aside: SetAside[] = [];
  for (const table of tables) {
    const plans = layout.units.filter((unit) => unit.table === table).map((unit) => unit.plan);
    const counts = plans.map((plan) => `(SELECT count(*) FROM ${plan} WHERE how = 'new')`);
    const { rows } = await session.query<{ rows: number }>(`SELECT (${counts.join(' + ')})::int AS rows`);
    aside.push(...(await setIndexesAside(session, table, rows[0]?.rows ?? 0)));
  }
  return aside;
}

const settled = (checked: Checked, otherwise: LoadFindings['result']): LoadFindings['result'] =>
  checked.balanced ? otherwise : 'imbalance';

function inLoadOrder(units: readonly Unit[]): Unit[] {
  const order: readonly string[] = FILLED_TABLES;
  const place = (unit: Unit) => (order.includes(unit.table) ? order.indexOf(unit.table) : order.length);
  return [...units].sort((a, b) => place(a) - place(b));
}

/** Entries of the crosswalk in the order of its key: each goes behind the last one, and the index is not searched for it. */
const inScopeOrder = (units: readonly Unit[], scopes: Scopes): Unit[] =>
  [...units].sort((a, b) => (scopes.of(a) ?? 0) - (scopes.of(b) ?? 0));

/** Whether the unit is the first one of its table: what is done once per table is done for it. */
const isFirstOf = (unit: Unit, _: number, units: readonly Unit[]): boolean =>
  units.find(({ table }) => table === unit.table) === unit;
