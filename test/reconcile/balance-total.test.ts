import { describe, expect, it } from 'vitest';
import { balance, type Part, type Sums } from '../../src/reconcile/balance-total.ts';

const none: Record<Part, Sums> = {
  ...{ copies: new Map(), merged: new Map(), excluded: new Map() },
  ...{ rejected: new Map(), kept: new Map(), target: new Map() },
};
const sums = (group: string, cents: bigint): Sums => new Map([[group, cents]]);
const MONEY = { name: 'invoices.total', unit: 'money' } as const;
const MONTHS = ['month', 'location'] as const;

describe('one control total', () => {
  it('adds up where every part is known, and tells money to the cent', () => {
    const source = new Map([
      ['2026-03|1', 1000n],
      ['2026-04|1', 5n],
    ]);
    const total = balance(
      MONEY,
      MONTHS,
      source,
      {
        ...none,
        target: sums('2026-03|1', 700n),
        rejected: sums('2026-03|1', 300n),
        excluded: sums('2026-04|1', 5n),
      },
      new Map([['1', 'Harbor | West']]),
    );
    expect(total).toMatchObject({
      ...{ source: '10.05', target: '7.00', rejected: '3.00', excluded: '0.05', balanced: true },
      groups: [{ group: '2026-03|Harbor / West', source: '7.00', target: '7.00', balanced: true }],
    });
  });

  it.each(['target', 'merged', 'excluded', 'rejected', 'kept', 'copies'] as const)(
    'does not add up with one cent more in %s',
    (part) => {
      const parts = { ...none, target: sums('a', 1000n) };
      expect(balance(MONEY, MONTHS, sums('a', 1000n), parts, new Map()).balanced).toBe(true);
      const more = { ...parts, [part]: sums('a', (parts[part].get('a') ?? 0n) + 1n) };
      expect(balance(MONEY, MONTHS, sums('a', 1000n), more, new Map()).balanced).toBe(false);
    },
  );

  it('does not add up where a cent stands in another group', () => {
    const parts = { ...none, target: new Map([...sums('a', 999n), ...sums('b', 1n)]) };
    const total = balance(MONEY, MONTHS, sums('a', 1000n), parts, new Map());
    expect(total).toMatchObject({ source: '10.00', target: '10.00', balanced: false });
  });

  it('tells ids where two locations have one label, and no groups without dimensions', () => {
    const parts = { ...none, target: sums('2026-03|1', 1n) };
    const same = new Map([
      ['1', 'Harbor'],
      ['2', 'Harbor'],
    ]);
    expect(balance(MONEY, MONTHS, sums('2026-03|1', 1n), parts, same).groups?.[0]?.group).toBe('2026-03|1');
    expect(balance(MONEY, [], sums('', 1n), { ...none, target: sums('', 1n) }, same).groups).toBeUndefined();
  });
});
