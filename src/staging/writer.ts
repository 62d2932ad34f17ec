import { copyLine } from '../database/copy.ts';
import type { Session } from '../database/session.ts';

/** Characters that a table's buffer may hold before it is sent; keeps memory flat whatever the number of rows. */
const FLUSH_AT = 4 * 1024 * 1024;

interface Buffer {
  columns: readonly string[];
  parts: string[];
  size: number;
}

/** Collects rows per table and sends them by COPY, one table at a time: a connection can only do one COPY. */
export class CopyWriter {
  readonly #session: Session;
  readonly #buffers = new Map<string, Buffer>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Adds one row. Values are text as COPY takes it, before escaping. */
  add(table: string, columns: readonly string[], values: readonly (string | null)[]): void {
    let buffer = this.#buffers.get(table);
    if (!buffer) {
      buffer = { columns, parts: [], size: 0 };
      this.#buffers.set(table, buffer);
    }
    const text = copyLine(values);
    buffer.parts.push(text);
    buffer.size += text.length;
  }

  /** Sends what is large enough, or everything. */
  async flush(everything = false): Promise<void> {
    for (const [table, buffer] of this.#buffers) {
      if (buffer.size === 0 || (!everything && buffer.size < FLUSH_AT)) continue;
      const data = buffer.parts.join('');
      buffer.parts = [];
      buffer.size = 0;
      await this.#session.copyIn(table, buffer.columns, data);
    }
  }
}
