import { expect, it } from 'vitest';
import { effort } from '../support/effort.ts';
import { cellOf, columnsOf, extractGiant, type Giant, garbageOf, lineOf, openCellOf } from './giants.ts';
import { PATIENCE } from './rounds.ts';

/** The short forms cross the limits too. */
const full = effort(0).minutes !== null;
/** Promise 11, beside what a bare process with its loader takes. */
const MOST_MEGABYTES = 512;

interface Told {
  lines: number;
  codes: Record<string, number>;
}

const TOO_LONG = { FILE_LINE_TOO_LONG: 1 };
const GIANTS: [Giant, Told][] = [
  [cellOf(full ? 200 : 30), { lines: 3, codes: TOO_LONG }],
  [lineOf(full ? 300 : 30), { lines: 2, codes: TOO_LONG }],
  [columnsOf(full ? 30_000 : 10_000), { lines: 20, codes: {} }],
];

it.each(GIANTS.map(([giant, told]) => [giant.name, giant, told] as const))(
  '%s is told of, in bounded memory',
  async (_name, giant, told) => {
    const { said } = await measured(giant);
    expect(said).toEqual({ ...told, unreadable: Object.values(told.codes).reduce((a, b) => a + b, 0) });
  },
  PATIENCE,
);

it(
  'lines of garbage are all told of, in bounded memory',
  async () => {
    const lines = full ? 1_000_000 : 20_000;
    const { said } = await measured(garbageOf(lines));
    expect(said).toMatchObject({ lines: lines + 1, unreadable: lines });
  },
  PATIENCE,
);

it(
  'an open quote gives up its own line, and what comes behind is read',
  async () => {
    const megabytes = full ? 200 : 20;
    const { said } = await measured(openCellOf(megabytes));
    expect(said).toEqual({
      ...{ lines: megabytes * 1024 + 2, unreadable: megabytes * 1024 + 1 },
      codes: { FILE_QUOTE_UNCLOSED: 1, FILE_LINE_COLUMNS: megabytes * 1024 },
    });
  },
  PATIENCE,
);

async function measured(giant: Giant) {
  const found = await extractGiant(giant);
  const { peak, before, seconds, bytes } = found;
  process.stdout.write(
    `fuzz giants: ${giant.name}: ${Math.round(bytes / 2 ** 20)} MB, peak ${peak} MB (${before} before), ${seconds.toFixed(1)} s\n`,
  );
  expect(peak).toBeLessThan(MOST_MEGABYTES);
  return found;
}
