import { beforeAll, describe, expect, test } from 'vitest';
import type { LookupTable } from '../../../src/core/mapping.ts';
import { lookupKey } from '../../../src/mapping/vocabulary.ts';
import { apply, defaults, mapLine } from '../support.ts';

const expiry = (expires: string, formatted = '', updated = '', timeZone = 'America/Denver') => {
  const { value, picked, issues = [] } = apply(['expiry'], [expires, formatted, updated], { timeZone });
  return { value, picked, issues: issues.map(({ code, input }) => [code, input]) };
};

describe("expiry: the calendar day of the resort's zone, at midnight UTC (P-TZ-10, P-VAX-3)", () => {
  const day = '2026-03-31 00:00:00.000';

  test.each([
    // 2026-03-31 in Denver (UTC-6): 00:00, 12:34:56 and 23:59:59, whose UTC date is a day ahead.
    ['1774936800'],
    ['1774982096'],
    ['1775023199'],
    ['2026-03-31'],
    ['2026-03-31 00:00:00'],
    ['2026-03-31 23:59:59'],
    ['2026-03-31T23:30:00-06:00'],
  ])('%j', (raw) => {
    expect(expiry(raw)).toEqual({ value: day, picked: 0, issues: [] });
  });

  test.each([
    ['1741503600', '2025-03-09 00:00:00.000'],
    ['1741586399', '2025-03-09 00:00:00.000'],
    ['1762063200', '2025-11-02 00:00:00.000'],
    ['1762153199', '2025-11-02 00:00:00.000'],
  ])('the first and the last second of a day of 23 or 25 hours: %j', (raw, value) => {
    expect(expiry(raw).value).toBe(value);
  });

  test('midnight east of Greenwich is the day before in UTC', () => {
    expect(expiry('1774875600', '', '', 'Australia/Sydney').value).toBe(day);
  });

  test.each(['', '0', '0000-00-00'])('the formatted one where the first says nothing (%j)', (raw) => {
    expect(expiry(raw, '2026-03-31')).toEqual({ value: day, picked: 1, issues: [] });
  });

  test('the formatted one where the first cannot be read, which is told', () => {
    expect(expiry('soon', '2026-03-31')).toEqual({
      value: day,
      picked: 1,
      issues: [['VALUE_DATE_UNREADABLE', 0]],
    });
  });

  test('two that agree on the day, and two that do not', () => {
    expect(expiry('1775023199', '2026-03-31').issues).toEqual([]);
    expect(expiry('1774936800', '2026-03-30')).toEqual({
      value: day,
      picked: 0,
      issues: [['IMMUNIZATION_EXPIRY_DISAGREES', 1]],
    });
  });

  test.each([
    ['', '', [['IMMUNIZATION_EXPIRY_MISSING', undefined]]],
    ['0', '0000-00-00', [['IMMUNIZATION_EXPIRY_MISSING', undefined]]],
    [
      'soon',
      '',
      [
        ['VALUE_DATE_UNREADABLE', 0],
        ['IMMUNIZATION_EXPIRY_MISSING', undefined],
      ],
    ],
    [
      '1889-03-31',
      '',
      [
        ['VALUE_YEAR_OUT_OF_RANGE', 0],
        ['IMMUNIZATION_EXPIRY_MISSING', undefined],
      ],
    ],
  ])('%j and %j are no expiry, and none is invented (P-VAX-2)', (expires, formatted, issues) => {
    expect(expiry(expires, formatted, '2025-12-01 10:00:00')).toEqual({ value: null, picked: 0, issues });
  });

  test('on the day of entry (P-G-3), by the clock of the resort', () => {
    // 2026-03-31 20:00 in Denver is the first of April in UTC.
    expect(expiry('1774936800', '', '1775008800')).toEqual({
      value: day,
      picked: 0,
      issues: [['IMMUNIZATION_EXPIRY_IS_ENTRY_DAY', 0]],
    });
    expect(expiry('', '2026-03-31', '2026-03-31 08:00:00').issues).toEqual([
      ['IMMUNIZATION_EXPIRY_IS_ENTRY_DAY', 1],
    ]);
    expect(expiry('1774936800', '', '2026-04-01 00:00:01').issues).toEqual([]);
    expect(expiry('1774936800', '', '0').issues).toEqual([]);
    expect(expiry('1774936800', '', 'today').issues).toEqual([['VALUE_DATE_UNREADABLE', 2]]);
  });
});

