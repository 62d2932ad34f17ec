import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { type Ended, expectStatus, type Home, jsonOf } from '../support/cli.ts';
import { writeResort } from '../support/resort.ts';
import { withSession } from '../support/state.ts';
import { endOf } from './ends.ts';
import { EDITS, LATER, laterResort, MERGES, troubledResort } from './export.ts';
import { commandHere } from './here.ts';
import { type Kill, killAtEach } from './kills.ts';
import type { Kills } from './points.ts';

/** One home that nobody disturbs and one that is killed; they are equal after every command. */
export interface Pair {
  calm: Home;
  killed: Home;
}

/** The two exports that are loaded. */
export interface Exports {
  from: string;
  later: string;
}

export const writeExports = async (): Promise<Exports> => ({
  from: await writeResort(troubledResort()),
  later: await writeResort(laterResort(), '2026-03-08'),
});

/** All stages up to the first load. */
export async function firstLoad(pair: Pair, { from }: Exports, kills: Kills): Promise<void> {
  await step(pair, ['extract', '--from', from], kills.extract);
  await step(pair, ['transform'], kills.transform);
  await step(pair, ['validate'], kills.validate);
  await equal(pair);
  const { again } = await step(pair, ['run', '--from', from], kills.load, kills.loaded);
  expectStatus(again, 0);
  await equal(pair);
}

/** On a first load: people's edits, a dry run, a second load, its rollback, that load again, a rollback of both. */
export async function laterCommands(pair: Pair, { later }: Exports, kills: Kills): Promise<void> {
  for (const home of [pair.calm, pair.killed]) await goOn(home);
  await step(pair, ['extract', '--from', later], []);
  // What nothing kills here, other tests run undisturbed.
  if (kills.dryRun.length > 0) {
    const tried = await step(pair, ['load', '--dry-run'], kills.dryRun);
    expect(verdict(tried.again)).toEqual(verdict(tried.calmly));
  }
  const { again, calmly } = await step(pair, ['run', '--from', later], kills.second);
  expect(verdict(again)).toEqual(verdict(calmly));
  await equal(pair);

  const [second, first] = await batchesOf(pair.calm);
  const undone = await step(pair, ['rollback', second, '--confirm', second], kills.rollback);
  expect(verdict(undone.again)).toEqual(verdict(undone.calmly));
  await equal(pair);

  if (kills.through.length + kills.undone.length === 0) return;
  await step(pair, ['run', '--from', later], []);
  const through = ['rollback', first, '--through', '--confirm', first];
  const all = await step(pair, through, kills.through, kills.undone);
  if (kills.undone.length > 0)
    expect(jsonOf(all.again)).toMatchObject({ error: { code: 'BATCH_ROLLED_BACK' } });
  await equal(pair);
}

/** People work on, and the operator says what the later export is. */
export async function goOn(home: Home): Promise<void> {
  await withSession(home.target, (session) => session.exec(EDITS));
  await writeFile(path.join(home.folder, 'merges.csv'), MERGES);
  await home.configure(LATER);
}

/** Kills before a commit (`open`) leave the rows as they were; those behind it (`closed`) leave them all. */
async function step(
  { calm, killed }: Pair,
  args: readonly string[],
  open: readonly Kill[],
  closed: readonly Kill[] = [],
): Promise<{ calmly: Ended; again: Ended }> {
  const before = open.length > 0 ? await committed(killed) : null;
  await killAtEach(killed, args, open);
  if (before) expect(await committed(killed)).toEqual(before);
  await killAtEach(killed, args, closed);
  const json = [...args, '--json'];
  return { calmly: await commandHere(calm, json), again: await commandHere(killed, json) };
}

async function equal({ calm, killed }: Pair): Promise<void> {
  expect(await endOf(killed)).toEqual(await endOf(calm));
}

/** The newest first. */
const batchesOf = (home: Home): Promise<[string, string]> =>
  withSession(home.target, async (session) => {
    const { rows } = await session.query<{ id: string }>(
      'SELECT b.public_id AS id FROM migration.batches b ORDER BY b.id DESC',
    );
    const [newest, older] = rows.map(({ id }) => id);
    if (!newest || !older) throw new Error('two batches were to be there');
    return [newest, older];
  });

/** What a command said, but for the seconds it took, where its report lies, and hashes that clock columns go into. */
export function verdict(ended: { status: number | null; stdout: string }): object {
  const {
    durationsMs: _,
    fingerprints: __,
    fingerprint: ___,
    report: ____,
    ...said
  } = JSON.parse(ended.stdout);
  return { exit: ended.status, ...said };
}

/** The batches and the rows as anybody sees them: what is open is not among them. */
const committed = (home: Home): Promise<unknown> =>
  withSession(home.target, async (session) => {
    const tables = ['customers', 'pets', 'reservations', 'invoices', 'payments'];
    const hashes = tables.map(
      (table) => `(SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM public.${table} t) AS ${table}`,
    );
    const { rows } = await session.query(
      `SELECT ${hashes.join(', ')}, (SELECT json_agg(json_build_array(b.public_id, b.state)) FROM migration.batches b) AS batches`,
    );
    return rows;
  });
