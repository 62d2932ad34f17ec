import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ended, expectStatus, type Home, home, homeFor } from '../support/cli.ts';
import { emptyPglite, emptyPostgres, freshPostgres } from '../support/databases.ts';
import { smallResort, writeResort } from '../support/resort.ts';
import { withSession } from '../support/state.ts';
import { type Complaint, checkJson, checkText, expectComplaint } from './support.ts';

let here: Home;
let from: string;
const homes: Home[] = [];
beforeAll(async () => {
  from = await writeResort(smallResort());
  here = await home('postgres');
  homes.push(here);
  expectStatus(await here.cli(['run', '--from', from]), 0);
});
afterAll(() => Promise.all(homes.map((each) => each.drop())));

const SECRET = 'se%20cret-Pa55word';

/** The same database under another URL. */
function urlWith(change: (url: URL) => void): Record<string, string> {
  const url = new URL(here.target.kind === 'embedded' ? '' : here.target.url);
  change(url);
  return { HOME_DATABASE_URL: url.toString() };
}

async function newData(): Promise<string> {
  const records = smallResort();
  for (const owner of records['owners'] ?? []) owner['city'] = 'Elsewhere';
  return writeResort(records, '2026-03-09');
}

it('a server that does not answer', async () => {
  await expectComplaint(
    here,
    ['run', '--from', from],
    { status: 4, code: 'TARGET_UNREACHABLE', says: /HOME_DATABASE_URL/ },
    {
      env: urlWith((url) => {
        url.port = '1';
        url.password = SECRET;
      }),
    },
  );
});

it('a database that is not there', async () => {
  await expectComplaint(
    here,
    ['run', '--from', from],
    { status: 4, code: 'TARGET_UNREACHABLE', says: /HOME_DATABASE_URL/ },
    {
      env: urlWith((url) => {
        url.pathname = '/nowhere';
      }),
    },
  );
});

it('a wrong password is refused and never printed, nor logged', async () => {
  const complaint: Complaint = { status: 4, code: 'TARGET_LOGIN_REFUSED', says: /HOME_DATABASE_URL/ };
  const env = urlWith((url) => {
    url.password = SECRET;
  });
  const ended = await here.cli(['run', '--from', from, '--log-level', 'trace'], { env });
  checkText(ended, complaint);
  expectNoSecret(ended);
  const viaUrl = await here.cli(['run', '--from', from, '--json'], {
    env: { DATABASE_URL: env['HOME_DATABASE_URL'] ?? '' },
  });
  checkJson(viaUrl, { ...complaint, says: /DATABASE_URL/ });
  expectNoSecret(viaUrl);
});

it('a URL that is none is not printed either', async () => {
  for (const url of [`mysql://user:${SECRET}@host/db`, `postgresql://user:${SECRET}@ho st/db`, SECRET]) {
    const ended = await here.cli(['run', '--from', from], { env: { HOME_DATABASE_URL: url } });
    checkText(ended, { status: 2, code: 'CONFIG_INVALID', says: /HOME_DATABASE_URL/ });
    expectNoSecret(ended);
  }
});

function expectNoSecret({ stdout, stderr }: Ended): void {
  for (const secret of [SECRET, decodeURIComponent(SECRET), 'Pa55word'])
    expect(stdout + stderr).not.toContain(secret);
}

it('a database whose transactions are read-only', async () => {
  await expectComplaint(
    here,
    ['run', '--from', await newData()],
    { status: 4, code: 'TARGET_READ_ONLY', says: /primary|write/ },
    {
      env: urlWith((url) => {
        url.searchParams.set('options', '-c default_transaction_read_only=on');
      }),
    },
  );
});

it('a role without rights', async () => {
  const name = `tm_role_${randomBytes(4).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await withSession(here.target, (session) =>
    session.exec(`CREATE ROLE ${name} LOGIN PASSWORD '${password}'`),
  );
  try {
    await expectComplaint(
      here,
      ['run', '--from', await newData()],
      { status: 4, code: 'TARGET_PERMISSION', says: /role/ },
      {
        env: urlWith((url) => {
          url.username = name;
          url.password = password;
        }),
      },
    );
  } finally {
    await withSession(here.target, (session) => session.exec(`DROP ROLE ${name}`));
  }
});

it.each([
  ['the database of the target', '53100', 'TARGET_DISK_FULL', /Free space/],
  ['its memory', '53200', 'TARGET_OUT_OF_MEMORY', /memory/],
])('no room in %s, while it loads', async (_what, state, code, says) => {
  const full = await home('postgres');
  homes.push(full);
  await withSession(full.target, (session) =>
    session.exec(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '${state}'; END $$;
      CREATE TRIGGER no_room BEFORE INSERT ON reservations FOR EACH ROW EXECUTE FUNCTION no_room()`),
  );
  await expectComplaint(full, ['run', '--from', from], { status: 1, code, says });
  await withSession(full.target, (session) => session.exec('DROP TRIGGER no_room ON reservations'));
  expectStatus(await full.cli(['run', '--from', from]), 0);
});

