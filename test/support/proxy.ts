import { createServer, type Server, Socket } from 'node:net';

/**
 * What happens to the connections that are open when a fault strikes.
 *
 * - `reset`, `closed`: both ends get RST, or FIN.
 * - `hung`: everything is taken and acknowledged, nothing is passed on, in either direction.
 * - `mute`: requests still arrive, answers vanish. `deaf`: the reverse.
 * - `vanished`: the client gets RST; the server hears nothing, not even that.
 *
 * After the silent ones the server never learns that the client has gone: it sees an open connection.
 */
export const FAULTS = ['reset', 'closed', 'hung', 'mute', 'deaf', 'vanished'] as const;
export type Fault = (typeof FAULTS)[number];

/** When it strikes, counted from when it is set. */
export type Moment =
  /** With the n-th message of a client, or the first (nth) that holds these words: it is lost with the connection. */
  | { message: number }
  | { request: RegExp; nth?: number }
  /** When the answer to that message comes: the server has done it, the client does not hear of it. */
  | { answerTo: RegExp; nth?: number }
  | { answerToMessage: number }
  /** In the middle of what the server sends, or the clients. */
  | { bytes: number; from: 'server' | 'client' };

export interface TestProxy {
  /** The server's URL with the proxy's address. */
  url: string;
  /** Messages that clients sent since the last `fail` or `heal`, or the beginning. */
  readonly messages: number;
  /** Whether a fault that was set has struck. */
  readonly struck: boolean;
  /** Sets a fault. With `network`, connections that come later fare as the open ones do, until `heal`. */
  fail(fault: Fault, moment: Moment, options?: { network?: boolean }): void;
  /** Strikes now. */
  strike(fault: Fault, options?: { network?: boolean }): void;
  /** Passes so many bytes a second in each direction. */
  slow(bytesPerSecond: number): void;
  /** New connections are served again; those that a fault struck stay as they are. */
  heal(): void;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
  /** What of a message of the client has not come whole yet. */
  partial: Buffer;
  started: boolean;
  fault: Fault | null;
  /** Its next answer is the one that the fault waits for. */
  awaited: boolean;
  bytes: { client: number; server: number };
}

interface Plan {
  fault: Fault;
  moment: Moment;
  network: boolean;
  seen: number;
}

/** A TCP proxy on 127.0.0.1 before the PostgreSQL server of `url` that can do to a connection what networks do. */
export async function openProxy(url: string): Promise<TestProxy> {
  const target = new URL(url);
  const proxy = new FaultyProxy(Number(target.port || 5432), target.hostname);
  target.port = String(await proxy.listen());
  target.hostname = '127.0.0.1';
  return Object.assign(proxy, { url: target.toString() });
}

class FaultyProxy {
  readonly #port: number;
  readonly #host: string;
  readonly #listener: Server;
  readonly #pairs = new Set<Pair>();
  #plan: Plan | null = null;
  #network: Fault | null = null;
  #rate = Number.POSITIVE_INFINITY;
  messages = 0;
  struck = false;

