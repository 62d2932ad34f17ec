import { MigrateError, usageError } from '../../src/core/errors.ts';
import type { Mapping } from '../../src/core/mapping.ts';
import { codeOf } from '../../src/database/failure.ts';
import { missingColumns } from '../../src/mapping/needs.ts';
import { extract, loadStage, stopwatch } from '../../src/pipeline/run.ts';
import { openStages, type Prepared, transformStage, validateStage } from '../../src/pipeline/stages.ts';
import { openStaging } from '../../src/pipeline/stagings.ts';
import { type World, withWorld } from '../../src/pipeline/world.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { measureStaging } from '../../src/staging/tables.ts';
import { writeResort } from '../support/resort.ts';
import { MAPPINGS, type TestRun, testRun } from '../support/runtime.ts';
import { liarsResort } from './resort.ts';
import { decisions } from './rest.ts';
import type { Found } from './score.ts';

type Transformed = Awaited<ReturnType<typeof transformStage>>;
type Validated = Awaited<ReturnType<typeof validateStage>>;

/** The liars' resort, extracted and staged, on an open target: a liar costs a stage or two and not a whole run. */
export interface Bench {
  run: TestRun;
  world: World;
  prepared: Prepared;
  transformed: Transformed;
  validated: Validated;
}

/** Opens a bench; `honest` is what a load of it says before anybody lies. */
export async function openBench(work: (bench: Bench, honest: RunModel) => Promise<void>): Promise<void> {
  const run = await testRun('postgres', { mappingFolders: [MAPPINGS, await decisions()] });
  try {
    const manifest = await extract(run.runtime, { from: [await writeResort(liarsResort())] });
    const snapshot = await openSnapshot(run.runtime.settings.workspace, manifest.id);
    await withWorld(run.runtime, async (world) => {
      const prepared = await openStages(run.runtime, world, snapshot);
      const transformed = await transformStage(run.runtime, world, prepared);
      const validated = await validateStage(run.runtime, world, prepared, transformed);
      const bench = { run, world, prepared, transformed, validated };
      const honest = await load(bench);
      if (honest.status !== 'ok') throw new Error(honest.headline);
      await work(bench, honest);
    });
  } finally {
    await run.drop();
  }
}

/** Loads what is staged now, to be taken back unless `keep`. */
export function load(bench: Bench, keep = false): Promise<RunModel> {
  const { run, world, prepared, transformed, validated } = bench;
  const left = { unmapped: transformed.unmapped, transformed: transformed.measures, validated };
  return loadStage(run.runtime, world, prepared, left, {
    command: 'load',
    dryRun: !keep,
    clock: stopwatch(),
    ...{ answers: [], adoption: [] },
  }).then(({ model }) => model);
}

/** Validates again, as if transform had just finished. */
export async function validateAgain(bench: Bench): Promise<Bench> {
  const { run, world, prepared, transformed } = bench;
  const validated = await validateStage(run.runtime, world, prepared, { ...transformed, reused: false });
  return { ...bench, validated };
}

/** The bench as a transform that made what is staged now, and validate behind it, would have left it. */
export async function asTransformed(bench: Bench): Promise<Bench> {
  const { world, prepared, transformed } = bench;
  const measures = await measureStaging(world.session, prepared.staging.layout, 'transform');
  return validateAgain({ ...bench, transformed: { ...transformed, measures } });
}

/** The bench staged through another mapping; of what the program checks of mapping files, only what tables must have. */
export async function throughMapping(bench: Bench, mapping: Mapping, world = bench.world): Promise<Bench> {
  const missing = missingColumns(mapping).map(({ table: { table }, column }) => `${table}.${column}`);
  if (missing.length > 0) throw usageError('MAPPING_INVALID', missing.join(', '), '');
  const { run, prepared } = bench;
  const staging = await openStaging(world, run.runtime.settings, mapping, prepared.snapshot, 'liar');
  const other: Prepared = { ...prepared, mapping, mappingId: 'liar', staging };
  await world.session.query('DELETE FROM migration.stages WHERE staging = $1', [staging.number]);
  const transformed = await transformStage(run.runtime, world, other);
  const validated = await validateStage(run.runtime, world, other, transformed);
  return { run, world, prepared: other, transformed, validated };
}

