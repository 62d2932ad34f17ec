import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cells } from './columns.ts';
import { encode, type FileEncoding, markOf, StoredGzip } from './encode.ts';

export interface FileFormat {
  encoding: FileEncoding;
  delimiter: ',' | '\t' | ';';
  newline: '\n' | '\r\n';
  gzip: boolean;
}

export const CSV: FileFormat = { encoding: 'utf-8', delimiter: ',', newline: '\n', gzip: false };
export const TSV: FileFormat = { ...CSV, delimiter: '\t' };

/** Stands in a cell for a byte that is no text. */
export const UNDECODABLE = '\ue000';

const CHUNK = 128 * 1024;

/**
 * One export file, written in chunks, so that memory stays flat whatever its length. Writing is synchronous: the
 * files of a sample lie on a local disk, and waiting for each line would cost more than the line.
 */
export class ExportFile {
  readonly path: string;
  readonly format: FileFormat;
  /** Physical line that the next record begins on; the header is line 1. */
  line = 1;
  /** Records written, broken ones too. */
  records = 0;
  readonly #columns: readonly string[];
  readonly #descriptor: number;
  readonly #gzip: StoredGzip | null;
  readonly #quoted: RegExp;
  #pending = '';

  constructor(root: string, path: string, columns: readonly string[], format: FileFormat) {
    this.path = path;
    this.format = format;
    this.#columns = columns;
    const absolute = join(root, path);
    mkdirSync(dirname(absolute), { recursive: true });
    this.#descriptor = openSync(absolute, 'w');
    this.#gzip = format.gzip ? new StoredGzip() : null;
    this.#quoted = new RegExp(`["\\r\\n${format.delimiter}]`);
    if (this.#gzip) this.#store(this.#gzip.header());
    this.#write(markOf(format.encoding));
    this.#append(columns.join(format.delimiter));
  }

  /** Writes one record and gives the physical line it begins on. A cell that it does not have may stand behind it. */
  record(cells: Cells, ...behind: readonly Cells[]): number {
    const { delimiter } = this.format;
    let line = '';
    for (const column of this.#columns) {
      let cell = cells[column];
      for (let layer = 0; cell === undefined && layer < behind.length; layer += 1)
        cell = behind[layer]?.[column];
      line += cell ? delimiter + this.#cell(cell) : delimiter;
    }
    return this.text(line.slice(delimiter.length));
  }

  /** Writes cells as they stand, so that a line may have too few or too many of them. */
  row(cells: readonly string[]): number {
    return this.text(cells.map((cell) => this.#cell(cell)).join(this.format.delimiter));
  }

  /** Writes a line word for word, broken ones too; gives the physical line it begins on. */
  text(line: string): number {
    const at = this.line;
    this.records += 1;
    this.#append(line);
    return at;
  }

  /** Writes cells in which `UNDECODABLE` stands for a byte that no UTF-8 text holds. */
  undecodable(cells: readonly string[]): number {
    this.#flush();
    const at = this.line;
    this.records += 1;
    this.line += 1;
    const [before = '', after = ''] = cells.join(this.format.delimiter).split(UNDECODABLE);
    this.#write(Buffer.from(before), Buffer.from([0xff]), Buffer.from(after + this.format.newline));
    return at;
  }

  close(): void {
    this.#flush();
    if (this.#gzip) this.#store(this.#gzip.trailer());
    closeSync(this.#descriptor);
  }

  #cell(cell: string): string {
    return this.#quoted.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  }

  #append(line: string): void {
    this.#pending += line + this.format.newline;
    this.line += 1;
    for (let at = line.indexOf('\n'); at >= 0; at = line.indexOf('\n', at + 1)) this.line += 1;
    if (this.#pending.length >= CHUNK) this.#flush();
  }

  #flush(): void {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') this.#write(encode(text, this.format.encoding));
  }

  #write(...parts: Buffer[]): void {
    const data = Buffer.concat(parts);
    this.#store(this.#gzip ? this.#gzip.blocks(data) : data);
  }

  #store(data: Buffer): void {
    for (let at = 0; at < data.length; ) at += writeSync(this.#descriptor, data, at);
  }
}
