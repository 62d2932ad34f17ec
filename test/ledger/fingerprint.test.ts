import { describe, expect, it } from 'vitest';
import { introspect } from '../../src/database/introspect.ts';
import { fingerprint } from '../../src/ledger/fingerprint.ts';
import { smallResort } from '../support/resort.ts';
import { runOn, testRuns } from '../support/runs.ts';

const start = testRuns();

const owner = (id: string, set: string) => `UPDATE customers SET ${set} WHERE "externalId" = '${id}'`;
const pet = (set: string) => `UPDATE pets SET ${set} WHERE "externalId" = '501'`;
const stay = (set: string) => `UPDATE reservations SET ${set} WHERE "externalId" = '901'`;

/** Small changes of loaded rows, and what makes each of them what it was. */
const CHANGES: [what: string, change: string, back: string][] = [
  ['a trailing blank', owner('101', `city = 'Here '`), owner('101', `city = 'Here'`)],
  ['an empty text for none', owner('101', `"referralSource" = ''`), owner('101', '"referralSource" = NULL')],
  [
    'a value that two rows exchange',
    `${owner('101', `city = 'There'`)}; ${owner('102', `city = 'Here'`)}`,
    `${owner('101', `city = 'Here'`)}; ${owner('102', `city = 'There'`)}`,
  ],
  [
    'a value that two columns exchange',
    owner('101', `city = 'Ours', state = 'Here'`),
    owner('101', `city = 'Here', state = 'Ours'`),
  ],
  [
    'a number written otherwise inside JSON',
    owner('101', `"customerIcons" = '[1.00]'`),
    owner('101', `"customerIcons" = '[1.0]'`),
  ],
  ['the sign of zero', pet(`weight = '-0'`), pet(`weight = '0'`)],
  ['an enum value', stay(`status = 'NO_SHOW'`), stay(`status = 'PENDING'`)],
  ['a second', stay(`"startDate" = '2026-03-01T10:00:01'`), stay(`"startDate" = '2026-03-01T10:00:00'`)],
];

describe.each(['pglite', 'postgres'] as const)('on %s', (kind) => {
  it('tells every small change, and none that was taken back', async () => {
    const run = await start(kind);
    await runOn(run, smallResort());
    await run.withTarget(async (session) => {
      const shape = await introspect(session);
      const taken = () => fingerprint(session, shape, run.runtime.settings.tenant.id);
      for (const [, , back] of CHANGES) await session.exec(back);
      const before = await taken();
      for (const [what, change, back] of CHANGES) {
        await session.exec(change);
        expect(await taken(), what).not.toBe(before);
        await session.exec(back);
        expect(await taken(), `${what}, taken back`).toBe(before);
      }
      await session.exec(`INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "updatedAt")
        VALUES ('theirs', 'another', 'a@example.test', 'A', 'B', '2026-01-01')`);
      expect(await taken(), 'a row of another tenant').toBe(before);
    });
  });
});
