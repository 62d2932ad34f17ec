import { describe, expect, test } from 'vitest';
import { apply, codesOf, valueFrom } from '../support.ts';

describe('boolean (gingr-sources 2.0: in JavaScript Boolean("0") is true)', () => {
  test.each([
    ['1', true],
    ['0', false],
    ['TRUE', true],
    ['FALSE', false],
    ['Yes', true],
    ['No', false],
    ['✓', true],
    ['', null],
  ])('%j is %s', (raw, value) => {
    expect(apply(['boolean'], [raw])).toEqual({ value });
  });

  test('another word is a finding, not false', () => {
    const result = apply(['boolean'], ['maybe']);
    expect(result.value).toBeNull();
    expect(codesOf(result)).toEqual(['VALUE_BOOLEAN_UNKNOWN']);
  });

  test('inverted', () => {
    expect(valueFrom([{ boolean: { invert: true } }], '1')).toBe(false);
  });
});

test.each([
  ['0', '1', true],
  ['1', '1', false],
  ['0', '0', false],
  ['', 'inactive', false],
  ['', '', true],
  ['', 'Active', true],
])('active: is_deleted %j, status %j', (deleted, status, value) => {
  expect(apply([{ active: ['off', 'on'] }], [deleted, status])).toEqual({ value, issues: [] });
});

describe('flags (P-NAME-5, P-NAME-6)', () => {
  const flags = {
    flags: [
      { when: 'text', value: 'ALLERGIES' },
      { when: 'text', value: 'HAS_MEDICATION' },
      { when: 'yes', value: 'DO_NOT_BOOK' },
    ],
  };

  test.each([
    [['chicken', '<p>none</p>', '0'], ['ALLERGIES']],
    [
      ['N/A', 'pill at noon', '1'],
      ['HAS_MEDICATION', 'DO_NOT_BOOK'],
    ],
    [['', '', ''], []],
    [['no', 'nka', 'FALSE'], []],
  ])('%j', (input, value) => {
    expect(apply([flags], input)).toEqual({ value, issues: [] });
  });

  test('an unreadable flag is a finding about its own column', () => {
    expect(apply([flags], ['', '', 'perhaps']).issues).toEqual([
      { code: 'VALUE_BOOLEAN_UNKNOWN', value: 'perhaps', input: 2 },
    ]);
  });
});

describe('consent (gingr-sources 2.1: legal weight)', () => {
  test.each([
    [['0'], true, []],
    [['1'], false, []],
    [['0', '1'], false, []],
    [['0', '0'], true, []],
    [['1', ''], false, []],
    [['0', ''], false, ['OWNER_CONSENT_UNKNOWN']],
    [[''], false, ['OWNER_CONSENT_UNKNOWN']],
    [['perhaps'], false, ['OWNER_CONSENT_UNKNOWN']],
  ])('opt-outs %j', (input, value, codes) => {
    const result = apply(['consent'], input);
    expect(result.value).toBe(value);
    expect(codesOf(result)).toEqual(codes);
  });

  test.each([
    [['0', '', ''], true, []],
    [['0', '0', '0'], true, []],
    [['0', '1', ''], false, ['OWNER_CONSENT_NARROWED']],
    [['0', '', 'yes'], false, ['OWNER_CONSENT_NARROWED']],
    [['1', '1', ''], false, []],
    [['', '1', ''], false, []],
    [['', '0', '0'], false, ['OWNER_CONSENT_UNKNOWN']],
    [['0', 'perhaps', ''], false, ['OWNER_CONSENT_UNKNOWN']],
  ])('opt-outs of the whole and of parts %j', (input, value, codes) => {
    const result = apply([{ consent: { also: 2 } }], input);
    expect(result.value).toBe(value);
    expect(codesOf(result)).toEqual(codes);
  });

  test("unknown with target-default leaves the target's own value", () => {
    const result = apply(['consent'], [''], { consentUnknown: 'target-default' });
    expect(result.value).toBeNull();
    expect(codesOf(result)).toEqual(['OWNER_CONSENT_UNKNOWN']);
  });
});

test.each([
  ['0', '0', 'deny', 'BOTH'],
  ['0', '1', 'deny', 'EMAIL'],
  ['1', '0', 'deny', 'SMS'],
  ['1', '1', 'deny', 'NONE'],
  ['', '', 'deny', 'NONE'],
  ['0', '', 'deny', 'EMAIL'],
  ['', '0', 'target-default', null],
  ['0', '0', 'target-default', 'BOTH'],
] as const)('contactMethod: e-mail opt-out %j, SMS %j, unknown %s', (mail, sms, consentUnknown, value) => {
  expect(apply(['contactMethod'], [mail, sms], { consentUnknown }).value).toBe(value);
});