it('no room for the snapshot', async () => {
  // 16 blocks of 1 kB: the log fits, the snapshot does not.
  const records = smallResort();
  for (const owner of records['owners'] ?? []) owner['notes'] = 'Calls ahead. '.repeat(8000);
  const large = await writeResort(records, '2026-03-10');
  await expectComplaint(
    here,
    ['run', '--from', large],
    { status: 1, code: 'SNAPSHOT_DISK_FULL', says: /--workspace/ },
    { before: 'ulimit -f 16' },
  );
  expectStatus(await here.cli(['run', '--from', from]), 0);
});

it('a workspace that is a file', async () => {
  await expectComplaint(here, ['run', '--from', from, '--workspace', 'tailtown-migrate.config.yaml'], {
    ...{ status: 4, code: 'WORKSPACE_UNWRITABLE', says: /--workspace/ },
  });
});

it('reports that have no folder to go to: said before anything is loaded', async () => {
  const there = await home('postgres', { reports: '/dev/null/reports' });
  homes.push(there);
  const complaint: Complaint = { status: 4, code: 'REPORTS_UNWRITABLE', says: /cannot be written/ };
  checkText(await there.cli(['run', '--from', from]), complaint);
  checkJson(await there.cli(['run', '--from', from, '--json']), complaint);
  const { rows } = await withSession(there.target, (session) =>
    session.query('SELECT count(*)::int AS customers FROM customers'),
  );
  expect(rows).toEqual([{ customers: 0 }]);
});

it('a staging target without Tailtown', async () => {
  const empty = await emptyPostgres();
  const there = await homeFor({
    ...empty,
    target: { ...empty.target, kind: 'staging' } as typeof empty.target,
  });
  homes.push(there);
  const complaint: Complaint = { status: 4, code: 'TARGET_NOT_PREPARED', says: /prepare/ };
  checkText(await there.cli(['run', '--from', from]), complaint);
  checkJson(await there.cli(['run', '--from', from, '--json']), complaint);
  expect(await tablesOf(there)).toEqual([]);
});

it('a target that lacks one of the tables (P-RES-1)', async () => {
  const there = await home('postgres');
  homes.push(there);
  await withSession(there.target, (session) => session.exec('DROP TABLE reservations CASCADE'));
  const complaint: Complaint = { status: 4, code: 'TARGET_TABLES_MISSING', says: /reservations/ };
  const before = await tablesOf(there);
  checkText(await there.cli(['run', '--from', from]), complaint);
  checkJson(await there.cli(['load', '--json']), { ...complaint, code: 'SNAPSHOT_MISSING', says: /extract/ });
  expect(await tablesOf(there)).toEqual(before);
});

const tablesOf = (there: Home) =>
  withSession(there.target, async (session) => {
    const { rows } = await session.query<{ name: string }>(
      `SELECT schemaname || '.' || tablename AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    return rows.map((row) => row.name);
  });

it('a tenant that the target does not have, where the program made nothing (P-PRIV-5)', async () => {
  const database = await freshPostgres();
  const there = await homeFor({
    ...database,
    target: { ...database.target, kind: 'staging' } as typeof database.target,
  });
  homes.push(there);
  const args = ['run', '--from', from, '--tenant', '22222222-2222-4222-8222-222222222222'];
  await expectComplaint(there, args, {
    status: 4,
    code: 'TENANT_MISSING',
    says: /22222222[\s\S]*tenant\.id/,
  });
});

it('a tenant that is marked as production, and a target that is', async () => {
  const database = await freshPostgres();
  const there = await homeFor(database);
  homes.push(there);
  await withSession(there.target, (session) => session.exec('UPDATE tenants SET is_production = true'));
  await expectComplaint(there, ['run', '--from', from], {
    ...{ status: 4, code: 'TARGET_PRODUCTION', says: /cutover/ },
  });
  await withSession(there.target, (session) => session.exec('UPDATE tenants SET is_production = false'));
  expectStatus(await there.cli(['run', '--from', from]), 0);
});

it('an embedded database that cannot be opened says where it lies', async () => {
  const there = await homeFor(await emptyPglite());
  homes.push(there);
  const ended = await there.cli(['run', '--from', from], {
    before: `rm -rf workspace/embedded; echo no folder > workspace/embedded`,
  });
  checkText(ended, { status: 4, code: 'TARGET_UNREACHABLE', says: /embedded/ });
});
