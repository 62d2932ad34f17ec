import { NEWLINE } from './characters.ts';

/** What was begun and goes on behind the window. */
type Open = '' | 'string' | 'hex' | 'line' | 'block';

/** The part of a text that is held: from the token that is being read to the last byte that came. */
export class Window {
  buffer: Buffer = Buffer.alloc(0);
  /** Where the content of the last token stands in `buffer`, without its quotes. */
  start = 0;
  end = 0;
  /** Whether the content of the last token, a string or a long number, was given up. */
  dropped = false;
  protected position = 0;
  protected isFinal = false;
  protected open: Open = '';
  /** How far what is open was looked at. */
  protected scan = 0;
  /** `buffer` byte by byte as a text, made when it is first asked for. */
  #latin: string | null = null;
  /** Bytes and newlines that left the window. */
  #bytes = 0;
  #lines = 0;

  /** Bytes that follow; `start` and `end` of the last token are void then. */
  feed(chunk: Buffer): void {
    const from = this.open === '' ? this.position : this.dropped ? this.scan : this.start;
    this.#lines += this.#newlinesBefore(from);
    this.#bytes += from;
    this.buffer = from === this.buffer.length ? chunk : Buffer.concat([this.buffer.subarray(from), chunk]);
    this.#latin = null;
    this.position = 0;
    this.start = 0;
    this.scan -= from;
  }

  /** No more bytes follow. */
  finish(): void {
    this.isFinal = true;
  }

  get isAtEnd(): boolean {
    return this.isFinal && this.position >= this.buffer.length;
  }

  /** `line 12 (byte 3456)`: the place that was reached; lines from 1. */
  get place(): string {
    const at = this.open === '' ? this.position : Math.max(0, this.scan);
    return `line ${this.#lines + this.#newlinesBefore(at) + 1} (byte ${this.#bytes + at})`;
  }

  /** The content of the last token byte by byte: its text, where it is ASCII. One decoding serves all tokens of a window. */
  get latin(): string {
    this.#latin ??= this.buffer.toString('latin1');
    return this.#latin.slice(this.start, this.end);
  }

  /** The content of the last token, escapes as they stand, read as UTF-8. */
  get text(): string {
    return this.buffer.toString('utf8', this.start, this.end);
  }

  #newlinesBefore(end: number): number {
    const { buffer } = this;
    let count = 0;
    for (let at = buffer.indexOf(NEWLINE); at !== -1 && at < end; at = buffer.indexOf(NEWLINE, at + 1))
      count += 1;
    return count;
  }
}
