import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { secretMask } from '../../src/core/config/secrets.ts';
import { MigrateError } from '../../src/core/errors.ts';
import { createLog } from '../../src/core/log.ts';
import { folderWith } from '../support/folders.ts';

const URL_A = 'postgresql://loader:correct-horse@db.example.test/tailtown';
const settings = {
  target: { name: 'staging', kind: 'staging', url: URL_A, urlEnv: 'STAGING_URL' },
} as const;

const linesOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

it('keeps JSON lines with run, tenant, stage and batch, readable by their owner alone', () => {
  const workspace = path.join(folderWith(), 'workspace');
  const log = createLog(workspace, 'info', { tenant: 't1' });
  log.logger.child({ stage: 'load', batch: 'b1' }).info({ rows: 3 }, 'merged');
  log.logger.debug('too fine');
  log.close();
  const lines = linesOf(log.file);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    run: log.run,
    tenant: 't1',
    stage: 'load',
    batch: 'b1',
    rows: 3,
    msg: 'merged',
  });
  expect(Object.keys(lines[0] ?? {})).not.toContain('hostname');
  expect(readFileSync(log.file, 'utf8').match(/"stage"/g)).toHaveLength(1);
  expect(log.file).toBe(path.join(workspace, 'logs', `${log.run}.ndjson`));
  if (process.platform === 'win32') return;
  expect(statSync(log.file).mode & 0o777).toBe(0o600);
  expect(statSync(workspace).mode & 0o777).toBe(0o700);
});

it('says of each line what it is about, and keeps its own word', () => {
  const log = createLog(folderWith(), 'info');
  log.logger.info('one');
  log.about({ stage: 'load' });
  log.about({ batch: 'b1' });
  log.logger.info('two');
  log.logger.info({ stage: 'verify' }, 'three');
  log.close();
  expect(linesOf(log.file).map(({ stage, batch, tenant }) => [stage, batch, tenant])).toEqual([
    [null, null, null],
    ['load', 'b1', null],
    ['verify', 'b1', null],
  ]);
});

it('goes on in another file when one is full, loses no line, and drops the oldest files of all runs', () => {
  const old = Object.fromEntries(
    Array.from({ length: 8 }, (_, n) => [`logs/2020010${n}T000000Z-aaaaaa.ndjson`, 'x'.repeat(100)]),
  );
  const workspace = folderWith(old);
  const log = createLog(workspace, 'info', { keep: { fileBytes: 1_000, files: 10, bytes: 100_000 } });
  for (let n = 0; n < 30; n += 1) log.logger.info({ n, text: 'y'.repeat(100) }, 'line');
  log.close();
  const names = readdirSync(path.join(workspace, 'logs')).sort();
  expect(names).toHaveLength(10);
  const mine = names.filter((name) => name.startsWith(log.run));
  expect(mine.length).toBeGreaterThan(4);
  const numbers = mine.flatMap((name) =>
    linesOf(path.join(workspace, 'logs', name)).map(({ n }) => Number(n)),
  );
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n));
  for (const name of mine) expect(statSync(path.join(workspace, 'logs', name)).mode & 0o777).toBe(0o600);
  expect(names.filter((name) => name.startsWith('2020'))).toEqual(
    Object.keys(old)
      .slice(-(10 - mine.length))
      .map((name) => name.slice(5)),
  );

  const heavy = createLog(workspace, 'info', { keep: { fileBytes: 1_000_000, files: 10, bytes: 1_500 } });
  heavy.close();
  expect(readdirSync(path.join(workspace, 'logs')).length).toBeLessThan(5);
  expect(readdirSync(path.join(workspace, 'logs'))).toContain(path.basename(heavy.file));
});

it('has every line on disk at once: a crash loses none', () => {
  const log = createLog(folderWith(), 'info');
  log.logger.info('one');
  expect(linesOf(log.file)).toHaveLength(1);
  log.close();
});

it('never holds a secret, wherever it comes along', () => {
  const log = createLog(folderWith(), 'info', {
    mask: secretMask({ ...settings, gingr: null, webhook: null }),
  });
  log.logger.info({ settings, target: settings.target, url: URL_A, connectionString: URL_A }, 'started');
  log.logger.error(
    { err: new Error(`cannot reach ${URL_A}, password correct-horse`, { cause: new Error(URL_A) }) },
    URL_A,
  );
  log.close();
  expect(readFileSync(log.file, 'utf8')).not.toContain('correct-horse');
  expect(linesOf(log.file)).toHaveLength(2);
});

it('keeps code, place and stack of an error, and none of the values that a database puts into its errors', () => {
  const log = createLog(folderWith(), 'info');
  const cause = Object.assign(new Error('invalid input syntax for type integer: "Rex O"Hara"'), {
    code: '22P02',
    detail: 'Key (email)=(jo@example.test) already exists.',
    where: 'COPY customers, line 1: "jo@example.test"',
  });
  const err = new MigrateError('LOAD_FAILED', 'The load failed.', {
    stage: 'load',
    entity: 'owners',
    sourceId: '7',
    cause,
  });
  log.logger.error({ err }, 'failed');
  log.close();
  const text = readFileSync(log.file, 'utf8');
  expect(text).not.toMatch(/Rex|Hara|jo@example/);
  expect(linesOf(log.file)[0]).toMatchObject({
    err: {
      code: 'LOAD_FAILED',
      stage: 'load',
      entity: 'owners',
      cause: { code: '22P02', message: 'invalid input syntax for type integer: "***"' },
    },
  });
  expect(text).toContain('log.test.ts');
});

it('says what to do where the workspace cannot be written', () => {
  const file = path.join(folderWith({ taken: 'a file' }), 'taken');
  expect(() => createLog(file, 'info')).toThrow(
    expect.objectContaining({ code: 'WORKSPACE_UNWRITABLE', exit: 4 }),
  );
  const folder = folderWith();
  chmodSync(folder, 0o500);
  // Root may write everywhere.
  if (process.getuid?.() !== 0) expect(() => createLog(folder, 'info')).toThrow(/cannot be written/);
});
