import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { silentProgress } from '../../src/core/progress.ts';
import type { Settings } from '../../src/core/settings.ts';
import { Metrics } from '../../src/pipeline/metrics.ts';
import { commandHere } from '../crash/here.ts';
import { type Ended, expectStatus, type Home, home, jsonOf } from '../support/cli.ts';
import { folderWith } from '../support/folders.ts';
import { smallResort, writeResort } from '../support/resort.ts';

const SECRET = 'T0p-S3cret-token';
let place: Home;
/** What the receiver answers, one after the other; the last one from then on. */
let answers: number[] = [200];
let received: { path: string; type: string | undefined; body: Record<string, unknown> }[] = [];
const receiver = createServer((request: IncomingMessage, response: ServerResponse) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
    received.push({ path: request.url ?? '', type: request.headers['content-type'], body });
    response.writeHead((answers.length > 1 ? answers.shift() : answers[0]) ?? 200).end('answered');
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  place = await home('pglite');
  const file = path.join(place.folder, 'hook');
  writeFileSync(file, `http://127.0.0.1:${port}/${SECRET}\n`);
  await place.configure({ webhook: { urlFile: './hook' } });
});
afterEach(() => {
  received = [];
  answers = [200];
});
afterAll(async () => {
  receiver.close();
  await place?.drop();
});

const metricsOf = (file = path.join(place.workspace, 'metrics', 'tailtown_migrate.prom')) =>
  readFileSync(file, 'utf8');
const everything = (ended: Ended) =>
  `${ended.stdout}${ended.stderr}${metricsOf()}${JSON.stringify(received)}`;

it('after a run: figures of every stage, record and row, and one message; nothing of a person', async () => {
  answers = [503, 429, 204];
  const from = await writeResort(smallResort());
  const ran = expectStatus(await commandHere(place, ['run', '--from', from, '--json']), 0);
  const text = metricsOf();
  for (const stage of ['extract', 'transform', 'validate', 'load', 'verify'])
    expect(text).toMatch(
      new RegExp(
        `tailtown_migrate_stage_duration_seconds\\{target="embedded",tenant="[^"]+",stage="${stage}"\\} [\\d.]+`,
      ),
    );
  expect(text).toMatch(/tailtown_migrate_records\{.*entity="owners",outcome="inserted"\} 3\n/);
  expect(text).toMatch(/tailtown_migrate_rows\{.*table="customers",change="inserted"\} 3\n/);
  expect(text).toMatch(/tailtown_migrate_verdict\{.*command="run",status="ok"\} 1\n/);
  expect(text).toMatch(/tailtown_migrate_stage_memory_peak_bytes\{.*\} \d{8,}\n/);
  expect(text).toMatch(/tailtown_migrate_last_success_timestamp_seconds\{.*command="run"\} \d{10}/);
  expect(text.endsWith('# EOF\n')).toBe(true);
  expect(statSync(path.join(place.workspace, 'metrics', 'tailtown_migrate.prom')).mode & 0o777).toBe(0o600);

  // Taken at the third attempt.
  expect(received).toHaveLength(3);
  expect(received[2]).toMatchObject({
    ...{ path: `/${SECRET}`, type: 'application/json' },
    body: {
      ...{ event: 'finished', command: 'run', status: 'ok', exit: 0, code: null, target: 'embedded' },
      ...{ batch: (jsonOf(ran) as { batch: { id: string } }).batch.id, records: { rejected: 0 } },
    },
  });
  expect(everything(ran)).not.toMatch(/First101|Last101|owner101@|555-01|Springfield|Pet501/);
  const log = JSON.stringify(received.map(({ body }) => body['run']));
  expect(log).not.toContain(SECRET);
});

it('after a failure: the code and the exit status; an earlier success stays the last one', async () => {
  const before = /last_success_timestamp_seconds\{.*command="run"\} (\S+)/.exec(metricsOf())?.[1];
  const refused = await commandHere(place, [
    'run',
    '--from',
    path.join(place.folder, 'nothing-here'),
    '--json',
  ]);
  expect(refused.status).not.toBe(0);
  expect(received).toHaveLength(1);
  const { code } = (jsonOf(refused) as { error: { code: string } }).error;
  expect(received[0]?.body).toMatchObject({ event: 'failed', exit: refused.status, code, batch: null });
  expect(metricsOf()).toMatch(/tailtown_migrate_verdict\{.*command="run",status="ok"\} 0\n/);
  expect(/last_success_timestamp_seconds\{.*command="run"\} (\S+)/.exec(metricsOf())?.[1]).toBe(before);
});

