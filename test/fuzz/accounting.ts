import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { SnapshotFile } from '../../src/snapshot/format.ts';
import type { Snapshot } from '../../src/snapshot/read.ts';

/**
 * Whether every physical line of the files is told of, by code that shares nothing with the program's reader: it splits
 * the bytes at newlines and never parses a cell. A readable record must hold, cell after cell, just the characters of its
 * lines; what no record holds must be the header or blank. Gives what is wrong, in words.
 */
export async function unaccounted(snapshot: Snapshot, absolute: (path: string) => string): Promise<string[]> {
  const wrong: string[] = [];
  const { manifest } = snapshot;
  for (const { entity, lines, unreadable, columns } of manifest.entities) {
    let seen = 0;
    const pages = new Map(manifest.files.map((_, file) => [file, [] as Spoken[]]));
    for await (const batch of snapshot.readLines(entity)) {
      for (const { file, line, values } of batch) pages.get(file)?.push({ line, values });
      seen += batch.length;
    }
    let broken = 0;
    for await (const batch of snapshot.readUnreadable(entity)) {
      for (const { file, line, code, raw } of batch) pages.get(file)?.push({ line, code, raw });
      broken += batch.length;
    }
    if (seen + broken !== lines)
      wrong.push(`${entity}: ${lines} lines declared, ${seen} + ${broken} stand there`);
    if (broken !== unreadable)
      wrong.push(`${entity}: ${unreadable} unreadable declared, ${broken} stand there`);
    for (const [number, file] of manifest.files.entries()) {
      if (file.entity !== entity) continue;
      const told = pages.get(number) ?? [];
      if (told.length !== file.lines)
        wrong.push(`${file.path}: ${file.lines} lines declared, ${told.length} stand there`);
      const spoken = entity === 'reservations' ? wholeBookings(told, columns) : told;
      const order = file.canonical.map((name) => columns.indexOf(name));
      for (const words of compare(file, physicalLines(absolute(file.path), file), spoken, order)) {
        wrong.push(`${file.path}: ${words}`);
      }
    }
  }
  return wrong;
}

type Spoken =
  | { line: number; values: (string | null)[]; parted?: true }
  | { line: number; code: string; raw: string };

/** A line that books several animals is told of once for each: together again, as the line has them. */
function wholeBookings(told: readonly Spoken[], columns: readonly string[]): Spoken[] {
  const [id, animal] = [columns.indexOf('id'), columns.indexOf('a_id')];
  const whole: Spoken[] = [];
  for (const one of told) {
    const [booking = '', part] = 'values' in one ? (one.values[id] ?? '').split('/') : [];
    if (!('values' in one) || part === undefined || !/^\d+$/.test(booking)) {
      whole.push(one);
      continue;
    }
    const last = whole.at(-1);
    if (last && 'values' in last && last.parted && last.line === one.line)
      last.values[animal] = `${last.values[animal]},${one.values[animal]}`;
    else {
      const values = one.values.map((value, at) => (at === id ? booking : value));
      whole.push({ line: one.line, values, parted: true });
    }
  }
  return whole;
}

function compare(
  file: SnapshotFile,
  lines: readonly string[],
  spoken: readonly Spoken[],
  order: readonly number[],
): string[] {
  const wrong: string[] = [];
  const holder = new Map<number, Spoken>();
  const secret = file.droppedColumns.length > 0;
  for (const record of spoken) {
    const span = 'values' in record ? spanOf(record.values) : record.raw.split('\n').length;
    for (let line = record.line; line < record.line + span; line += 1) {
      if (holder.has(line)) wrong.push(`line ${line} stands in two records`);
      holder.set(line, record);
    }
    if (!('values' in record) || secret) continue;
    const cells = order.map((at) => record.values[at] ?? '').join('');
    const text = lines.slice(record.line - 1, record.line - 1 + span).join('');
    const seen = (all: string) =>
      record.parted ? bare(all, file).replace(/[^\p{L}\p{N}]/gu, '') : bare(all, file);
    if (seen(cells) !== seen(text)) wrong.push(`line ${record.line} is not what its record holds`);
    if (span > 1 && order.length > 3 && /^\d/.test(cells)) {
      const inner = lines.slice(record.line, record.line - 1 + span);
      const whole = inner.find((line) => /^\d+\D/.test(line) && isWhole(line, file.delimiter, order.length));
      if (whole !== undefined) wrong.push(`line ${record.line} swallowed a record behind it`);
    }
  }
  let header = false;
  for (const [index, text] of lines.entries()) {
    if (holder.has(index + 1) || isBlank(text)) continue;
    if (!header) header = true;
    else if (!secret) wrong.push(`line ${index + 1} stands in no record`);
  }
  return wrong;
}

const spanOf = (values: readonly (string | null)[]): number =>
  values.reduce((sum, value) => sum + (value ?? '').split('\n').length - 1, 1);

/** A record by itself, by the plainest of readings. */
const isWhole = (line: string, delimiter: string, width: number): boolean =>
  !line.includes('"') && line.split(delimiter).length === width;

const isBlank = (text: string): boolean => /^(?:\s*|"\s*")\s*$/.test(text);

/** Without what separates cells and lines. What Windows-1252 means by its upper half is another test's matter. */
function bare(text: string, { delimiter, encoding }: SnapshotFile): string {
  const plain = text
    .replaceAll('"', '')
    .replaceAll(delimiter, '')
    .replace(/[\r\n]/g, '');
  return encoding === 'windows-1252' ? plain.replace(/[^\0-\x7f]/g, '') : plain;
}

function physicalLines(absolute: string, { encoding }: SnapshotFile): string[] {
  let bytes = readFileSync(absolute);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes);
  const text = textOf(bytes, encoding).replace(/^\ufeff/, '');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function textOf(bytes: Buffer, encoding: SnapshotFile['encoding']): string {
  switch (encoding) {
    case 'utf-8':
      return bytes.toString('utf8');
    case 'windows-1252':
      return bytes.toString('latin1');
    case 'utf-16le':
    case 'utf-16be':
      return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
    default:
      throw new Error(`No ${encoding} is written here`);
  }
}
