import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../src/core/mask.ts';

describe('mask', () => {
  it('keeps the shape and not the content', () => {
    expect(mask('Robin.Example+1@example.test')).toBe('xxxxx.xxxxxxx+9@xxxxxxx.xxxx');
    expect(mask('(303) 555-0142')).toBe('(999) 999-9999');
    expect(mask('Zoë Ångström')).toBe('xxx xxxxxxxx');
    expect(mask('')).toBe('');
  });

  it('shows nothing of what is neither letter, digit nor ASCII', () => expect(mask('🐶–٣')).toBe('??9'));

  it('caps the length', () => {
    expect(mask('a'.repeat(40))).toBe('x'.repeat(40));
    expect(mask('a'.repeat(10_000))).toBe(`${'x'.repeat(39)}…`);
  });

  it('lets no letter or digit through, stays short, and masks its own masks to themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
        const masked = mask(value);
        expect(masked).not.toMatch(/[a-wyzA-Z0-8\u{80}-\u{2025}\u{2027}-\u{10ffff}]/u);
        expect(masked.length).toBeLessThanOrEqual(40);
        expect(mask(masked)).toBe(masked);
      }),
    );
  });
});
