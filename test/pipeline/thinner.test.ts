import { describe, expect, it } from 'vitest';
import { moneyResort, type Records } from '../support/resort.ts';
import { runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';

const open = testRuns();

/** Rows without what names the batch. */
async function rowsOf(run: TestRun) {
  const { rows } = await stateOf(run.target);
  return Object.fromEntries(
    Object.entries(rows).map(([table, all]) => [
      table,
      all.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => !/batch|updated/i.test(name))),
      ),
    ]),
  ) as Records;
}

const only = (rows: Record<string, string>[] | undefined, names: string): Record<string, string>[] =>
  (rows ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => names.split(' ').includes(name))),
  );

describe('a later export with fewer columns', () => {
  it('takes nothing away: what it has no column for stays as it was loaded', {
    timeout: 300_000,
  }, async () => {
    const run = await open('postgres');
    const data = moneyResort();
    const first = await runOn(run, data, '2026-03-10');
    const before = await rowsOf(run);
    const thin: Records = {
      ...data,
      owners: only(data['owners'], 'id first_name last_name email').map((owner, index) =>
        index === 2 ? { ...owner, first_name: 'Renamed' } : owner,
      ),
      animals: only(data['animals'], 'id owner_id first_name species_id'),
      reservations: only(data['reservations'], 'id start_date end_date type_id a_id o_id confirmed_stamp'),
    };
    const second = await runOn(run, thin, '2026-03-11');
    expect(second.verification.differences).toEqual([]);
    expect([second.wrote, second.batch?.id === first.batch?.id]).toEqual([true, false]);
    expect(second.issues).toContainEqual(
      expect.objectContaining({ code: 'COLUMN_NOT_EXPORTED', severity: 'warning' }),
    );
    expect(second.issues.filter(({ code }) => code === 'VALUE_SUSPECT')).toEqual([]);
    const [owner] = (before['customers'] ?? []).filter((row) => row['externalId'] === '103');
    Object.assign(owner ?? {}, { firstName: 'Renamed' });
    expect(await rowsOf(run)).toEqual(before);

    // The base holds what was kept: the same again changes nothing, nor does the whole export.
    expect((await runOn(run, thin, '2026-03-11')).batch?.id).toBe(second.batch?.id);
    await runOn(
      run,
      {
        ...data,
        owners: (data['owners'] ?? []).map((own, index) => ({
          ...own,
          ...(index === 2 ? { first_name: 'Renamed' } : {}),
        })),
      },
      '2026-03-12',
    );
    expect(await rowsOf(run)).toEqual(before);
  });

  it('an empty cell of a column that is there is a value', { timeout: 300_000 }, async () => {
    const run = await open('postgres');
    const data = moneyResort();
    await runOn(run, data, '2026-03-10');
    const emptied = (data['owners'] ?? []).map((owner) => ({ ...owner, notes: '' }));
    await runOn(run, { ...data, owners: emptied }, '2026-03-11');
    const { customers = [] } = await rowsOf(run);
    expect(customers.map((row) => row['notes'])).not.toContain('Calls ahead');
  });
});
