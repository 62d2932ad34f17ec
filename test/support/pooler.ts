import { createServer, type Socket } from 'node:net';
import pg from 'pg';

export interface TestPooler {
  /** The URL of the server behind it, by way of the pooler. */
  url: string;
  /** Transactions that it has served. */
  served(): number;
  close(): Promise<void>;
}

/** A server connection, logged in. */
interface Server {
  stream: Socket;
  /** Who is served by it now. */
  client: Client | null;
}

interface Client {
  socket: Socket;
  server: Server | null;
  /** Bytes that wait for a server. */
  waiting: Buffer[];
}

/**
 * A small connection pooler that does what PgBouncer does: clients log in to the pooler itself, which announces a server
 * process of its own making, and a client holds a server connection for one transaction (`transaction`) or for as long
 * as it stays (`session`). The server last used is the next one, unless it goes round (`roundRobin`).
 */
export async function startPooler(
  url: string,
  { mode, size, roundRobin = false }: { mode: 'transaction' | 'session'; size: number; roundRobin?: boolean },
): Promise<TestPooler> {
  const logins = await Promise.all(
    Array.from({ length: size }, async () => {
      const login = new pg.Client({ connectionString: url });
      await login.connect();
      return login;
    }),
  );
  const queue: Client[] = [];
  let served = 0;
  const idle: Server[] = [];
  for (const login of logins) {
    const { stream } = (login as unknown as { connection: { stream: Socket } }).connection;
    for (const event of ['data', 'end', 'close', 'error']) stream.removeAllListeners(event);
    const server: Server = { stream, client: null };
    const read = frames((type, frame) => {
      server.client?.socket.write(frame);
      // ReadyForQuery, outside a transaction.
      if (type === 'Z' && frame[5] === 0x49) {
        served += 1;
        if (mode === 'transaction') release(server);
      }
    });
    stream.on('data', read).on('error', () => undefined);
    idle.push(server);
  }

  function release(server: Server): void {
    if (server.client) server.client.server = null;
    server.client = null;
    if (roundRobin) idle.unshift(server);
    else idle.push(server);
    const next = queue.shift();
    if (next) serve(next);
  }

  function serve(client: Client): void {
    const server = client.server ?? idle.pop();
    if (!server) {
      if (!queue.includes(client)) queue.push(client);
      return;
    }
    client.server = server;
    server.client = client;
    for (const bytes of client.waiting.splice(0)) server.stream.write(bytes);
  }

  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    const client: Client = { socket, server: null, waiting: [] };
    let login = true;
    const read = frames((type, frame) => {
      if (type === 'X') return;
      client.waiting.push(frame);
      serve(client);
    });
    socket
      .on('data', (bytes) => {
        if (!login) return read(bytes);
        login = false;
        socket.write(WELCOME);
      })
      .on('close', () => {
        sockets.delete(socket);
        if (client.server) release(client.server);
      })
      .on('error', () => undefined);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const pooled = new URL(url);
  pooled.hostname = '127.0.0.1';
  pooled.port = String(address && typeof address === 'object' ? address.port : 0);
  return {
    url: pooled.toString(),
    served: () => served,
    async close() {
      for (const socket of sockets) socket.destroy();
      for (const { connection } of logins as unknown as { connection: { stream: Socket } }[])
        connection.stream.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** Cuts a stream into messages: a type, four bytes of length, what it says. */
function frames(take: (type: string, frame: Buffer) => void): (bytes: Buffer) => void {
  let left = Buffer.alloc(0);
  return (bytes) => {
    left = Buffer.concat([left, bytes]);
    while (left.length >= 5 && left.length > left.readInt32BE(1)) {
      const end = left.readInt32BE(1) + 1;
      take(left.toString('latin1', 0, 1), Buffer.from(left.subarray(0, end)));
      left = left.subarray(end);
    }
  };
}

const message = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

/** The login is granted, the server process is number 4711, and it is ready. */
const WELCOME = Buffer.concat([
  message('R', Buffer.from([0, 0, 0, 0])),
  message('S', Buffer.from('client_encoding\0UTF8\0')),
  message('K', Buffer.from([0, 0, 0x12, 0x67, 1, 2, 3, 4])),
  message('Z', Buffer.from('I')),
]);
