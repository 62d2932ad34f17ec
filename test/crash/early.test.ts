import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { expectStatus, type Home, home, homeFor, jsonOf } from '../support/cli.ts';
import { emptyPostgres } from '../support/databases.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { withSession } from '../support/state.ts';

const homes: Home[] = [];
afterAll(() => Promise.all(homes.map((each) => each.drop())));

it('killed while it extracts, it leaves no half snapshot, and the next run none of its leftovers', async () => {
  const here = await home('postgres');
  homes.push(here);
  const from = await writeResort(smallResort());
  const snapshots = async () => readdir(path.join(here.workspace, 'snapshots'));
  for (const killAt of ['extract.lines', 'extract.lines#3', 'extract.written']) {
    expect((await here.cli(['extract', '--from', from], { killAt })).signal, killAt).toBe('SIGKILL');
    expect((await snapshots()).filter((name) => !name.startsWith('.'))).toEqual([]);
    const refused = await here.cli(['load', '--json']);
    expect([refused.status, refused.stdout]).toEqual([4, expect.stringContaining('SNAPSHOT_MISSING')]);
  }
  expect((await here.cli(['extract', '--from', from], { killAt: 'extract.sealed' })).signal).toBe('SIGKILL');
  const again = jsonOf(expectStatus(await here.cli(['extract', '--from', from, '--json']), 0));
  expect(again['reused'] ?? true).toBe(true);
  expect(await snapshots()).toHaveLength(1);
  expectStatus(await here.cli(['run', '--from', from]), 0);
});

it('killed behind any step of prepare on an empty database, the same command finishes', async () => {
  const database = await emptyPostgres();
  const here = await homeFor(database);
  homes.push(here);
  for (let step = 1; step <= 3; step += 1) {
    expect((await here.cli(['prepare'], { killAt: 'prepare.step' })).signal, `step ${step}`).toBe('SIGKILL');
  }
  expectStatus(await here.cli(['prepare']), 0);
  const again = jsonOf(expectStatus(await here.cli(['prepare', '--json']), 0));
  expect(again).toMatchObject({ statements: [], applied: false });
  const { rows } = await withSession(here.target, (session) =>
    session.query('SELECT count(*)::int AS tenants FROM tenants'),
  );
  expect(rows).toEqual([{ tenants: 1 }]);
  expectStatus(await here.cli(['run', '--from', await writeResort(smallResort())]), 0);
});

it('a run on an empty rehearsal database that is killed in its preparation loads when it is repeated', async () => {
  const here = await homeFor(await emptyPostgres());
  homes.push(here);
  const from = await writeResort(smallResort());
  for (const killAt of ['prepare.step#2', 'prepare.step', 'load.written']) {
    expect((await here.cli(['run', '--from', from], { killAt })).signal, killAt).toBe('SIGKILL');
  }
  expectStatus(await here.cli(['run', '--from', from]), 0);
});
