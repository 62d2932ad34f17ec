import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/core/config/load.ts';
import { doctor } from '../../src/pipeline/doctor/index.ts';
import { prepare } from '../../src/pipeline/prepare.ts';
import { tenantQuestions } from '../../src/pipeline/questions.ts';
import type { runAll } from '../../src/pipeline/run.ts';
import { resolveTenant } from '../../src/pipeline/tenant.ts';
import { TEST_TENANT } from '../support/databases.ts';
import { folderWith } from '../support/folders.ts';
import { moneyResort, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const fresh = testRuns();

/** The tenant as a config file and a flag give it, looked up in the target. */
async function given(run: TestRun, config: string, tenant?: string): Promise<TestRun> {
  const cwd = folderWith({ 'tailtown-migrate.config.yaml': config });
  const { settings } = loadSettings({ flags: { tenant }, env: {}, cwd });
  const { runtime } = run;
  const named = { ...runtime.settings, tenant: settings.tenant, decisions: settings.decisions };
  return { ...run, runtime: { ...runtime, settings: await resolveTenant(named) } };
}

const addTenant = (run: TestRun, id: string, subdomain: string) =>
  person(
    run,
    `INSERT INTO tenants (id, "businessName", subdomain, "contactName", "contactEmail", timezone, "updatedAt")
     VALUES ('${id}', 'Other', '${subdomain}', 'X', '${id}@example.test', 'America/Chicago', now())`,
  );

const customers = (run: TestRun) => rowsOf(run, 'SELECT DISTINCT "tenantId" AS tenant FROM customers');
type Model = Awaited<ReturnType<typeof runAll>>;
const questions = async (run: TestRun) => {
  const names = ['Gingr sync', 'reminders', 'tenant of its own', 'one tenant'];
  const { checks } = await doctor(run.runtime);
  return checks.filter(({ name }) => names.includes(name)).map(({ ok, actual }) => (ok ? 'ok' : actual));
};

/** What is found of the questions about the tenants row. */
const found = async (run: TestRun) =>
  (await run.withTarget((session) => tenantQuestions(session, TEST_TENANT.id))).map(
    (question) => question.found,
  );

describe('the tenant', () => {
  it('is given by its subdomain, in the config or as --tenant, and says its time zone', async () => {
    const run = await fresh('postgres');
    await addTenant(run, '22222222-2222-4222-8222-222222222222', 'lakeside');
    const byFlag = await given(run, 'tenant: { id: not-this-one }', 'Lakeside');
    expect(byFlag.runtime.settings.tenant.id).toBe('22222222-2222-4222-8222-222222222222');
    const byConfig = await given(run, 'tenant: { subdomain: lakeside }');
    expect(byConfig.runtime.settings.tenant).toEqual({
      ...{ id: '22222222-2222-4222-8222-222222222222', name: null, timeZone: null },
    });
    const model: Model = await runOn(byConfig, smallResort());
    expect(model).toMatchObject({ status: 'ok', context: { timeZone: 'America/Chicago' } });
    expect(await customers(run)).toEqual([{ tenant: '22222222-2222-4222-8222-222222222222' }]);
  });

  it('that is not there is refused, and never made from a subdomain', async () => {
    const run = await fresh('postgres');
    const missing = await given(run, 'tenant: { subdomain: nowhere, timeZone: America/Denver }');
    await prepare(missing.runtime, { dryRun: false, undo: false });
    await expect(runOn(missing, smallResort())).rejects.toMatchObject({
      ...{ code: 'TENANT_MISSING', message: expect.stringContaining('subdomain nowhere') },
    });
    // An id comes before a subdomain of the same letters, which is a question only where it is the literal one.
    await addTenant(run, 'dev', 'other');
    await addTenant(run, '33333333-3333-4333-8333-333333333333', 'dev');
    const dev = await given(run, 'tenant: { id: dev }');
    expect(dev.runtime.settings.tenant.id).toBe('dev');
    await expect(runOn(dev, smallResort())).rejects.toMatchObject({
      ...{ code: 'DECISION_REQUIRED', message: expect.stringContaining('decisions.devTenant') },
    });
    expect((await given(run, 'tenant: { subdomain: dev }')).runtime.settings.tenant.id).toMatch(/^3/);
    expect(await customers(run)).toEqual([]);
  });

  it('whose id and subdomain are both given is a mistake of the config', () => {
    const cwd = folderWith({ 'tailtown-migrate.config.yaml': 'tenant: { id: a, subdomain: b }' });
    expect(() => loadSettings({ flags: {}, env: {}, cwd })).toThrow(/1:9 tenant is wrong/);
  });
});

describe('what people must decide', () => {
  it('is asked before anything is done, and the answers are kept with the batch', async () => {
    const run = await fresh('postgres');
    expect((await runOn(run, moneyResort())).status).toBe('ok');
    // The load itself turns no reminder on.
    expect(await found(run)).toEqual([null, null, null]);
    await person(
      run,
      `UPDATE tenants SET gingr_sync_enabled = true; UPDATE vaccine_requirements SET reminder_days_before = 30`,
    );
    const records = moneyResort();
    recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
    const refused = await runOn(run, records, '2026-03-02').catch((error: unknown) => error);
    expect(refused).toMatchObject({
      ...{ code: 'DECISION_REQUIRED', context: { exit: 4 } },
      message: expect.stringMatching(/on \(decisions\.gingrSync\); .*2 vaccine.* \(decisions\.reminders\)/),
    });
    expect(await questions(run)).toEqual(['on', expect.stringContaining('2 vaccine'), 'ok', 'ok']);
    expect(await rowsOf(run, `SELECT 1 FROM customers WHERE city = 'Elsewhere'`)).toEqual([]);

    const { settings } = run.runtime;
    settings.decisions = { gingrSync: 'Off after cutover, says Pat', reminders: 'The resort wants it' };
    const model = await runOn(run, records, '2026-03-02');
    expect(model.wrote).toBe(true);
    expect(await questions(run)).toEqual(['ok', 'ok', 'ok', 'ok']);
    const events = await rowsOf(
      run,
      `SELECT details FROM migration.audit_events WHERE action = 'decision' ORDER BY id`,
    );
    expect(events).toEqual([
      {
        details: {
          batch: model.batch?.id,
          decisions: [
            { key: 'gingrSync', found: 'on', decision: 'Off after cutover, says Pat' },
            {
              ...{ key: 'reminders', decision: 'The resort wants it' },
              found: expect.stringContaining('2 vaccine requirements'),
            },
          ],
        },
      },
    ]);

    // Where the columns are not there, nothing is asked; nor of a tenant that the product serves no more.
    await person(
      run,
      'ALTER TABLE tenants DROP COLUMN gingr_sync_enabled; UPDATE tenants SET "isPaused" = true',
    );
    expect(await found(run)).toEqual([null, null, null]);
    await person(run, 'DROP TABLE vaccine_requirements; UPDATE tenants SET "isPaused" = false');
    expect(await found(run)).toEqual([null, null, null]);
  });

  it('is whether another tenant is the same resort: by id together with the address or the telephone (P-DUP-6)', async () => {
    const run = await fresh('postgres');
    const customer = (tenant: string, id: string, email: string, name: string, phone: string) =>
      person(
        run,
        `INSERT INTO customers (id, "tenantId", "externalId", email, "firstName", "lastName", phone, "updatedAt")
         VALUES (gen_random_uuid(), '${tenant}', '${id}', '${email}', 'First${id}', '${name}', '${phone}', now())`,
      );
    // Another resort, whose ids are the same by chance, and one of whose customers comes here too.
    await customer('other', '101', 'somebody@example.test', 'Else', '505-555-0101');
    await customer('other', '909', 'owner102@example.test', 'Last102', '505-555-0102');
    await customer('other', '103', 'gingr-owner-main-103@tailtown-migrate.invalid', 'Else', '505-555-0103');
    const records = smallResort();
    recordOf(records, 'owners', '103')['email'] = '';
    expect((await runOn(run, records)).status).toBe('ok');

    await customer('twin', '101', 'Owner101@example.test', 'Else', '');
    await customer('twin', '102', 'left102@example.test', 'Last102', '505-555-0102');
    expect(await questions(run)).toEqual(['ok', 'ok', 'ok', 'tenant twin has 2 of its customers']);
    await expect(runOn(run, records, '2026-03-02')).rejects.toMatchObject({
      ...{ code: 'DECISION_REQUIRED', message: expect.stringContaining('decisions.sharedResort') },
    });
    run.runtime.settings.decisions = { sharedResort: 'Twin is the training database' };
    expect((await runOn(run, records, '2026-03-02')).status).toBe('ok');
    expect(await customers(run)).toContainEqual({ tenant: TEST_TENANT.id });
  });
});
