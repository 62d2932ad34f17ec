import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { moneyResort, smallResort } from '../support/resort.ts';
import { Random } from './random.ts';
import { mutateTable, spoilTable, tablesOf } from './tables.ts';
import { anyStyle, mutateBytes, readableStyle, writeTable } from './writing.ts';

/** One export folder, made from a seed alone. */
export interface FuzzCase {
  seed: number;
  folder: string;
  /** How it was made, line by line. */
  notes: string[];
  drop(): void;
}

const SAMPLE = path.resolve(import.meta.dirname, '../../samples/resort/export');
/** Modification times count where no name declares a date, so they are given. */
const MODIFIED = new Date('2026-03-20T12:00:00Z');

/** The same seed gives the same folder. `tame`: only what a whole run can swallow, so that its cells are reached. */
export function makeCase(seed: number, tame: boolean): FuzzCase {
  const random = new Random(seed);
  const parent = path.join(tmpdir(), 'tailtown-migrate-fuzz');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(path.join(parent, `${seed}-`));
  const notes: string[] = [];
  const made = tame ? tables : random.pick([tables, tables, tables, sample, soup]);
  const files = made(random, notes, tame);
  if (!tame) distort(random, files, notes);
  for (const { name, bytes } of files) writeFileSync(path.join(folder, name), bytes);
  if (!tame && random.chance(0.25)) notes.push(random.pick(TRICKS)(random, folder));
  for (const name of readdirSync(folder)) {
    const at = path.join(folder, name);
    if (statSync(at, { throwIfNoEntry: false })?.isFile()) utimesSync(at, MODIFIED, MODIFIED);
  }
  return { seed, folder, notes, drop: () => rmSync(folder, { recursive: true, force: true }) };
}

interface File {
  name: string;
  bytes: Buffer;
}

function tables(random: Random, notes: string[], tame: boolean): File[] {
  const all = tablesOf(random.chance(0.5) ? smallResort() : moneyResort(), '2026-03-09');
  if (tame) notes.push(...all.map((table) => spoilTable(random, table)));
  else {
    for (let count = random.int(1, 6); count > 0; count -= 1)
      notes.push(mutateTable(random, random.pick(all)));
  }
  return all.map((table) => {
    const style = !tame && random.chance(0.1) ? anyStyle(random) : readableStyle(random);
    const { bytes, extension, note } = writeTable(random, table, style);
    notes.push(`${table.name}${extension}: ${note}`);
    return { name: `${table.name}${extension}`, bytes };
  });
}

function sample(random: Random, notes: string[]): File[] {
  notes.push('the sample resort');
  const names = readdirSync(SAMPLE).filter(() => random.chance(0.5));
  return names.map((name) => ({ name, bytes: readFileSync(path.join(SAMPLE, name)) }));
}

const SOUP = [
  'id',
  'owner_id',
  'first_name',
  ',',
  ',',
  ';',
  '\t',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '"',
  '"',
  '""',
  '1',
  '2',
  ' ',
  '\0',
  '\ufeff',
  '\u2028',
  'x'.repeat(500),
];

function soup(random: Random, notes: string[]): File[] {
  notes.push('soup');
  return Array.from({ length: random.int(1, 4) }, (_, index) => {
    const name = random.pick(['owners', 'animals', 'species', 'x', 'reservations']);
    const header = random.chance(0.8) ? 'id,first_name,last_name,email\n' : '';
    let text = '';
    for (let count = random.int(0, 400); count > 0; count -= 1) text += random.pick(SOUP);
    const noise = Buffer.from(Array.from({ length: random.pick([0, 0, 3, 3000]) }, () => random.int(0, 255)));
    return { name: `${name}${index}.csv`, bytes: Buffer.concat([Buffer.from(`${header}${text}`), noise]) };
  });
}

function distort(random: Random, files: File[], notes: string[]): void {
  if (files.length === 0 || random.chance(0.35)) return;
  for (let count = random.int(1, 3); count > 0; count -= 1) {
    const file = random.pick(files);
    const { bytes, note } = mutateBytes(random, file.bytes);
    file.bytes = bytes;
    notes.push(`${file.name}: ${note}`);
  }
  if (!random.chance(0.15)) return;
  const file = random.pick(files);
  file.bytes = gzipSync(file.bytes);
  const [bytes, note] = random.pick([
    [file.bytes, 'packed'],
    [file.bytes.subarray(0, -9), 'packed, cut short'],
    [Buffer.concat([file.bytes, Buffer.alloc(600_000, 'x')]), 'packed, with much behind it'],
    [Buffer.concat([file.bytes, gzipSync('1,2,3\n')]), 'packed in two parts'],
    [gzipSync(file.bytes), 'packed twice'],
  ] as const);
  file.bytes = bytes;
  notes.push(`${file.name}: ${note}`);
}

/** What may lie in a folder beside sound files; each says what it did. */
const TRICKS: readonly ((random: Random, folder: string) => string)[] = [
  (random, folder) => {
    const bytes = random.pick([
      'PK\u0003\u0004',
      '%PDF-1.7\n',
      '\u00d0\u00cf\u0011\u00e0',
      '\u007fELF',
      '\u0089PNG\r\n',
      '\u001f\u008b',
      'BZh9',
      '<html><body>',
      '{"a":1}',
      '',
    ]);
    writeFileSync(path.join(folder, 'owners extra.csv'), Buffer.from(bytes, 'latin1'));
    return `another file that starts with ${JSON.stringify(bytes)}`;
  },
  (_, folder) => {
    mkdirSync(path.join(folder, 'directory.csv', 'a', 'b'), { recursive: true });
    writeFileSync(path.join(folder, 'directory.csv', 'a', 'b', 'vets.csv'), 'id,name\n1,Dr zqx\n');
    return 'a folder named .csv with a file three levels down';
  },
  (_, folder) => {
    execFileSync('mkfifo', [path.join(folder, 'owners-pipe.csv')]);
    return 'a pipe';
  },
  (_, folder) => {
    symlinkSync('.', path.join(folder, 'loop'));
    symlinkSync('nowhere.csv', path.join(folder, 'dangling.csv'));
    return 'a loop of links and a dangling one';
  },
  (_, folder) => {
    symlinkSync('/proc/self/mem', path.join(folder, 'vets that cannot be read.csv'));
    return 'a file that cannot be read';
  },
  (_, folder) => {
    const [first] = readdirSync(folder);
    if (first !== undefined) symlinkSync(first, path.join(folder, `again ${first}`));
    return 'a link to one of the files';
  },
  (random, folder) => {
    const name = random.pick([
      '\n',
      '"; rm',
      '<b>x',
      '=1+1',
      '\u202evsc',
      '%s%n',
      '\u001b[31m',
      'e\u0301',
      'x'.repeat(200),
    ]);
    writeFileSync(path.join(folder, `vets ${name}.csv`), 'id,name\n1,Dr zqx\n');
    return `a file named ${JSON.stringify(name)}`;
  },
  (_, folder) => {
    const name = Buffer.concat([Buffer.from(`${folder}/vets `), Buffer.from([0xe9]), Buffer.from('.csv')]);
    writeFileSync(name, 'id,name\n1,Dr zqx\n');
    return 'a file whose name is no UTF-8';
  },
  (_, folder) => {
    for (let at = 0; at < 60; at += 1)
      writeFileSync(path.join(folder, `vets ${at}.csv`), `id,name\n${at},Dr zqx\n`);
    return 'sixty files more';
  },
];
