import { damaged, oversized } from './problem.ts';
import { readXml } from './xml.ts';

/** Bytes of all texts together, as UTF-8: what the largest workbook may cost in memory (promise 11). */
const MOST = 256 * 1024 ** 2;
const BLOCK = 1024 ** 2;
/** Texts that stay decoded: cells next to each other often hold the same ones. */
const KEPT = 4096;

/**
 * The table of texts that the cells of a workbook refer to. They are kept as bytes outside the heap, block by block, and
 * decoded when a cell asks.
 */
export class SharedStrings {
  readonly #blocks: Buffer[] = [];
  #room: Buffer = Buffer.alloc(0);
  #used = 0;
  #bytes = 0;
  /** Of each text: block, begin and length, one after the other. */
  #places = new Uint32Array(3 * 1024);
  #count = 0;
  readonly #decoded = new Map<number, string>();

  add(text: string): void {
    const length = Buffer.byteLength(text);
    this.#bytes += length;
    if (this.#bytes > MOST) throw oversized(`its texts need more than ${MOST / 1024 ** 2} MB`);
    if (length > this.#room.length - this.#used) {
      this.#room = Buffer.allocUnsafeSlow(Math.max(BLOCK, length));
      this.#blocks.push(this.#room);
      this.#used = 0;
    }
    if (3 * this.#count === this.#places.length) {
      const larger = new Uint32Array(2 * this.#places.length);
      larger.set(this.#places);
      this.#places = larger;
    }
    this.#room.write(text, this.#used);
    this.#places.set([this.#blocks.length - 1, this.#used, length], 3 * this.#count);
    this.#used += length;
    this.#count += 1;
    // Empty texts cost no bytes, but a place.
    if (this.#count > MOST / 8) throw oversized(`it has more than ${MOST / 8} texts`);
  }

  /** The text with that number, from 0; undefined where there is none. */
  get(index: number): string | undefined {
    const known = this.#decoded.get(index);
    if (known !== undefined) return known;
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    const [block = 0, begin = 0, length = 0] = this.#places.subarray(3 * index, 3 * index + 3);
    const text = this.#blocks[block]?.toString('utf8', begin, begin + length) ?? '';
    if (this.#decoded.size >= KEPT) this.#decoded.clear();
    this.#decoded.set(index, text);
    return text;
  }
}

/** Reads the part `sharedStrings.xml`. */
export async function readSharedStrings(chunks: AsyncIterable<Buffer>, part: string): Promise<SharedStrings> {
  const strings = new SharedStrings();
  const text = new RichText();
  await readXml(chunks, part, {
    open(name) {
      if (name === 'si') text.begin();
      else text.open(name);
    },
    close(name) {
      if (name === 'si') strings.add(text.end());
      else text.close(name);
    },
    text: (piece) => text.text(piece),
  });
  return strings;
}

/** The text of `si` and `is`: that of `t`, by itself or in formatted runs, without the readings of Japanese (`rPh`). */
export class RichText {
  #text: string | null = null;
  #inText = false;
  #inReading = false;

  begin(): void {
    this.#text = '';
    this.#inText = false;
    this.#inReading = false;
  }

  open(name: string): void {
    if (name === 'rPh') this.#inReading = true;
    if (name === 't') this.#inText = !this.#inReading;
  }

  close(name: string): void {
    if (name === 'rPh') this.#inReading = false;
    if (name === 't') this.#inText = false;
  }

  text(piece: string): void {
    if (this.#inText && this.#text !== null) this.#text += piece;
  }

  end(): string {
    if (this.#text === null) throw damaged('a text ends that never began');
    const text = unescaped(this.#text);
    this.#text = null;
    return text;
  }
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
