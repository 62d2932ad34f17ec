import { copyLine } from '../database/copy.ts';
import type { Session } from '../database/session.ts';

/** Takes rows. Values are text as COPY takes it, before escaping. */
export interface RowSink {
  add(table: string, columns: readonly string[], values: readonly (string | null)[]): void;
}

/** Whole rows for one table as bytes of COPY's text format. */
export interface CopyBlock {
  table: string;
  columns: readonly string[];
  data: Uint8Array;
}

interface Growing {
  columns: readonly string[];
  bytes: Buffer;
  size: number;
}

const FIRST_SIZE = 16 * 1024;

/**
 * Rows as bytes, one buffer per table: kept as strings they would be copied again and again by the collector. The buffers
 * are filled again and again: memory that is new costs more than what is written to it.
 */
export class CopyBuffers implements RowSink {
  readonly #tables = new Map<string, Growing>();

  add(table: string, columns: readonly string[], values: readonly (string | null)[]): void {
    let buffer = this.#tables.get(table);
    if (!buffer) {
      buffer = { columns, bytes: Buffer.allocUnsafeSlow(FIRST_SIZE), size: 0 };
      this.#tables.set(table, buffer);
    }
    const text = copyLine(values);
    // A character of a string takes at most three bytes of UTF-8.
    const room = buffer.size + text.length * 3;
    if (room > buffer.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(room, 2 * buffer.bytes.length));
      buffer.bytes.copy(larger, 0, 0, buffer.size);
      buffer.bytes = larger;
    }
    buffer.size += buffer.bytes.write(text, buffer.size, 'utf8');
  }

  /** What was added since the last time, a block per table; its bytes are the caller's alone. */
  take(): CopyBlock[] {
    const blocks: CopyBlock[] = [];
    for (const [table, buffer] of this.#tables) {
      if (buffer.size === 0) continue;
      const data = Buffer.allocUnsafeSlow(buffer.size);
      buffer.bytes.copy(data, 0, 0, buffer.size);
      buffer.size = 0;
      blocks.push({ table, columns: buffer.columns, data });
    }
    return blocks;
  }
}

/** Bytes that a table may have waiting before they are sent; keeps memory flat whatever the number of rows. */
const FLUSH_AT = 1024 * 1024;

interface Waiting {
  columns: readonly string[];
  parts: Uint8Array[];
  size: number;
}

/** Sends blocks by COPY, one table at a time: a connection can only do one COPY. */
export class CopyWriter {
  readonly #session: Session;
  readonly #tables = new Map<string, Waiting>();

  constructor(session: Session) {
    this.#session = session;
  }

  add(blocks: readonly CopyBlock[]): void {
    for (const { table, columns, data } of blocks) {
      const waiting = this.#tables.get(table) ?? { columns, parts: [], size: 0 };
      waiting.parts.push(data);
      waiting.size += data.length;
      this.#tables.set(table, waiting);
    }
  }

  /** Sends what is large enough, or everything. */
  async flush(everything = false): Promise<void> {
    for (const [table, { columns, parts, size }] of this.#tables) {
      if (!everything && size < FLUSH_AT) continue;
      this.#tables.delete(table);
      await this.#session.copyIn(table, columns, parts);
    }
  }
}
