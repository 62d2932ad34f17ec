import { describe, expect, test } from 'vitest';
import { moneyResort } from '../../support/resort.ts';
import { mapLine } from '../support.ts';

// A list alone brings no rows.
const { species: _, ...records } = moneyResort();
const RECORDS = Object.entries(records).map(([entity, [record = {}]]) => [entity, record] as const);

describe('no empty cell loses a record in silence (P-MON-11)', () => {
  test.each(RECORDS)('%s', async (entity, record) => {
    const kept = await mapLine(entity, record);
    const endings = await Promise.all(
      Object.keys(record).map(async (column) => {
        const line = await mapLine(entity, { ...record, [column]: null });
        expect(line.state === kept.state || line.code !== null, `${column}: ${line.state}`).toBe(true);
        return line.state;
      }),
    );
    // Without its id a record cannot be told apart; that is why the check above means something.
    expect(endings).toContain('rejected');
  });
});
