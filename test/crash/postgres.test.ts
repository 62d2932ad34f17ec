import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectStatus, type Home, home } from '../support/cli.ts';
import { writeResort } from '../support/resort.ts';
import { type State, stateOf } from '../support/state.ts';
import { laterResort, troubledResort } from './export.ts';

let from: string;
let later: string;
/** What a run that nobody disturbs leaves behind: after the first export, and after the second. */
const undisturbed: { first?: State; second?: State } = {};

beforeAll(async () => {
  from = await writeResort(troubledResort());
  later = await writeResort(laterResort(), '2026-03-08');
  const calm = await home('postgres');
  homes.push(calm);
  expectStatus(await calm.cli(['run', '--from', from]), 0);
  undisturbed.first = await stateOf(calm.target);
  expectStatus(await calm.cli(['run', '--from', later]), 0);
  undisturbed.second = await stateOf(calm.target);
});

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

const BEFORE_COMMIT = [
  'transform.batch',
  'transform.copied',
  'transform.collapsed',
  'transform.finished',
  'validate.settled',
  'validate.finished',
  'load.begin',
  'load.planned',
  'load.inserted.pets',
  'load.written',
  'load.before-commit',
] as const;

it.concurrent.each(BEFORE_COMMIT)(
  'killed at %s, the same command ends as if nothing had happened',
  async (point) => {
    const here = await home('postgres');
    homes.push(here);
    expect(await here.cli(['run', '--from', from], { killAt: point })).toMatchObject({ signal: 'SIGKILL' });
    expect((await stateOf(here.target)).rows['customers']).toBeUndefined();
    expectStatus(await here.cli(['run', '--from', from]), 0);
    expect(await stateOf(here.target)).toEqual(undisturbed.first);
  },
);

it('killed right after the commit, the same command writes nothing and completes the report', async () => {
  const here = await home('postgres');
  homes.push(here);
  expect(await here.cli(['run', '--from', from], { killAt: 'load.after-commit' })).toMatchObject({
    signal: 'SIGKILL',
  });
  const loaded = await stateOf(here.target);
  expect(loaded.rows).toEqual(undisturbed.first?.rows);
  const again = await here.cli(['run', '--from', from, '--json']);
  expect(again.status).toBe(0);
  const { wrote, batch } = JSON.parse(again.stdout) as {
    wrote?: boolean;
    batch: { id: string; state: string };
  };
  expect(wrote ?? false).toBe(false);
  expect(batch.state).toBe('verified');
  expect(existsSync(path.join(here.reports, batch.id, 'index.html'))).toBe(true);
  expect(existsSync(path.join(here.reports, batch.id, 'report.json'))).toBe(true);
  expect(await stateOf(here.target)).toEqual(undisturbed.first);
});

it('killed again while it recovers, and once more, it still ends equal', async () => {
  const here = await home('postgres');
  homes.push(here);
  for (const killAt of ['load.written', 'load.written', 'load.planned', 'load.after-commit']) {
    expect(await here.cli(['run', '--from', from], { killAt })).toMatchObject({ signal: 'SIGKILL' });
  }
  expectStatus(await here.cli(['run', '--from', from]), 0);
  expect(await stateOf(here.target)).toEqual(undisturbed.first);
});

it('killed in a second load, with updates, adoption of new parents and before-images', async () => {
  const here = await home('postgres');
  homes.push(here);
  expectStatus(await here.cli(['run', '--from', from]), 0);
  for (const killAt of ['transform.collapsed', 'load.written', 'load.before-commit']) {
    expect(await here.cli(['run', '--from', later], { killAt })).toMatchObject({ signal: 'SIGKILL' });
    expect((await stateOf(here.target)).rows).toEqual(undisturbed.first?.rows);
  }
  expectStatus(await here.cli(['run', '--from', later]), 0);
  expect(await stateOf(here.target)).toEqual(undisturbed.second);
});
