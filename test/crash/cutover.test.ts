import { cp } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { expectStatus, type Home, homeFor, jsonOf } from '../support/cli.ts';
import { freshPostgres, TEST_TENANT } from '../support/databases.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { type End, endOf } from './ends.ts';
import { killAtEach } from './kills.ts';
import { CUTOVER } from './points.ts';

const drops: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(drops.map((drop) => drop())));

/** A home whose target is production, and that knows a staging target. */
async function homeOfProduction(): Promise<Home> {
  const { target, drop } = await freshPostgres();
  const home = await homeFor(
    { target: Object.assign(target, { kind: 'production' }), drop },
    {
      rejects: { accept: { '*': '100%' }, refuse: { '*': '50%' } },
      targets: {
        home: { urlEnv: 'HOME_DATABASE_URL', kind: 'production' },
        staging: { urlEnv: 'STAGING_URL', kind: 'staging' },
      },
    },
  );
  drops.push(() => home.drop());
  return home;
}

/** Rehearses and signs in staging, and names a backup of production. Gives the signed batch. */
async function signIn(home: Home, from: string): Promise<string> {
  const staging = await freshPostgres();
  drops.push(staging.drop);
  const inStaging = async (...args: string[]) => {
    const env = { STAGING_URL: staging.url };
    const ended = await home.cli([...args, '--target', 'staging', '--json'], { env });
    return { ended, said: JSON.parse(ended.stdout) };
  };
  const batch: string = (await inStaging('rehearse', '--from', from)).said.batches.again;
  const sign = ['signoff', batch, '--name', 'R. Rivera'];
  const open: { code: string }[] = (await inStaging(...sign)).said.open;
  const codes = open.flatMap(({ code }) => ['--accept', code]);
  expectStatus((await inStaging(...sign, ...codes, '--reason', 'seen')).ended, 0);
  const backup = ['backup', '--target', 'home', '--named', 'nightly', '--reason', 'by the provider'];
  expectStatus(await home.cli(backup), 0);
  return batch;
}

it('a cutover that is killed behind each of its steps ends as an undisturbed one', async () => {
  const [calm, killed] = [await homeOfProduction(), await homeOfProduction()];
  const batch = await signIn(killed, await writeResort(smallResort()));
  await cp(killed.workspace, calm.workspace, { recursive: true });
  await cp(killed.reports, calm.reports, { recursive: true });
  const args = ['cutover', batch, '--target', 'home', '--confirm', TEST_TENANT.name];
  const loaded = CUTOVER.indexOf('load.committed') + 1;
  await killAtEach(killed, args, CUTOVER.slice(0, loaded));
  const { next } = jsonOf(await killed.cli(['status', '--target', 'home', '--json']));
  expect(next).toBe(`tailtown-migrate cutover ${batch} --target home`);
  await killAtEach(killed, args, CUTOVER.slice(loaded));
  const said = await killed.cli([...args, '--json']);
  expectStatus(said, 0);
  expect(jsonOf(said)).toMatchObject({ repeated: true });
  expectStatus(await calm.cli(args), 0);
  expect(withoutTries(await endOf(killed))).toEqual(withoutTries(await endOf(calm)));
}, 600_000);

/** Each try is an act of its own in the audit trail, and a backup is named by its time. */
function withoutTries({ ledger, files, ...end }: End): object {
  return {
    ...end,
    ledger: Object.fromEntries(
      Object.entries(ledger).map(([table, rows]) => [
        table,
        table.includes('audit_events') ? rows.filter((row) => !/cutover|backup/.test(row)) : rows,
      ]),
    ),
    files: Object.fromEntries(Object.entries(files).filter(([name]) => !name.includes('backups/'))),
  };
}
