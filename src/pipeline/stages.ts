import { checkpoint } from '../core/checkpoint.ts';
import { refusal, usageError } from '../core/errors.ts';
import type { Mapping } from '../core/mapping.ts';
import type { MergeDecision } from '../core/merges.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { type ExtractOptions, extractFiles } from '../extract/index.ts';
import { ledgerVersion } from '../ledger/batches.ts';
import { Scopes } from '../ledger/scopes.ts';
import { catalogueOf, readOtherwise } from '../mapping/aliases.ts';
import { readMapping } from '../mapping/read.ts';
import type { Manifest } from '../snapshot/format.ts';
import { listSnapshots, openSnapshot, type Snapshot } from '../snapshot/read.ts';
import { alteredStaging, type MeasuredStage, type Measures, measureStaging } from '../staging/tables.ts';
import { type TransformResult, transform } from '../transform/run.ts';
import { validate } from '../validate/index.ts';
import { extractFromApi, isGingrApi } from './gingr-api.ts';
import { readMerges } from './merges.ts';
import type { ExtractResult } from './results.ts';
import type { Runtime } from './runtime.ts';
import {
  finishedStage,
  finishStage,
  mappingIdentity,
  openStaging,
  type StagingSet,
  startStage,
} from './stagings.ts';
import type { World } from './world.ts';

/** The inputs that all stages behind extract share. */
export interface Prepared {
  snapshot: Snapshot;
  mapping: Mapping;
  mappingId: string;
  merges: MergeDecision[];
  staging: StagingSet;
}

export async function extractStage(
  runtime: Runtime,
  from: string[],
  timeZone: string,
  along: ExtractOptions['along'] = {},
): Promise<ExtractResult> {
  const { settings, progress, signal } = runtime;
  const catalogue = catalogueOf(await readMapping(settings.mappingFolders));
  progress.stage('extract');
  if (isGingrApi(from)) return extractFromApi(runtime, catalogue, timeZone);
  const { manifest, reused } = await extractFiles({
    ...{ paths: from, settings, catalogue, timeZone, toolVersion: TOOL_VERSION, signal, along },
    onProgress: ({ bytes, totalBytes }) =>
      progress.update({ entity: 'files', count: bytes, total: totalBytes, unit: 'bytes' }),
  });
  progress.done();
  return { ...manifest, reused };
}

/** The tenant's newest snapshot of this source by `asOf`, or null; its files are not looked at. */
export async function newestSnapshot(settings: Runtime['settings']): Promise<Manifest | null> {
  const [newest = null] = (await snapshotsOf(settings)).sort((a, b) => b.asOf.localeCompare(a.asOf));
  return newest;
}

const snapshotsOf = async ({ workspace, tenant, sourceDatabase }: Runtime['settings']): Promise<Manifest[]> =>
  (await listSnapshots(workspace)).filter(
    (manifest) => manifest.tenant === tenant.id && manifest.sourceDatabase === sourceDatabase,
  );

/**
 * Opens a snapshot by (the beginning of) its id; without one, the only or the newest of the tenant by `asOf`. Of the
 * same day, the one whose headers were read as the mapping reads them now.
 */
export async function chooseSnapshot({ settings }: Runtime, id?: string): Promise<Snapshot> {
  const all = await snapshotsOf(settings);
  const fitting = id ? all.filter((manifest) => manifest.id.startsWith(id)) : all;
  const [newest] = fitting.sort((a, b) => b.asOf.localeCompare(a.asOf));
  if (!newest || (id && fitting.length > 1)) {
    throw refusal(
      'SNAPSHOT_MISSING',
      id
        ? `There is no single snapshot ${id} of this tenant in the workspace.`
        : 'The workspace holds no snapshot of this tenant.',
      'Make one with `tailtown-migrate extract --from PATH`.',
    );
  }
  const same = fitting.filter(({ asOf }) => asOf === newest.asOf);
  const mapping = same.length > 1 ? await readMapping(settings.mappingFolders) : null;
  const current = mapping && same.find(({ files }) => readOtherwise(files, mapping).length === 0);
  return openSnapshot(settings.workspace, (current ?? newest).id);
}

export async function openStages(runtime: Runtime, world: World, snapshot: Snapshot): Promise<Prepared> {
  const { settings } = runtime;
  const mapping = await readMapping(settings.mappingFolders);
  refuseUnmappedEntities(snapshot, mapping);
  refuseOtherZone(snapshot, world.timeZone);
  refuseOtherHeaders(snapshot, mapping);
  const merges = await readMerges(settings);
  const mappingId = mappingIdentity(mapping, settings, world.timeZone, merges);
  const staging = await openStaging(world, settings, mapping, snapshot, mappingId);
  return { snapshot, mapping, mappingId, merges, staging };
}

/** Records that no mapping speaks of would stand in no account. */
function refuseUnmappedEntities({ manifest }: Snapshot, mapping: Mapping): void {
  const missing = manifest.entities.filter(
    ({ entity }) => !mapping.entities.some((known) => known.entity === entity),
  );
  if (missing.length === 0) return;
  throw usageError(
    'MAPPING_ENTITY_MISSING',
    `The snapshot holds ${missing.map(({ entity }) => entity).join(', ')}, and no mapping file speaks of it.`,
    'Add a mapping file for the entity, or take back the overlay that removed it.',
  );
}

