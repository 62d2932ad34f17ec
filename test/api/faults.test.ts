import { beforeAll, describe, expect, it } from 'vitest';
import { served, type Taken, taken } from '../extract/api/support.ts';
import { effort } from '../support/effort.ts';
import { FAULTS } from '../support/gingr-server/faults.ts';
import { gingrServer, type ServerOptions } from '../support/gingr-server/server.ts';
import type { Records } from '../support/resort.ts';
import { apiResort, FIRST_DAY } from './resort.ts';

let data: Records;
let calm: Taken;
/** A hang costs the whole time-out; a call that takes as long on a busy machine is but tried again. */
const gingr = { firstDay: FIRST_DAY, timeoutMs: 2_000 };
const cancelled = new Set(['90007']);
const options = () => ({ data, mostRows: 10, habits: { cancelledOnly: cancelled } });
const serve = (more: Partial<ServerOptions> = {}) => served({ ...options(), ...more });

beforeAll(async () => {
  data = await apiResort();
  const server = await gingrServer(options());
  calm = await taken(server, gingr);
  await server.close();
}, 120_000);

const { runs, seed } = effort(3);
const seeds = Array.from({ length: runs }, (_, index) => seed + index);

describe('a server that fails one call in five, in every way that it can', () => {
  it.each(seeds)('gives the same bytes as one that never fails (seed %i)', async (seed) => {
    const server = await serve({
      trouble: { share: 0.2, seed },
      page: seed % 2 === 0 ? 'number' : 'place',
    });
    let retried = 0;
    const troubled = await taken(server, gingr, {
      onProgress: (progress) => {
        retried = progress.retried;
      },
    });
    expect(troubled.bytes).toEqual(calm.bytes);
    expect(troubled.manifest.id).toBe(calm.manifest.id);
    expect(server.mistakes).toEqual([]);
    expect(retried).toBeGreaterThan(30);
  });
});

describe('a server that fails one call in five in one way', () => {
  it.each(FAULTS.filter((fault) => fault !== 'hang'))('gives the same bytes: %s', async (kind) => {
    const server = await serve({ trouble: { share: 0.2, seed, kinds: [kind] } });
    const troubled = await taken(server, gingr);
    expect(troubled.manifest.id).toBe(calm.manifest.id);
    expect(troubled.bytes).toEqual(calm.bytes);
  });

  it('gives the same bytes: hang', async () => {
    const server = await serve({ trouble: { share: 0.05, seed, kinds: ['hang'] } });
    const troubled = await taken(server, gingr);
    expect(troubled.bytes).toEqual(calm.bytes);
  });
});
