import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DumpReader } from '../../../src/extract/dump/reader.ts';
import type { Charset } from '../../../src/extract/dump/session.ts';
import type { DumpTable } from '../../../src/extract/dump/statements.ts';

export interface ReadRows {
  table: DumpTable;
  rows: (string | null)[][];
  faults: (string | null)[];
}

/** All rows of all tables of a dump, fed in pieces that end at the given places. */
export function readDump(
  bytes: Buffer,
  cuts: readonly number[] = [],
  charset: Charset = 'utf-8',
): { tables: Map<string, ReadRows>; isMarked: boolean; nameless: { name: string; rows: number }[] } {
  const tables = new Map<string, ReadRows>();
  const reader = new DumpReader({
    charset,
    takerOf(table) {
      const known = tables.get(table.name) ?? { table, rows: [], faults: [] };
      tables.set(table.name, known);
      return {
        wanted: table.columns.map(() => true),
        row(number, cells, fault) {
          if (number !== known.rows.length + 1) throw new Error(`row ${number} after ${known.rows.length}`);
          known.rows.push(cells);
          known.faults.push(fault);
        },
      };
    },
  });
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    // A copy, so that a place beyond the piece is no byte of the dump.
    reader.take(Buffer.from(bytes.subarray(from, cut)));
    from = cut;
  }
  const { isMarked } = reader.finish();
  return { tables, isMarked, nameless: reader.tablesWithoutColumns };
}

/** In pieces of one size. */
export const cutsEvery = (size: number, length: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil(length / size) - 1) }, (_, index) => (index + 1) * size);

const FIXTURES = path.resolve(import.meta.dirname, '../../../samples/dumps');

/** A dump that a real server wrote (samples/dumps). */
export const realDump = (name: string): Buffer =>
  gunzipSync(readFileSync(path.join(FIXTURES, `${name}.sql.gz`)));

export interface Truth {
  columns: { name: string; kind: 'text' | 'bit' | 'binary' | 'timestamp'; generated: boolean }[];
  /** Cells as the hexadecimal of their bytes; null for NULL. */
  rows: (string | null)[][];
  /** The same through a connection in latin1, and at -07:00, where they differ. */
  latin1?: (string | null)[][];
  local?: (string | null)[][];
}

/** What the server itself said of each value of those dumps. */
export const truth = (): Record<string, Truth> =>
  (
    JSON.parse(gunzipSync(readFileSync(path.join(FIXTURES, 'truth.json.gz'))).toString('utf8')) as {
      tables: Record<string, Truth>;
    }
  ).tables;
