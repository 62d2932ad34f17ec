import type { ServerResponse } from 'node:http';
import { Random } from '../../../src/sample/random.ts';

/** What goes wrong with real servers (gingr-sources.md 1.2). The last two are answers to pages only. */
export const FAULTS = [
  ...([
    'html',
    'login-page',
    'error-true',
    'error-key',
    'truncated',
    'empty',
    'too-many',
    'bad-gateway',
  ] as const),
  ...(['hang', 'hang-up', 'redirect', 'no-json', 'repeated-page', 'short-page'] as const),
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Trouble {
  /** Share of the calls that fail, 0 to 1. */
  share: number;
  seed: number;
  kinds?: readonly Fault[];
}

const PAGES: readonly Fault[] = ['repeated-page', 'short-page'];

/** Says for one call after the other which fault it meets; null: none. */
export function faultsOf({ share, seed, kinds = FAULTS }: Trouble): (isPage: boolean) => Fault | null {
  const random = new Random(seed, 0xfa17);
  return (isPage) => {
    if (!random.chance(share)) return null;
    const possible = kinds.filter((kind) => isPage || !PAGES.includes(kind));
    return possible.length === 0 ? null : random.pick(possible);
  };
}

/** Answers as the fault has it; `body` is what would have been right. Page faults are made where pages are. */
export function fail(response: ServerResponse, fault: Fault, body: string): void {
  const send = (status: number, text: string, headers: Record<string, string> = {}) =>
    response.writeHead(status, headers).end(text);
  switch (fault) {
    case 'html':
      return void send(200, '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>');
    case 'login-page':
      return void send(200, '  <html><form action="/auth/login"></form></html>', {
        'content-type': 'text/html',
      });
    case 'error-true':
      return void send(200, JSON.stringify({ success: false, error: true, data: 'Something went wrong' }));
    case 'error-key':
      return void send(200, JSON.stringify({ Error: 'Unable to process the request' }));
    case 'truncated':
      return void send(200, body.slice(0, Math.max(1, Math.floor(body.length / 2))));
    case 'no-json':
      return void send(200, 'null and void');
    case 'empty':
      return void send(200, '');
    case 'too-many':
      return void send(429, 'slow down', { 'retry-after': '0' });
    case 'bad-gateway':
      return void send(502, '<html>502 Bad Gateway</html>');
    case 'redirect':
      return void send(302, '', { location: '/auth/login' });
    case 'hang':
      return;
    case 'hang-up':
      response.socket?.destroy();
      return;
    case 'repeated-page':
    case 'short-page':
      throw new Error(`${fault} is made where the page is`);
  }
}
