import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MigrateError } from '../../src/core/errors.ts';
import type { Settings } from '../../src/core/settings.ts';
import { nameBackup } from '../../src/pipeline/backups.ts';
import type { Gate } from '../../src/pipeline/cutover/gate.ts';
import { cutover } from '../../src/pipeline/cutover/index.ts';
import { signOffs } from '../../src/pipeline/proofs.ts';
import { rehearse } from '../../src/pipeline/rehearse.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { extract, loadOnly, runAll } from '../../src/pipeline/run.ts';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { signOff } from '../../src/pipeline/sign-off.ts';
import { mend } from '../support/mended.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';
import { person, rowsOf, testRuns } from '../support/runs.ts';
import { type TestRun, testRun } from '../support/runtime.ts';
import { stateOf } from '../support/state.ts';

const start = testRuns();

/** The small resort, asked the evening before its first stay comes. */
const AS_OF = '2026-03-01T18:00:00.000Z';

function resort(): Records {
  const records = smallResort();
  for (const owner of records['owners'] ?? []) owner['current_balance'] = '0.00';
  return records;
}

interface Targets {
  staging: TestRun;
  production: TestRun;
  /** Of the production target. */
  runtime: Runtime;
}

/** A staging and a production target with one workspace, as on the day of a cutover. */
async function twoTargets(changes: Partial<Settings> = {}): Promise<Targets> {
  const staging = await start('postgres', { asOf: AS_OF, balanceSign: 'owes-positive', ...changes });
  staging.runtime.settings.target.name = 'staging';
  return withProduction(staging);
}

async function withProduction(staging: TestRun): Promise<Targets> {
  const production = await start('postgres');
  const { settings } = staging.runtime;
  const live: Settings = {
    ...settings,
    rejects: { ...settings.rejects, refuse: { '*': { kind: 'share', value: 0.5 } } },
    target: { ...production.target, name: 'production', kind: 'production' } as Settings['target'],
  };
  return { staging, production, runtime: { ...staging.runtime, settings: live } };
}

const sign = async (staging: TestRun, batch: string) => {
  const { open } = await signOff(staging.runtime, { batch, name: 'R. Rivera', accept: [], reason: null });
  const accept = open.map(({ code }) => code);
  return signOff(staging.runtime, { batch, name: 'R. Rivera', accept, reason: 'seen at the desk' });
};

/** A rehearsed and signed batch, made once: what a cutover knows of staging is in the workspace. */
let prepared: { staging: TestRun; batch: string } | undefined;
beforeAll(async () => {
  const staging = await testRun('postgres', { asOf: AS_OF, balanceSign: 'owes-positive' });
  staging.runtime.settings.target.name = 'staging';
  const proof = await rehearse(staging.runtime, { from: [await writeResort(resort())] });
  const batch = proof.batches.again ?? '';
  await sign(staging, batch);
  prepared = { staging, batch };
});
afterAll(() => prepared?.staging.drop());

/** Everything that a cutover wants: the signed batch, a production target of its own, and a backup that is named. */
async function ready(): Promise<Targets & { batch: string }> {
  if (!prepared) throw new Error('nothing was prepared');
  const { staging, batch } = prepared;
  const workspace = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-cutover-'));
  folders.push(workspace);
  await cp(staging.runtime.settings.workspace, workspace, { recursive: true });
  const settings = { ...staging.runtime.settings, workspace, cutover: { differences: null, hours: 12 } };
  const targets = await withProduction({ ...staging, runtime: { ...staging.runtime, settings } });
  await nameBackup(targets.runtime, { name: 'provider snapshot 7', reason: 'taken by the provider' });
  return { ...targets, batch };
}
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const cut = (targets: Targets, batch: string, more: { plan?: boolean; snapshot?: string } = {}) =>
  cutover(targets.runtime, { batch, plan: false, confirm: async () => undefined, ...more });

const failure = (work: Promise<unknown>): Promise<MigrateError> =>
  work.then(
    () => expect.fail('it went through'),
    (error: unknown) => (error instanceof MigrateError ? error : expect.fail(String(error))),
  );

