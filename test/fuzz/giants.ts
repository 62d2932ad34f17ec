import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { startWorker } from '../support/worker.ts';

/** One file too large to be right. */
export interface Giant {
  name: string;
  file: string;
  /** Its content, piece by piece. */
  pieces: () => Iterable<string>;
}

const HEADER = 'id,first_name,last_name,email\n';
const SOUND = '1,A,B,a@example.test\n';
const MEGABYTE = 'x'.repeat(1024 * 1024);

export const cellOf = (megabytes: number): Giant => ({
  name: `a cell of ${megabytes} MB`,
  file: 'owners.csv',
  *pieces() {
    yield `${HEADER}${SOUND}2,"`;
    for (let at = 0; at < megabytes; at += 1) yield MEGABYTE;
    yield `",B,b@example.test\n3,A,B,c@example.test\n`;
  },
});

export const lineOf = (megabytes: number): Giant => ({
  name: `a line of ${megabytes} MB without an end`,
  file: 'owners.csv',
  *pieces() {
    yield `${HEADER}${SOUND}`;
    for (let at = 0; at < megabytes; at += 1) yield MEGABYTE;
  },
});

export const openCellOf = (megabytes: number): Giant => ({
  name: `an open quote before ${megabytes} MB of lines`,
  file: 'owners.csv',
  *pieces() {
    yield `${HEADER}${SOUND}2,"open\n`;
    for (let at = 0; at < megabytes; at += 1) yield `${'x'.repeat(1023)}\n`.repeat(1024);
  },
});

export const columnsOf = (count: number): Giant => ({
  name: `${count} columns`,
  file: 'owners.csv',
  *pieces() {
    const more = (cell: (at: number) => string) =>
      Array.from({ length: count }, (_, at) => cell(at)).join(',');
    yield `id,first_name,last_name,email,${more((at) => `field ${at}`)}\n`;
    for (let at = 0; at < 20; at += 1)
      yield `${at},A,B,a${at}@example.test,${more((n) => (n % 9 === 0 ? 'v' : ''))}\n`;
  },
});

export const garbageOf = (lines: number): Giant => ({
  name: `${lines} short lines of garbage`,
  file: 'owners.csv',
  *pieces() {
    yield `${HEADER}${SOUND}`;
    const some = ['x', '"', ',,,,,', 'a"b,c', '"a"b', '\u0000', '1,2', '""""', ',', '"open'];
    for (let at = 0; at < lines; at += 1000) {
      let text = '';
      for (let line = at; line < at + 1000; line += 1)
        text += `${some[(line * 7) % some.length] ?? ''}${line}\n`;
      yield text;
    }
  },
});

export interface Measured {
  /** Peak resident memory of the process that extracted, in MB. */
  peak: number;
  /** Peak of the same process before it read anything. */
  before: number;
  seconds: number;
  said:
    | { lines: number; unreadable: number; codes: Record<string, number> }
    | { code: string; message: string };
}

/** Writes the file, extracts it in a process of its own, and removes it again. */
export async function extractGiant(giant: Giant): Promise<Measured & { bytes: number }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-giant-'));
  try {
    const file = path.join(folder, 'export', giant.file);
    await mkdir(path.dirname(file));
    await pipeline(giant.pieces(), createWriteStream(file));
    const { size } = await stat(file);

    const worker = startWorker(new URL('./giant-worker.ts', import.meta.url), [
      path.dirname(file),
      path.join(folder, 'workspace'),
    ]);
    const measured = JSON.parse(await worker.line()) as Measured;
    await worker.kill();
    if (
      'code' in measured.said &&
      (await readdir(path.join(folder, 'workspace', 'snapshots')).catch(() => [])).length > 0
    )
      throw new Error('a refused file left a snapshot');
    return { ...measured, bytes: size };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
