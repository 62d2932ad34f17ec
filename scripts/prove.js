// npm run test:crash|model|world|liars|fuzz|api|embedded [-- --runs N --seed S --minutes M]: one of the proofs, as long as asked.
// embedded: the tests of what is the same SQL on both databases, on the embedded one too.
// Without a size, the short form that `npm test` has; without a seed, one of its own, which it prints.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SIZES = ['runs', 'seed', 'minutes'];
const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(SIZES.map((name) => [name, { type: 'string' }])),
});
const [proof] = positionals;
for (const name of SIZES) {
  if (values[name] === undefined || Number(values[name]) > 0) continue;
  process.stderr.write(`--${name} must be a number above 0\n`);
  process.exit(2);
}
values.seed ??= String(randomInt(1, 2 ** 31));
process.stdout.write(`seed ${values.seed}\n`);
const env = Object.fromEntries(
  SIZES.flatMap((name) => (values[name] ? [[`PROOF_${name.toUpperCase()}`, values[name]]] : [])),
);
const tests = proof === 'embedded' ? ['test/pipeline/', '-t', 'on pglite'] : [`test/${proof}/`];
if (proof === 'embedded') env.PROOF_RUNS ??= '1';
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...tests, '--reporter=verbose', '--silent=false'],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
);
process.exitCode = status ?? 1;
