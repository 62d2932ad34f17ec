import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MigrateError } from '../../src/core/errors.ts';
import { signOffs } from '../../src/pipeline/proofs.ts';
import { signOff, writeExceptions } from '../../src/pipeline/sign-off.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { readinessOf } from '../../src/reconcile/readiness.ts';
import { reportHash } from '../../src/reconcile/report-hash.ts';
import { recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

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

const storedOf = async (run: TestRun): Promise<RunModel> => {
  const [row] = await rowsOf(run, 'SELECT result FROM migration.batches');
  return row?.['result'] as RunModel;
};

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

describe('a file of acceptances', () => {
  /** With the exceptions of `loaded` written into a file, as cells by code. */
  async function listed(name: string) {
    const start = await loaded();
    const file = path.join(start.run.runtime.settings.workspace, name);
    const written = await writeExceptions(start.run.runtime, { batch: start.batch, file });
    const text = await readFile(file, 'utf8');
    const signFile = (acceptFile: string, accept: string[] = []) =>
      signOff(start.run.runtime, { batch: start.batch, name: NAME, accept, reason: 'typed', acceptFile });
    return { ...start, file, text, written, signFile };
  }

  it('is written with counts and without reasons; filled in, it signs', async () => {
    const { run, batch, file, text, written, signFile } = await listed('exceptions.csv');
    const [head, ...lines] = text.slice(1).trimEnd().split('\r\n');
    expect(head).toBe('"code","what","up_to","reason"');
    expect(lines).toHaveLength(written.exceptions);
    expect(written.open).toBe(written.exceptions);
    expect(lines[0]).toMatch(/^"ANIMAL_OWNER_UNKNOWN",".+","1",""$/);

    const unfilled = await signFile(file);
    expect(unfilled).toMatchObject({ signed: false, accepted: [] });
    expect(unfilled.open.map(({ why }) => why)).toEqual(lines.map(() => 'its reason is empty'));

    // As a spreadsheet program of Europe saves it.
    const filled = text.replaceAll(',""\r\n', ',"-2 of them; we know"\r\n').replaceAll('","', '";"');
    await writeFile(file, filled);
    const done = await signFile(file);
    expect(done).toMatchObject({ signed: true, open: [], unneeded: [] });
    expect(done.accepted[0]).toMatchObject({
      code: 'ANIMAL_OWNER_UNKNOWN',
      upTo: 1,
      reason: '-2 of them; we know',
    });
    const [stored] = await signOffs.read(run.runtime.settings.workspace);
    expect(stored?.accepted).toEqual(done.accepted);
    expect(await readFile(done.report.html, 'utf8')).toContain('up to 1 accepted');

    const again = file.replace('.csv', '-2.yaml');
    expect(await writeExceptions(run.runtime, { batch, file: again })).toMatchObject({ open: 0 });
    expect(await readFile(again, 'utf8')).toContain('reason: -2 of them; we know');
    expect(
      codeOf(await writeExceptions(run.runtime, { batch, file }).catch((error: unknown) => error)),
    ).toEqual([...['EXCEPTIONS_FILE_EXISTS', 2]]);
    expect(await readFile(file, 'utf8')).toBe(filled);
  });

  it('covers no more than it says, and tells of codes that the batch has not', async () => {
    const { run, text, signFile, file } = await listed('exceptions.yaml');
    const { exceptions } = readinessOf(await storedOf(run), { waivers: [] }, 0);
    const most = exceptions.find(({ count }) => count > 1);
    if (!most) throw new Error('no exception of several');
    await writeFile(
      file,
      `${text
        .replaceAll('reason: ""', 'reason: known')
        .replace(
          new RegExp(`(code: ${most.code}\\n.*\\n  up_to: )\\d+`),
          `$1${most.count - 1}`,
        )}- code: GONE_SINCE\n  reason: it was there before\n`,
    );
    const done = await signFile(file);
    expect(done).toMatchObject({ signed: false, unneeded: ['GONE_SINCE'] });
    expect(done.open).toEqual([
      { code: most.code, kind: most.kind, count: most.count, why: `accepted up to ${most.count - 1} only` },
    ]);
    const codes = await rowsOf(run, 'SELECT code FROM migration.waivers');
    expect(codes).toHaveLength(exceptions.length - 1);
    // What is typed goes before the file.
    expect(await signFile(file, [most.code])).toMatchObject({ signed: true });
  });

  it('says all that is wrong with it at once, and keeps nothing', async () => {
    const { run, file, signFile } = await listed('exceptions.csv');
    await writeFile(file, 'code,reason,up_to,who\nservices.price,x,,me\n');
    expect(await signFile(file).catch((error: unknown) => error)).toMatchObject({ code: 'CONFIG_INVALID' });
    await writeFile(file, 'code,reason,up_to\nservices.price,x,many\nA,x,\nA,x,\n,x,\n');
    const failure = await signFile(file).catch((error: unknown) => error);
    expect(codeOf(failure)).toEqual(['CONFIG_INVALID', 2]);
    const { message } = failure instanceof Error ? failure : { message: '' };
    for (const part of [
      '3 things are wrong',
      'exceptions.csv:2 says nothing',
      ':4 names A once more',
      ':5 code',
    ])
      expect(message).toContain(part);
    expect(codeOf(await signFile(`${file}.gone`).catch((error: unknown) => error))).toEqual([
      ...['DECISIONS_UNREADABLE', 2],
    ]);
    expect(await rowsOf(run, 'SELECT * FROM migration.waivers')).toEqual([]);
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
