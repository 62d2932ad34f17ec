import dns from 'node:dns';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ServerTarget, TargetTls } from '../../src/core/settings.ts';
import { openSession } from '../../src/database/open.ts';
import type { PostgresSession } from '../../src/database/postgres.ts';
import { openPrisma } from '../../src/database/prisma.ts';
import { prepare } from '../../src/pipeline/prepare.ts';
import { authority } from '../support/certificates.ts';
import { smallResort } from '../support/resort.ts';
import { runOn } from '../support/runs.ts';
import { testRun } from '../support/runtime.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Another machine, as far as names go: its address is this one's. */
const HOST = 'db.example.test';
const ours = authority('Test authority');
const theirs = authority('Another authority');

let server: TestServer;
let folder: string;
beforeAll(async () => {
  const { lookup } = dns;
  const here = (host: string) => (host.endsWith('.example.test') ? '127.0.0.1' : host);
  dns.lookup = ((host: string, ...rest: unknown[]) =>
    Reflect.apply(lookup, dns, [here(host), ...rest])) as typeof lookup;
  folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-tls-'));
  await writeFile(path.join(folder, 'ours.pem'), ours.cert);
  await writeFile(path.join(folder, 'theirs.pem'), theirs.cert);
  server = await startServer();
  await encrypt(HOST);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Starts the server with a certificate for this host, or without TLS. */
async function encrypt(host: string | null): Promise<void> {
  await server.halt('fast');
  if (host === null) return server.start();
  const { cert, key } = ours.server(host);
  for (const [name, text] of Object.entries({ 'server.crt': cert, 'server.key': key })) {
    await writeFile(path.join(server.data, name), text, { mode: 0o600 });
    if (server.owner) await chown(path.join(server.data, name), server.owner.uid, server.owner.gid);
  }
  await server.start(['ssl=on']);
}

function target(tls: Partial<TargetTls> = {}, query = '', host = HOST): ServerTarget {
  const url = new URL(server.url);
  url.hostname = host;
  url.search = query;
  return {
    ...{ name: 'live', kind: 'production', url: url.toString(), urlEnv: 'LIVE_URL' },
    tls: { ca: null, insecure: null, ...tls },
    timeouts: { connect: 2_000 },
  };
}

/** `plain`, `TLSv1.3` or so, as the server sees the connection; else the code of the error and what is told. */
async function connected(to: ServerTarget): Promise<string> {
  try {
    const session = await openSession(to);
    const { rows } = await session.query<{ version: string | null }>(
      'SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    await session.close();
    return rows[0]?.version ?? 'plain';
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
}
const ca = () => path.join(folder, 'ours.pem');
const REASON = 'in the same cage, says Pat';

describe('a server on another machine', () => {
  it('is taken with a certificate of the authority that is trusted, in each of its connections', async () => {
    expect(await connected(target({ ca: ca() }))).toMatch(/^TLSv1/);
    expect(await connected(target({}, `sslrootcert=${ca()}`))).toMatch(/^TLSv1/);
    const session = (await openSession(target({ ca: ca() }))) as PostgresSession;
    const prisma = openPrisma(session);
    const rows = await prisma.$queryRaw<{ ssl: boolean }[]>`
      SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
    await prisma.$disconnect();
    await session.close();
    expect(rows).toEqual([{ ssl: true }]);
  });

  it.each([
    ['of nobody that Node.js trusts', {}, HOST, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['of another authority', { ca: 'theirs.pem' }, HOST, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['of another host', { ca: 'ours.pem' }, 'other.example.test', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('is refused at once with a certificate %s', async (_, tls, host, reason) => {
    const given = 'ca' in tls ? { ca: path.join(folder, tls.ca ?? '') } : {};
    const began = Date.now();
    expect(await connected(target(given, '', host))).toMatch(new RegExp(`^TARGET_TLS .*${reason}`));
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it.each(['prefer', 'allow', 'require', 'verify-ca'])(
    'is checked in full whatever sslmode=%s means elsewhere',
    async (mode) => {
      expect(await connected(target({ ca: ca() }, `sslmode=${mode}`))).toMatch(/^TLSv1/);
      expect(await connected(target({}, `sslmode=${mode}&uselibpqcompat=true`))).toMatch(/^TARGET_TLS/);
    },
  );

  it('is refused where its URL asks for less, and taken where the config says why', async () => {
    expect(await connected(target({}, 'sslmode=disable'))).toMatch(/^TARGET_TLS/);
    expect(await connected(target({}, 'sslmode=no-verify'))).toMatch(/^TARGET_TLS/);
    expect(await connected(target({ insecure: REASON }, 'sslmode=no-verify'))).toMatch(/^TLSv1/);
    expect(await connected(target({ insecure: REASON }))).toMatch(/^TLSv1/);
    expect(await connected(target({ insecure: REASON }, 'sslmode=disable'))).toBe('plain');
  });

  it('tells of a lost connection as of any other', async () => {
    const session = await openSession(target({ ca: ca() }));
    await session.query('SELECT pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
    await expect(session.query('SELECT 1')).rejects.toMatchObject({ code: 'TARGET_LOST' });
    await session.close();
  });
});

describe('this machine', () => {
  it('needs no TLS, and has it checked where it is asked for', async () => {
    await encrypt('127.0.0.1');
    const local = (tls: Partial<TargetTls>, query = '') => connected(target(tls, query, '127.0.0.1'));
    expect(await local({})).toBe('plain');
    expect(await local({}, 'sslmode=prefer')).toBe('plain');
    expect(await local({}, 'sslmode=no-verify')).toMatch(/^TLSv1/);
    expect(await local({}, 'sslmode=require')).toMatch(/^TARGET_TLS/);
    expect(await local({ ca: ca() })).toMatch(/^TLSv1/);
  });
});

describe('a server without TLS', () => {
  beforeEach(() => encrypt(null));

  it('is refused on another machine, unless the config says why', async () => {
    expect(await connected(target({ ca: ca() }))).toMatch(/^TARGET_TLS .*offers no TLS/);
    expect(await connected(target({ insecure: REASON }, 'sslmode=disable'))).toBe('plain');
  });

  it('keeps the reason in the audit trail of the batch', async () => {
    const run = await testRun('pglite');
    run.runtime.settings.target = {
      ...target({ insecure: REASON }, 'sslmode=disable'),
      kind: 'rehearsal',
    };
    await prepare(run.runtime, { dryRun: false, undo: false });
    const session = await openSession(run.runtime.settings.target);
    await runOn({ ...run, target: run.runtime.settings.target }, smallResort());
    const { rows } = await session.query(
      `SELECT details -> 'decisions' AS decisions FROM migration.audit_events WHERE action = 'decision'`,
    );
    await session.close();
    await run.drop();
    expect(rows).toEqual([
      {
        decisions: [
          {
            key: 'targets.live.tls.insecure',
            found: expect.stringContaining('certificate'),
            decision: REASON,
          },
        ],
      },
    ]);
  });
});
