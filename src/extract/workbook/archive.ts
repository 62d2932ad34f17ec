import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { messageOf } from '../../core/errors.ts';
import { damaged, otherSpreadsheet, oversized } from './problem.ts';

/** Parts of a workbook: pictures and printer settings count too. */
const PARTS = 20_000;
/** Unpacked size of a sheet: a million rows of 54 filled cells need about half of it. */
const SIZE = 8 * 1024 ** 3;
/** From this size on, a part must not unpack to more than RATIO times its packed size; sheets reach about 30. */
const WORTH_A_LOOK = 32 * 1024 ** 2;
const RATIO = 200;

/** A workbook's zip file: its parts are read one after the other, in pieces, and checked against their hash. */
export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Reads the directory at the end of the file. Throws WorkbookProblem. */
  static async open(path: string): Promise<Archive> {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((cause: unknown) => {
      throw damaged('the directory of its parts is not in order, as when a download was cut short', cause);
    });
    try {
      if (zip.entryCount > PARTS) throw oversized(`it claims to have ${zip.entryCount} parts`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        // Names of parts are compared without case (ECMA-376 part 2, 6.2.2).
        const name = entry.fileName.toLowerCase();
        if (entries.has(name)) throw damaged('it has two parts of one name');
        entries.set(name, entry);
      }
      return new Archive(zip, entries);
    } catch (error) {
      zip.close();
      throw inOrder(error);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** The unpacked bytes of a part. `onShare` hears how much of it was read, 0 to 1. Throws WorkbookProblem. */
  async *read(name: string, most = SIZE, onShare?: (share: number) => void): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) throw damaged(`its part ${name} is missing`);
    if (entry.isEncrypted()) throw otherSpreadsheet('an Excel workbook with a password');
    const { uncompressedSize: size, compressedSize: packed } = entry;
    if (size > most) throw oversized(`its part ${name} unpacks to ${megabytes(size)}`);
    if (size > WORTH_A_LOOK && size > packed * RATIO)
      throw oversized(
        `its part ${name} unpacks to ${megabytes(size)}, more than ${RATIO} times its packed size`,
      );
    let hash = 0;
    let done = 0;
    try {
      // A part that unpacks to another size than the directory says ends in an error here.
      for await (const chunk of (await this.#zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
        hash = crc32(chunk, hash);
        done += chunk.length;
        onShare?.(size === 0 ? 1 : done / size);
        yield chunk;
      }
    } catch (error) {
      throw inOrder(error);
    }
    if (hash !== entry.crc32) throw damaged(`its part ${name} does not match its hash`);
  }

  close(): void {
    this.#zip.close();
  }
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MB`;

const inOrder = (error: unknown): unknown =>
  error instanceof Error && error.name === 'WorkbookProblem' ? error : damaged(messageOf(error), error);