/** Months of the control totals would be told in one zone and stays read in another. */
function refuseOtherZone({ manifest }: Snapshot, timeZone: string): void {
  if (manifest.timeZone === timeZone) return;
  throw refusal(
    'SNAPSHOT_CONTRADICTED',
    `Snapshot ${manifest.id.slice(0, 12)} was extracted in time zone ${manifest.timeZone}, and the resort's is now ${timeZone}.`,
    'Run `tailtown-migrate extract` on the same files again: that makes a snapshot in the other zone.',
  );
}

/** Facts would stay behind in silence under a header that the mapping knows only since. */
function refuseOtherHeaders({ manifest }: Snapshot, mapping: Mapping): void {
  const headers = readOtherwise(manifest.files, mapping);
  if (headers.length === 0) return;
  throw refusal(
    'SNAPSHOT_CONTRADICTED',
    `Snapshot ${manifest.id.slice(0, 12)} was extracted with other header names; the mapping's \`aliases\` changed for ${headers.join(', ')}.`,
    'Run `tailtown-migrate extract` on the same files again: that makes a snapshot with the new names.',
  );
}

interface TransformCounts extends TransformResult {
  measures: Measures;
}

interface ValidateCounts {
  /** The ledger's version that the verdicts on parents of earlier loads hold for. */
  ledger: string;
  measures: Measures;
}

/** Transforms, unless a finished transform of the same inputs still stands in the staging schema as it was left. */
export async function transformStage(runtime: Runtime, world: World, prepared: Prepared) {
  const { session, source } = world;
  const { staging, snapshot, mapping } = prepared;
  const done = await finishedStage<TransformCounts>(session, staging.number, 'transform');
  if (done && (await stillStands(world, prepared, 'transform', done.measures)))
    return { reused: true, unmapped: done.unmapped, measures: done.measures };
  const { settings, progress, signal } = runtime;
  progress.stage('transform');
  await startStage(session, staging.number, 'transform');
  checkpoint('transform.started');
  const result = await transform({
    ...{ session, mapping, snapshot, source, signal, layout: staging.layout, merges: prepared.merges },
    context: {
      ...{ tenant: source.tenant, sourceDatabase: source.sourceDatabase, timeZone: world.timeZone },
      ...{ reservationTimeMode: settings.reservationTimeMode, consentUnknown: settings.consentUnknown },
      asOf: snapshot.manifest.asOf,
    },
    onProgress: (entity, count, total) => progress.update({ entity, count, total, unit: 'lines' }),
  });
  const counts: TransformCounts = {
    ...result,
    measures: await measureStaging(session, staging.layout, 'transform'),
  };
  await finishStage(session, staging.number, 'transform', counts);
  checkpoint('transform.finished');
  progress.done();
  return { reused: false, unmapped: result.unmapped, measures: counts.measures };
}

/** Unlogged tables are empty after a crash of the server, or gone: then the stage is done again. */
async function stillStands(
  { session }: World,
  { staging }: Prepared,
  stage: MeasuredStage,
  measures: Measures,
): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    staging.layout.lines,
  ]);
  if (!rows[0]?.found) return false;
  return (await alteredStaging(session, staging.layout, stage, measures)).length === 0;
}

/** Validates, unless that was done on this staging set, still stands, and the ledger has not moved since. */
export async function validateStage(
  runtime: Runtime,
  world: World,
  prepared: Prepared,
  transformed: { reused: boolean },
): Promise<ValidateCounts & { reused: boolean }> {
  const { session, source } = world;
  const { number, layout } = prepared.staging;
  const ledger = await ledgerVersion(session, source.tenant);
  const done = await finishedStage<ValidateCounts>(session, number, 'validate');
  if (transformed.reused && done?.ledger === ledger) {
    if (await stillStands(world, prepared, 'validate', done.measures)) return { ...done, reused: true };
  }
  runtime.progress.stage('validate');
  await startStage(session, number, 'validate');
  checkpoint('validate.started');
  const scopes = await Scopes.open(session, source);
  await validate(session, layout, scopes.ofEntity(layout));
  checkpoint('validate.committed');
  const counts = { ledger, measures: await measureStaging(session, layout, 'validate') };
  await finishStage(session, number, 'validate', counts);
  checkpoint('validate.finished');
  runtime.progress.done();
  return { ...counts, reused: false };
}

/**
 * A load adds to the crosswalk what the snapshot itself holds, and no verdict of validate asks for that. So they hold for
 * the ledger behind the load too; were they others, the measures would tell.
 */
export async function keepValidated({ session, source }: World, { staging }: Prepared, done: ValidateCounts) {
  const { measures } = done;
  const ledger = await ledgerVersion(session, source.tenant);
  await finishStage(session, staging.number, 'validate', { ledger, measures });
}
