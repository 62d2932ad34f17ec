import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { refusal } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { writeWhole } from '../pictures/journal.ts';

/** What is known of a taking before its first answer, and how it ended. */
export interface TakingState {
  /** ISO instant of the first call: the snapshot's `asOf`, however long the taking lasts. */
  asOf: string;
  /** Whether every answer is stored. */
  finished: boolean;
}

export interface TakingFolder {
  path: string;
  state: TakingState;
}

const STATE = 'taking.json';
const state = z.strictObject({ asOf: z.string(), finished: z.boolean() });

/**
 * The folder of the taking that goes on: the newest one of the same questions, or a new one where there is none, or where a
 * finished one is there and `fresh` is asked for. Throws API_JOURNAL_DAMAGED (exit 4).
 */
export async function openTaking(
  settings: Settings,
  now: () => Date = () => new Date(),
): Promise<TakingFolder> {
  const parent = join(settings.workspace, 'gingr-api');
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const name = questionsId(settings);
  const numbers = (await readdir(parent))
    .flatMap((entry) => (entry.startsWith(`${name}-`) ? Number(entry.slice(name.length + 1)) : []))
    .filter(Number.isSafeInteger)
    .sort((a, b) => a - b);
  const newest = numbers.at(-1) ?? 0;
  const path = join(parent, `${name}-${newest}`);
  const known = newest === 0 ? null : await readState(path);
  if (known && !(known.finished && settings.gingr?.fresh)) return { path, state: known };
  const own = join(parent, `${name}-${newest + 1}`);
  await mkdir(own, { mode: 0o700 });
  const begun = { asOf: now().toISOString(), finished: false };
  await writeState(own, begun);
  return { path: own, state: begun };
}

export const writeState = (path: string, value: TakingState): Promise<void> =>
  writeWhole(join(path, STATE), `${JSON.stringify(value)}\n`);

/** Null where a crash came between the folder and its first word: nothing was asked yet. */
async function readState(path: string): Promise<TakingState | null> {
  const text = await readFile(join(path, STATE), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return state.parse(JSON.parse(text));
  } catch (cause) {
    throw refusal(
      'API_JOURNAL_DAMAGED',
      'What an earlier run noted of its taking from the API cannot be read.',
      'Remove the folder `gingr-api` of the workspace, and take the data anew.',
      { stage: 'extract', file: STATE, cause },
    );
  }
}

/** The same for the same questions to the same Gingr; a key may be renewed meanwhile. */
function questionsId({ tenant, sourceDatabase, gingr }: Settings): string {
  const asked = [
    tenant.id,
    sourceDatabase,
    gingr?.url,
    gingr?.since,
    gingr?.keys.map(({ location }) => location),
  ];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 12);
}
