import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { configError, isSome } from '../core/config/problems.ts';
import { BOM, csvFigures, unharmed } from '../core/csv.ts';
import { usageError } from '../core/errors.ts';
import type { WaiverAccount } from '../reconcile/aftermath.ts';
import type { Exception } from '../reconcile/readiness.ts';
import { titleOf } from '../report/sections/sign-off.ts';
import { filled, readDecisions } from './decision-file.ts';

/** What a person says of one exception in a file of acceptances; an empty reason accepts nothing. */
export type Acceptance = Pick<WaiverAccount, 'code' | 'reason' | 'upTo'>;

const line = z.strictObject({
  code: filled,
  what: z.string().nullish(),
  up_to: z.union([z.number(), z.string()]).nullish(),
  reason: z.string().nullish(),
});

/**
 * Reads a file that `signoff --write-exceptions` wrote and a person filled in: CSV or YAML with code, reason and, where
 * it is not to cover any number, up_to; `what` is for people. All that is wrong comes at once (exit 2, CONFIG_INVALID).
 */
export async function readAcceptances(file: string): Promise<Acceptance[]> {
  const { lines, problems } = await readDecisions(
    file,
    'Name a file that `tailtown-migrate signoff BATCH --write-exceptions FILE` wrote.',
    line,
  );
  const seen = new Set<string>();
  const accepted = lines.map(({ decision: { code, up_to, reason }, place }): Acceptance => {
    const most = String(up_to ?? '').trim();
    if (!/^\d*$/.test(most) || !Number.isSafeInteger(Number(most)))
      problems.push({
        ...place,
        message: `says nothing that is a number in up_to (${code}).`,
        hint: 'Write a whole number, or leave it empty for any number.',
      });
    if (seen.has(code))
      problems.push({ ...place, message: `names ${code} once more.`, hint: 'Keep one of the lines.' });
    seen.add(code);
    return { code, reason: unharmed(reason ?? '').trim(), upTo: most === '' ? null : Number(most) };
  });
  if (isSome(problems)) throw configError(problems);
  return accepted;
}

/**
 * Writes the exceptions of a batch to fill in: how many there are as `up_to`, so that the file does not cover more of
 * them in a later batch, and the reasons that were given before. CSV, or YAML by the name.
 * A file that is there already may hold a person's work: EXCEPTIONS_FILE_EXISTS (exit 2).
 */
export async function writeAcceptances(file: string, exceptions: readonly Exception[]): Promise<void> {
  const lines = exceptions.map((exception) => ({
    code: exception.code,
    what: titleOf(exception),
    up_to: exception.count,
    reason: exception.waiver?.reason ?? '',
  }));
  const text = /\.ya?ml$/i.test(file)
    ? stringify(lines)
    : `${BOM}${[Object.keys(line.shape), ...lines.map((one) => Object.values(one))].map(csvFigures).join('')}`;
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
    throw usageError(
      'EXCEPTIONS_FILE_EXISTS',
      `${path.basename(file)} is there already, perhaps with reasons that somebody wrote.`,
      'Name another file, or remove that one.',
      { file: path.basename(file), cause },
    );
  }
}
