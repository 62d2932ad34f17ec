import { usageError } from '../../core/errors.ts';
import { duration } from '../../core/progress.ts';
import type { GingrSettings, Settings } from '../../core/settings.ts';
import { utcToLocal, zoneOf } from '../../core/time.ts';
import { CATALOGUE, type Catalogue } from '../../gingr/catalogue.ts';
import type { Manifest } from '../../snapshot/format.ts';
import { type ManifestDraft, type SnapshotWriter, writeSnapshot } from '../../snapshot/write.ts';
import { withoutContradiction } from '../contradiction.ts';
import { declaredOf } from '../declared.ts';
import { Totals } from '../files/read-file.ts';
import { type Built, buildSnapshot } from './build.ts';
import { Client } from './client.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { findingsOf } from './findings.ts';
import { openTaking, writeState } from './folder.ts';
import { Journal } from './journal.ts';
import {
  EVERYTHING,
  listUnits,
  recordUnits,
  rowsOf,
  saleUnits,
  type Taking,
  type Wanted,
  windowUnits,
} from './plan.ts';
import { wantedSince } from './since.ts';
import { takeUnits } from './take.ts';
import { type Unit, unit } from './units.ts';

export interface ApiExtractOptions {
  settings: Settings;
  /** By which names are read; Gingr's own where it is absent. */
  catalogue?: Catalogue;
  /** IANA zone of the resort. */
  timeZone: string;
  toolVersion: string;
  signal: AbortSignal;
  onProgress?: (progress: ApiProgress) => void;
  /** A sentence for people: what is about to be asked, and how long it may take. */
  onNote?: (text: string) => void;
  /** Spreads retries; 0 to 1. For tests. */
  random?: () => number;
}

export interface ApiProgress {
  /** What is asked for: `lists`, `sales` or `records`. */
  phase: string;
  /** Answers that are stored, from earlier runs too, of so many. */
  stored: number;
  total: number;
  /** Attempts of this run that brought nothing. */
  retried: number;
}

/**
 * Everything that Gingr's API says, to a sealed snapshot (gingr-sources.md 1.2). What was answered is kept in the workspace
 * whatever happens, so the same command goes on where this one stopped; a finished taking is sealed again without a call.
 * Errors: GINGR_NOT_CONFIGURED, GINGR_KEY_MISSING (exit 2); API_KEY_REFUSED, API_JOURNAL_DAMAGED,
 * SNAPSHOT_CONTRADICTED (exit 4); API_UNAVAILABLE, API_INCOMPLETE, SNAPSHOT_DISK_FULL (exit 1).
 */
export async function extractApi(
  options: ApiExtractOptions,
): Promise<{ manifest: Manifest; reused: boolean }> {
  const { settings } = options;
  const gingr = usable(settings);
  const folder = await openTaking(settings);
  const journal = await Journal.open(folder.path);
  try {
    const taking: Taking = { settings: gingr, today: localDay(folder.state.asOf, options.timeZone) };
    const plan = await takeAll(options, taking, journal);
    await writeState(folder.path, { ...folder.state, finished: true });
    return await seal(options, gingr, folder.state.asOf, plan, journal);
  } finally {
    await journal.close();
  }
}

/** The config's API with all its keys. Throws GINGR_NOT_CONFIGURED, GINGR_KEY_MISSING, COMPLETE_SINCE (exit 2). */
export function usable({ gingr, complete }: Pick<Settings, 'gingr' | 'complete'>): GingrSettings {
  if (gingr === null) {
    throw usageError(
      'GINGR_NOT_CONFIGURED',
      "The config does not say where Gingr's API is.",
      'Add `gingr: { subdomain: ..., keys: [{ keyEnv: GINGR_API_KEY }] }` to the config file.',
    );
  }
  const missing = gingr.keys.filter(({ key }) => key === null).map(({ from }) => from);
  if (missing.length > 0) {
    throw usageError(
      'GINGR_KEY_MISSING',
      `There is no key of Gingr's API in ${missing.join(', ')}.`,
      'Set the variable, or put the key into the file; files named .env are not read.',
    );
  }
  if (gingr.since !== null && complete.length > 0) {
    throw usageError(
      'COMPLETE_SINCE',
      `What is taken with --since is never complete, and ${complete.join(', ')} is declared so.`,
      'Leave out --complete and `complete`, or --since.',
    );
  }
  return gingr;
}

