// Run by npm's `prepare`: generates the Prisma client and compiles src/ to dist/. Needs no network: Prisma's CLI looks
// for an engine to download unless it is told that it has one, and `generate` uses the WebAssembly that it brings.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

const environment = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
  CHECKPOINT_DISABLE: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
};

run('generate the Prisma client', 'prisma', ['generate']);
run('compile', 'typescript', ['-p', 'tsconfig.build.json'], 'tsc');
linkProgram('tailtown-migrate', join(root, 'bin', 'tailtown-migrate.js'));

/**
 * Makes `npx tailtown-migrate` run this very folder. A `bin` entry in package.json would make npx install the project
 * into its cache first, which needs more than what is here.
 */
function linkProgram(name, file) {
  const folder = join(root, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  const link = join(folder, name);
  rmSync(link, { force: true });
  if (process.platform === 'win32') writeFileSync(`${link}.cmd`, `@node "${file}" %*\r\n`);
  else symlinkSync(relative(folder, file), link);
}

/** Runs a package's program with this very Node, so that it works without a shell and on every system. */
function run(what, name, args, program = name) {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = require(manifest);
  const file = join(dirname(manifest), typeof bin === 'string' ? bin : bin[program]);
  const result = spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
  if (result.status === 0) return;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}\n`);
  process.stderr.write(`Could not ${what}: ${name} ended with status ${result.status}.\n`);
  process.exit(1);
}