describe('the lookup of vaccines (tailtown-target trap 14)', () => {
  let entries: LookupTable['entries'];
  beforeAll(async () => {
    entries = (await defaults()).lookups['vaccines']?.entries ?? {};
  });
  const entryOf = (label: string) => entries[lookupKey(label)];

  test('every entry has a key, and the stem that Tailtown recognises for it', () => {
    const pairs = Object.values(entries).map((entry) => JSON.stringify(entry));
    expect([...new Set(pairs)].map((pair) => JSON.parse(pair))).toEqual([
      { key: 'Rabies', stem: 'Rabies' },
      { key: 'DHPP', stem: 'DHPP' },
      { key: 'Bordetella', stem: 'Bordetella' },
      { key: 'FVRCP', stem: 'FVRCP' },
      { key: 'Influenza', stem: 'Canine Influenza' },
      { key: 'Lepto', stem: 'Lepto' },
      { key: 'FeLV', stem: 'FeLV' },
      { key: 'Lyme', stem: 'Lyme' },
    ]);
  });

  test.each([
    ['rabies 3  YEAR', 'Rabies'],
    ['DA2PP', 'DHPP'],
    ['Kennel Cough', 'Bordetella'],
    ['CIV', 'Influenza'],
    ['Leptospirosis', 'Lepto'],
  ])('%j is %s', (label, key) => {
    expect(entryOf(label)).toMatchObject({ key });
  });

  test('feline leukemia is never lepto (P-VAX-8)', () => {
    for (const [label, entry] of Object.entries(entries)) {
      if (/leuk|felv/.test(label)) expect([label, entry]).toEqual([label, { key: 'FeLV', stem: 'FeLV' }]);
    }
    expect(entryOf('Feline Leukemia')).toEqual({ key: 'FeLV', stem: 'FeLV' });
  });

  test.each(['Distemper', 'Distemper/Parvo', 'Feline Distemper', 'Rabies Titer', 'Unknown', 'General'])(
    '%j is not certain, so it stays as it is (P-VAX-4)',
    (label) => {
      expect(entryOf(label)).toBeUndefined();
    },
  );
});

test.each([{ type: 'Rabies' }, { type_id: '5', type: 'Rabies' }])(
  'the vaccine is what the column type names: %j (P-VAX-3)',
  async (columns) => {
    const line = await mapLine('immunizations', { id: '1', animal_id: '51877', ...columns });
    expect(line.row('medical_records')).toMatchObject({ description: 'Rabies vaccination' });
  },
);

test.each([{}, { type: ' ' }, { type_id: '5', type: '' }])(
  'no vaccine is named by %j, so it is rejected and never Rabies (P-VAX-4)',
  async (columns) => {
    const line = await mapLine('immunizations', {
      id: '1',
      animal_id: '51877',
      expiration_date: '2026-03-31',
      ...columns,
    });
    expect(line).toMatchObject({ state: 'rejected', code: 'IMMUNIZATION_TYPE_MISSING' });
  },
);

test.each([
  ['4', 'VALUE_ENUM_UNKNOWN'],
  ['99', 'LIST_ENTRY_UNKNOWN'],
  ['undefined', 'LIST_ENTRY_UNKNOWN'],
])(
  'a required vaccine of the species %j, which nobody knows, is told (P-REF-9)',
  async (species_id, code) => {
    const line = await mapLine('immunization_types', { id: '1', type: 'Rabies', required: '1', species_id });
    expect(line.row('vaccine_requirements')['pet_type']).toBeNull();
    expect(line.issues.map((issue) => issue.code)).toEqual([code]);
  },
);

test('an unknown payment method is in no lookup, and none but Cash is CASH (P-MON-9)', async () => {
  const entries = (await defaults()).lookups['payment_methods']?.entries ?? {};
  const cash = Object.entries(entries).flatMap(([word, method]) => (method === 'CASH' ? [word] : []));
  expect(cash).toEqual(['cash']);
  expect(Object.values(entries)).not.toContain('STORE_CREDIT');
  for (const word of ['ADMIN', 'No Payment', 'Other']) expect(entries[lookupKey(word)]).toBeUndefined();
});
