import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/core/config/load.ts';
import { RULES, type RuleCode } from '../../src/core/rules/index.ts';
import { vanishedRules } from '../../src/core/rules/vanished.ts';
import type { Settings } from '../../src/core/settings.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { compareWithKey } from '../../src/sample/check.ts';
import { readKey } from '../../src/sample/key.ts';
import { targetLookup } from '../../src/sample/lookup.ts';
import { generateSampleResort } from '../../src/sample/resort.ts';
import { type TestRun, testRun } from '../support/runtime.ts';

const RESORT = path.join(PACKAGE_ROOT, 'samples/resort');
const EXPORT = path.join(RESORT, 'export');
const KEY = path.join(RESORT, 'answer-key.json');

/** Rules that a first load of one folder into an empty target of Tailtown's newest shape cannot provoke. */
const NOT_PROVOKED: Partial<Record<RuleCode, string>> = {
  FILE_LINE_TOO_LONG: 'needs a line of a million characters, which no person would read',
  VALUE_TEXT_TOO_LONG: 'no text column that the spine fills has a length limit in the newest shape',
  RECORD_ID_UNUSABLE: 'needs an id of hundreds of characters',
  SPREADSHEET_ID: 'needs a file that a spreadsheet program saved',
  SPREADSHEET_REFERENCE: 'needs a file that a spreadsheet program saved',
  SPREADSHEET_SAFETY_LOST: 'needs a file that a spreadsheet program saved',
  SPREADSHEET_TEXT_LOST: 'needs a file that a spreadsheet program saved',
  SPREADSHEET_FORMULA: 'needs a file that a spreadsheet program saved',
  SPREADSHEET_DAY: 'needs a workbook; test/extract/workbook.test.ts has them',
  FILE_SHEET_UNKNOWN: 'needs a workbook; test/extract/workbook.test.ts has them',
  RECORD_WITHOUT_PLACE: 'needs a mapping that says nothing of a record',
  VALUE_SUSPECT: 'needs a mapping that reads something wrong',
  INVOICE_OPEN_DIFFERS: 'needs a person who enters a payment in Tailtown',
  INVOICE_NOT_IN_SNAPSHOT: 'needs an earlier load that brought the invoice',
  OWNER_EMAIL_TAKEN: 'needs a customer who is in Tailtown already',
  SAFETY_FACT_LOST: 'needs a mapping that loses a safety fact',
  TARGET_ADOPTED: 'needs a row that is in Tailtown already',
  TARGET_ADOPTION_AMBIGUOUS: 'needs rows that are in Tailtown already',
  TARGET_ADOPTION_DECIDED: 'needs rows that are in Tailtown already',
  TARGET_ADOPTION_DECISION_WRONG: 'needs a file of decisions',
  TARGET_ADOPTION_DECISION_UNUSED: 'needs a file of decisions',
  RECEIPT_PAYMENTS_TWICE: 'needs an earlier load; test/pipeline/receipts.test.ts has it',
  TARGET_ADOPTED_MONEY: 'needs an invoice that is in Tailtown already',
  TARGET_ROW_DELETED: 'needs an earlier load and a person who deletes',
  TARGET_LINK_TAKEN: 'needs an invoice that is in Tailtown already',
  TARGET_ROW_OUTDATED: 'needs an earlier load whose return is taken back',
  ...Object.fromEntries(
    Object.keys(vanishedRules).map((code) => [
      code,
      'needs an earlier load; test/pipeline/vanished.test.ts has them',
    ]),
  ),
  MERGED_IN_GINGR: 'needs a file of merges',
  REFERENCE_MERGED_IN_GINGR: 'needs a file of merges',
  MERGE_WITHOUT_SURVIVOR: 'needs a file of merges',
  TARGET_CONFLICT_KEPT: 'needs an earlier load and a person who edits',
  TARGET_CONFLICT_OVERWRITTEN: 'needs an earlier load and a person who edits',
  TARGET_CONFLICT_FAILS: 'needs an earlier load and a person who edits',
  COLUMN_NOT_EXPORTED: 'needs an earlier load with more columns',
  FORM_FIELD_DEFINITION: 'the API alone defines forms',
  IMPORT_ACCOUNT_UNNEEDED: 'needs records whose authors all move',
  IMPORT_ACCOUNT_ONCE: 'one Gingr database has one',
  TARGET_TABLE_ABSENT: 'the newest shape has every table',
  TARGET_COLUMN_ABSENT: 'the newest shape has every column',
  TARGET_VALUE_REQUIRED: 'the newest shape insists on nothing that is not forced',
  TARGET_ENUM_VALUE_ABSENT: 'the newest shape knows every value',
};

/** Rules about the other ways out of Gingr: test/extract/api and test/extract/dump have them. */
const OTHER_WAY_OUT = /^(?:API|DUMP)_/;

const folders: string[] = [];
const runs: TestRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.drop()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