  constructor(port: number, host: string) {
    this.#port = port;
    this.#host = host;
    this.#listener = createServer({ allowHalfOpen: true }, (client) => this.#accept(client));
  }

  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen(0, '127.0.0.1', () => {
        const address = this.#listener.address();
        if (address && typeof address === 'object') resolve(address.port);
      });
    });
  }

  fail(fault: Fault, moment: Moment, { network = false } = {}): void {
    this.struck = false;
    this.messages = 0;
    this.#plan = { fault, moment, network, seen: 0 };
  }

  strike(fault: Fault, { network = false } = {}): void {
    this.#plan = null;
    this.struck = true;
    if (network) this.#network = fault;
    for (const pair of this.#pairs) this.#apply(pair, fault);
  }

  slow(bytesPerSecond: number): void {
    this.#rate = bytesPerSecond;
  }

  heal(): void {
    this.#plan = null;
    this.#network = null;
    this.#rate = Number.POSITIVE_INFINITY;
    this.messages = 0;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    for (const { client, server } of this.#pairs) {
      client.destroy();
      server.destroy();
    }
    await closed;
  }

  #accept(client: Socket): void {
    const server = new Socket({ allowHalfOpen: true });
    const pair: Pair = {
      ...{ client, server, partial: Buffer.alloc(0), started: false, fault: null, awaited: false },
      bytes: { client: 0, server: 0 },
    };
    client.setNoDelay(true);
    server.setNoDelay(true);
    for (const socket of [client, server]) {
      socket.on('error', () => this.#gone(pair, socket));
      socket.on('close', () => this.#gone(pair, socket));
      socket.on('end', () => this.#gone(pair, socket));
    }
    this.#pairs.add(pair);
    if (this.#network) {
      this.#apply(pair, this.#network);
      client.resume();
      return;
    }
    server.connect(this.#port, this.#host);
    client.on('data', (data: Buffer) => this.#fromClient(pair, data));
    server.on('data', (data: Buffer) => this.#fromServer(pair, data));
  }

  /** One end has closed: the other hears of it, unless the fault is that it does not. */
  #gone(pair: Pair, socket: Socket): void {
    const other = socket === pair.client ? pair.server : pair.client;
    const silent = pair.fault !== null && pair.fault !== 'reset' && pair.fault !== 'closed';
    socket.destroy();
    if (!silent) other.end();
    if (pair.client.destroyed && pair.server.destroyed) this.#pairs.delete(pair);
  }

  #apply(pair: Pair, fault: Fault): void {
    if (pair.fault) return;
    pair.fault = fault;
    switch (fault) {
      case 'reset':
        pair.client.resetAndDestroy();
        pair.server.resetAndDestroy();
        return;
      case 'closed':
        pair.client.end();
        pair.server.end();
        return;
      case 'vanished':
        pair.client.resetAndDestroy();
        return;
      case 'hung':
      case 'mute':
      case 'deaf':
        return;
    }
  }

  /** Message by message: the first has no type, every other a type, then its length. */
  #fromClient(pair: Pair, data: Buffer): void {
    pair.partial = Buffer.concat([pair.partial, data]);
    for (;;) {
      const head = pair.started ? 1 : 0;
      if (pair.partial.length < head + 4) return;
      const length = head + pair.partial.readUInt32BE(head);
      if (pair.partial.length < length) return;
      const message = pair.partial.subarray(0, length);
      pair.partial = pair.partial.subarray(length);
      pair.started = true;
      this.messages += 1;
      this.#request(pair, message);
    }
  }

  #request(pair: Pair, message: Buffer): void {
    const plan = this.#plan;
    if (plan && !pair.fault) {
      const { moment } = plan;
      if ('message' in moment && this.messages === moment.message) this.#carryOut(pair, plan);
      else if ('answerToMessage' in moment && this.messages === moment.answerToMessage) pair.awaited = true;
      else if ('request' in moment && this.#isIt(plan, moment, message)) this.#carryOut(pair, plan);
      else if ('answerTo' in moment && this.#isIt(plan, { ...moment, request: moment.answerTo }, message))
        pair.awaited = true;
    }
    this.#pass(pair, 'client', message);
  }

  #isIt(plan: Plan, { request, nth = 1 }: { request: RegExp; nth?: number }, message: Buffer): boolean {
    const [type] = message.toString('latin1', 0, 1);
    if ((type !== 'Q' && type !== 'P') || !request.test(message.toString('utf8', 5))) return false;
    plan.seen += 1;
    return plan.seen === nth;
  }

  #fromServer(pair: Pair, data: Buffer): void {
    const plan = this.#plan;
    if (plan && pair.awaited && !pair.fault) this.#carryOut(pair, plan);
    this.#pass(pair, 'server', data);
  }

  #carryOut(pair: Pair, { fault, network }: Plan): void {
    if (network) this.strike(fault, { network });
    this.#plan = null;
    this.struck = true;
    this.#apply(pair, fault);
  }

  #pass(pair: Pair, from: 'client' | 'server', data: Buffer): void {
    const plan = this.#plan;
    let rest = data;
    if (plan && !pair.fault && 'bytes' in plan.moment && plan.moment.from === from) {
      const room = plan.moment.bytes - plan.seen;
      plan.seen += data.length;
      if (data.length >= room) {
        this.#write(pair, from, data.subarray(0, room));
        rest = data.subarray(room);
        this.#carryOut(pair, plan);
      }
    }
    if (pair.fault === null || pair.fault === (from === 'client' ? 'mute' : 'deaf'))
      this.#write(pair, from, rest);
  }

  #write(pair: Pair, from: 'client' | 'server', data: Buffer): void {
    const [source, sink] = from === 'client' ? [pair.client, pair.server] : [pair.server, pair.client];
    if (sink.destroyed || sink.writableEnded) return;
    sink.write(data);
    if (this.#rate === Number.POSITIVE_INFINITY) return;
    source.pause();
    setTimeout(() => source.resume(), (data.length / this.#rate) * 1000);
  }
}
