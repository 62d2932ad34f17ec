import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request of a path; the last of a list answers all further requests. */
export type Answer =
  | { bytes: Buffer; after?: number; type?: string }
  | { status: number; headers?: Record<string, string> }
  /** Says that more comes than does, and hangs up. */
  | { cutShort: Buffer }
  | { hangUp: true }
  /** Never answers. */
  | { silent: true };

export interface PictureServer {
  url(path: string): string;
  /** How often each path was asked for. */
  asked: Map<string, number>;
  /** How many requests were under way together at most. */
  most(): number;
  close(): Promise<void>;
}

/** An HTTP server on the loopback that makes the faults of real ones. Paths that it does not know are not there (404). */
export async function pictureServer(answers: Record<string, Answer | Answer[]>): Promise<PictureServer> {
  const asked = new Map<string, number>();
  let now = 0;
  let most = 0;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    const times = asked.get(path) ?? 0;
    asked.set(path, times + 1);
    now += 1;
    most = Math.max(most, now);
    let over = false;
    const end = () => {
      if (!over) now -= 1;
      over = true;
    };
    // Whoever has the whole answer may ask again before this end is closed.
    response.on('finish', end).on('close', end);
    const list = [answers[path] ?? { status: 404 }].flat();
    answer(response, list[Math.min(times, list.length - 1)] ?? { status: 404 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    asked,
    most: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, how: Answer): void {
  if ('silent' in how) return;
  if ('hangUp' in how) {
    response.socket?.destroy();
  } else if ('cutShort' in how) {
    response.writeHead(200, { 'content-length': how.cutShort.length + 100 });
    response.write(how.cutShort, () => response.socket?.destroy());
  } else if ('status' in how) {
    response.writeHead(how.status, how.headers).end('<html>no</html>');
  } else {
    setTimeout(() => {
      response.writeHead(200, {
        'content-type': how.type ?? 'image/jpeg',
        'content-length': how.bytes.length,
      });
      response.end(how.bytes);
    }, how.after ?? 0);
  }
}

/** Bytes that begin as a JPEG does, and are unlike those of another number. */
export const jpeg = (number: number, size = 2000): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size, `picture ${number} `)]);
