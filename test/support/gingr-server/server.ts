import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GingrKey, GingrSettings } from '../../../src/core/settings.ts';
import type { Records } from '../resort.ts';
import { type Answer, answer, type Habits, type Question } from './answers.ts';
import { type Fault, fail, faultsOf, type Trouble } from './faults.ts';
import type { Json } from './shapes.ts';

export const API_KEY = 'gingr-key-0123456789abcdef';

export interface ServerOptions {
  data: Records;
  trouble?: Trouble;
  /** Keys with the locations that their users are allowed; null: all. */
  keys?: Record<string, readonly string[] | null>;
  /** What `page` of lists is (gingr-sources.md 1.2). */
  page?: 'place' | 'number';
  habits?: Partial<Habits>;
  /** Rows of a page at most, whatever is asked for. */
  mostRows?: number;
  /** Milliseconds that an answer takes. */
  delayMs?: number;
  /** Answers otherwise, by path; undefined: as ever. */
  instead?: (question: Question, times: number) => Answer | Fault | undefined;
  /** After each call, with the number of calls so far. */
  onCall?: (calls: number, question: Question) => void;
}

export interface GingrServer {
  url: string;
  /** Calls by what was asked, the key left out. */
  asked: Map<string, number>;
  calls(): number;
  /** Calls under way together at most. */
  most(): number;
  /** Whatever the server did not expect: endpoints that write, keys in addresses of a POST, windows too long. */
  mistakes: string[];
  settings(changes?: Partial<GingrSettings>): GingrSettings;
  close(): Promise<void>;
}

/** A server on the loopback that speaks as Gingr does, and fails as it does. */
export async function gingrServer(options: ServerOptions): Promise<GingrServer> {
  const { data, keys = { [API_KEY]: null }, page = 'place', mostRows = 100 } = options;
  const habits: Habits = { locationOf: () => '1', cancelledOnly: new Set(), ...options.habits };
  const faultOf = faultsOf(options.trouble ?? { share: 0, seed: 1 });
  const asked = new Map<string, number>();
  const mistakes: string[] = [];
  let calls = 0;
  let now = 0;
  let most = 0;

  const respond = (question: Question, response: ServerResponse, times: number) => {
    const instead = options.instead?.(question, times);
    if (typeof instead === 'string') return fail(response, instead, '{"data":{');
    const right = instead === undefined ? answer(data, question, habits) : instead;
    if (right === null) {
      mistakes.push(`${question.method} ${question.path}`);
      return void response.writeHead(404).end('<html>404</html>');
    }
    const fault = faultOf('page' in right);
    const json = 'page' in right ? paged(right.page, question, page, mostRows, fault) : right.json;
    const body = JSON.stringify(json);
    const isPageFault = fault === 'repeated-page' || fault === 'short-page';
    if (fault !== null && !isPageFault) return fail(response, fault, body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  };

  const server = createServer((request, response) => {
    now += 1;
    most = Math.max(most, now);
    response.on('close', () => {
      now -= 1;
    });
    bodyOf(request).then(async (body) => {
      if (options.delayMs) await sleep(options.delayMs);
      try {
        const question = questionOf(request, body, keys, mistakes);
        calls += 1;
        const text = `${question.path}?${question.parameters}`;
        const times = (asked.get(text) ?? 0) + 1;
        asked.set(text, times);
        if (question.allowed === undefined) response.writeHead(401).end('no');
        else respond({ ...question, allowed: question.allowed }, response, times);
        options.onCall?.(calls, { ...question, allowed: null });
      } catch (error) {
        mistakes.push(String(error));
        response.writeHead(500).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, asked, mistakes, calls: () => calls, most: () => most },
    settings: (changes) => ({
      ...{ url, keys: [keyOf(API_KEY)], firstDay: '2025-06-01', concurrency: 8, paceMs: 0 },
      ...{ timeoutMs: 30_000, retryMs: 1, since: null, fresh: false, ...changes },
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const keyOf = (key: string, location: string | null = null): GingrKey => ({
  ...{ name: location ?? 'key1', location, key },
  from: location === null ? 'GINGR_API_KEY' : `GINGR_API_KEY_${location}`,
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function questionOf(
  request: IncomingMessage,
  body: string,
  keys: Record<string, readonly string[] | null>,
  mistakes: string[],
): Omit<Question, 'allowed'> & { allowed: readonly string[] | null | undefined } {
  const url = new URL(request.url ?? '/', 'http://gingr.test');
  const method = request.method ?? '';
  if (method === 'POST') {
    if (url.search !== '') mistakes.push('an address of a POST with parameters');
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      mistakes.push('a POST that is no form');
  } else if (method !== 'GET') mistakes.push(method);
  const parameters = method === 'POST' ? new URLSearchParams(body) : url.searchParams;
  const key = parameters.get('key') ?? '';
  parameters.delete('key');
  return {
    path: url.pathname,
    method,
    parameters,
    allowed: Object.hasOwn(keys, key) ? keys[key] : undefined,
  };
}

/** A page in Gingr's two ways, or as a fault has it. */
function paged(
  rows: readonly Json[],
  { parameters }: Question,
  page: 'place' | 'number',
  mostRows: number,
  fault: Fault | null,
): unknown {
  const number = (name: string) => Number(parameters.get(name) ?? '0');
  const byOffset = parameters.has('offset');
  const size = Math.min(byOffset ? number('limit') : number('per_page'), mostRows);
  const given = number('page');
  const start = byOffset ? number('offset') : page === 'place' ? given - 1 : (given - 1) * size;
  const at = fault === 'repeated-page' ? Math.max(0, start - size) : start;
  const found = rows.slice(at, at + size);
  const kept = fault === 'short-page' ? found.slice(0, Math.floor(found.length / 2)) : found;
  return { success: true, error: false, data: kept };
}
