import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import { endOf } from '../crash/ends.ts';
import { served } from '../extract/api/support.ts';
import { expectStatus, type Home, home, homeFor, jsonOf } from '../support/cli.ts';
import { emptyPostgres } from '../support/databases.ts';
import { API_KEY } from '../support/gingr-server/server.ts';
import { liveTailtown } from '../support/live.ts';
import { moneyResort, smallResort, writeResort } from '../support/resort.ts';
import { withSession } from '../support/state.ts';
import { somebodyWaits, stopped } from '../support/stopping.ts';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

let homes: Home[] = [];
afterEach(async () => {
  await Promise.all(homes.map((each) => each.drop()));
  homes = [];
});
const kept = (made: Home): Home => {
  homes.push(made);
  return made;
};

const snapshotsOf = ({ workspace }: Home): string[] => {
  try {
    return readdirSync(path.join(workspace, 'snapshots'));
  } catch {
    return [];
  }
};

describe.each(SIGNALS)('%s ends the process in time, in the middle of', (signal) => {
  it('a load', { timeout: 400_000 }, async () => {
    const here = kept(await home('postgres'));
    const from = await writeResort(smallResort());
    const desk = await openSession(here.target);
    await desk.exec('BEGIN; LOCK customers IN SHARE MODE');
    await stopped(here, ['run', '--from', from], signal, () => somebodyWaits(desk));
    await desk.exec('ROLLBACK');
    expect((await desk.query('SELECT 1 FROM customers')).rows).toEqual([]);
    await desk.close();
    expectStatus(await here.cli(['run', '--from', from]), 0);
  });

  it('extract from a folder, which leaves no snapshot and no part of one', async () => {
    const here = kept(await home('pglite'));
    const [owner = {}] = smallResort()['owners'] ?? [];
    const owners = Array.from({ length: 60_000 }, (_, at) => ({ ...owner, id: String(at + 1) }));
    const args = ['extract', '--from', await writeResort({ owners })];
    const isReading = () =>
      snapshotsOf(here).some(
        (name) => sizeOf(path.join(here.workspace, 'snapshots', name, 'owners.ndjson')) > 0,
      );
    await stopped(here, args, signal, isReading);
    expect(snapshotsOf(here)).toEqual([]);
    const again = expectStatus(await here.cli([...args, '--json']), 0);
    expect(jsonOf(again)).toMatchObject({ entities: [{ entity: 'owners', lines: owners.length }] });
    expect(snapshotsOf(here)).toHaveLength(1);
  });

  it("extract from Gingr's API, which goes on where it was", async () => {
    const data = { ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] };
    const server = await served({ data, delayMs: 20 });
    const gingr = {
      ...{ url: server.url, keys: [{ keyEnv: 'MY_KEY' }], firstDay: '2026-01-01', paceMs: 0, retryMs: 1 },
      concurrency: 2,
    };
    const here = kept(await home('pglite', { gingr }));
    const env = { MY_KEY: API_KEY };
    const args = ['extract', '--from', 'gingr-api', '--json'];
    await stopped(here, ['extract', '--from', 'gingr-api'], signal, () => server.calls() >= 10, { env });
    expect(snapshotsOf(here)).toEqual([]);
    const again = expectStatus(await here.cli(args, { env }), 0);
    expect(snapshotsOf(here)).toHaveLength(1);
    const calls = server.calls();
    // A calm taking of its own, in another place.
    const calm = kept(await home('pglite', { gingr }));
    const whole = expectStatus(await calm.cli(args, { env }), 0);
    expect(jsonOf(again)['snapshot']).toBe(jsonOf(whole)['snapshot']);
    expect(calls).toBeLessThan(2 * (server.calls() - calls));
  });

  it.each([
    [
      // A trigger of the database stops it inside the transaction that creates all of Tailtown's tables.
      'the tables of an empty database',
      async (): Promise<string> => `CREATE TABLE gate (id int);
         CREATE FUNCTION wait_here() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
           IF to_regclass('public.reservations') IS NOT NULL THEN LOCK TABLE gate IN ROW EXCLUSIVE MODE; END IF;
         END $$;
         CREATE EVENT TRIGGER wait_here ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION wait_here();`,
      'LOCK TABLE gate',
      { tables: false, unusable: 0 },
    ],
    [
      ...(['a new column of a table that people work with', liveTailtown] as const),
      'LOCK TABLE customers IN ROW EXCLUSIVE MODE',
      { tables: true, unusable: 0 },
    ],
    // An index that is made concurrently and is cancelled stays behind, unusable.
    [
      ...(['an index made concurrently', liveTailtown] as const),
      'LOCK TABLE staff_notes IN ROW EXCLUSIVE MODE',
      { tables: true, unusable: 1 },
    ],
  ] as const)('prepare, at %s', { timeout: 400_000 }, async (_, content, lock, left) => {
    const [calm, here] = [await homeOn(await content()), await homeOn(await content())];
    const desk = await openSession(here.target);
    await desk.exec(`BEGIN; ${lock}`);
    await stopped(here, ['prepare'], signal, () => somebodyWaits(desk));
    expect(await somebodyWaits(desk)).toBe(false);
    await desk.exec('ROLLBACK');
    const found = await desk.query(
      `SELECT to_regclass('public.reservations') IS NOT NULL AS tables,
         (SELECT count(*)::int FROM pg_index WHERE NOT indisvalid) AS unusable`,
    );
    expect(found.rows).toEqual([left]);
    await desk.close();
    for (const each of [calm, here]) expectStatus(await each.cli(['prepare']), 0);
    expect(await endOf(here)).toEqual(await endOf(calm));
  });
});

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
};

async function homeOn(sql: string): Promise<Home> {
  const here = kept(await homeFor(await emptyPostgres()));
  await withSession(here.target, (session) => session.exec(sql));
  return here;
}
