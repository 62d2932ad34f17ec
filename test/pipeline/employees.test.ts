import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_PASSWORD } from '../../src/tailtown/forced.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS } from '../support/runtime.ts';

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const accountOf = (model: Model) => model.entities.find(({ entity }) => entity === 'employees');

/** What the people of a resort decided: roles by group, and accounts that are no person. */
async function decided(): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  await mkdir(path.join(folder, 'lookups'));
  await writeFile(
    path.join(folder, 'lookups/staff_roles.yaml'),
    'lookup: staff_roles\nentries:\n  Front Desk: STAFF\n  Managers: MANAGER\n',
  );
  await writeFile(
    path.join(folder, 'employees.yaml'),
    'entity: employees\nexclude:\n  EMPLOYEE_HOUSE_ACCOUNT: { predicate: oneOf, columns: [username], args: { words: [Lobby] } }\n',
  );
  return [MAPPINGS, folder];
}

const employee = (id: string, name: string, changes: Record<string, string> = {}) => ({
  ...{ id, username: name.toLowerCase(), first_name: name, last_name: 'Sample', group: 'Front Desk' },
  ...{ email: `${name.toLowerCase()}@example.test`, active: '1', password: 'secret-hash', ...changes },
});

const resortWithStaff = (): Records => ({
  ...smallResort(),
  employees: [
    employee('31', 'Pat', { group: 'Managers' }),
    employee('32', 'Kim', { active: '0' }),
    employee('33', 'Kim'),
    employee('34', 'Lee', { email: '' }),
    employee('35', 'Max', { group: 'Interns' }),
    employee('36', 'Lobby'),
    employee('37', 'gingrsupport', { email: 'support@gingrapp.com' }),
    // Another person with Pat's address: nobody is merged because of an address, and only one can sign in with it.
    employee('38', 'Sam', { email: 'PAT@example.test' }),
  ],
});

const STAFF = `SELECT "firstName" AS name, email, role, "isActive" AS active, password FROM staff ORDER BY 1, 2`;

describe('employees', () => {
  it('are staff once, with the roles that people decided and no password at all (P-PRIV-3)', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const model = await runOn(run, resortWithStaff());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect(accountOf(model)).toMatchObject({
      ...{ read: 8, inserted: 3, merged: 1, excluded: 2, rejected: 2, balanced: true },
    });
    const nobody = { active: true, password: NO_PASSWORD };
    expect(await rowsOf(run, STAFF)).toEqual([
      { name: 'Kim', email: 'kim@example.test', role: 'STAFF', ...nobody },
      { name: 'Lee', email: 'gingr-staff-main-34@tailtown-migrate.invalid', role: 'STAFF', ...nobody },
      { name: 'Pat', email: 'pat@example.test', role: 'MANAGER', ...nobody },
    ]);
    const codes = ['EMPLOYEE_ROLE_UNDECIDED', 'TARGET_ROW_TAKEN', 'EMPLOYEE_EMAIL_UNUSABLE', 'EMPLOYEE_TWIN'];
    expect(codes.map((code) => countOf(model, code))).toEqual([1, 1, 1, 1]);
    expect(model.forced).toContainEqual({ table: 'staff', column: 'password', count: 3 });
    expect(countOf(model, 'FILE_COLUMN_UNKNOWN')).toBe(0);

    await person(
      run,
      `UPDATE staff SET password = '$2b$10$theirs', role = 'ADMIN' WHERE "firstName" = 'Pat'`,
    );
    const again = await runOn(run, resortWithStaff());
    expect(again.batch?.id).toBe(model.batch?.id);
    const later = resortWithStaff();
    recordOf(later, 'employees', '31')['group'] = 'Front Desk';
    recordOf(later, 'employees', '34')['active'] = '0';
    const second = await runOn(run, later);
    expect(countOf(second, 'TARGET_CONFLICT_KEPT')).toBe(1);
    expect((await rowsOf(run, STAFF)).map(({ role, active, password }) => [role, active, password])).toEqual([
      ['STAFF', true, NO_PASSWORD],
      ['STAFF', false, NO_PASSWORD],
      ['ADMIN', true, '$2b$10$theirs'],
    ]);
    expect((await undo(run, second.batch)).proof).toMatchObject({ different: 0 });
    await person(
      run,
      `UPDATE staff SET password = '${NO_PASSWORD}', role = 'MANAGER' WHERE "firstName" = 'Pat'`,
    );
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(await rowsOf(run, STAFF)).toEqual([]);
  });

  it('who are in Tailtown already keep their role and their password', async () => {
    const run = await fresh('postgres', { mappingFolders: await decided() });
    const first = await runOn(run, smallResort());
    const tenant = run.runtime.settings.tenant.id;
    await person(
      run,
      `INSERT INTO staff (id, "firstName", "lastName", email, role, password, "tenantId", "updatedAt")
       VALUES ('s-1', 'Patricia', 'Sample', 'pat@example.test', 'ADMIN', '$2b$10$theirs', '${tenant}', now())`,
    );
    const [before] = await rowsOf(run, 'SELECT to_jsonb(s) AS row FROM staff s');
    const records = resortWithStaff();
    // Of two who claim the one row none gets it.
    records['employees'] = records['employees']?.filter(({ id }) => id !== '38') ?? [];
    const model = await runOn(run, records);
    expect(
      await rowsOf(run, `SELECT "firstName" AS name, role, password, position FROM staff WHERE id = 's-1'`),
    ).toEqual([{ name: 'Patricia', role: 'ADMIN', password: '$2b$10$theirs', position: 'Managers' }]);
    expect(accountOf(model)).toMatchObject({ updated: 1, inserted: 2, balanced: true });
    await undo(run, model.batch);
    expect(await rowsOf(run, 'SELECT to_jsonb(s) AS row FROM staff s')).toEqual([before]);
    await undo(run, first.batch);
  });
});
