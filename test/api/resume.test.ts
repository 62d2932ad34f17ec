import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { served, type Taken, taken } from '../extract/api/support.ts';
import { newFolder } from '../extract/support.ts';
import { effort } from '../support/effort.ts';
import { API_KEY, gingrServer } from '../support/gingr-server/server.ts';
import type { Records } from '../support/resort.ts';
import { startWorker, type Worker } from '../support/worker.ts';
import { apiResort, FIRST_DAY } from './resort.ts';

let data: Records;
let calm: Taken;
let calls: number;
/** Calls for pages of lists. */
let pages: number;
const gingr = { firstDay: FIRST_DAY, concurrency: 4 };

beforeAll(async () => {
  data = await apiResort();
  const server = await gingrServer({ data });
  calm = await taken(server, gingr);
  calls = server.calls();
  pages = [...server.asked.keys()].filter((asked) => /[?&](?:page|offset)=/.test(asked)).length;
  await server.close();
}, 120_000);

/** A list that was being read is read again; of the rest, only what was under way. */
const AGAIN = 4 + 8;
const shares = [0.05, 0.3, 0.6, 0.95];

describe('a taking that is stopped', () => {
  it.each(shares)('goes on after Ctrl-C at %f of the calls, and ends the same (P-API-2)', async (share) => {
    const controller = new AbortController();
    const stopAt = Math.floor(calls * share);
    const server = await served({
      data,
      onCall: (made) => {
        if (made === stopAt) controller.abort(new Error('stopped'));
      },
    });
    const workspace = newFolder();
    await expect(taken(server, gingr, { workspace, signal: controller.signal })).rejects.toThrow('stopped');
    const again = await taken(server, gingr, { workspace });
    expect(again.bytes).toEqual(calm.bytes);
    expect(again.manifest.id).toBe(calm.manifest.id);
    expect(server.calls()).toBeLessThanOrEqual(calls + AGAIN);
  });

  it('goes on where a call that can not be answered ended it, and asks for that alone (P-RES-11)', async () => {
    const broken = '/api/v1/get_feeding_info';
    let isBroken = true;
    const server = await served({
      data,
      instead: ({ path, parameters }) =>
        isBroken && path === broken && parameters.get('animal_id') === '51201' ? 'error-true' : undefined,
    });
    const workspace = newFolder();
    await expect(taken(server, gingr, { workspace })).rejects.toMatchObject({
      code: 'API_INCOMPLETE',
      message: expect.stringContaining('get_feeding_info?animal_id=51201'),
    });
    expect(readdirSync(join(workspace, 'gingr-api'))).toHaveLength(1);
    isBroken = false;
    const before = server.calls();
    const again = await taken(server, gingr, { workspace });
    expect(server.calls() - before).toBe(1);
    expect(again.manifest.id).toBe(calm.manifest.id);
  });

  it('keeps the moment of its first call, and reads it again without a call when it was finished', async () => {
    const server = await served({ data });
    const workspace = newFolder();
    const first = await taken(server, gingr, { workspace });
    const before = server.calls();
    const again = await taken(server, gingr, { workspace });
    expect(again.reused).toBe(true);
    expect(again.manifest.asOf).toBe(first.manifest.asOf);
    expect(server.calls()).toBe(before);
    await taken(server, { ...gingr, fresh: true }, { workspace });
    expect(server.calls()).toBeGreaterThan(before);
  });

  it('takes half a line for nothing, and a line that was altered too', async () => {
    const server = await served({ data });
    const workspace = newFolder();
    await taken(server, gingr, { workspace });
    const [folder = ''] = readdirSync(join(workspace, 'gingr-api'));
    const file = join(workspace, 'gingr-api', folder, 'answers.ndjson');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(join(workspace, 'gingr-api')).mode & 0o077).toBe(0);
    const text = readFileSync(file, 'utf8').replace(/"Rabies"/, '"Rabbit"');
    writeFileSync(file, text.slice(0, -20));
    const before = server.calls();
    const again = await taken(server, gingr, { workspace });
    expect(again.manifest.id).toBe(calm.manifest.id);
    expect(server.calls() - before).toBe(2);
  });
});

const { runs, seed } = effort(2);

describe('a process that is killed', () => {
  it(`goes on each time, and ends the same (${runs} kills)`, { timeout: 60_000 * (runs + 2) }, async () => {
    let worker: Worker | null = null;
    let killAt = Number.POSITIVE_INFINITY;
    let made = 0;
    const server = await served({
      data,
      onCall: () => {
        made += 1;
        if (made >= killAt) worker?.process.kill('SIGKILL');
      },
    });
    const workspace = newFolder();
    const start = () =>
      startWorker(new URL('./worker.ts', import.meta.url), [server.url, workspace, API_KEY, FIRST_DAY]);
    for (let kill = 0; kill < runs; kill += 1) {
      made = 0;
      killAt = 10 + ((seed * 37 + kill * 61) % Math.max(20, Math.floor(calls / (runs + 1))));
      worker = start();
      await worker.line().then(
        () => {
          throw new Error('it came to its end before it was killed');
        },
        () => {},
      );
      await worker.kill();
    }
    killAt = Number.POSITIVE_INFINITY;
    worker = start();
    expect(await worker.line()).toBe(calm.manifest.id);
    await worker.kill();
    // Each time what was under way, and at worst every list: one that Gingr may change meanwhile is read in one go.
    expect(server.calls()).toBeLessThanOrEqual(calls + runs * (gingr.concurrency + pages));
    const files = calm.manifest.entities.map(({ path }) => path);
    const sealed = join(workspace, 'snapshots', calm.manifest.id);
    expect(files.every((file) => statSync(join(sealed, file)).size > 0)).toBe(true);
  });
});
