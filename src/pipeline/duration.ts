import { refusal } from '../core/errors.ts';
import type { Session } from '../database/session.ts';
import { standingBatch } from '../ledger/batches.ts';
import type { RunModel } from '../reconcile/model.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Runtime } from './runtime.ts';
import type { World } from './world.ts';

/** The stages behind extract, in their order. */
export const TIMED = ['transform', 'validate', 'load', 'verify'] as const;
type Timed = (typeof TIMED)[number];

/**
 * Microseconds per source record where nothing was measured: the whole resort of docs/benchmarks.md, the load doubled for
 * a target in which people work, where indexes stay on and keys are checked row by row.
 */
export const DEFAULT_RATES: Readonly<Record<Timed, number>> = {
  ...{ transform: 45, validate: 20, load: 250, verify: 10 },
};

export interface Expected {
  records: number;
  /** Milliseconds per stage. `load` is the one transaction. */
  durationsMs: Record<Timed, number>;
  /** The batch whose durations were taken as the measure; null: the default rates. */
  measuredOn: string | null;
}

/** A load says something about another that is at most this many times as large: a small one is mostly start-up. */
const COMPARABLE = 10;

/**
 * How long the stages of a snapshot's load are expected to take, from the slowest comparable load that this target has
 * seen of the source (a first load from first loads, where nothing stands), else from the default rates. `records` are
 * the lines of the snapshot.
 */
export async function expectedDurations(
  session: Session,
  source: { tenant: string; sourceDatabase: string },
  records: number,
): Promise<Expected> {
  const { rows: prepared } = await session.query<{ found: boolean }>(
    `SELECT to_regclass('migration.batches') IS NOT NULL AS found`,
  );
  const measured = prepared[0]?.found ? await measuredLoads(session, source, records) : [];
  const [slowest] = measured.sort((a, b) => b.perLine - a.perLine);
  const expected = (stage: Timed): number => {
    const taken = slowest?.durationsMs[stage];
    return slowest && taken !== undefined
      ? Math.round((taken / slowest.lines) * records)
      : defaultMs(stage, records);
  };
  return {
    records,
    durationsMs: {
      ...{ transform: expected('transform'), validate: expected('validate') },
      ...{ load: expected('load'), verify: expected('verify') },
    },
    measuredOn: slowest?.id ?? null,
  };
}

/** Comparable loads that this target has seen of the source, of the last ten. */
async function measuredLoads(
  session: Session,
  source: { tenant: string; sourceDatabase: string },
  records: number,
): Promise<{ id: string; lines: number; durationsMs: Record<string, number>; perLine: number }[]> {
  const first = (await standingBatch(session, source)) === null;
  const { rows } = await session.query<{ id: string; result: Pick<RunModel, 'entities' | 'durationsMs'> }>(
    `SELECT public_id AS id, jsonb_build_object('entities', result -> 'entities', 'durationsMs', result -> 'durationsMs') AS result
     FROM migration.batches WHERE tenant = $1 AND source_database = $2 AND result ? 'entities' ORDER BY id DESC LIMIT 10`,
    [source.tenant, source.sourceDatabase],
  );
  return rows.flatMap(({ id, result: { entities, durationsMs } }) => {
    const sum = (of: 'lines' | 'read' | 'inserted') => entities.reduce((all, entity) => all + entity[of], 0);
    const lines = sum('lines');
    const wasFirst = 2 * sum('inserted') > sum('read');
    if (durationsMs['load'] === undefined || lines * COMPARABLE < records || (first && !wasFirst)) return [];
    return [{ id, lines, durationsMs, perLine: durationsMs['load'] / lines }];
  });
}

/** The same for so many records by the default rates alone: what docs/capacity.md tells. */
export const defaultDurations = (records: number): Expected['durationsMs'] => ({
  ...{ transform: defaultMs('transform', records), validate: defaultMs('validate', records) },
  ...{ load: defaultMs('load', records), verify: defaultMs('verify', records) },
});

const defaultMs = (stage: Timed, records: number): number =>
  Math.round((DEFAULT_RATES[stage] * records) / 1000);

export const linesOf = ({ entities }: Manifest): number =>
  entities.reduce((sum, { lines }) => sum + lines, 0);

/** `1 min 40 s` of some milliseconds, in whole minutes from ten on. */
export function inWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return seconds < 600
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.round(seconds / 60)} min`;
}

/** What `doctor` says of it. */
export function expectationInWords({ records, durationsMs, measuredOn }: Expected, snapshot: string): string {
  const rest = TIMED.filter((stage) => stage !== 'load').map(
    (stage) => `${stage} ${inWords(durationsMs[stage])}`,
  );
  const measure = measuredOn === null ? 'by the default rates' : `as measured on batch ${measuredOn}`;
  return `${inWords(durationsMs.load)} for ${records.toLocaleString('en-US')} records of snapshot ${snapshot.slice(0, 12)}, ${measure} (${rest.join(', ')} besides)`;
}

/** Whether the load is expected to take longer than the config allows. */
export const isTooLong = ({ limits }: Runtime['settings'], { durationsMs }: Expected): boolean =>
  limits.loadMinutes !== null && durationsMs.load > limits.loadMinutes * 60_000;

/** Refuses (exit 4, LOAD_TOO_LONG) a load that is expected to take longer than the config allows, before it is begun. */
export async function refuseLong({ settings }: Runtime, world: World, manifest: Manifest): Promise<void> {
  if (settings.limits.loadMinutes === null) return;
  const expected = await expectedDurations(world.session, world.source, linesOf(manifest));
  if (!isTooLong(settings, expected)) return;
  throw refusal(
    'LOAD_TOO_LONG',
    `The load of ${expected.records.toLocaleString('en-US')} records is expected to take ${inWords(expected.durationsMs.load)}, and limits.loadMinutes allows ${settings.limits.loadMinutes}.`,
    'Raise limits.loadMinutes and choose a quiet hour, or measure it in a rehearsal (`tailtown-migrate rehearse`): the expectation then comes from there.',
  );
}
