import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Delimiter } from '../../src/extract/files/csv.ts';
import { parseQuoted } from '../../src/extract/files/quoted.ts';

function strict(text: string, delimiter: Delimiter): string[][] | null {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      skip_empty_lines: false,
    });
  } catch {
    return null;
  }
}

const piece = fc.constantFrom(
  'a',
  '1',
  ' ',
  'é',
  '’',
  ',',
  ',',
  ';',
  '"',
  '"',
  '""',
  '\r',
  '\n',
  '\r\n',
  ',"',
  '",',
);

it('reads any text with a quote as csv-parse does, and refuses what csv-parse refuses', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 24 }),
      fc.constantFrom(',' as const, ';' as const),
      (parts, delimiter) => {
        const text = parts.join('');
        expect(parseQuoted(text, delimiter)).toEqual(strict(text, delimiter));
      },
    ),
    { numRuns: 20_000 },
  );
});

it('reads quoted delimiters, line breaks, doubled quotes and empty cells', () => {
  const text = 'a,"b, ""c""",\r\n"x\r\ny",,"";\n,"z"';
  expect(parseQuoted('a,"b, ""c""",\r\n"x\r\ny",,""\n,"z"', ',')).toEqual([
    ['a', 'b, "c"', ''],
    ['x\r\ny', '', ''],
    ['', 'z'],
  ]);
  expect(parseQuoted(text, ',')).toBeNull();
});