const eventsOf = (run: TestRun) =>
  rowsOf(run, 'SELECT action, details FROM migration.audit_events ORDER BY id');

describe('cutover', () => {
  it('loads what was signed at one moment, checks it, and tells it; again, it does nothing; it is taken back whole (P-OPS-9)', async () => {
    const { batch, ...targets } = await ready();
    const before = await stateOf(targets.production.target);
    const plan = await cut(targets, batch, { plan: true });
    expect(plan).toMatchObject({ status: 'ok', batch: null, resort: 'Harbor Pet Resort' });
    expect(plan.gates.filter(({ open }) => !open)).toEqual([]);
    expect(plan.plan.find(({ name }) => name === 'Load')?.expectedMs).toBeGreaterThan(0);
    expect(JSON.stringify(plan.plan)).toContain('UPDATE tenants SET');
    expect(await stateOf(targets.production.target)).toEqual(before);

    const done = await cut(targets, batch);
    expect(done).toMatchObject({ status: 'ok', rolledBack: null, repeated: false });
    expect(done.checks.map(({ name, ok }) => [name, ok])).toEqual([
      ...[
        ['everything is there', true],
        ['the next seven days', true],
      ],
      ...[
        ['the balances', true],
        ['the safety flags', true],
        ['exceptions', true],
      ],
      ['one record of each kind, read through Prisma', true],
    ]);
    expect(done.checks[1]?.found).toMatch(
      /^3 arrivals, as in Gingr; 3 departures, as in Gingr; 6 overnights, as in Gingr; tomorrow/,
    );
    const events = await eventsOf(targets.production);
    expect(events.map(({ action }) => action)).toEqual(['backup', 'cutover begun', 'load', 'cutover']);
    expect(events.at(-1)).toMatchObject({
      details: { batch: done.batch, signedBatch: batch, signedBy: 'R. Rivera', snapshot: done.snapshot },
    });
    await expect(person(targets.production, 'DELETE FROM migration.audit_events')).rejects.toThrow();
    const page = await readFile(done.report?.html ?? '', 'utf8');
    expect(page).toMatch(/Ready for the cutover, with \d+ accepted exceptions/);
    expect(page).toContain('seen at the desk');

    const after = await stateOf(targets.production.target);
    expect(await cut(targets, batch)).toMatchObject({ status: 'ok', repeated: true, batch: done.batch });
    expect(await stateOf(targets.production.target)).toEqual(after);
    const back = await rollbackBatch(targets.runtime, {
      ...{ batch: done.batch ?? '', dryRun: false, through: false },
    });
    expect(back).toMatchObject({ status: 'ok', fingerprint: { equal: true } });
  });

  it('tells everything that is missing at once, each with the command that supplies it, and writes nothing', async () => {
    const targets = await twoTargets({ rejects: { accept: {}, refuse: {} } });
    const model = await runAll(targets.staging.runtime, {
      command: 'run',
      from: [await writeResort(resort())],
    });
    const batch = model.batch?.id ?? '';
    expect(await failure(cut(targets, batch))).toMatchObject({
      code: 'SIGNOFF_MISSING',
      exit: 4,
      context: { hint: expect.stringContaining(`signoff ${batch}`) },
    });
    targets.runtime.settings.rejects.refuse = {};
    const unsigned = await cut(targets, batch, { plan: true });
    expect(unsigned).toMatchObject({ status: 'refused', snapshot: model.context.snapshot, plan: [] });
    expect(unsigned.gates.map(({ name, open }) => `${open ? 'ok' : 'MISSING'} ${name}`)).toEqual([
      ...['ok production', 'MISSING sign-off', 'ok mapping', 'MISSING limit of rejects'],
      ...[
        'MISSING rehearsal of the way back',
        'ok Gingr sync',
        'ok reminders',
        'MISSING backup',
        'ok doctor',
      ],
    ]);
    expect(unsigned.gates[1]?.remedy).toContain(`signoff ${batch} --name NAME --target staging`);
    const unknown = (await cut(targets, 'no-such-batch', { plan: true })).gates;
    expect(unknown.find(({ name }) => name === 'sign-off')?.found).toMatch(/knows no batch no-such-batch/);
    await sign(targets.staging, batch);
    await person(
      targets.production,
      `UPDATE tenants SET gingr_sync_enabled = true;
       INSERT INTO vaccine_requirements (id, tenant_id, name, updated_at, reminder_days_before)
       VALUES ('v', '${targets.runtime.settings.tenant.id}', 'Rabies', now(), 30)`,
    );
    const before = await stateOf(targets.production.target);
    const { message, exit, code } = await failure(cut(targets, batch));
    expect([code, exit]).toEqual(['CUTOVER_NOT_READY', 4]);
    for (const part of [
      ...['limit of rejects: ', 'rehearsal of the way back: ', 'Gingr sync: on', 'reminders: 1 vaccine'],
      ...['backup: there is none', 'tailtown-migrate rehearse --from PATH --target staging', 'doctor: '],
      'tailtown-migrate backup --target production',
    ])
      expect(message).toContain(part);
    expect(await stateOf(targets.production.target)).toEqual(before);
    const plan = await cut(targets, batch, { plan: true });
    expect(plan).toMatchObject({ status: 'refused' });
  });

  it('foresees from the signed figures that production would refuse the rejects, and proposes what would hold', async () => {
    const { batch, ...targets } = await ready();
    const { rejects } = targets.runtime.settings;
    rejects.refuse = { '*': { kind: 'share', value: 0.02 } };
    const limit = (gates: Gate[]) => gates.find(({ name }) => name === 'limit of rejects');
    const held = limit((await cut(targets, batch, { plan: true })).gates);
    expect(held).toMatchObject({ open: true, found: '0 records were rejected, within rejects.refuse' });
    // As if the owner had signed rejects: the file is made anew, with its hash.
    const [signed] = await signOffs.read(targets.runtime.settings.workspace);
    if (!signed) throw new Error('nothing was signed');
    for (const account of signed.figures.entities)
      if (['animals', 'reservations'].includes(account.entity)) account.rejected = account.read;
    await signOffs.write(targets.runtime.settings.workspace, batch, signed);
    const closed = limit((await cut(targets, batch, { plan: true })).gates);
    expect(closed?.open).toBe(false);
    expect(closed?.found).toMatch(/^animals 3 of 3, allowed 2%; reservations (\d+) of \1, allowed 2%$/);
    expect(closed?.remedy).toMatch(/rejects: \{ refuse: \{ "\*": 2%, animals: 3, reservations: \d+ \} \}/);
    rejects.refuse = {};
    expect(limit((await cut(targets, batch, { plan: true })).gates)?.remedy).toContain('"*": 2%, animals: 3');
    rejects.refuse = { animals: { kind: 'count', value: 3 } };
    expect(limit((await cut(targets, batch, { plan: true })).gates)?.open).toBe(true);
  });

  it('takes no other way: `run` and `rehearse` refuse production, and cutover refuses every other target', async () => {
    const { batch, ...targets } = await ready();
    const from = [await writeResort(resort())];
    for (const work of [
      () => runAll(targets.runtime, { command: 'run', from }),
      () => loadOnly(targets.runtime, { dryRun: false }),
      () => rehearse(targets.runtime, { from }),
    ])
      expect(await failure(work())).toMatchObject({ code: 'TARGET_PRODUCTION', exit: 4 });
    const other = { ...targets, runtime: targets.staging.runtime };
    expect((await failure(cut(other, batch))).message).toMatch(/production: target staging is of kind/);
  });

  it('refuses where mapping, backup or sign-off are not what they were', async () => {
    const { batch, ...targets } = await ready();
    targets.runtime.settings.consentUnknown = 'target-default';
    expect((await failure(cut(targets, batch))).message).toMatch(/mapping: [0-9a-f]{12}, and signed was/);
    targets.runtime.settings.consentUnknown = 'deny';
    targets.runtime.settings.conflicts = 'source-wins';
    expect((await failure(cut(targets, batch))).message).toMatch(
      /conflicts is source-wins, and was target-wins/,
    );
    targets.runtime.settings.conflicts = 'target-wins';
    targets.runtime.settings.cutover = { differences: null, hours: -1 };
    expect((await failure(cut(targets, batch))).message).toMatch(/backup: provider snapshot 7.*hours old/);
    const file = path.join(targets.runtime.settings.workspace, 'sign-offs', `${batch}.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('R. Rivera', 'Somebody'));
    expect(await failure(cut(targets, batch))).toMatchObject({ code: 'EVIDENCE_ALTERED', exit: 4 });
  });

  it('takes a later snapshot only where staging verified it and it differs within the limits', async () => {
    const { batch, ...targets } = await ready();
    const later = resort();
    later['owners']?.push({ ...recordOf(later, 'owners', '103'), id: '104', email: 'owner104@example.test' });
    const { settings } = targets.staging.runtime;
    settings.asOf = '2026-03-01T20:00:00.000Z';
    const { id } = await extract(targets.staging.runtime, { from: [await writeResort(later)] });
    expect((await failure(cut(targets, batch, { snapshot: id }))).message).toMatch(
      /snapshot: .*never verified outside production/,
    );
    await loadOnly(targets.staging.runtime, { snapshot: id, dryRun: false });
    expect((await failure(cut(targets, batch, { snapshot: id }))).message).toMatch(
      /snapshot: .*the config states no limits/,
    );
    targets.runtime.settings.cutover = { differences: { '*': { kind: 'share', value: 0.1 } }, hours: 12 };
    expect((await failure(cut(targets, batch, { snapshot: id }))).message).toMatch(
      /owners: 3 records signed, 4 now/,
    );
    targets.runtime.settings.cutover = { differences: { '*': { kind: 'share', value: 0.5 } }, hours: 12 };
    const done = await cut(targets, batch, { snapshot: id });
    expect(done).toMatchObject({ status: 'ok', snapshot: id });
  });

  it('keeps nothing of a load with an exception that nobody signed', async () => {
    const { batch, ...targets } = await ready();
    // Two rows in production alone that could be the same owner: nobody saw that in staging.
    const { id } = targets.runtime.settings.tenant;
    const row = (key: string, external: string) =>
      `('${key}', '${id}', '${key}@example.test', 'First101', 'Last101', now(), '${external}')`;
    await person(
      targets.production,
      `INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "updatedAt", "externalId")
       VALUES ${row('a', '101')}, ${row('b', '101')}`,
    );
    const before = await stateOf(targets.production.target);
    const done = await cut(targets, batch);
    expect(done).toMatchObject({ status: 'refused', batch: null, rolledBack: null });
    expect(done.headline).toMatch(/an exception that nobody signed: [A-Z_]+ \(rejected\)/);
    expect(await stateOf(targets.production.target)).toEqual(before);
  });

  it('takes the batch back by itself where a check fails behind the commit, and says so', async () => {
    const { batch, ...targets } = await ready();
    // What another program does right behind the commit.
    await person(
      targets.production,
      `CREATE FUNCTION public.meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         UPDATE public.reservations SET "startDate" = "startDate" + interval '6 hours' + interval '1 day'; RETURN NULL; END $$;
       CREATE TRIGGER meddle AFTER UPDATE OF state ON migration.batches FOR EACH ROW
         WHEN (NEW.state = 'verified') EXECUTE FUNCTION public.meddle()`,
    );
    const done = await cut(targets, batch);
    expect(done).toMatchObject({ status: 'failed', rolledBack: { buckets: { failed: 0 } } });
    expect(done.headline).toMatch(/the next seven days \(2026-03-02: 1 arrivals in Gingr, 0 in Tailtown/);
    expect((await eventsOf(targets.production)).map(({ action }) => action)).toEqual([
      ...['backup', 'cutover begun', 'load', 'rollback', 'cutover taken back'],
    ]);
    await person(targets.production, 'DROP TRIGGER meddle ON migration.batches; DROP FUNCTION public.meddle');
    const kept = done.rolledBack?.kept ?? [];
    expect(kept.map(({ table }) => table)).toContain('reservations');
  });

  it('takes the batch back where the program itself fails behind the commit', async () => {
    const { batch, ...targets } = await ready();
    const before = await stateOf(targets.production.target);
    const runtime: Runtime = {
      ...targets.runtime,
      progress: {
        ...targets.runtime.progress,
        stage(name) {
          if (name === 'verify') throw new Error('no space left on device');
        },
      },
    };
    const error = await failure(cutover(runtime, { batch, plan: false, confirm: async () => undefined }));
    expect(error).toMatchObject({ code: 'CUTOVER_TAKEN_BACK', exit: 1 });
    expect(error.message).toMatch(/no space left on device/);
    expect((await stateOf(targets.production.target)).rows).toEqual(before.rows);
    // The same command then goes through, with a backup of what stands there now.
    expect((await failure(cut(targets, batch))).message).toMatch(/backup: .*older than the last rollback/);
    await nameBackup(targets.runtime, { name: 'provider snapshot 8', reason: 'taken by the provider' });
    expect(await cut(targets, batch)).toMatchObject({ status: 'ok' });
  });

  it('stopped behind the commit, it leaves the load and says so; the same command goes on with the checks', async () => {
    const { batch, ...targets } = await ready();
    const stop = new AbortController();
    const progress = {
      ...targets.runtime.progress,
      stage: (name: string) => {
        if (name === 'verify') stop.abort();
      },
    };
    const error = await failure(
      cutover(
        { ...targets.runtime, progress, signal: stop.signal },
        { batch, plan: false, confirm: async () => undefined },
      ),
    );
    expect(error).toMatchObject({ code: 'CUTOVER_INTERRUPTED', exit: 1 });
    const [left] = await rowsOf(targets.production, 'SELECT public_id AS id, state FROM migration.batches');
    expect(left).toMatchObject({ state: 'loaded' });
    expect(await cut(targets, batch)).toMatchObject({ status: 'ok', batch: left?.['id'] });
  });

  it('is refused while the operator has not said the name', async () => {
    const { batch, ...targets } = await ready();
    const before = await stateOf(targets.production.target);
    const said = cutover(targets.runtime, {
      ...{ batch, plan: false },
      confirm: async () => {
        throw new MigrateError('CONFIRMATION_NEEDED', 'no');
      },
    });
    expect(await failure(said)).toMatchObject({ code: 'CONFIRMATION_NEEDED' });
    expect(await stateOf(targets.production.target)).toEqual(before);
  });
});

it('takes mended records only behind the batch that had rejected them', async () => {
  const records = resort();
  recordOf(records, 'animals', '502')['owner_id'] = '999';
  const targets = await twoTargets({ rejects: { accept: { '*': { kind: 'count', value: 9 } }, refuse: {} } });
  const { staging, runtime } = targets;
  const proof = await rehearse(staging.runtime, { from: [await writeResort(records)] });
  const first = proof.batches.again ?? '';
  await sign(staging, first);
  const done = await mend(staging, 'animals', first, { id: '502' }, { owner_id: '102' });
  const replay = done.run.batch?.id ?? '';
  await sign(staging, replay);
  await nameBackup(runtime, { name: 'provider snapshot 7', reason: 'taken by the provider' });

  const closed = (await cut(targets, replay, { plan: true })).gates.filter(({ open }) => !open);
  expect(closed).toMatchObject([
    { name: 'first batch', remedy: expect.stringContaining(`cutover ${first} --target production`) },
  ]);
  expect(await failure(cut(targets, replay))).toMatchObject({ code: 'CUTOVER_NOT_READY' });
  expect(await cut(targets, first)).toMatchObject({ rolledBack: null, status: 'ok' });

  // The backup of before that load would lose it.
  const older = (await cut(targets, replay, { plan: true })).gates.filter(({ open }) => !open);
  expect(older).toMatchObject([{ name: 'backup', found: expect.stringMatching(/older than the last load/) }]);
  await nameBackup(runtime, { name: 'provider snapshot 8', reason: 'taken by the provider' });
  expect(await cut(targets, replay)).toMatchObject({ rolledBack: null, status: 'ok' });
});
