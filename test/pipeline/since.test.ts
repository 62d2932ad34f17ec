import { expect, it } from 'vitest';
import { runAll } from '../../src/pipeline/run.ts';
import { served } from '../extract/api/support.ts';
import { moneyResort, type Records } from '../support/resort.ts';
import { testRuns } from '../support/runs.ts';
import { stateOf } from '../support/state.ts';

const open = testRuns();

const SINCE = '2026-02-20';
/** Two stays and a sale of a time that `--since` does not ask for. */
function resort(): Records {
  const data: Records = { ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] };
  const long = { start_date: '2025-09-02 08:00:00', end_date: '2025-09-04 08:00:00' };
  for (const stay of data['reservations'] ?? []) if (stay['id'] !== '902') Object.assign(stay, long);
  return { ...data, new_modified_owners: [] };
}

it('loads what --since brings on top of an earlier load, and takes nothing back of what it did not ask for', {
  timeout: 300_000,
}, async () => {
  const data = resort();
  const server = await served({ data });
  const run = await open('pglite', { gingr: server.settings() });
  const take = async (since: string | null) => {
    run.runtime.settings = { ...run.runtime.settings, gingr: server.settings({ since }) };
    const result = await runAll(run.runtime, { command: 'run', from: ['gingr-api'] });
    return { result, rows: (await stateOf(run.target)).rows };
  };
  const first = await take(null);
  expect(first.result.verification.differences).toEqual([]);

  const owner = data['owners']?.find(({ id }) => id === '103') ?? {};
  Object.assign(owner, { first_name: 'Renamed' });
  data['new_modified_owners'] = [owner];
  const second = await take(SINCE);
  expect(second.result.verification.differences).toEqual([]);

  const changed = Object.entries(second.rows).filter(
    ([table, rows]) => JSON.stringify(rows) !== JSON.stringify(first.rows[table]),
  );
  expect(changed.map(([table]) => table)).toEqual(['customers']);
  const names = (rows: Record<string, unknown>[] | undefined) =>
    Object.fromEntries((rows ?? []).map((row) => [row['externalId'], row['firstName']]));
  expect(names(second.rows['customers'])).toEqual({ ...names(first.rows['customers']), 103: 'Renamed' });
});