describe('samples/resort', () => {
  it('is what generateSampleResort writes, byte for byte (P-PRIV-2)', async () => {
    const out = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-resort-'));
    folders.push(out);
    await generateSampleResort(out);
    expect(await contents(RESORT)).toEqual(await contents(out));
  });

  it('provokes every rule that a first load can provoke', async () => {
    const { issues, records } = await readKey(KEY);
    const provoked = new Set<string | null>([...Object.keys(issues), ...records.map(({ code }) => code)]);
    const unprovoked = Object.keys(RULES).filter((code) => !provoked.has(code) && !OTHER_WAY_OUT.test(code));
    expect(unprovoked.sort()).toEqual(Object.keys(NOT_PROVOKED).sort());
  });

  it('has a config that accepts exactly the rejects of its key', async () => {
    const { entities } = await readKey(KEY);
    const rejected = entities.filter((account) => account.rejected > 0);
    expect(settingsOf().rejects.accept).toEqual({
      '*': { kind: 'count', value: 0 },
      ...Object.fromEntries(
        rejected.map((account) => [account.entity, { kind: 'count', value: account.rejected }]),
      ),
    });
  });

  it('has a key that adds up and names every record that is not simply inserted', async () => {
    const { entities, records, recordsComplete } = await readKey(KEY);
    expect(recordsComplete).toBe(true);
    expect(records.every(({ why }) => why !== '')).toBe(true);
    for (const account of entities) {
      const { inserted, merged, excluded, rejected } = account;
      expect(account.lines - account.copies, account.entity).toBe(account.read);
      expect(inserted + merged + excluded + rejected, account.entity).toBe(account.read);
    }
  });

  it.each(['pglite', 'postgres'] as const)('is loaded as its key says, on %s', async (kind) => {
    const run = await start(kind);
    const model = await runAll(run.runtime, { command: 'run', from: [EXPORT] });
    const key = await readKey(KEY);
    const { tenant } = run.runtime.settings;
    const { differences, statements } = await run.withTarget((session) =>
      compareWithKey(model, key, targetLookup(session, { tenant: tenant.id, sourceDatabase: 'main' })),
    );
    expect(differences).toEqual([]);
    expect(statements).toBeGreaterThan(key.records.length + key.expect.length);
    expect(model.status).toBe('ok');
    expect(model.entities.every((account) => account.balanced)).toBe(true);
    expect(model.totals.every((total) => total.balanced)).toBe(true);
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0, safetyDifferent: 0 });
    // Tomorrow is one of the days ahead, and one of their guests could not be moved.
    const ahead = model.tomorrow?.cells ?? [];
    expect(ahead.filter(({ day, target }) => day === '2026-03-16' && target > 0)).not.toEqual([]);
    expect(ahead.filter(({ source, target, notMoved }) => source !== target + notMoved)).toEqual([]);
    expect(ahead.filter(({ notMoved }) => notMoved > 0)).not.toEqual([]);

    const again = await runAll(run.runtime, { command: 'run', from: [EXPORT] });
    expect(again.wrote).toBe(false);
  });

  it('holds the money of each month by the clock of the resort: 23:30 on the last of February', async () => {
    const run = await start('postgres');
    const model = await runAll(run.runtime, { command: 'run', from: [EXPORT] });
    const groups = (name: string) => model.totals.find((total) => total.name === name)?.groups ?? [];
    const moved = (name: string, group: string) => {
      const { source, target, balanced } = groups(name).find((one) => one.group === group) ?? {};
      return { source, target, balanced };
    };
    const sold = { source: '27.00', target: '27.00', balanced: true };
    expect(moved('invoices.total', '2026-02|Harbor Pet Resort')).toEqual(sold);
    expect(moved('invoices.total', '2026-03|Harbor Lakeside')).toEqual(sold);
    expect(moved('payments.received', '2026-02|Harbor Pet Resort|CASH')).toEqual(sold);
    expect(moved('payments.received', '2026-03|Harbor Lakeside|CHECK')).toEqual(sold);
    expect(model.balances?.differences.map(({ sourceId, difference }) => [sourceId, difference])).toEqual([
      ['40122', '-20.00'],
    ]);
  });

  it('puts the stays under every spelling of A02 into one lodging (P-DUP-9)', async () => {
    const run = await start('postgres');
    await runAll(run.runtime, { command: 'run', from: [EXPORT] });
    const { rows } = await run.withTarget((session) =>
      session.query(
        `SELECT r.name, array_agg(s."externalId" ORDER BY s."externalId") AS stays
         FROM reservations s JOIN resources r ON r.id = s."resourceId" WHERE r.name LIKE 'A%02%' GROUP BY 1`,
      ),
    );
    expect(rows).toEqual([
      { name: 'A02', stays: ['90001', '90006', '90007', '90008', '90009', '90048', '90110'] },
    ]);
  });
});

/** The committed config as the program reads it. */
function settingsOf(): Settings {
  const config = path.join(RESORT, 'tailtown-migrate.config.yaml');
  return loadSettings({ flags: { config }, env: {}, cwd: RESORT }).settings;
}

async function start(kind: 'pglite' | 'postgres'): Promise<TestRun> {
  const { workspace: _workspace, reports: _reports, target: _target, ...settings } = settingsOf();
  const run = await testRun(kind, settings);
  runs.push(run);
  return run;
}

/** Path and hash of every file of a folder. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const hashes = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return [path.relative(folder, file), hash] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}
