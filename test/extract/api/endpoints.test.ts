import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../src/extract/api/answer.ts';
import { Client } from '../../../src/extract/api/client.ts';
import { ENDPOINTS, type EndpointName, endpointOf } from '../../../src/extract/api/endpoints.ts';
import { API_KEY, keyOf } from '../../support/gingr-server/server.ts';
import { served } from './support.ts';

const WRITE = ['quick_checkin', 'receive_call', 'authorize_owner', 'owners/../quick_checkin', '__proto__'];

describe('the endpoints that may be called', () => {
  it.each(WRITE)('%s is none of them, whatever the types say', async (name) => {
    const server = await served({ data: {} });
    const client = new Client(server.settings(), new AbortController().signal);
    const asked = { key: keyOf(API_KEY), endpoint: name as EndpointName, parameters: {} };
    await expect(client.call(asked)).rejects.toThrow('not among the endpoints that may be called');
    expect(server.calls()).toBe(0);
  });

  it('are asked for nothing but what they are known to read by, so that no ignored filter is trusted (P-API-1)', () => {
    expect(() => endpointOf('animals', { id: '51201' })).toThrow('animals is not asked for id');
    expect(() => endpointOf('owners', { id: '40101' })).toThrow('owners is not asked for id');
    expect(endpointOf('transaction', { id: '70001' }).path).toBe('/api/v1/transaction');
  });

  it('read: no name among them says that it writes', () => {
    const names = Object.values(ENDPOINTS).map(({ path }) => path);
    expect(
      names.filter((path) => /check_?in|receive|authori|create|update|delete|cancel_|save|send/.test(path)),
    ).toEqual([]);
    expect(names.every((path) => /^\/(?:api\/v1|forms)\/[a-z_]+$/.test(path))).toBe(true);
  });

  it('are the only addresses in the code', () => {
    const wire = readFileSync(join(import.meta.dirname, '../../../src/extract/api/wire.ts'), 'utf8');
    expect(wire.match(/fetch\(/g)).toHaveLength(1);
  });
});

describe('an answer', () => {
  const read = (body: string, status = 200, retryAfter: string | null = null) =>
    readAnswer({ status, retryAfter, body });

  it.each([
    ['a page with status 200', '<!DOCTYPE html><html>', 200, 'html'],
    ['a page behind blanks', '\n  <html>', 200, 'html'],
    ['error: true with status 200', '{"error":true,"data":"Invalid"}', 200, 'said-no'],
    ['error: "1" with status 200', '{"error":"1"}', 200, 'said-no'],
    ['an Error key with status 200', '{"Error":"Invalid API key"}', 200, 'said-no'],
    ['success: false', '{"success":false,"data":[]}', 200, 'said-no'],
    ['an error that is a text', '{"error":"no such animal","data":[]}', 200, 'said-no'],
    ['broken JSON', '{"success":true,"data":[{"id":"1"', 200, 'truncated'],
    ['an empty body', '', 200, 'empty'],
    ['blanks', ' \n ', 200, 'empty'],
    ['429', 'slow', 429, 'status'],
    ['502', '<html>', 502, 'status'],
    ['a redirect to the login', '', 302, 'redirect'],
    ['401', '{}', 401, 'refused'],
    ['404', '<html>', 404, 'missing'],
  ])('that is %s is a failure, and no data (P-API-4)', (_, body, status, kind) => {
    expect(() => read(body, status)).toThrow(expect.objectContaining({ kind }));
  });

  it.each([
    ['{"success":true,"error":false,"data":[]}'],
    ['[]'],
    ['{"error":"","data":{}}'],
    ['{"error":[],"data":[]}'],
  ])('that says no such thing is none: %s', (body) => {
    expect(read(body)).toEqual(JSON.parse(body));
  });

  it('may say how long to wait, in seconds or by a date', () => {
    expect(() => read('', 429, '2')).toThrow(expect.objectContaining({ retryAfterMs: 2000 }));
    const date = new Date(Date.now() + 60_000).toUTCString();
    expect(() => read('', 503, date)).toThrow(expect.objectContaining({ retryAfterMs: expect.any(Number) }));
  });

  const list = ENDPOINTS.reservations.read;
  it('may be an array, an object by id, or `[]` for an empty object', () => {
    expect(list({ data: [] })).toEqual([]);
    expect(list({ data: {} })).toEqual([]);
    expect(list([{ id: '1' }])).toEqual([{ id: '1' }]);
    expect(list({ data: { '90001': { start_date: 'x' } } })).toEqual([
      { reservation_id: '90001', start_date: 'x' },
    ]);
  });

  it.each([
    [{ data: null }],
    [{ data: false }],
    [{}],
    [{ data: 'none' }],
    [{ data: ['a'] }],
    ['text'],
    [null],
  ])('of any other shape is a failure, and no empty list (P-RES-12): %j', (answer) => {
    expect(() => list(answer)).toThrow(expect.objectContaining({ kind: 'shape' }));
  });

  it('of medication in no shape that is known is a failure (P-API-3)', () => {
    const info = ENDPOINTS.get_medication_info.read;
    const entry = { id: '1', medication_notes: { value: 'x' } };
    for (const animal_medication_schedules of [
      [],
      [entry],
      { '5': [entry] },
      { '5': entry },
      { '1': { medication_notes: {} } },
    ])
      expect(info({ animal_id: '7', animal_medication_schedules })).toMatchObject({ animal_id: '7' });
    expect(info([{ data: 1, animal_medication_schedules: [] }])).toBeTruthy();
    expect(() => info({ animal_id: '7' })).toThrow(expect.objectContaining({ kind: 'shape' }));
    expect(() => info({ animal_medication_schedules: { '5': ['half a pill'] } })).toThrow(
      expect.objectContaining({ kind: 'shape' }),
    );
  });
});
