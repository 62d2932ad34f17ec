import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/extract/api/endpoints.ts';
import { type AskPage, readList } from '../../../src/extract/api/paging.ts';

const rows = (count: number, first = 1): Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: String(first + index) }));
const idOf = (row: Row) => String(row['id']);
const SIZE = 10;

const byPlace =
  (list: () => readonly Row[], size = SIZE): AskPage =>
  async (place) =>
    list().slice(place - 1, place - 1 + size);
const byNumber =
  (list: () => readonly Row[], size = SIZE): AskPage =>
  async (number) =>
    list().slice((number - 1) * size, number * size);
const read = async (ask: AskPage, mode: 'place' | null = null) =>
  (await readList(idOf, ask, SIZE, mode)).map(idOf).sort((a, b) => Number(a) - Number(b));
const all = (count: number) => rows(count).map(idOf);

describe('a list that is given page by page', () => {
  const COUNTS = [0, 1, 2, 9, 10, 11, 20, 25, 31];
  it.each(COUNTS)('is read whole, whether `page` is a place or a number: %i rows', async (count) => {
    const list = rows(count);
    expect(await read(byPlace(() => list))).toEqual(all(count));
    expect(await read(byNumber(() => list))).toEqual(all(count));
    expect(
      await read(
        byPlace(() => list),
        'place',
      ),
    ).toEqual(all(count));
    expect(await read(async () => list)).toEqual(all(count));
  });

  it('is read whole where the server gives fewer than it is asked for', async () => {
    const list = rows(25);
    expect(await read(byNumber(() => list, 4))).toEqual(all(25));
    expect(await read(byPlace(() => list, 4))).toEqual(all(25));
  });

  it.each([
    ['place', byPlace],
    ['number', byNumber],
  ])('is read whole where a page repeats, or comes short, now and then (%s)', async (_, how) => {
    const list = rows(47);
    let calls = 0;
    let before: Row[] = [];
    const ask = how(() => list);
    const faulty: AskPage = async (place) => {
      calls += 1;
      if (calls % 5 === 3) return before;
      const page = await ask(place, SIZE);
      if (calls % 7 === 4) return page.slice(0, 3);
      before = page;
      return page;
    };
    expect(await read(faulty)).toEqual(all(47));
  });

  it.each([
    ['place', byPlace],
    ['number', byNumber],
  ])('that shrinks while it is read loses nothing that stays (%s)', async (_, how) => {
    let list = rows(45);
    let calls = 0;
    const ask = how(() => list);
    const shrinking: AskPage = async (place) => {
      calls += 1;
      // Three of the first page are gone, so that every later page begins three rows further on.
      if (calls === 4) list = list.filter((row) => !['2', '3', '4'].includes(idOf(row)));
      return ask(place, SIZE);
    };
    const found = new Set(await read(shrinking));
    expect(list.map(idOf).filter((id) => !found.has(id))).toEqual([]);
  });

  it('is a failure where the server gives the same page for ever', async () => {
    const list = rows(25);
    await expect(read(async (_, size) => list.slice(0, size))).rejects.toMatchObject({ kind: 'paging' });
  });
});
