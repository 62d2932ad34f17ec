import { readXml } from './xml.ts';

/**
 * How a number format shows a number. `part`: only a part of a date (`4-Mar`, `Mar-25`), which is what spreadsheet
 * programs make of texts such as `3/4`.
 */
export type Format =
  | { kind: 'number' }
  /** Digits with leading zeros, such as `00000`. */
  | { kind: 'digits'; least: number }
  | { kind: 'date' }
  | { kind: 'clock' }
  | { kind: 'part'; of: 'day-month' | 'month-year' };

const NUMBER: Format = { kind: 'number' };
const DATE: Format = { kind: 'date' };
const CLOCK: Format = { kind: 'clock' };

/**
 * Formats that have a number and no code of their own (ECMA-376 part 1, 18.8.30). 27 to 36 and 50 to 58 are other dates
 * in each language: what they hold stays a number, and is told as the serial day that it may be.
 */
function builtIn(id: number): Format {
  if (id === 14 || id === 15 || id === 22) return DATE;
  if (id === 16) return { kind: 'part', of: 'day-month' };
  if (id === 17) return { kind: 'part', of: 'month-year' };
  return (id >= 18 && id <= 21) || (id >= 45 && id <= 47) ? CLOCK : NUMBER;
}

/** Reads a format code such as `yyyy\-mm\-dd hh:mm` or `00000`; the part for positive numbers counts. */
export function formatOf(code: string): Format {
  const [first = ''] = code
    .replace(/"[^"]*"|\\.|[_*]./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .split(';');
  if (/^0{2,}$/.test(first)) return { kind: 'digits', least: first.length };
  if (/general/i.test(first)) return NUMBER;
  const letters = first.replace(/AM\/PM|A\/P/gi, 'h').toLowerCase();
  const has = (letter: string) => letters.includes(letter);
  if (!/[ymdhs]/.test(letters)) return NUMBER;
  const time = has('h') || has('s');
  if (has('d') && !has('y') && has('m') && !time) return { kind: 'part', of: 'day-month' };
  if (has('y') && !has('d') && has('m') && !time) return { kind: 'part', of: 'month-year' };
  return has('y') || has('d') || !time ? DATE : CLOCK;
}

/** The formats of the cell styles, in their order (`xl/styles.xml`). */
export async function readFormats(chunks: AsyncIterable<Buffer>, part: string): Promise<Format[]> {
  const custom = new Map<number, Format>();
  const used: number[] = [];
  let inCells = false;
  await readXml(chunks, part, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') custom.set(Number(numFmtId), formatOf(formatCode));
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) used.push(Number(numFmtId));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return used.map((id) => custom.get(id) ?? builtIn(id));
}
