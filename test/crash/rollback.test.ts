import { afterAll, expect, it } from 'vitest';
import { expectStatus, type Home, home, jsonOf } from '../support/cli.ts';
import { writeResort } from '../support/resort.ts';
import { stateOf, withSession } from '../support/state.ts';
import { laterResort, troubledResort } from './export.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

/** Two loads with changes of people in between and after, so that every bucket of a rollback has rows. */
async function loadedTwice(from: string, later: string): Promise<{ here: Home; second: string }> {
  const here = await home('postgres');
  homes.push(here);
  expectStatus(await here.cli(['run', '--from', from]), 0);
  const { batch } = jsonOf(expectStatus(await here.cli(['run', '--from', later, '--json']), 0)) as {
    batch: { id: string };
  };
  await withSession(here.target, (session) =>
    session.exec(`UPDATE customers SET notes = 'Written by people' WHERE "externalId" = '101'`),
  );
  return { here, second: batch.id };
}

it('a rollback that is killed leaves all or nothing, and the same command finishes it', async () => {
  const from = await writeResort(troubledResort());
  const later = await writeResort(laterResort(), '2026-03-08');
  const calm = await loadedTwice(from, later);
  const undo = ['rollback', calm.second, '--confirm', calm.second, '--json'];
  const before = await stateOf(calm.here.target);
  const undoneCalmly = jsonOf(await calm.here.cli(undo));
  const after = await stateOf(calm.here.target);
  expect(after).not.toEqual(before);
  expect(undoneCalmly['buckets']).toMatchObject({ kept: expect.any(Number), failed: 0 });

  const { here } = await loadedTwice(from, later);
  for (const killAt of ['rollback.restored', 'rollback.before-commit']) {
    expect((await here.cli(undo, { killAt })).signal, killAt).toBe('SIGKILL');
    expect(await stateOf(here.target)).toEqual(before);
  }
  const undone = jsonOf(await here.cli(undo));
  expect(undone['buckets']).toEqual(undoneCalmly['buckets']);
  expect(await stateOf(here.target)).toEqual(after);
});
