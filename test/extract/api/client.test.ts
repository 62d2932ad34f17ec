import { describe, expect, it } from 'vitest';
import { Client } from '../../../src/extract/api/client.ts';
import { checkOf, unit } from '../../../src/extract/api/units.ts';
import { API_KEY, keyOf, type ServerOptions } from '../../support/gingr-server/server.ts';
import { moneyResort } from '../../support/resort.ts';
import { newFolder } from '../support.ts';
import { served, taken } from './support.ts';

const key = keyOf(API_KEY);
const client = async (options: Partial<ServerOptions>, changes = {}) => {
  const server = await served({ data: { animals: [{ id: '1' }] }, ...options });
  const controller = new AbortController();
  return { server, controller, client: new Client(server.settings(changes), controller.signal, () => 0.5) };
};
const asked = { key, endpoint: 'animals', parameters: {} } as const;

describe('a call', () => {
  it('is never without an end: a server that hangs is given up, and asked again (P-API-2)', async () => {
    const { server, client: calls } = await client(
      { instead: (_, times) => (times <= 2 ? 'hang' : undefined) },
      { timeoutMs: 700 },
    );
    expect(await calls.call(asked)).toHaveLength(1);
    // On a busy machine an answer may take as long as a hang.
    expect(server.calls()).toBeGreaterThanOrEqual(3);
    expect(calls.counts.answered).toBe(1);
    expect(calls.counts.retried).toBeGreaterThanOrEqual(2);
  });

  it('waits as long as the server asks', async () => {
    const { server, client: calls } = await client({
      instead: (_, times) => (times === 1 ? 'too-many' : undefined),
    });
    expect(await calls.call(asked)).toHaveLength(1);
    expect(server.calls()).toBe(2);
  });

  it('ends soon where nothing ever answered', async () => {
    const { server, client: calls } = await client({ instead: () => 'bad-gateway' });
    await expect(calls.call(asked)).rejects.toMatchObject({ code: 'API_UNAVAILABLE' });
    expect(server.calls()).toBe(5);
  });

  it('that is refused names the variable of its key, and never the key', async () => {
    const { client: calls } = await client({ keys: {} });
    const error = await calls.call(asked).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'API_KEY_REFUSED', context: { exit: 4 } });
    expect(String(error)).toContain('GINGR_API_KEY');
    expect(JSON.stringify(error) + String(error)).not.toContain(API_KEY);
  });

  it('that no key may make, of an endpoint that nobody documents, keeps nothing from going on', async () => {
    const server = await served({
      data: { ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] },
      instead: ({ path }) =>
        path === '/forms/get_form' ? 'redirect' : path.endsWith('/back_of_house') ? null : undefined,
    });
    const found = await taken(server);
    expect(
      found.manifest.findings
        .filter(({ code }) => code === 'API_ENDPOINT_ABSENT')
        .map(({ detail }) => detail)
        .sort(),
    ).toEqual(['back_of_house', 'get_form']);
    expect((await found.lines('reservations')).length).toBe(3);
  });

  it('answered with another record than was asked for is a failure (P-API-1)', async () => {
    const own = unit(key, 'get_animal_immunizations', { animal_id: '2' });
    const { client: calls } = await client({
      instead: () => ({ json: { data: [{ id: '9', animal_id: '1', type: 'Rabies' }] } }),
    });
    await expect(calls.call(own, checkOf(own))).rejects.toMatchObject({ kind: 'foreign' });
    const sale = unit(key, 'transaction', { id: '7' });
    const answer = { id: '8', items: [], payment_items: [] };
    expect(() => checkOf(sale)(answer)).toThrow('of another record');
    expect(() => checkOf(sale)({ ...answer, id: 7 })).not.toThrow();
  });

  it('stops at once when it is told to', async () => {
    const { controller, client: calls } = await client({ instead: () => 'hang' }, { timeoutMs: 60_000 });
    setTimeout(() => controller.abort(new Error('stopped')), 50);
    await expect(calls.call(asked)).rejects.toThrow('stopped');
  });
});

describe('many calls', () => {
  it('keep their pace', async () => {
    const { client: calls } = await client({}, { paceMs: 20 });
    const began = performance.now();
    await Promise.all(Array.from({ length: 10 }, () => calls.call(asked)));
    expect(performance.now() - began).toBeGreaterThanOrEqual(9 * 20 - 5);
  });

  it('do not hammer a server that is down: a breaker lets one try at a time, and all go on when it is back', async () => {
    let isDown = false;
    let during = 0;
    const { server, client: calls } = await client(
      {
        instead: () => {
          if (isDown) during += 1;
          return isDown ? 'bad-gateway' : undefined;
        },
      },
      { retryMs: 5 },
    );
    await calls.call(asked);
    isDown = true;
    const all = Promise.all(Array.from({ length: 40 }, () => calls.call(asked)));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const tries = during;
    isDown = false;
    expect((await all).length).toBe(40);
    // Each call may fail once or twice before the breaker opens; then there are a few tries, and no forty.
    expect(tries).toBeLessThan(90);
    expect(server.mistakes).toEqual([]);
  });

  it('give up where the server does not come back, and say that what was answered is kept', async () => {
    let isDown = false;
    const { server, client: calls } = await client(
      { instead: () => (isDown ? 'bad-gateway' : undefined) },
      { retryMs: 0.2 },
    );
    await calls.call(asked);
    isDown = true;
    const ends = await Promise.allSettled(Array.from({ length: 20 }, () => calls.call(asked)));
    const reasons = ends.map((end) => (end.status === 'rejected' ? end.reason : null));
    expect(reasons).toContainEqual(
      expect.objectContaining({ code: 'API_UNAVAILABLE', message: expect.stringContaining('for hours') }),
    );
    // One try after each pause, beside those that opened the breaker.
    expect(server.calls()).toBeLessThan(90);
  });
});

describe('a taking of more than a day', () => {
  it('says so before it starts, and what is quicker', async () => {
    const server = await served({ data: { ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] } });
    const workspace = newFolder();
    const noted = async (paceMs: number) => {
      const notes: string[] = [];
      const controller = new AbortController();
      const onNote = (text: string) => {
        notes.push(text);
        setTimeout(() => controller.abort(new Error('stopped')));
      };
      const more = { workspace, onNote, signal: controller.signal };
      await expect(taken(server, { paceMs }, more)).rejects.toThrow('stopped');
      return notes;
    };
    expect(await noted(0)).toEqual([expect.stringMatching(/calls/)]);
    const [, advice] = await noted(86_400_000);
    expect(advice).toMatch(/more than a day.*--from BACKUP\.sql\.gz/);
  });
});
