import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT, TOOL_VERSION } from '../../src/core/version.ts';
import { emptyPostgres, type TestPostgres } from '../support/databases.ts';
import { type Records, smallResort, writeResort } from '../support/resort.ts';

const README = readFileSync(path.join(PACKAGE_ROOT, 'README.md'), 'utf8');

/** Every block of commands, in order; the mark above a block says that it wants DATABASE_URL. */
const BLOCKS = [
  ...README.matchAll(/(<!-- readme\.test\.ts: needs DATABASE_URL -->\n\n)?```(\w+)\n(.*?)```/gs),
].map(([, mark, language, text]) => ({ postgres: mark !== undefined, language, text: (text ?? '').trim() }));
const COMMANDS = BLOCKS.filter((block) => block.language === 'sh');

/** The small resort, with an owner by the id that the README asks for: one of the sample, for who tries it on that. */
const readmeResort = (): Records => JSON.parse(JSON.stringify(smallResort()).replaceAll('"101"', '"40101"'));

let folder: string;
let database: TestPostgres;
beforeAll(async () => {
  database = await emptyPostgres();
  folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-readme-'));
  for (const name of ['package.json', 'bin', 'mappings', 'prisma', 'samples', 'scripts'])
    await cp(path.join(PACKAGE_ROOT, name), path.join(folder, name), { recursive: true });
  await symlink(path.join(PACKAGE_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  // Compiled here from the sources: the dist of a working folder may be of yesterday.
  const compiler = createRequire(import.meta.url).resolve('typescript/package.json');
  const { bin } = JSON.parse(readFileSync(compiler, 'utf8')) as { bin: { tsc: string } };
  execFileSync(
    process.execPath,
    [
      path.join(path.dirname(compiler), bin.tsc),
      '-p',
      'tsconfig.build.json',
      '--noCheck',
      '--outDir',
      path.join(folder, 'dist'),
    ],
    { cwd: PACKAGE_ROOT },
  );
  const config = BLOCKS.find((block) => block.language === 'yaml');
  await writeFile(path.join(folder, 'tailtown-migrate.config.yaml'), config?.text ?? '');
  await mkdir(path.join(folder, 'exports'));
  await cp(await writeResort(readmeResort()), path.join(folder, 'exports'), { recursive: true });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/**
 * The program compiled here, as `npx` would call it: npx follows its link to the working folder, and takes a second each time.
 * The embedded database's WebAssembly stays as it comes: a short command never earns back the time to optimise it.
 */
const NPX = 'npx() { shift; node --liftoff-only bin/tailtown-migrate.js "$@"; }\n';

function sh(text: string, postgres: boolean) {
  const { DATABASE_URL: _, ...inherited } = process.env;
  return spawnSync('bash', ['-euo', 'pipefail', '-c', text], {
    cwd: folder,
    env: {
      ...inherited,
      ...(postgres ? { DATABASE_URL: database.url } : {}),
      npm_config_cache: path.join(folder, '.npm'),
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 300_000,
  });
}

describe('the command blocks of the README', () => {
  it('are there', () => {
    expect(COMMANDS.map((block) => block.text).slice(0, 2)).toEqual([
      'npm ci && npm run demo',
      'npm ci && npm test',
    ]);
    expect(COMMANDS.filter((block) => block.postgres).length).toBeGreaterThan(1);
  });

  // `npm ci` has been done where a test runs, and `npm test` is running.
  const runnable = COMMANDS.map(({ text, postgres }) => ({
    text: text.replace('npm ci && ', ''),
    postgres,
  })).filter(({ text }) => text !== 'npm test');

  it.each(runnable)('run: $text', { timeout: 300_000 }, ({ text, postgres }) => {
    const { status, stdout, stderr } = sh(`${NPX}${text}`, postgres);
    expect([status, status === 0 ? '' : `${stdout}\n${stderr}`]).toEqual([0, '']);
  });

  it('find the program through npx', () => {
    const { status, stdout } = sh('command npx tailtown-migrate --version', false);
    expect([status, stdout.trim()]).toEqual([0, TOOL_VERSION]);
  });

  it('leave a resort that is loaded again after its rollback', () => {
    const { stdout } = sh(`${NPX}npx tailtown-migrate status --json`, true);
    const { batches } = JSON.parse(stdout) as { batches: { state: string }[] };
    expect(batches.map((batch) => batch.state)).toEqual(['verified', 'rolled_back']);
  });
});
