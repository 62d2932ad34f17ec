// npm run audit: known vulnerabilities of the packages that the program runs with. Ends with 0 where the registry knows none of
// severity high or critical, with 1 where it does, and with 2 where it does not answer: then nothing was checked.
import { spawnSync } from 'node:child_process';

const npm = process.env.npm_execpath;
const args = ['audit', '--json', '--omit=dev'];
const options = { encoding: 'utf8', timeout: 120_000, maxBuffer: 64 * 1024 ** 2 };
const { stdout } = npm
  ? spawnSync(process.execPath, [npm, ...args], options)
  : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });

process.exitCode = told(parsed(stdout ?? ''));

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function told({ metadata, vulnerabilities = {} }) {
  if (!metadata?.vulnerabilities) {
    process.stdout.write('NOT CHECKED: the registry does not answer questions about vulnerabilities.\n');
    return 2;
  }
  const bad = Object.values(vulnerabilities).filter(({ severity }) => /high|critical/.test(severity));
  for (const { name, severity, range } of bad) process.stdout.write(`${severity}: ${name} ${range}\n`);
  const { total } = metadata.vulnerabilities;
  process.stdout.write(`${total} known vulnerabilities, ${bad.length} of them high or critical.\n`);
  return bad.length === 0 ? 0 : 1;
}
