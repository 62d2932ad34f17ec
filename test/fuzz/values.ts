import type { Random } from './random.ts';

/** In hostile texts of columns that tell of a person; nothing else of a case holds it. */
export const MARK = 'zqx';

const TRICKS = [
  "=cmd|'/C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '</title><script src=//x.test>',
  '<p>Fine &amp; <b>well</b></p>',
  '&#0;&#x110000;&#55296;&#99999999999;',
  '<!-- <p> -->',
  '\u202egnp.exe',
  '\u200f\u200b\u200d\ufeff',
  'e\u0301\u0323\u0323\u0323',
  '\u{1f415}\u{1f468}\u200d\u{1f469}',
  '\u2028\u2029\u0085',
  '\ufffd\ufffd',
  '\u0000',
  'a\u0000b',
  '\u0001\u0008\u001b[31m\u007f',
  '\\N',
  '\\.',
  '\\',
  '{"a":"\\u0000"}',
  "{NULL,'x'}",
  "'; DROP TABLE customers; --",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant as it stands
  '$1 ${x} %s',
  '__proto__',
  'constructor',
  'NULL',
  'NaN',
  '   ',
  '\u00a0\u3000',
  'line one\nline two',
  'line one\r\nline two\r',
  'a,b;c\td|e',
  '"',
  '""',
  'said "hello"',
  'trailing ',
];

const IDS = [
  ' 101 ',
  '0101',
  '00',
  '0',
  '-1',
  '+101',
  '1e3',
  '101.0',
  '1,001',
  '99999999999999999999',
  'ABC',
  'abc',
  '\u00e9',
  'e\u0301',
  '\uff11\uff10\uff11',
  "10'1",
  'a"b',
  'a b',
  '["1","2"]',
  'a\u0000',
  '\u0000',
  '\u200b',
  '__proto__',
  'a\nb',
];

const DATES = [
  '0',
  '-1',
  '1',
  '-62135596800',
  '1556690400',
  '1556690400000',
  '1556690400000000',
  '99999999999999999999',
  '8640000000001',
  '0000-00-00',
  '0000-00-00 00:00:00',
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '9999-12-31 23:59:59',
  '10000-01-01',
  '99999-01-01',
  '-0001-01-01',
  '2024-02-29',
  '2023-02-29',
  '2026-02-30',
  '2026-13-01',
  '2026-03-08 02:30:00',
  '2026-11-01 01:30:00',
  '2026-03-08T02:30:00-07:00',
  '2026-03-08T02:30:00Z',
  '2026-03-08T02:30:00.123456789Z',
  '2026-03-08T24:00:00',
  '2026-03-08 25:61:61',
  '03/08/2026',
  '31/12/2026',
  '3/8/26',
  'Mar 8, 2026',
  'infinity',
  '-infinity',
  'now',
  'today',
  'epoch',
  'Invalid date',
  '1.7e9',
  '1772611200.5',
  '45000',
];

const MONEY = [
  '0',
  '-0',
  '-0.00',
  '.5',
  '5.',
  '1e5',
  '1,24',
  '1.240,50',
  '1,240.50',
  '$1,200.00',
  '(12.00)',
  '-(12.00)',
  '--5',
  '12.00-',
  '0.001',
  '0.005',
  '99999999.99',
  '100000000.00',
  '9999999999.99',
  '92233720368547758.07',
  '92233720368547758.08',
  '99999999999999999999.99',
  '-99999999999999999999.99',
  `${'9'.repeat(400)}.00`,
  'NaN',
  'Infinity',
  '\u20ac12',
  '\u0661\u0662',
  '12 .00',
];

/** Columns whose values reports may show: what a record is, and whose it is. */
const STRUCTURE =
  /^id$|_id$|^id_|stamp|date|time|type|^label$|^value$|area_name|run_name|species|breed|method|location|status/;

/** A value that a cell of this column may hold in an evil export. */
export function hostileValue(random: Random, column: string): string {
  const kind = random.chance(0.7) ? kindOf(column) : random.pick(['id', 'date', 'money', 'text'] as const);
  switch (kind) {
    case 'id':
      return random.chance(0.05) ? random.noise(random.pick([255, 2700, 3000, 10_000])) : random.pick(IDS);
    case 'date':
      return random.pick(DATES);
    case 'money':
      return random.pick(MONEY);
    case 'text':
      return hostileText(random, column);
  }
}

export function hostileText(random: Random, column: string): string {
  const trick = random.chance(0.05)
    ? random.noise(random.pick([256, 3000, 9000, 70_000]))
    : random.pick(TRICKS);
  const mark = STRUCTURE.test(column) ? 'word' : MARK;
  return random.pick([
    trick,
    `${mark}${trick}`,
    `${trick}${mark} ${random.pick(TRICKS)}`,
    `${mark}@${mark}.test${trick}`,
  ]);
}

/** What kind of value the column usually holds. */
function kindOf(column: string): 'id' | 'date' | 'money' | 'text' {
  if (/(^|_)id(_|$)/.test(column)) return 'id';
  if (/date|stamp|_at$|time/.test(column)) return 'date';
  if (/total|amount|discount|balance|quantity|price/.test(column)) return 'money';
  return 'text';
}
