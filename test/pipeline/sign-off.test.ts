import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { MigrateError } from '../../src/core/errors.ts';
import { signOffs } from '../../src/pipeline/proofs.ts';
import { signOff } from '../../src/pipeline/sign-off.ts';
import { reportHash } from '../../src/reconcile/report-hash.ts';
import { recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

const start = testRuns();
const NAME = 'R. Rivera';

/** One animal that cannot be moved; services whose price, duration and category are forced. */
async function loaded() {
  const run = await start('postgres');
  const records = smallResort();
  records['animals']?.push({ ...recordOf(records, 'animals', '501'), id: '599', owner_id: '999' });
  const model = await runOn(run, records);
  const batch = model.batch?.id ?? '';
  const sign = (accept: string[], reason: string | null = 'seen with the front desk') =>
    signOff(run.runtime, { batch, name: NAME, accept, reason });
  return { run, model, batch, sign };
}

const codeOf = (failure: unknown) =>
  failure instanceof MigrateError ? [failure.code, failure.exit] : failure;

describe('signoff', () => {
  it('keeps waivers, and signs once no exception is open any more', async () => {
    const { run, model, batch, sign } = await loaded();
    const first = await sign(['ANIMAL_OWNER_UNKNOWN']);
    expect(first).toMatchObject({ signed: false, file: null, at: null });
    expect(first.open.map(({ code }) => code)).toContain('services.price');
    expect(await readFile(first.report.html, 'utf8')).toMatch(/Not ready for the cutover: nobody accepted/);
    expect(await rowsOf(run, 'SELECT * FROM migration.sign_offs')).toEqual([]);

    const done = await sign(first.open.map(({ code }) => code));
    expect(done).toMatchObject({ signed: true, open: [] });
    expect(done.hashes).toEqual({
      snapshot: model.context.snapshot,
      mapping: model.context.mapping,
      report: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const page = await readFile(done.report.html, 'utf8');
    expect(page).toContain(`Ready for the cutover, with ${done.accepted.length} accepted exceptions.`);
    expect(page).toContain('seen with the front desk');
    expect(page).toContain('those of this report');
    expect(page).toContain(done.hashes.report);

    const [file] = await signOffs.read(run.runtime.settings.workspace);
    expect(file).toMatchObject({ batch, name: NAME, at: done.at, ...done.hashes });
    expect(file?.accepted).toEqual(done.accepted);
  });

  it('is in the audit trail, which refuses every change', async () => {
    const { run, sign } = await loaded();
    const { open } = await sign([]);
    await sign(open.map(({ code }) => code));
    const events = await rowsOf(run, `SELECT action, details FROM migration.audit_events ORDER BY id`);
    expect(events.filter(({ action }) => action === 'waiver')).toHaveLength(open.length);
    expect(events.at(-1)).toMatchObject({ action: 'sign-off', details: { name: NAME } });
    for (const change of [
      `UPDATE migration.audit_events SET actor = 'x'`,
      'DELETE FROM migration.audit_events',
    ])
      await expect(person(run, change)).rejects.toThrow();
  });

  it('refuses a batch that does not balance, and one that was rolled back', async () => {
    const { run, model, sign } = await loaded();
    await person(
      run,
      `UPDATE migration.batches SET result = jsonb_set(result, '{entities,0,inserted}', '999')`,
    );
    expect(codeOf(await sign([]).catch((error: unknown) => error))).toEqual(['BATCH_UNBALANCED', 4]);
    expect(await rowsOf(run, 'SELECT * FROM migration.sign_offs')).toEqual([]);
    await undo(run, model.batch);
    expect(codeOf(await sign([]).catch((error: unknown) => error))).toEqual(['BATCH_ROLLED_BACK', 4]);
  });

  it('takes no code that the batch has not, and none without a reason', async () => {
    const { run, sign } = await loaded();
    expect(codeOf(await sign(['NO_SUCH']).catch((error: unknown) => error))).toEqual([
      'SIGNOFF_CODE_UNKNOWN',
      2,
    ]);
    expect(codeOf(await sign(['services.price'], ' ').catch((error: unknown) => error))).toEqual([
      ...['SIGNOFF_REASON_MISSING', 2],
    ]);
    expect(await rowsOf(run, 'SELECT * FROM migration.waivers')).toEqual([]);
  });

  it('finds a sign-off in the workspace that was changed since', async () => {
    const { run, sign } = await loaded();
    const { open } = await sign([]);
    const { file } = await sign(open.map(({ code }) => code));
    const text = await readFile(file ?? '', 'utf8');
    await writeFile(file ?? '', text.replace(NAME, 'Somebody else'));
    const failure = await signOffs.read(run.runtime.settings.workspace).catch((error: unknown) => error);
    expect(codeOf(failure)).toEqual(['EVIDENCE_ALTERED', 4]);
  });
});

describe('the hash of a report', () => {
  it('is the same in whatever order the database gives the figures, and another one for another figure', async () => {
    const { model } = await loaded();
    const { report: _, ...figures } = model;
    const turned = Object.fromEntries(Object.entries(figures).reverse()) as typeof figures;
    expect(reportHash(turned)).toBe(reportHash(figures));
    expect(reportHash({ ...figures, durationsMs: { load: 7 } })).toBe(reportHash(figures));
    expect(reportHash({ ...figures, forced: [] })).not.toBe(reportHash(figures));
  });
});
