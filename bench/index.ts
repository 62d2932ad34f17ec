import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { applyPrepare } from '../src/database/apply-prepare.ts';
import { openSession } from '../src/database/open.ts';
import { planPrepare } from '../src/database/prepare.ts';
import type { RunModel } from '../src/reconcile/model.ts';
import { generateResort, SIZES } from '../src/sample/index.ts';
import { startServer } from '../test/support/server.ts';
import { copyIn, copyOut } from './copy.ts';
import { benchDump } from './dump.ts';
import { benchEditors } from './editors.ts';
import { holdToKey } from './key.ts';
import { measure } from './measure.ts';

/**
 * `npm run bench [-- --shared] [RESERVATIONS... | mid]`: whole `run`, unchanged re-run and rollback on a real PostgreSQL, as ratios to a
 * plain COPY of the same target rows into the same live tables (T_live) in the same run. Stays with their owners and
 * animals alone, so that the rows are those of measurements.md; `mid` is a whole resort of that size, which must also
 * end as its answer key says. `dump [MB]` is `extract` of a database dump instead, `editors [STAYS]`
 * how long people wait for a row meanwhile. Prints JSON.
 */
const STAYS_PER_OWNER = 10;
const TENANT = '11111111-1111-4111-8111-111111111111';
const words = process.argv.slice(2);
/** As a target in which people work: its indexes stay on the tables meanwhile. */
const shared = words.includes('--shared');
const sizes = words.flatMap((word): Size[] =>
  word === 'mid' ? [word] : Number(word) > 0 ? [Number(word)] : [],
);

type Size = number | 'mid';

interface Figures {
  /** Stays alone, or the name of a whole resort. */
  size: Size;
  liveSeconds: number;
  /** Of the answer key. */
  key?: { statements: number; differences: string[] };
  run: { seconds: number; ratio: number; peakMb: number; stages: unknown };
  unchanged: { seconds: number; ratio: number; peakMb: number };
  rollback: { seconds: number; ratio: number; peakMb: number };
}

const print = (figures: unknown) =>
  process.stdout.write(`${JSON.stringify({ machine: machine(), figures }, null, 2)}\n`);

if (words.includes('dump')) print(await benchDump(sizes.find((size) => size !== 'mid') ?? 500));
else if (words.includes('editors')) print(await withEditors(sizes.find((size) => size !== 'mid') ?? 20_000));
else await benchRuns();

/** A target in which people work: `--shared` says nothing more here. */
async function withEditors(stays: number): Promise<unknown> {
  const server = await startServer();
  try {
    return await benchEditors(await freshDatabase(server.url, 'editors'), stays);
  } finally {
    await server.stop();
  }
}

async function benchRuns(): Promise<void> {
  const outside = process.env['BENCH_DATABASE_URL'];
  const server = outside ? { url: outside, stop: async () => undefined } : await startServer();
  try {
    if (!outside) await warmUp(server.url);
    const figures: Figures[] = [];
    for (const size of sizes.length > 0 ? sizes : [200_000, 1_000_000])
      figures.push(await bench(server.url, size));
    print(figures);
    if (figures.some(({ key }) => key && key.differences.length > 0)) process.exitCode = 1;
  } finally {
    await server.stop();
  }
}

async function bench(url: string, size: Size): Promise<Figures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-bench-'));
  const [target, live] = await Promise.all([freshDatabase(url, 'target'), freshDatabase(url, 'live')]);
  try {
    const resort = path.join(folder, 'resort');
    const { answerKey } = await generateResort({ seed: 1, ...proportions(size), out: resort });
    const file = path.join(resort, 'tailtown-migrate.config.yaml');
    if (shared) await appendFile(file, 'targets: { shared: { kind: staging, urlEnv: DATABASE_URL } }\n');
    const config = [
      ...(shared ? ['--target', 'shared'] : []),
      '--config',
      file,
      '--workspace',
      path.join(folder, 'workspace'),
    ];
    const step = (name: string, args: string[]) =>
      measure([...args, ...config], { url: target, folder, name });
    const run = await step('run', ['run', '--from', path.join(resort, 'export')]);
    const key = size === 'mid' ? await holdToKey(target, answerKey, run.output as RunModel) : null;
    const files = await copyOut(target, folder);
    const liveSeconds = await copyIn(live, files);
    const unchanged = await step('unchanged', ['run', '--from', path.join(resort, 'export')]);
    const { batch, durationsMs } = run.output as { batch: { id: string }; durationsMs: unknown };
    const rollback = await step('rollback', ['rollback', batch.id, '--confirm', batch.id]);
    const figure = ({ seconds, peakMb }: { seconds: number; peakMb: number }) => ({
      ...{ seconds: round(seconds), ratio: round(seconds / liveSeconds), peakMb: Math.round(peakMb) },
    });
    return {
      size,
      liveSeconds: round(liveSeconds),
      ...(key ? { key } : {}),
      run: { ...figure(run), stages: durationsMs },
      unchanged: figure(unchanged),
      rollback: figure(rollback),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await dropDatabases(url, [target, live]);
  }
}

function proportions(size: Size) {
  if (size === 'mid') return SIZES.mid;
  return { owners: Math.round(size / STAYS_PER_OWNER), staysPerOwner: STAYS_PER_OWNER, extras: false };
}

/** A prepared database of its own, without rows. */
async function freshDatabase(url: string, name: string): Promise<string> {
  const database = `bench_${name}_${process.pid}_${Date.now()}`;
  await admin(url, `CREATE DATABASE "${database}"`);
  const fresh = new URL(url);
  fresh.pathname = `/${database}`;
  const session = await openSession({
    name: 'bench',
    kind: 'rehearsal',
    url: fresh.href,
    urlEnv: 'DATABASE_URL',
  });
  try {
    await applyPrepare(
      session,
      await planPrepare(session, { id: TENANT, name: 'Bench', timeZone: 'America/Denver' }),
    );
  } finally {
    await session.close();
  }
  return fresh.href;
}

/**
 * A server that has been at work has its WAL files; on a new one, whoever comes first pays for making them: 10 s of a
 * run of 47 s. Both sides are measured on one that has them.
 */
async function warmUp(url: string): Promise<void> {
  await admin(
    url,
    'CREATE TABLE warm_up AS SELECT repeat(md5(i::text), 30) AS filler FROM generate_series(1, 1000000) i',
  );
  await admin(url, 'DROP TABLE warm_up');
  await admin(url, 'CHECKPOINT');
}

async function dropDatabases(url: string, databases: string[]): Promise<void> {
  for (const database of databases)
    await admin(url, `DROP DATABASE "${new URL(database).pathname.slice(1)}" WITH (FORCE)`);
}

async function admin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function machine() {
  return { cores: cpus().length, memoryGb: Math.round(totalmem() / 1024 ** 3), node: process.version };
}
