import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectStatus, type Home, home, jsonOf } from '../support/cli.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { commandHere } from './here.ts';
import { killAtEach } from './kills.ts';
import { PURGE } from './points.ts';

const ALL = ['staging', 'images', 'snapshots', 'rejects', 'reports', 'backups'];

let place: Home;
beforeAll(async () => {
  place = await home('pglite', { retention: Object.fromEntries(ALL.map((kind) => [kind, '0d'])) });
});
afterAll(() => place?.drop());

it('a purge that is killed took nothing, or is finished by the next', async () => {
  const ran = await commandHere(place, ['run', '--from', await writeResort(smallResort()), '--json']);
  expectStatus(ran, 0);
  const { batch } = jsonOf(ran) as { batch: { id: string } };
  const snapshots = () => readdir(path.join(place.workspace, 'snapshots'));
  const [noted, committed] = PURGE;

  await killAtEach(place, ['purge'], [noted]);
  expect(jsonOf(await commandHere(place, ['status', '--json']))).toMatchObject({
    batches: [{ id: batch.id, purged: null }],
  });
  expect(await snapshots()).toHaveLength(1);

  await killAtEach(place, ['purge'], [committed]);
  expect(await snapshots()).toHaveLength(1);
  const refused = await commandHere(place, ['rollback', batch.id, '--confirm', batch.id, '--json']);
  expect([refused.status, jsonOf(refused)['error']]).toMatchObject([4, { code: 'BATCH_PURGED' }]);
  expectStatus(await commandHere(place, ['purge']), 0);
  expect(await snapshots()).toEqual([]);
  expect(existsSync(path.join(place.reports, batch.id))).toBe(false);
});
