import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { RULES } from '../../src/core/rules/index.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { compareWithKey } from '../../src/sample/check.ts';
import { generateResort } from '../../src/sample/generate.ts';
import { type AnswerKey, readKey } from '../../src/sample/key.ts';
import { targetLookup } from '../../src/sample/lookup.ts';
import { MAPPINGS, type TestRun, testRun } from '../support/runtime.ts';

const RUNNER = path.resolve(import.meta.dirname, '../support/run-typescript.mjs');
const SERVICE_RULES = Object.keys(RULES).filter((code) => /^(?:ADDITIONAL|RESERVATION)_SERVICE_/.test(code));
const STANDING_RULES = Object.keys(RULES).filter((code) => code.startsWith('STANDING_'));
const folders: string[] = [];
const runs: TestRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map((run) => run.drop()));
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

async function sample(seed: number, owners: number): Promise<{ out: string; key: AnswerKey }> {
  const out = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-sample-'));
  folders.push(out);
  const { answerKey } = await generateResort({ seed, owners, out });
  return { out, key: await readKey(answerKey) };
}

async function held(kind: 'pglite' | 'postgres', seed: number, owners: number) {
  const { out, key } = await sample(seed, owners);
  const run = await testRun(kind, {
    mappingFolders: [MAPPINGS, path.join(out, 'mapping')],
    balanceSign: 'owes-positive',
  });
  runs.push(run);
  const model = await runAll(run.runtime, { command: 'run', from: [path.join(out, 'export')] });
  const source = { tenant: run.runtime.settings.tenant.id, sourceDatabase: 'main' };
  const result = await run.withTarget((session) => compareWithKey(model, key, targetLookup(session, source)));
  return { ...result, model, key };
}

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const texts = files.map(
    async (file) => [path.relative(folder, file), await readFile(file, 'base64')] as const,
  );
  return Object.fromEntries(await Promise.all(texts));
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(path.join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Exit status of the generator in a process whose heap is no larger than so many megabytes. */
async function generateWithin(megabytes: number, options: { seed: number; owners: number; out: string }) {
  const script = path.join(import.meta.dirname, 'generate-worker.ts');
  const args = [`--max-old-space-size=${megabytes}`, RUNNER, script, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [status] = await once(child, 'exit');
  return status;
}

describe('an invented resort', () => {
  it('is the same for the same seed, byte for byte, and another for another seed', async () => {
    const [first, again, other] = [await sample(7, 80), await sample(7, 80), await sample(8, 80)];
    const [a, b, c] = await Promise.all([contents(first.out), contents(again.out), contents(other.out)]);
    expect(b).toEqual(a);
    expect(c['export/owners.csv']).not.toBe(a['export/owners.csv']);
  });

  it('has a key that adds up', async () => {
    const { key } = await sample(11, 300);
    expect(key.entities.map(({ entity }) => entity)).toContain('lodgings');
    for (const account of key.entities) {
      expect(account.lines - account.copies, account.entity).toBe(account.read);
      const { inserted, merged, excluded, rejected } = account;
      expect(inserted + merged + excluded + rejected, account.entity).toBe(account.read);
    }
    expect(key.recordsComplete).toBe(true);
  });

  it('has control totals that add up to the cent, and owners who owe what is open', async () => {
    const { key } = await sample(12, 300);
    const cents = (amount: string) => BigInt(amount.replace('.', ''));
    for (const { name, source, target, merged, excluded, rejected } of key.totals)
      expect(cents(target) + cents(merged) + cents(excluded) + cents(rejected), name).toBe(cents(source));
    const amount = (name: string) => cents(key.totals.find((total) => total.name === name)?.target ?? '');
    const sold = amount('invoices.total') - amount('invoice_lines.returns');
    const paid = amount('payments.received') - amount('payments.refunds');
    const ahead = cents(key.balances.held) + cents(key.balances.forfeited);
    expect(ahead).toBeGreaterThan(0n);
    expect(cents(key.balances.tailtown)).toBe(sold - paid - amount('store_credits.amount') + ahead);
    expect(key.balances.differing).toBe(key.issues['OWNER_BALANCE_DIFFERS']);
  });

  it('has stays alone where neither money nor vaccinations are asked for', async () => {
    const out = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-sample-'));
    folders.push(out);
    const { answerKey } = await generateResort({ seed: 1, owners: 40, out, extras: false });
    const names = (await readKey(answerKey)).entities.map(({ entity }) => entity);
    expect(names).toContain('reservations');
    expect(names.filter((name) => /invoice|payment|deposit|immunization/.test(name))).toEqual([]);
    expect(await readdir(path.join(out, 'export'))).not.toContain('invoices.csv');
  });

  it('provokes every rule that an export alone can, in 400 owners', async () => {
    const { key } = await sample(4, 400);
    const told = new Set<string | null>([...Object.keys(key.issues), ...key.records.map(({ code }) => code)]);
    // The other ways out of Gingr have rules of their own, and so has a target that is not empty.
    const silent = Object.keys(RULES).filter(
      (code) => !/^(?:TARGET|API|DUMP)_/.test(code) && !told.has(code),
    );
    expect(silent).toEqual([
      ...[
        'FILE_LINE_TOO_LONG',
        'FILE_SHEET_UNKNOWN',
        'FILE_WITHOUT_LINES',
        'RECORD_ID_UNUSABLE',
        'RECORD_WITHOUT_PLACE',
        // Of a file of merges.
        ...['MERGED_IN_GINGR', 'REFERENCE_MERGED_IN_GINGR', 'MERGE_WITHOUT_SURVIVOR'],
        'VALUE_SUSPECT',
        'FORM_DATA_UNREADABLE',
      ],
      'VALUE_TEXT_TOO_LONG',
      // Of files that a spreadsheet program saved.
      ...['SPREADSHEET_ID', 'SPREADSHEET_REFERENCE', 'SPREADSHEET_SAFETY_LOST', 'SPREADSHEET_TEXT_LOST'],
      ...['SPREADSHEET_FORMULA', 'SPREADSHEET_NUMBER', 'SPREADSHEET_DATE', 'SPREADSHEET_DAY'],
      ...['OWNER_EMAIL_TAKEN', 'FORM_FIELD_DEFINITION', 'SAFETY_FACT_LOST'],
      // Of additional services, which the readable resort has.
      ...SERVICE_RULES,
      // Of bookings together, which the readable resort has too.
      ...['RESERVATION_BOOKED_TOGETHER', 'RESERVATION_SEVERAL_LODGINGS'],
      // Of the calendar with human headings.
      ...['CALENDAR_LINE_IS_STAY', 'CALENDAR_ANIMAL_UNKNOWN', 'CALENDAR_NAME_AMBIGUOUS'],
      ...['CALENDAR_STAY_UNKNOWN', 'CALENDAR_STAY_AMBIGUOUS', 'CALENDAR_STAY_DIFFERS'],
      // Of schedules, which the readable resort has.
      ...STANDING_RULES,
      // Of deposits and receipts, which the readable resort has.
      ...[
        'INVOICE_ESTIMATE_UNUSABLE',
        'INVOICE_OF_BOOKING',
        'INVOICE_NOT_IN_SNAPSHOT',
        'INVOICE_TIP_APART',
        'DEPOSIT_NEVER_PAID',
        'DEPOSIT_AMOUNT_DIFFERS',
        'DEPOSIT_FORFEITED',
      ],
      ...[
        'DEPOSIT_REFUND_UNSEEN',
        'DEPOSIT_UNDECIDED',
        // Of a person who enters a payment in Tailtown.
        'INVOICE_OPEN_DIFFERS',
        'IMPORT_ACCOUNT_UNNEEDED',
        'IMPORT_ACCOUNT_ONCE',
        'RECEIPT_PAYMENT_UNKNOWN',
        'RECEIPT_PAYMENTS_DIFFER',
        'RECEIPT_PAYMENTS_TWICE',
        'RECEIPT_IS_INVOICE',
      ],
      ...['RECEIPT_PART_REJECTED', 'COLUMN_NOT_EXPORTED'],
    ]);
  });

  it('is written in a stream: 12,000 owners, who fill more than 64 MB, need no more memory than that', async () => {
    const out = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-sample-'));
    folders.push(out);
    expect(await generateWithin(64, { seed: 1, owners: 12_000, out })).toBe(0);
    const owners = (await readKey(path.join(out, 'answer-key.json'))).entities.find(
      ({ entity }) => entity === 'owners',
    );
    expect(owners?.read).toBeGreaterThanOrEqual(12_000);
    expect(await bytesIn(path.join(out, 'export'))).toBeGreaterThan(64 * 1024 ** 2);
  }, 120_000);
});

describe('the program is held to the key', () => {
  it.each([
    ['PGlite', 1],
    ['PostgreSQL', 2],
    ['PostgreSQL', 3],
  ] as const)(
    'of 60 owners on %s, seed %i',
    async (on, seed) => {
      const { differences, statements, model } = await held(
        on === 'PGlite' ? 'pglite' : 'postgres',
        seed,
        60,
      );
      expect(differences).toEqual([]);
      expect(statements).toBeGreaterThan(100);
      expect(model.totals.every((total) => total.balanced)).toBe(true);
    },
    400_000,
  );

  it('of 400 owners on PostgreSQL', async () => {
    const { differences } = await held('postgres', 4, 400);
    expect(differences).toEqual([]);
  }, 180_000);

  it('and a key that says anything else is told apart', async () => {
    const { model, key } = await held('postgres', 5, 40);
    const wrong = structuredClone(key);
    for (const account of wrong.entities) account.inserted += 1;
    wrong.issues['OWNER_WITHOUT_ANIMALS'] = 99;
    wrong.forced = [];
    for (const total of wrong.totals.slice(0, 1)) total.target += '1';
    wrong.balances.tailtown = '0.01';
    const nobody = { outcomeOf: async () => null, valueOf: async () => undefined };
    const { differences } = await compareWithKey({ ...model, status: 'failed' }, wrong, nobody);
    const single = key.forced.length + key.records.length + key.expect.length;
    expect(differences.length).toBe(1 + key.entities.length + 1 + 1 + 1 + single);
  }, 120_000);
});
