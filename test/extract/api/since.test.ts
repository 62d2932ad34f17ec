import { describe, expect, it } from 'vitest';
import { moneyResort, type Records } from '../../support/resort.ts';
import { codesOf, served, taken } from './support.ts';

/** Owner 103 changed, owner 102 has a stay since then; nothing is told of owner 101. */
function resort(): Records {
  const data: Records = { ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] };
  const long = { start_date: '2025-09-02 08:00:00', end_date: '2025-09-04 08:00:00' };
  for (const stay of data['reservations'] ?? []) if (stay['id'] !== '902') Object.assign(stay, long);
  for (const invoice of data['invoices'] ?? [])
    if (invoice['id'] !== '7002') Object.assign(invoice, { create_stamp: '1756800000', complete: '1' });
  return { ...data, new_modified_owners: (data['owners'] ?? []).filter(({ id }) => id === '103') };
}

const ids = (lines: Record<string, string | null>[]) => lines.map(({ id }) => id);

describe('--since', () => {
  it('takes what can have changed, each record whole, and nothing of the others', async () => {
    const server = await served({ data: resort() });
    const found = await taken(server, { since: '2026-02-20' });
    expect(ids(await found.lines('owners'))).toEqual(['102', '103']);
    expect(ids(await found.lines('animals'))).toEqual(['502', '503']);
    expect(ids(await found.lines('reservations'))).toEqual(['902']);
    expect(ids(await found.lines('invoices'))).toEqual(['7002']);
    expect(ids(await found.lines('payments'))).toEqual(['6003']);
    expect(ids(await found.lines('immunizations'))).toEqual(['3003']);
    expect([...server.asked.keys()].filter((text) => /animal_id=501|id=7001/.test(text))).toEqual([]);
    expect(server.mistakes).toEqual([]);
  });

  it('says what it cannot know, and is never complete', async () => {
    const server = await served({ data: resort() });
    const found = await taken(server, { since: '2026-02-20' });
    expect(codesOf(found)).toContain('API_SINCE_UNKNOWN');
    expect(new Set(found.manifest.entities.map(({ completeness }) => completeness))).toEqual(
      new Set(['incomplete']),
    );
    await expect(
      taken(server, { since: '2026-02-20' }, { some: { complete: ['owners'] } }),
    ).rejects.toMatchObject({ code: 'COMPLETE_SINCE', context: { exit: 2 } });
  });
});