interface Plan {
  units: Unit[];
  wanted: Wanted;
}

async function takeAll(options: ApiExtractOptions, taking: Taking, journal: Journal): Promise<Plan> {
  const { settings } = taking;
  const client = new Client(settings, options.signal, options.random);
  // A shorter one is no key of Gingr's, and its letters occur in every text.
  const secrets = settings.keys.flatMap(({ key }) => (key !== null && key.length >= 8 ? key : []));
  const take = (phase: string, units: readonly Unit[]) =>
    takeUnits(units, {
      ...{ client, journal, secrets, concurrency: settings.concurrency },
      onProgress: (stored, total) =>
        options.onProgress?.({ phase, stored, total, retried: client.counts.retried }),
    });
  const lists = listUnits(taking);
  await take('lists', lists);
  const sales = saleUnits(taking);
  await take('sales', sales);
  const windows = await windowUnits(taking, journal);
  const { since } = settings;
  if (since !== null) await take('stays', windows);
  const wanted = since === null ? EVERYTHING : await wantedSince(taking, journal, windows, since);
  const records = await recordUnits(taking, journal, wanted);
  const all = [...windows, ...records];
  estimate(options, settings, all.length, all.filter(({ id }) => !journal.has(id)).length);
  await take('records', all);
  return { units: [...lists, ...sales, ...all], wanted };
}

const DAY_MS = 86_400_000;
/** Where nothing is waited between calls: what a call takes at least. */
const QUICK_MS = 50;

function estimate(
  { onNote }: ApiExtractOptions,
  settings: GingrSettings,
  all: number,
  missing: number,
): void {
  if (missing === 0) return;
  const each = Math.max(settings.paceMs, QUICK_MS / settings.concurrency);
  const kept = all - missing;
  const calls = `${missing.toLocaleString('en-US')} calls${kept > 0 ? ` (${kept.toLocaleString('en-US')} answers are there from an earlier run)` : ''}`;
  onNote?.(
    `Gingr's API: ${calls}, ${duration(missing * each)} or more at ${(1000 / each).toFixed(1)} a second.`,
  );
  if (missing * each > DAY_MS) {
    onNote?.(
      'That is more than a day. A database backup from Gingr support (--from BACKUP.sql.gz) is quicker; the API can then bring what changed, with --since.',
    );
  }
}

async function seal(
  options: ApiExtractOptions,
  gingr: GingrSettings,
  asOf: string,
  plan: Plan,
  journal: Journal,
): Promise<{ manifest: Manifest; reused: boolean }> {
  const { settings, catalogue = CATALOGUE, timeZone, signal } = options;
  const writer: SnapshotWriter = await writeSnapshot(settings.workspace);
  try {
    const totals = new Totals(timeZone);
    const keys = gingr.keys.map(({ name }) => name);
    const built = await buildSnapshot({ ...plan, journal, catalogue, keys, asOf, totals, signal }, writer);
    const seen = await Promise.all(
      gingr.keys.map(async (key) => ({ key, locations: await rowsOf(journal, unit(key, 'get_locations')) })),
    );
    signal.throwIfAborted();
    const sealed = await writer.seal(draftOf(options, gingr, asOf, built, totals, coverageOf(seen)));
    return { manifest: withoutContradiction(sealed.manifest, settings), reused: sealed.reused };
  } finally {
    await writer.discard();
  }
}

function draftOf(
  { settings, timeZone, toolVersion }: ApiExtractOptions,
  gingr: GingrSettings,
  asOf: string,
  { files, survey }: Built,
  totals: Totals,
  coverage: Coverage,
): ManifestDraft {
  const entities = [...new Set(files.map(({ entity }) => entity))];
  return {
    ...{ source: 'gingr-api', sourceDatabase: settings.sourceDatabase, tenant: settings.tenant.id },
    ...(settings.asOf === null
      ? { asOf, asOfFrom: 'first-call' }
      : { asOf: new Date(settings.asOf).toISOString(), asOfFrom: 'operator' }),
    ...{ timeZone, toolVersion, files },
    entities: entities.map((entity) => ({
      entity,
      controls: totals.controlsOf(entity),
      ...declaredOf(entity, settings),
    })),
    findings: findingsOf(gingr, files, survey, coverage),
  };
}

function localDay(instant: string, timeZone: string): string {
  const { year, month, day } = utcToLocal(zoneOf(timeZone), Date.parse(instant));
  return [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}
