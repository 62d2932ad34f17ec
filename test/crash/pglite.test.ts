import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { expectStatus, type Home, home, jsonOf } from '../support/cli.ts';
import { writeResort } from '../support/resort.ts';
import { stateOf } from '../support/state.ts';
import { laterResort, troubledResort } from './export.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

/** In the order in which a run comes by them: each recovery gets a little further than the run before. */
const POINTS = [
  ...['extract.lines', 'extract.written', 'extract.sealed', 'transform.batch', 'transform.copied'],
  ...['transform.collapsed', 'transform.finished', 'validate.settled', 'validate.finished', 'load.begin'],
  ...['load.planned', 'load.inserted.pets', 'load.written', 'load.before-commit', 'load.after-commit'],
];

it('killed at every point, one recovery after the other, it ends as an undisturbed run; so does its rollback', async () => {
  const [calm, here] = [await home('pglite'), await home('pglite')];
  homes.push(calm, here);
  const from = await writeResort(troubledResort());
  const later = await writeResort(laterResort(), '2026-03-08');
  expectStatus(await calm.cli(['run', '--from', from]), 0);
  const undisturbed = await stateOf(calm.target);

  for (const killAt of POINTS) {
    const killed = await here.cli(['run', '--from', from], { killAt });
    expect(killed.signal, `${killAt}: ${killed.stderr}`).toBe('SIGKILL');
    if (killAt === 'load.before-commit')
      expect((await stateOf(here.target)).rows['customers']).toBeUndefined();
  }
  const again = jsonOf(expectStatus(await here.cli(['run', '--from', from, '--json']), 0));
  const { id } = again['batch'] as { id: string };
  expect(await stateOf(here.target)).toEqual(undisturbed);
  expect(existsSync(path.join(here.reports, id, 'index.html'))).toBe(true);

  for (const killAt of ['load.written', 'load.before-commit']) {
    expect((await here.cli(['run', '--from', later], { killAt })).signal, killAt).toBe('SIGKILL');
  }
  expectStatus(await calm.cli(['run', '--from', later]), 0);
  expectStatus(await here.cli(['run', '--from', later]), 0);
  expect(await stateOf(here.target)).toEqual(await stateOf(calm.target));

  const undo = ['rollback', id, '--through', '--confirm', id, '--json'];
  for (const killAt of ['rollback.restored', 'rollback.before-commit']) {
    expect((await here.cli(undo, { killAt })).signal, killAt).toBe('SIGKILL');
  }
  const undone = jsonOf(expectStatus(await here.cli(undo), 0));
  const undoneCalmly = jsonOf(expectStatus(await calm.cli(undo), 0));
  expect(undone['buckets']).toEqual(undoneCalmly['buckets']);
  expect(undone['fingerprint']).toMatchObject({ equal: true });
  expect(await stateOf(here.target)).toEqual(await stateOf(calm.target));
});
