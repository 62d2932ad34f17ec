import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Io, processIo } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { sourceClass } from '../../src/gingr/classes.ts';
import { generateSampleResort } from '../../src/sample/resort.ts';
import { emptyPostgres, type TestPostgres } from '../support/databases.ts';
import { linesOfSnapshots } from '../support/snapshots.ts';

/**
 * The whole sample through every command at level debug: none of its personal values in any output, log or report.
 * Which values are personal is what the data classification says.
 */
const folder = mkdtempSync(path.join(tmpdir(), 'tailtown-migrate-privacy-'));
const workspace = path.join(folder, 'workspace');
let database: TestPostgres;
let values: Set<string>;
const spoken: { command: string; text: string; exit: number }[] = [];

/** Runs a command in this process, as people type it; gives what it printed to stdout. */
async function say(...argv: string[]): Promise<string> {
  const out = { stdout: '', stderr: '' };
  const write = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      out[stream] += text;
    },
  });
  const io: Io = {
    ...{ stdout: write('stdout'), stderr: write('stderr'), stdin: Readable.from([]) },
    ...{ isTTY: { stdin: false, stderr: false }, cwd: folder, signals: new EventEmitter() },
    env: { DATABASE_URL: database.url },
    exit: () => undefined,
    api: processIo().api,
  };
  const exit = await main([...argv, '--workspace', workspace, '--log-level', 'debug'], io);
  spoken.push({ command: argv.join(' '), text: out.stdout + out.stderr, exit });
  return out.stdout;
}

beforeAll(async () => {
  database = await emptyPostgres();
  await generateSampleResort(folder);
  const from = ['--from', 'export'];
  await say('run', '--nonsense');
  await say('prepare', '--dry-run', '--json');
  await say('prepare');
  await say('doctor');
  await say('doctor', '--json');
  await say('extract', ...from);
  await say('transform', '--json');
  await say('validate');
  await say('load', '--dry-run');
  const { batch } = JSON.parse(await say('run', ...from, '--json')) as { batch: { id: string } };
  await say('run', ...from);
  for (const entity of ['owners', 'animals', 'reservations', 'invoices', 'immunizations']) {
    await say('explain', entity, entity === 'owners' ? '101' : '501');
    await say('explain', entity, entity === 'owners' ? '101' : '501', '--json');
  }
  await say('verify', '--json');
  await say('report');
  await say('status', '--json');
  await say('rejects', 'export', '--out', 'rejects');
  await say('rejects', 'replay', 'rejects');
  await say('rejects', 'replay', 'export');
  await say('signoff', batch.id, '--name', 'R. Rivera');
  await say('files', 'copy', '--no-download', '--to', 'pictures');
  await say('mapping', 'check', '--json');
  await say('mapping', 'suggest', 'export');
  await say('mapping', 'docs', '--out', 'mapping.md');
  await say('sample', '--owners', '3', '--out', 'more');
  await say('rollback', batch.id, '--dry-run');
  await say('rollback', batch.id, '--confirm', batch.id, '--through', '--json');
  await say('rehearse', ...from);
  values = await personalValues();
}, 900_000);
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Names that people type behind the program's: `rejects export`. */
const commandsOf = ({ commands }: Command, before = ''): string[] =>
  commands.flatMap((command) => {
    const name = `${before}${command.name()}`;
    return command.commands.length > 0 ? commandsOf(command, `${name} `) : [name];
  });

/** Texts of the classes that tell of people, long enough and rare enough to be nobody else's word. */
async function personalValues(): Promise<Set<string>> {
  const cells = await linesOfSnapshots(workspace);
  // The name of a location may be the city of an owner.
  const told = cells.filter(({ entity, column }) => sourceClass(entity, column) === 'operational');
  const public_ = [publicWords(), ...new Set(told.map(({ value }) => value.toLowerCase()))].join('\n');
  const found = new Set<string>();
  for (const { entity, column, value } of cells) {
    const kind = sourceClass(entity, column);
    if (kind !== 'contact' && kind !== 'personal' && kind !== 'health') continue;
    const text = value.trim();
    const digits = text.replace(/\D/g, '').length;
    // Days, numbers and words of the trade (breeds, cities, vaccines) stand in texts of the program too.
    if (
      /^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}/.test(text) ||
      (digits > 0 && digits < 7 && !/[a-z]{3}/i.test(text))
    )
      continue;
    if (text.length >= 6 && !public_.includes(text.toLowerCase())) found.add(text);
  }
  return found;
}

/** What the program itself says: its sources, mapping and rules. */
function publicWords(): string {
  const root = path.resolve(import.meta.dirname, '../..');
  const files = ['docs/rules.md', 'docs/mapping.md', 'docs/data-classification.md', 'src/mapping/words.ts'];
  return files.map((file) => readFileSync(path.join(root, file), 'utf8').toLowerCase()).join('\n');
}

const namedIn = (text: string): string[] => [...values].filter((value) => text.includes(value));

async function filesBelow(at: string): Promise<string[]> {
  const entries = await readdir(at, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

describe('the whole sample', () => {
  it('went through every command that there is', () => {
    const all = commandsOf(buildProgram(processIo(), () => undefined));
    expect(all.length).toBeGreaterThan(15);
    expect(all.filter((name) => !spoken.some(({ command }) => `${command} `.startsWith(`${name} `)))).toEqual(
      [],
    );
    const broken = spoken.filter(
      ({ exit, command }) => exit === 1 || (exit === 2 && !/nonsense|replay/.test(command)),
    );
    expect(broken).toEqual([]);
    expect(values.size).toBeGreaterThan(100);
  });

  it('leaves no personal value in what any command says', () => {
    for (const { command, text } of spoken) expect(namedIn(text), command).toEqual([]);
  });

  it('leaves none in a log, nor in a report', async () => {
    const logs = await filesBelow(path.join(workspace, 'logs'));
    const reports = (await filesBelow(path.join(folder, 'reports'))).filter((file) => !/rejects/.test(file));
    expect(logs.length).toBeGreaterThan(0);
    expect(reports.some((file) => file.endsWith('.html'))).toBe(true);
    for (const file of [...logs, ...reports])
      expect(namedIn(await readFile(file, 'utf8')), path.relative(folder, file)).toEqual([]);
  });

  it('leaves files for their owner alone', async () => {
    const open: string[] = [];
    for (const part of ['workspace', 'reports', 'rejects', 'pictures']) {
      const at = path.join(folder, part);
      await mkdir(at, { recursive: true, mode: 0o700 });
      for (const name of ['', ...(await readdir(at, { recursive: true, encoding: 'utf8' }))]) {
        const found = await stat(path.join(at, name));
        // Snapshots are sealed: their owner reads them, and nobody writes.
        const modes = found.isDirectory() ? [0o700, 0o500] : [0o600, 0o400];
        if (!modes.includes(found.mode & 0o777))
          open.push(`${part}/${name} ${(found.mode & 0o777).toString(8)}`);
      }
    }
    expect(open).toEqual([]);
  });
});
