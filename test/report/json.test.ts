import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runJson } from '../../src/report/json.ts';
import { model } from './fixture.ts';

const count = z.int().nonnegative();
const amount = z.string().regex(/^-?\d+(\.\d+)?$/);

const SHAPE = z.strictObject({
  command: z.string(),
  status: z.enum(['ok', 'attention', 'refused', 'failed']),
  batch: z
    .strictObject({
      id: z.uuid(),
      snapshot: z.string(),
      mapping: z.string(),
      target: z.string(),
      tenant: z.uuid(),
      state: z.string(),
    })
    .nullable(),
  entities: z.array(
    z.strictObject({
      entity: z.string(),
      lines: count,
      copies: count,
      read: count,
      inserted: count,
      updated: count,
      unchanged: count,
      merged: count,
      excluded: count,
      rejected: count,
      balanced: z.boolean(),
    }),
  ),
  vanished: z.array(
    z.strictObject({
      entity: z.string(),
      why: z.enum(['vanished', 'outdated']),
      records: count,
      softDeleted: count,
      before: count,
      gone: count,
      kept: count,
      reasons: z.array(z.strictObject({ code: z.string(), count })),
      money: amount.nullable(),
      balanced: z.boolean(),
    }),
  ),
  tables: z.array(
    z.strictObject({
      table: z.string(),
      inserted: count,
      updated: count,
      unchanged: count,
      softDeleted: count,
    }),
  ),
  totals: z.array(
    z.strictObject({
      name: z.string(),
      source: amount,
      target: amount,
      merged: amount,
      excluded: amount,
      rejected: amount,
      keptByPeople: amount,
      balanced: z.boolean(),
    }),
  ),
  balances: z
    .strictObject({
      notChecked: z.string().nullable(),
      owners: count,
      differing: count,
      gingr: amount,
      tailtown: amount,
      difference: amount,
    })
    .nullable(),
  issues: z.array(
    z.strictObject({ code: z.string(), severity: z.enum(['error', 'warning', 'info']), count }),
  ),
  forced: z.array(z.strictObject({ table: z.string(), column: z.string(), count })),
  verification: z.strictObject({
    compared: count,
    different: count,
    missing: count,
    unexpected: count,
    notChecked: z.array(z.strictObject({ check: z.string(), why: z.string() })),
  }),
  report: z.strictObject({ html: z.string(), json: z.string() }).nullable(),
  durationsMs: z.record(z.string(), z.number()),
});

describe('runJson', () => {
  const report = { html: 'reports/one/index.html', json: 'reports/one/report.json' };

  it('has exactly the shape of DESIGN.md 6.3', () => {
    const printed = runJson(model(), report);
    expect(SHAPE.parse(JSON.parse(JSON.stringify(printed)))).toEqual(printed);
    expect(Object.keys(printed)).toEqual(Object.keys(SHAPE.shape));
    expect(SHAPE.parse(runJson(model({ batch: null }), null))).toMatchObject({ batch: null, report: null });
  });

  it('prints the figures of the model, and no example', () => {
    const printed = runJson(model(), report);
    expect(printed.entities).toEqual(model().entities);
    expect(printed.totals[0]).toMatchObject({
      name: 'reservations.starts',
      source: '7345',
      target: '7304',
      excluded: '40',
      rejected: '1',
    });
    expect(JSON.stringify(printed)).not.toContain('xxxx@');
  });

  it('prints what owners owe, and no owner', () => {
    const balances = {
      ...{
        notChecked: null,
        owners: 24,
        differing: 1,
        gingr: '10.00',
        tailtown: '60.00',
        difference: '50.00',
      },
      differences: [{ sourceId: '40123', gingr: '10.00', tailtown: '60.00', difference: '50.00' }],
    };
    const { balances: printed } = SHAPE.parse(runJson(model({ balances }), report));
    expect(printed).toMatchObject({ owners: 24, differing: 1, difference: '50.00' });
  });
});
