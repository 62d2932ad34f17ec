import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { encode, type FileEncoding, markOf, StoredGzip } from './encode.ts';

export interface ExportOptions {
  /** The header, in the order of the file. */
  columns: readonly string[];
  delimiter?: ',' | '\t' | ';';
  encoding?: 'utf-8' | 'utf-16le' | 'windows-1252';
  /** A byte order mark in front of UTF-8; UTF-16 always has its own. */
  bom?: boolean;
  gzip?: boolean;
}

export interface ExportFile {
  /** Writes one record; a column that it does not name is an empty cell. Gives the physical line it begins on. */
  line(record: Readonly<Record<string, string>>): number;
  /** Writes a line word for word, broken ones too; a Buffer may hold bytes that are no text. The line end is added. */
  raw(line: string | Buffer): number;
  /** The line of a record without its line end, for those who want to break it. */
  format(record: Readonly<Record<string, string>>): string;
  close(): void;
}

const CHUNK = 128 * 1024;

/**
 * One export file, written in chunks, so that memory stays flat whatever its length. Writing is synchronous, which is
 * back-pressure enough: the files lie on a local disk, and waiting for each line would cost more than the line. The
 * bytes depend on nothing but what is written (gzip included).
 */
export function openExport(path: string, options: ExportOptions): ExportFile {
  const { columns, delimiter = ',', gzip = false } = options;
  const encoding = encodingOf(options);
  mkdirSync(dirname(path), { recursive: true });
  const descriptor = openSync(path, 'w');
  const packer = gzip ? new StoredGzip() : null;
  const quoted = new RegExp(`["\\r\\n${delimiter}]`);
  let pending = '';
  let next = 1;

  const store = (data: Buffer) => {
    for (let at = 0; at < data.length; ) at += writeSync(descriptor, data, at);
  };
  const write = (data: Buffer) => store(packer ? packer.blocks(data) : data);
  const flush = () => {
    if (pending !== '') write(encode(pending, encoding));
    pending = '';
  };
  const append = (line: string): number => {
    const at = next;
    pending += `${line}\n`;
    next += 1 + countOf(line);
    if (pending.length >= CHUNK) flush();
    return at;
  };
  const cell = (text: string) => (quoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const format: ExportFile['format'] = (record) =>
    columns.map((column) => cell(record[column] ?? '')).join(delimiter);

  if (packer) store(packer.header());
  write(markOf(encoding));
  append(columns.map(cell).join(delimiter));
  return {
    format,
    line: (record) => append(format(record)),
    raw(line) {
      if (typeof line === 'string') return append(line);
      flush();
      write(Buffer.concat([line, encode('\n', encoding)]));
      next += 1;
      return next - 1;
    },
    close() {
      flush();
      if (packer) store(packer.trailer());
      closeSync(descriptor);
    },
  };
}

function encodingOf({ encoding = 'utf-8', bom = false }: ExportOptions): FileEncoding {
  return encoding === 'utf-8' && bom ? 'utf-8-bom' : encoding;
}

function countOf(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
