import pLimit from 'p-limit';
import { EXIT, MigrateError } from '../../core/errors.ts';
import { withoutSecrets } from './clean.ts';
import type { Client } from './client.ts';
import { ENDPOINTS, type Row } from './endpoints.ts';
import { ApiFailure, type FailureKind } from './failure.ts';
import type { Journal } from './journal.ts';
import { readList } from './paging.ts';
import { rowKey, sorted } from './rows.ts';
import { checkOf, pageParameters, type Unit } from './units.ts';

export interface TakeOptions {
  client: Client;
  journal: Journal;
  concurrency: number;
  /** The keys themselves: where an answer repeats one, it is taken out. */
  secrets: readonly string[];
  /** Units of this phase that are stored, of so many. */
  onProgress: (stored: number, total: number) => void;
}

/** Tasks that wait in memory at a time. */
const AHEAD = 1000;

/**
 * Asks for every unit that is not stored yet, and stores each answer when it is whole. A unit that cannot be had does not keep
 * the others from being stored; then it throws API_INCOMPLETE (exit 1), and what `Client.call` throws.
 */
export async function takeUnits(units: readonly Unit[], options: TakeOptions): Promise<void> {
  const { journal, concurrency, onProgress } = options;
  const missing = units.filter(({ id }) => !journal.has(id));
  const limit = pLimit(concurrency);
  const failures: { unit: Unit; failure: ApiFailure }[] = [];
  let stored = units.length - missing.length;
  onProgress(stored, units.length);
  let stop: { thrown: unknown } | null = null;
  const one = async (unit: Unit) => {
    if (stop) return;
    try {
      await takeUnit(unit, options);
      stored += 1;
      onProgress(stored, units.length);
    } catch (thrown) {
      if (thrown instanceof ApiFailure) failures.push({ unit, failure: thrown });
      else stop ??= { thrown };
    }
  };
  for (let at = 0; at < missing.length && !stop; at += AHEAD) {
    await Promise.all(missing.slice(at, at + AHEAD).map((unit) => limit(one, unit)));
  }
  if (stop) throw (stop as { thrown: unknown }).thrown;
  if (failures.length > 0) throw incomplete(failures, units.length);
}

async function takeUnit(unit: Unit, { client, journal, secrets }: TakeOptions): Promise<void> {
  try {
    const answer = await askFor(unit, client);
    const { entity } = ENDPOINTS[unit.endpoint];
    const clean = withoutSecrets(entity, answer, secrets);
    await journal.put(unit.id, { value: Array.isArray(clean) ? sorted(entity, clean as Row[]) : clean });
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure) || !isAbsent(unit, thrown)) throw thrown;
    await journal.put(unit.id, { value: null, absent: true });
  }
}

/** What an endpoint says that is not there, or not for keys. */
const NOT_THERE: ReadonlySet<FailureKind> = new Set<FailureKind>(['missing', 'refused', 'web-page']);

/**
 * Whether the failure is an answer: this Gingr does not have the endpoint, or no lines of an estimate yet. "No" is none
 * elsewhere: where icons are, they say what is dangerous. Definitions of forms are for people and hold no record.
 */
const isAbsent = ({ endpoint, isEstimate }: Unit, { kind }: ApiFailure): boolean =>
  isEstimate
    ? kind === 'missing' || kind === 'said-no'
    : 'optional' in ENDPOINTS[endpoint] && (NOT_THERE.has(kind) || endpoint === 'get_form');

function askFor(unit: Unit, client: Client): Promise<Row[] | Row> {
  const { endpoint, parameters, paging } = unit;
  if (paging === null) return client.call(unit, checkOf(unit));
  const { size, mode } = paging;
  const ask = async (place: number, rows: number) => {
    const asked = { ...parameters, ...pageParameters(endpoint, rows, place) };
    return [await client.call({ ...unit, parameters: asked })].flat();
  };
  const { entity } = ENDPOINTS[endpoint];
  return readList((row) => rowKey(entity, row), ask, size, mode);
}

const NAMED = 5;

function incomplete(failures: readonly { unit: Unit; failure: ApiFailure }[], total: number): MigrateError {
  const named = failures
    .slice(0, NAMED)
    .map(({ unit, failure }) => `- ${unit.id}: ${failure.message}`)
    .join('\n');
  const more = failures.length > NAMED ? `\n- and ${failures.length - NAMED} more` : '';
  return new MigrateError(
    'API_INCOMPLETE',
    `${failures.length} of ${total} answers of Gingr's API could not be had:\n${named}${more}`,
    {
      ...{ stage: 'extract', exit: EXIT.unexpected, cause: failures[0]?.failure },
      hint: 'Run the same command again: what was answered is kept, and only these are asked for. Nothing was sealed.',
    },
  );
}
