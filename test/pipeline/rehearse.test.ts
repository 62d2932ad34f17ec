import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { listRehearsals } from '../../src/ledger/rehearsals.ts';
import { rehearse } from '../../src/pipeline/rehearse.ts';
import type { RehearseResult } from '../../src/pipeline/results.ts';
import { status } from '../../src/pipeline/status.ts';
import { recordOf, smallResort, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';

const start = testRuns();

const rehearseOn = (run: TestRun, from: string): Promise<RehearseResult> =>
  rehearse(run.runtime, { from: [from] });
const rehearsals = ({ runtime, withTarget }: TestRun) =>
  withTarget((session) => listRehearsals(session, runtime.settings.tenant.id));
const batches = (run: TestRun) =>
  rowsOf(run, 'SELECT public_id AS id, state FROM migration.batches b ORDER BY b.id');

/** The same run, which stops where it is about to take the batch back. */
const stopping = ({ runtime }: TestRun) => ({
  ...runtime,
  progress: {
    ...runtime.progress,
    stage(name: string) {
      if (name === 'rollback') throw new Error('stopped');
    },
  },
});

const STEPS = [
  ...[
    'extract',
    'transform',
    'validate',
    'load',
    'verify',
    'rollback',
    'compare',
    'loadAgain',
    'verifyAgain',
  ],
];

it.each(['pglite', 'postgres'] as const)(
  'on %s: loads, takes back to the same fingerprint and loads again; repeated, it tells the same and does nothing',
  async (kind) => {
    const run = await start(kind);
    const from = await writeResort(smallResort());
    const proof = await rehearseOn(run, from);
    expect(proof).toMatchObject({
      ...{ status: 'ok', verdict: 'proven', repeated: false, differences: [] },
      ...{ rows: { inserted: 16, updated: 0 }, verified: true, verifiedAgain: true },
      buckets: { reversed: 16, kept: 0, blocked: 0, failed: 0 },
      compared: { rows: 16, equal: 16, different: 0 },
      loaded: { status: 'ok', batch: { id: proof.batches.again, state: 'verified' } },
    });
    expect(proof.records).toBe(proof.loaded.entities.reduce((sum, { read }) => sum + read, 0));
    expect(proof.fingerprints.rolledBack).toBe(proof.fingerprints.before);
    expect(proof.fingerprints.loaded).not.toBe(proof.fingerprints.before);
    expect(Object.keys(proof.durationsMs).sort()).toEqual([...STEPS].sort());
    expect(await batches(run)).toEqual([
      { id: proof.batches.first, state: 'rolled_back' },
      { id: proof.batches.again, state: 'verified' },
    ]);
    const [kept] = await rehearsals(run);
    expect(kept).toMatchObject({ verdict: 'proven', durationsMs: proof.durationsMs });

    const page = await readFile(proof.report.html, 'utf8');
    expect(page).toMatch(
      /id="way-back"[\s\S]*nobody changed a row of the load since[\s\S]*PROVEN<\/span> on 20/,
    );

    const before = await stateOf(run.target);
    const again = await rehearseOn(run, from);
    expect(again).toEqual({ ...proof, repeated: true });
    expect(await stateOf(run.target)).toEqual(before);
    expect(await rehearsals(run)).toHaveLength(1);
  },
);

describe('on a server', () => {
  const kind = 'postgres';

  it('goes on where it was stopped, and is no proof where people worked meanwhile: what they did is kept and named', async () => {
    const run = await start(kind);
    const from = await writeResort(smallResort());
    await expect(rehearse(stopping(run), { from: [from] })).rejects.toThrow('stopped');
    expect(await status(run.runtime)).toMatchObject({ rehearsal: { verdict: null } });
    await person(run, `UPDATE pets SET notes = 'Theirs' WHERE "externalId" = '501'`);
    const proof = await rehearseOn(run, from);
    expect(proof).toMatchObject({
      ...{ status: 'failed', verdict: 'different' },
      buckets: { reversed: 14, kept: 2, blocked: 0, failed: 0 },
    });
    expect(proof.kept.map(({ table }) => table).sort()).toEqual(['customers', 'pets']);
    expect(proof.differences.join(' ')).toMatch(/2 rows were kept.*fingerprint after the rollback/);
    expect(await batches(run)).toHaveLength(2);
    expect(await rowsOf(run, `SELECT notes FROM pets WHERE "externalId" = '501'`)).toEqual([
      { notes: 'Theirs' },
    ]);
    expect(await rehearsals(run)).toMatchObject([{ verdict: 'different' }]);
  });

  it('says that it proved nothing where somebody else wrote meanwhile', async () => {
    const run = await start(kind);
    await person(
      run,
      `CREATE FUNCTION busy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO resources (id, "tenantId", name, type, "updatedAt") VALUES (gen_random_uuid()::text, OLD."tenantId", OLD.id, 'KENNEL', now());
         RETURN NULL; END $$;
       CREATE TRIGGER busy AFTER DELETE ON customers FOR EACH ROW EXECUTE FUNCTION busy()`,
    );
    const proof = await rehearseOn(run, await writeResort(smallResort()));
    expect(proof).toMatchObject({ status: 'failed', verdict: 'different', buckets: { kept: 0, blocked: 0 } });
    expect(proof.differences).toEqual([expect.stringContaining('fingerprint after the rollback')]);
  });

  it('refuses what the target holds already, and a load that is refused ends it', async () => {
    const run = await start(kind, {
      rejects: { accept: {}, refuse: { animals: { kind: 'count', value: 0 } } },
    });
    const records = smallResort();
    const from = await writeResort(records);
    const { batch } = await runOn(run, records);
    await expect(rehearseOn(run, from)).rejects.toMatchObject({
      ...{ code: 'NOTHING_TO_REHEARSE', exit: 4, message: expect.stringContaining(batch?.id ?? 'no batch') },
    });
    recordOf(records, 'owners', '103')['first_name'] = 'Other';
    const onTop = await runOn(run, records);
    await expect(rehearseOn(run, await writeResort(records))).rejects.toMatchObject({
      message: expect.stringContaining(onTop.batch?.id ?? 'no batch'),
      context: {
        hint: expect.stringContaining(
          `rollback ${batch?.id} --through --target ${run.runtime.settings.target.name}`,
        ),
      },
    });
    expect(await batches(run)).toEqual([
      { id: batch?.id, state: 'verified' },
      { id: onTop.batch?.id, state: 'verified' },
    ]);
    expect((await status(run.runtime)).rehearsal).toBeNull();

    recordOf(records, 'animals', '502')['owner_id'] = '999';
    const refused = await rehearseOn(run, await writeResort(records, '2026-03-02'));
    expect(refused).toMatchObject({ status: 'refused', verdict: 'refused', buckets: null });
    expect(refused.differences[0]).toContain('animals: 1 of 3');
    expect(await batches(run)).toHaveLength(2);
  });

  it('rehearses a later snapshot on top of a batch, which stands behind it', async () => {
    const run = await start(kind);
    const records = smallResort();
    const { batch } = await runOn(run, records);
    recordOf(records, 'owners', '102')['city'] = 'Elsewhere';
    const proof = await rehearseOn(run, await writeResort(records, '2026-03-02'));
    expect(proof).toMatchObject({ verdict: 'proven', rows: { inserted: 0, updated: 1 } });
    expect((await batches(run)).map(({ state }) => state)).toEqual(['verified', 'rolled_back', 'verified']);
    expect((await batches(run))[0]).toEqual({ id: batch?.id, state: 'verified' });
  });

  it('refuses a production target before it reads anything', async () => {
    const run = await start(kind);
    await person(run, 'UPDATE tenants SET is_production = true');
    await expect(rehearseOn(run, '/nowhere')).rejects.toMatchObject({ code: 'TARGET_PRODUCTION', exit: 4 });
  });
});
