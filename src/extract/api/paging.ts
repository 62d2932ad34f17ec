import type { Row } from './endpoints.ts';
import { ApiFailure } from './failure.ts';

/** Asks for at most `size` rows: for a page, or for what begins with the row of that place, counted from 1. */
export type AskPage = (place: number, size: number) => Promise<Row[]>;

export type PagingMode = 'place' | 'number';

/** Equal answers in a row that make a short page believable. */
const CONFIRMED = 3;
const PATIENCE = 12;
const MOST_PASSES = 6;

/**
 * A whole list, page by page (gingr-sources.md 1.2). `mode` null: nobody knows whether the server takes the number for that
 * of a page or for the place of a row, so its second answer tells. A page that is the one before it, that is shorter than
 * it may be, or that does not follow on the last one is asked for again; an end is believed when it was said three times.
 * The list is read until a pass brings nothing new, since rows that vanish meanwhile move others past a reader.
 * Throws ApiFailure of kind `paging` where it can't be read whole.
 */
export async function readList(
  idOf: (row: Row) => string,
  ask: AskPage,
  size: number,
  mode: PagingMode | null,
): Promise<Row[]> {
  const reader = new ListReader(idOf, ask, size, mode);
  const rows = new Map<string, Row>();
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    const before = rows.size;
    const { found, isWhole, atOnce } = await reader.pass();
    for (const row of found) rows.set(idOf(row), row);
    // One answer held it all: nothing could slip past.
    if (isWhole && (atOnce || (pass > 1 && rows.size === before))) return [...rows.values()];
  }
  throw new ApiFailure('paging', 'the list changed each time that it was read');
}

interface Pass {
  found: Row[];
  /** False where rows moved meanwhile, and some were passed over. */
  isWhole: boolean;
  atOnce: boolean;
}

class ListReader {
  readonly #idOf: (row: Row) => string;
  readonly #ask: AskPage;
  #size: number;
  #mode: PagingMode | null;

  constructor(idOf: (row: Row) => string, ask: AskPage, size: number, mode: PagingMode | null) {
    this.#idOf = idOf;
    this.#ask = ask;
    this.#size = size;
    this.#mode = mode;
  }

  async pass(): Promise<Pass> {
    const first = await this.#sure(1);
    const alone: Pass = { found: first, isWhole: true, atOnce: true };
    // More than a page: the server knows no pages.
    if (first.length === 0 || first.length > this.#size) return alone;
    this.#mode ??= await this.#modeOf(first);
    if (this.#mode === null) return alone;
    return this.#mode === 'place' ? this.#byPlace(first) : this.#byNumber(first);
  }

  /** Null: there is no second page, whatever the number means. */
  async #modeOf(first: readonly Row[]): Promise<PagingMode | null> {
    const ids = first.map(this.#idOf);
    const known = new Set(ids);
    let same = 0;
    for (let tries = 0; tries < PATIENCE; tries += 1) {
      const second = await this.#ask(2, this.#size);
      const found = second.map(this.#idOf);
      if (found.length === 0) {
        if ((await this.#sure(2)).length === 0) return null;
      } else if (found[0] === ids[1]) {
        return 'place';
      } else if (!found.some((id) => known.has(id))) {
        return 'number';
      } else {
        same += 1;
        if (same < CONFIRMED) continue;
        if (first.length < this.#size || (await this.#knowsNoPages(first))) return null;
        throw stuck();
      }
    }
    throw stuck();
  }

  /** Whether the server gives all of it however little is asked for: then it has just as many rows as a page. */
  async #knowsNoPages(first: readonly Row[]): Promise<boolean> {
    for (let equal = 0; equal < CONFIRMED; equal += 1) {
      if (!this.#same(await this.#ask(1, Math.ceil(this.#size / 2)), first)) return false;
    }
    return true;
  }

  /** Each page begins with the last row of the one before it: what does not follow on has moved. */
  async #byPlace(first: readonly Row[]): Promise<Pass> {
    const rows = [...first];
    for (;;) {
      const page = await this.#following(rows, first);
      if (page === null || page.length === 0) return { found: rows, isWhole: page !== null, atOnce: false };
      rows.push(...page);
    }
  }

  /** The rows behind the last one; none at the end, null where it is not there any more. Both are said several times. */
  async #following(rows: readonly Row[], first: readonly Row[]): Promise<Row[] | null> {
    const last = rows.at(-1);
    let ends = 0;
    let astray = 0;
    while (astray < PATIENCE / 2 && ends < CONFIRMED) {
      const page = await this.#ask(rows.length, this.#size);
      const [overlap, ...more] = page;
      if (overlap === undefined || last === undefined || this.#idOf(overlap) !== this.#idOf(last))
        astray += 1;
      else if (more.length > 0) return more;
      else ends += 1;
      // Where all stands on one page, the server may take no notice of the place.
      if (astray >= CONFIRMED && this.#same(page, first) && rows.length < this.#size) return [];
    }
    return ends < CONFIRMED ? null : [];
  }

  async #byNumber(first: readonly Row[]): Promise<Pass> {
    const rows = [...first];
    let before = first;
    // A server may give fewer than it is asked for.
    this.#size = Math.min(this.#size, first.length);
    for (let number = 2; ; number += 1) {
      const page = await this.#unlike(before, number);
      if (page === null || page.length === 0) return { found: rows, isWhole: true, atOnce: false };
      rows.push(...page);
      before = page;
    }
  }

  /** A page that is not the one before it; null where it always is, behind a last page. */
  async #unlike(before: readonly Row[], number: number): Promise<Row[] | null> {
    for (let same = 0; same < PATIENCE / 2; ) {
      const page = await this.#sure(number);
      if (!this.#same(page, before)) return page;
      same += 1;
      if (same >= CONFIRMED && before.length < this.#size) return null;
    }
    throw stuck();
  }

  /** A full page, or what was said several times in a row. */
  async #sure(place: number): Promise<Row[]> {
    let page = await this.#ask(place, this.#size);
    let equal = 1;
    for (let tries = 1; page.length < this.#size && equal < CONFIRMED; tries += 1) {
      if (tries > PATIENCE) throw stuck();
      const again = await this.#ask(place, this.#size);
      equal = this.#same(again, page) ? equal + 1 : 1;
      page = again;
    }
    return page;
  }

  #same(one: readonly Row[], other: readonly Row[]): boolean {
    return (
      one.length === other.length &&
      one.every((row, index) => this.#idOf(row) === this.#idOf(other[index] ?? {}))
    );
  }
}

const stuck = () => new ApiFailure('paging', 'pages repeat, or do not follow on one another');
