import { createHash } from 'node:crypto';
import { constants, type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/** What is kept of one unit of work: its cleaned answer, or that the API does not have it. */
export interface Stored {
  /** UTC milliseconds at which the answer was complete. */
  at: number;
  value: unknown;
  absent: boolean;
}

interface Place {
  offset: number;
  length: number;
  at: number;
}

const FILE = 'answers.ndjson';
const TAB = 0x09;
const NEWLINE = 0x0a;
const BLOCK = 1024 * 1024;

/** A power cut may take the answers of so many milliseconds; a crash of this program takes none. */
const SYNC_MS = 1_000;

/**
 * The answers of a taking, one line each, written when an answer is complete and never before: what stands here is
 * never asked for again. A line is `unit <tab> moment <tab> hash <tab> JSON`. One that a crash cut off, or that is not as
 * it was written, counts as not there. Readable by its owner alone.
 */
export class Journal {
  readonly #file: FileHandle;
  readonly #places: Map<string, Place>;
  /** Where the next answer will stand, and how far the file was written. */
  #size: number;
  #end: number;
  #synced = performance.now();
  #waiting: { line: Buffer; done: () => void; failed: (error: unknown) => void }[] = [];
  #writing = false;

  private constructor(file: FileHandle, places: Map<string, Place>, size: number) {
    this.#file = file;
    this.#places = places;
    this.#size = size;
    this.#end = size;
  }

  /** Opens or begins the journal of a folder. */
  static async open(folder: string): Promise<Journal> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(join(folder, FILE), constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      const { places, size } = await readPlaces(file);
      await file.truncate(size);
      return new Journal(file, places, size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get size(): number {
    return this.#places.size;
  }

  has = (unit: string): boolean => this.#places.has(unit);

  /** Throws where the unit is not stored. */
  async read(unit: string): Promise<Stored> {
    const place = this.#places.get(unit);
    if (!place) throw new Error(`${unit} is not stored`);
    const buffer = Buffer.allocUnsafe(place.length);
    await this.#file.read(buffer, 0, place.length, place.offset);
    const { value, absent = false } = JSON.parse(buffer.toString('utf8')) as Partial<Stored>;
    return { at: place.at, value, absent };
  }

  /** Resolves when the answer is written. Answers that come together are written together. */
  async put(unit: string, answer: { value: unknown; absent?: boolean }): Promise<void> {
    const at = Date.now();
    const json = Buffer.from(JSON.stringify(answer));
    const head = Buffer.from(`${unit}\t${at}\t${hashOf(json)}\t`);
    await new Promise<void>((done, failed) => {
      this.#waiting.push({
        line: Buffer.concat([head, json, Buffer.of(NEWLINE)]),
        done: () => done(),
        failed,
      });
      const offset = this.#size + head.length;
      this.#size += head.length + json.length + 1;
      this.#places.set(unit, { offset, length: json.length, at });
      void this.#write();
    });
  }

  async close(): Promise<void> {
    try {
      await this.#file.datasync();
    } finally {
      await this.#file.close();
    }
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#append(Buffer.concat(batch.map(({ line }) => line)));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#writing = false;
  }

  async #append(bytes: Buffer): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, this.#end);
    this.#end += bytes.length;
    if (performance.now() - this.#synced < SYNC_MS) return;
    await this.#file.datasync();
    this.#synced = performance.now();
  }
}

const hashOf = (json: Buffer): string => createHash('sha256').update(json).digest('hex').slice(0, 16);

async function readPlaces(file: FileHandle): Promise<{ places: Map<string, Place>; size: number }> {
  const places = new Map<string, Place>();
  let parts: Buffer[] = [];
  let start = 0;
  const buffer = Buffer.allocUnsafe(BLOCK);
  for (let offset = 0; ; ) {
    const { bytesRead } = await file.read(buffer, 0, BLOCK, offset);
    if (bytesRead === 0) break;
    let from = 0;
    for (let at = buffer.indexOf(NEWLINE); at !== -1 && at < bytesRead; at = buffer.indexOf(NEWLINE, from)) {
      const line = Buffer.concat([...parts, buffer.subarray(from, at)]);
      parts = [];
      const place = placeOf(line, start);
      if (place !== null) places.set(place.unit, place);
      start += line.length + 1;
      from = at + 1;
    }
    if (from < bytesRead) parts.push(Buffer.from(buffer.subarray(from, bytesRead)));
    offset += bytesRead;
  }
  return { places, size: start };
}

function placeOf(line: Buffer, start: number): (Place & { unit: string }) | null {
  const first = line.indexOf(TAB);
  const second = line.indexOf(TAB, first + 1);
  const third = line.indexOf(TAB, second + 1);
  if (first < 1 || second < 0 || third < 0) return null;
  const json = line.subarray(third + 1);
  if (line.toString('latin1', second + 1, third) !== hashOf(json)) return null;
  return {
    unit: line.toString('utf8', 0, first),
    at: Number(line.toString('latin1', first + 1, second)),
    offset: start + third + 1,
    length: json.length,
  };
}
