import { describe, expect, it } from 'vitest';
import { renderPage } from '../../src/report/page.ts';
import { model } from './fixture.ts';
import { rowsOf, sectionOf, textOf } from './reading.ts';

const sectionIn = (run: ReturnType<typeof model>) => sectionOf(renderPage(run), 'fidelity');

describe('the fidelity statement of the report', () => {
  it('says what has no home, how many, of what value, where it was kept and by which rule', () => {
    const rows = rowsOf(sectionIn(model()));
    expect(rows).toEqual([
      'What How many Of what value Kept Where',
      'Payments and refunds, excluded: Payment of nothing PAYMENT_ZERO 380 0.00 ▲ not in Tailtown in the snapshot only',
      'Owners: Second e-mail 1,210 ✓ in notes in customers.notes, labelled',
      'owners.gift_balance 31 1,240.50 ▲ not in Tailtown in the snapshot only',
    ]);
  });

  it('folds what merely repeats other files', () => {
    const repeats = {
      ...{ name: 'column/reservations.city', what: 'reservations.city', code: null, count: 7, value: null },
      ...{ kept: 'repeated' as const, where: 'in the snapshot; it repeats other files' },
    };
    const run = model();
    const shown = sectionIn(model({ fidelity: [repeats, ...(run.fidelity ?? [])] }));
    expect(shown.indexOf('owners.gift_balance')).toBeLessThan(shown.indexOf('reservations.city'));
    expect(textOf(shown)).toContain('Columns that repeat what other files say (1');
    expect(textOf(sectionIn(model({ fidelity: [repeats] })))).toContain(
      'Everything that was seen has a place',
    );
  });

  it('tells nothing to tell apart from nothing told', () => {
    expect(textOf(sectionIn(model({ fidelity: [] })))).toContain(
      'Everything that was seen has a place of its own.',
    );
    const older = textOf(sectionIn(model({ fidelity: null })));
    expect(older).toContain('? NOT TOLD');
    expect(older).not.toContain('Everything that was seen');
  });
});