/** Keeps a copy of tables, and gives what puts a copy back, with what validate made of it. */
export async function keepsake(
  { world, prepared }: Bench,
  tables: readonly string[],
): Promise<(table: string) => Promise<void>> {
  const { lines, issues } = prepared.staging.layout;
  const all = [...new Set([...tables, lines, issues])];
  const copies = new Map(all.map((table, place) => [table, `migration_staging.kept_liar${place}`]));
  for (const [table, copy] of copies) await world.session.exec(`CREATE TABLE ${copy} AS TABLE ${table}`);
  const back = (table: string) =>
    `TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM ${copies.get(table) ?? ''}`;
  return (table) => world.session.exec([...new Set([table, lines, issues])].map(back).join(';'));
}

/** What a load said of a lie; `honest` is the model of the load without it. Names must be those of the lie. */
export async function verdict(
  loading: Promise<RunModel>,
  honest: RunModel,
  names: (said: string) => boolean,
): Promise<Found> {
  const model = await loading.catch((error: unknown) => error);
  if (!isModel(model)) return refused(model);
  const { verification } = model;
  const kept = model.status === 'failed' && !model.wrote && verdictOf(model).exit === 5;
  const said = [...verification.differences, model.headline].join('; ');
  if (kept) {
    if (!names(said)) return { fate: 'survived', said: `not named: ${said}` };
    if (said.includes("behind the program's back")) return { fate: 'the seal of staging', said };
    const off = model.totals.filter((total) => !total.balanced);
    if (off.length > 0) return { fate: 'control totals', said: off.map(({ name }) => name).join(', ') };
    if (verification.different + verification.missing + verification.unexpected > 0)
      return { fate: 'the comparison', said };
    return { fate: verification.safetyDifferent > 0 ? 'safety facts' : 'conservation', said };
  }
  const reasons = news(
    model.reasons,
    honest.reasons,
    ({ entity, outcome, code }) => `${entity} ${outcome} ${code}`,
  );
  const rejected = reasons.filter((reason) => reason.includes(' rejected '));
  if (rejected.length > 0) {
    const safety = rejected.some((reason) => reason.includes('SAFETY_FACT_LOST'));
    return { fate: safety ? 'safety facts' : 'a rejection', said: rejected.join(', ') };
  }
  const suspect = model.issues.find(({ code }) => code === 'VALUE_SUSPECT');
  const details = suspect?.examples.map(({ detail = '' }) => detail) ?? [];
  if (details.some(names)) return { fate: 'a suspicion', said: [...new Set(details)].join(', ') };
  const serious = ({ issues }: RunModel) => issues.filter(({ severity }) => severity !== 'info');
  const findings = news(serious(model), serious(honest), ({ code }) => code);
  if (findings.length > 0) return { fate: 'another finding', said: findings.join(', ') };
  return { fate: 'survived', said: [model.headline, ...details].join('; ') };
}

function news<T extends { count: number }>(now: T[], before: T[], key: (one: T) => string): string[] {
  const known = new Map(before.map((one) => [key(one), one.count]));
  return now.filter((one) => (known.get(key(one)) ?? 0) < one.count).map(key);
}

const isModel = (thing: unknown): thing is RunModel =>
  typeof thing === 'object' && thing !== null && 'verification' in thing;

/** Nothing is kept when a load throws; what threw must say what is wrong. */
export function refused(error: unknown): Found {
  const said = error instanceof Error ? error.message : String(error);
  const code = codeOf(error) ?? '';
  if (error instanceof MigrateError && error.code === 'STAGING_ALTERED')
    return { fate: 'the seal of staging', said };
  if (error instanceof MigrateError && error.code === 'MAPPING_INVALID')
    return { fate: 'the mapping check', said };
  if (/would refer to rows that are not there/.test(said)) return { fate: 'foreign keys', said };
  // A constraint, or a value that its column cannot hold.
  return { fate: /^(?:22|23)/.test(code) ? 'the database' : 'survived', said: `${code} ${said}` };
}
