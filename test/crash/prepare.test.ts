import { afterAll, expect, it } from 'vitest';
import { expectStatus, type Home, homeFor, jsonOf } from '../support/cli.ts';
import { emptyPostgres } from '../support/databases.ts';
import { liveTailtown } from '../support/live.ts';
import { writeResort } from '../support/resort.ts';
import { withSession } from '../support/state.ts';
import { endOf } from './ends.ts';
import { troubledResort } from './export.ts';
import { commandHere } from './here.ts';
import { killAtEach } from './kills.ts';
import { PREPARE, PREPARE_LIVE, UNDO, UNDO_LIVE } from './points.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

/** A home on a database that holds this, nothing for ''. */
async function homeOn(sql: string): Promise<Home> {
  const here = await homeFor(await emptyPostgres());
  homes.push(here);
  await withSession(here.target, (session) => session.exec(sql));
  return here;
}

it.each([
  ['an empty database', async (): Promise<string> => '', PREPARE, UNDO],
  ["Tailtown's own tables", liveTailtown, PREPARE_LIVE, UNDO_LIVE],
] as const)(
  'prepare and its undo, killed on %s, end as undisturbed ones',
  async (_, content, kills, undoKills) => {
    const [calm, killed] = [await homeOn(await content()), await homeOn(await content())];
    const bare = await endOf(killed);
    await killAtEach(killed, ['prepare'], kills);
    for (const home of [calm, killed]) expectStatus(await commandHere(home, ['prepare']), 0);
    expect(await endOf(killed)).toEqual(await endOf(calm));
    expect(jsonOf(await commandHere(killed, ['prepare', '--json']))).toMatchObject({
      statements: [],
      applied: false,
    });

    await killAtEach(killed, ['prepare', '--undo'], undoKills);
    for (const home of [calm, killed]) expectStatus(await commandHere(home, ['prepare', '--undo']), 0);
    const end = await endOf(killed);
    expect(end).toEqual(await endOf(calm));
    expect(end).toEqual(bare);
  },
);

it('a run on an empty rehearsal database that is killed in its preparation loads when it is repeated', async () => {
  const here = await homeOn('');
  const args = ['run', '--from', await writeResort(troubledResort())];
  await killAtEach(here, args, ['prepare.migrated', 'prepare.step#2', 'prepare.step', 'load.written']);
  expectStatus(await commandHere(here, args), 0);
});
