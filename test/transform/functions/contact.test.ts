import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEmail } from '../../../src/transform/functions/contact.ts';
import { apply, codesOf, valueFrom } from '../support.ts';

describe('phone', () => {
  test.each([
    ['(505) 555-0142', '505-555-0142'],
    ['(555) 010-0142', '555-010-0142'],
    ['5055550142', '505-555-0142'],
    ['505.555.0142', '505-555-0142'],
    ['1-505-555-0142', '505-555-0142'],
    ['+1 505 555 0142', '505-555-0142'],
    ['505-555-0142', '505-555-0142'],
    ['505/555-0142 ext. 12', '505-555-0142 x12'],
    ['505-555-0142x7', '505-555-0142 x7'],
    ['505 555 0142 #9', '505-555-0142 x9'],
    ['+44 20 7946 0018', '+442079460018'],
    ['011 44 20 7946 0018', '+442079460018'],
    ['+49 (30) 901820 x5', '+4930901820 x5'],
  ])('%j is %j', (raw, value) => {
    const result = apply(['phone'], [raw]);
    expect(result.value).toBe(value);
    expect(codesOf(result)).toEqual([]);
  });

  test.each([
    '555-0142',
    '505-555-0142 or 505-555-0143',
    'call Ann',
    '505-555-CUTS',
    '123',
    '+99 1',
    '105-555-0142',
    '50555501425',
  ])('%j is kept word for word (P-G-1)', (raw) => {
    const result = apply(['phone'], [raw]);
    expect(result.value).toBe(raw);
    expect(codesOf(result)).toEqual(['PHONE_UNREADABLE']);
  });

  test('no digit of any text is lost', () => {
    const text = fc.stringMatching(/^[0-9 ().+x-]{1,24}$/).filter((raw) => raw.trim() !== '');
    fc.assert(
      fc.property(text, (raw) => {
        const digits = String(valueFrom(['phone'], raw) ?? '').replace(/\D/g, '');
        const given = raw.replace(/\D/g, '');
        expect(
          given.replace(/^(?:1|00|011)/, '').endsWith(digits.replace(/^1/, '')) || given === digits,
        ).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  ['01234', '01234'],
  ['01234-5678', '01234-5678'],
  ['012345678', '01234-5678'],
  ['k1a 0b6', 'K1A 0B6'],
  ['1234', '1234'],
  [' 87101 ', '87101'],
  ['unknown', 'unknown'],
])('zip %j is %j', (raw, value) => {
  expect(valueFrom(['zip'], raw)).toBe(value);
});

describe('email', () => {
  test.each([
    ['pat.sample@example.test', 'pat.sample@example.test', [], null],
    [' Pat.Sample@Example.TEST ', 'pat.sample@example.test', [], null],
    ['Pat <pat@example.test>', 'pat@example.test', [], null],
    ['', null, ['OWNER_EMAIL_MISSING'], null],
    ['n/a', null, ['OWNER_EMAIL_MISSING'], null],
    ['pat@example', null, ['OWNER_EMAIL_MALFORMED'], 'E-mail in Gingr: pat@example'],
    ['pat@@example.test', null, ['OWNER_EMAIL_MALFORMED'], 'E-mail in Gingr: pat@@example.test'],
    ['pat at example.test', null, ['OWNER_EMAIL_MALFORMED'], 'E-mail in Gingr: pat at example.test'],
    ['pat@example.test (work)', null, ['OWNER_EMAIL_MALFORMED'], 'E-mail in Gingr: pat@example.test (work)'],
    ['pat..x@example.test', null, ['OWNER_EMAIL_MALFORMED'], 'E-mail in Gingr: pat..x@example.test'],
    [
      'pat@example.test, sam@example.test',
      'pat@example.test',
      ['OWNER_EMAIL_TWO'],
      'Other e-mail in Gingr: sam@example.test',
    ],
    [
      'pat@example.test or sam@example.test',
      'pat@example.test',
      ['OWNER_EMAIL_TWO'],
      'Other e-mail in Gingr: sam@example.test',
    ],
    ['pat@example.test;Pat@example.test', 'pat@example.test', [], null],
    ['none@example.test', null, ['OWNER_EMAIL_PLACEHOLDER'], null],
    ['noemail@example.test', null, ['OWNER_EMAIL_PLACEHOLDER'], null],
    ['no-email@noemail.com', null, ['OWNER_EMAIL_PLACEHOLDER'], null],
    ['customer12@imported.local', null, ['OWNER_EMAIL_PLACEHOLDER'], null],
    ['gingr-12@placeholder.com', null, ['OWNER_EMAIL_PLACEHOLDER'], null],
    ['gingr-dup-12@tailtown.placeholder', null, ['OWNER_EMAIL_PLACEHOLDER'], null],
    ['nadia@example.test', 'nadia@example.test', [], null],
    ['nonette@example.test', 'nonette@example.test', [], null],
    ['andy@example.test', 'andy@example.test', [], null],
  ])('%j (P-DUP-2)', (raw, value, codes, leftover) => {
    const result = apply(['email'], [raw]);
    expect(result.value).toBe(value);
    expect(codesOf(result)).toEqual(codes);
    expect(valueFrom(['emailLeftovers'], raw)).toBe(leftover);
  });

  test('whatever is not the address stands in the leftovers', () => {
    const cell = fc
      .string({ minLength: 1, maxLength: 40 })
      .map((text) => `${text} pat@example.test, sam@example.test`);
    fc.assert(
      fc.property(cell, (raw) => {
        const { address, leftover } = readEmail(raw);
        const kept = `${address ?? ''} ${leftover ?? ''}`.toLowerCase();
        for (const word of raw
          .toLowerCase()
          .trim()
          .split(/[\s,;/|&<>()[\]]+/))
          expect(kept).toContain(word);
      }),
    );
  });
});