it('hears of a command that fails before its stages begin: the code, and nothing that the config or the error says', async () => {
  const config = path.join(place.folder, 'tailtown-migrate.config.yaml');
  const good = readFileSync(config, 'utf8');
  const first = async (text: string, args: string[] = ['run', '--from', '.']) => {
    received = [];
    writeFileSync(config, text);
    const ended = await commandHere(place, args);
    expect(`${ended.stdout}${ended.stderr}`).not.toContain(SECRET);
    return { status: ended.status, got: received.map(({ body }) => body) };
  };
  const unsound = {
    ...{ event: 'failed', command: 'run', status: 'refused', exit: 2, code: 'CONFIG_INVALID' },
    ...{ run: null, target: null, tenant: null, records: null },
  };
  // A key that nobody knows, one that is missing elsewhere, a target that is not there.
  const wrong = [
    { ...JSON.parse(good), speling: 'Maria Lopez' },
    { ...JSON.parse(good), tenant: { id: 'Maria Lopez' } },
    { ...JSON.parse(good), mapping: { overlay: './maria-lopez' } },
  ];
  for (const one of wrong) {
    const { status, got } = await first(JSON.stringify(one));
    expect([status, got]).toEqual([2, [expect.objectContaining(unsound)]]);
    expect(JSON.stringify(got)).not.toMatch(/maria|lopez/i);
  }
  expect(await first(good, ['run', '--from', '.', '--target', 'elsewhere'])).toMatchObject({
    got: [unsound],
  });
  // Sound, and the target does not answer when its resort is looked for.
  const { tenant, ...rest } = JSON.parse(good);
  const away = { urlFile: './away', kind: 'rehearsal' };
  writeFileSync(path.join(place.folder, 'away'), 'postgres://u:p@127.0.0.1:1/x\n');
  const bySubdomain = {
    ...rest,
    tenant: { subdomain: 'harbor' },
    targets: { away },
    timeouts: { connect: '1s' },
  };
  const gone = await first(JSON.stringify(bySubdomain), ['run', '--from', '.', '--target', 'away']);
  expect(gone.got).toEqual([
    expect.objectContaining({ event: 'failed', exit: gone.status, target: 'away', tenant: 'harbor' }),
  ]);
  expect(gone.got[0]?.['code']).toMatch(/^[A-Z_]+$/);
  expect(tenant).toBeDefined();
  // Where nobody can know the address: no YAML, or the webhook itself is wrong. And commands that only look.
  expect((await first('webhook: [')).got).toEqual([]);
  expect((await first(JSON.stringify({ ...JSON.parse(good), webhook: { urlFile: 7 } }))).got).toEqual([]);
  expect((await first(JSON.stringify(wrong[0]), ['status'])).got).toEqual([]);
  writeFileSync(config, good);
});

it('a receiver that refuses, or is not there, is a warning and changes no exit status', async () => {
  answers = [410];
  const told = await commandHere(place, ['verify']);
  expectStatus(told, 0);
  expect(told.stderr).toContain('Warning: the webhook did not take the message');
  expect(received).toHaveLength(1);
  expect(`${told.stdout}${told.stderr}`).not.toContain(SECRET);

  writeFileSync(path.join(place.folder, 'hook'), `http://127.0.0.1:1/${SECRET}\n`);
  const alone = await commandHere(place, ['verify']);
  expectStatus(alone, 0);
  expect(alone.stderr).toContain('Warning: the webhook');
  // Nobody asks after commands that only look.
  expect((await commandHere(place, ['status'])).stderr).not.toContain('Warning');
});

it('an address without TLS, or none at all, is bad config, and is not shown', async () => {
  writeFileSync(path.join(place.folder, 'hook'), `http://hooks.example.test/${SECRET}\n`);
  const refused = await commandHere(place, ['verify']);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('webhook: ./hook does not hold an address with https://');
  expect(refused.stderr).not.toContain(SECRET);
  await place.configure({ webhook: { urlEnv: 'NOT_SET_HOOK' } });
  expect((await commandHere(place, ['verify'])).stderr).toContain('NOT_SET_HOOK is not set');
  await place.configure({});
});

it('counts retries, keeps what other commands measured, and writes where it is told; what cannot be written stops nothing', async () => {
  const workspace = folderWith();
  const file = path.join(folderWith(), 'textfile', 'tailtown.prom');
  const settings = {
    ...{ workspace, metricsFile: file, tenant: { id: 't"1\n', name: null, timeZone: null } },
    target: { name: 'embedded', kind: 'embedded', directory: '' },
  } as Partial<Settings> as Settings;
  const measure = async (stage: string, command: string) => {
    const metrics = new Metrics(settings, pino({ level: 'silent' }), () => 1_000_000);
    const progress = metrics.listen(silentProgress);
    progress.stage(stage);
    progress.update({ entity: 'owners', count: 40, unit: 'lines' });
    progress.update({ entity: 'animals', count: 2, unit: 'lines' });
    progress.retried();
    progress.done();
    await metrics.ended({ command, status: 'ok', exit: 0, json: {} });
  };
  await measure('extract', 'extract');
  await measure('transform', 'transform');
  const text = metricsOf(file);
  for (const stage of ['extract', 'transform']) {
    expect(text).toContain(
      `tailtown_migrate_stage_records{target="embedded",tenant="t\\"1\\n",stage="${stage}"} 42\n`,
    );
    expect(text).toContain(
      `tailtown_migrate_stage_retries{target="embedded",tenant="t\\"1\\n",stage="${stage}"} 1\n`,
    );
  }
  expect(text).toContain(
    'tailtown_migrate_last_run_timestamp_seconds{target="embedded",tenant="t\\"1\\n",command="extract"} 1000\n',
  );
  expect(statSync(file).mode & 0o777).toBe(0o644);
  rmSync(path.join(workspace, 'metrics'), { recursive: true });
  writeFileSync(path.join(workspace, 'metrics'), 'a file where a folder should be');
  await measure('load', 'load');
  rmSync(path.join(workspace, 'metrics'));
  mkdirSync(path.join(workspace, 'metrics'));
});
