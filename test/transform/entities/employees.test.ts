import { describe, expect, test } from 'vitest';
import type { LookupTable } from '../../../src/core/mapping.ts';
import { columnOf, isSecret } from '../../../src/gingr/catalogue.ts';
import { NO_PASSWORD } from '../../../src/tailtown/forced.ts';
import { mapLine } from '../support.ts';

const staff_roles: LookupTable = {
  name: 'staff_roles',
  entries: { 'front desk': 'STAFF', owners: 'ADMIN' },
};
const lookups = { staff_roles };
const employee = {
  ...{ id: '31', username: 'pat.sample', first_name: 'Pat ', last_name: 'Sample', group: 'Front  Desk' },
  ...{ email: 'Pat.Sample@Example.test', phone: '(505) 555-0142', active: '1', allowed_locations: '1,2' },
};
const mapped = (changes: Partial<typeof employee> = {}) =>
  mapLine('employees', { ...employee, ...changes }, {}, { lookups });
const codesOf = ({ issues }: Awaited<ReturnType<typeof mapLine>>) => issues.map(({ code }) => code);

describe('employees', () => {
  test('become staff whom no password fits: none is shared, and none is made up (P-PRIV-3)', async () => {
    const line = await mapped();
    expect(line).toMatchObject({ state: 'ready', code: null, issues: [] });
    expect(line.row('staff')).toEqual({
      ...{ firstName: 'Pat', lastName: 'Sample', email: 'pat.sample@example.test', phone: '505-555-0142' },
      ...{ role: 'STAFF', position: 'Front  Desk', isActive: 't', password: NO_PASSWORD },
    });
    expect(line.alterations.filter(({ kind }) => kind === 'forced').map(({ column }) => column)).toEqual([
      'password',
    ]);
    // Tailtown compares with bcrypt, whose hashes are `$2b$`, two digits and 53 letters: this is none.
    expect(NO_PASSWORD).not.toMatch(/^\$2|^.{60}$/);
    for (const name of ['password', 'password_hash', 'salt', 'pin']) {
      expect(columnOf('employees', name)?.secret).toBe(true);
      expect(isSecret('employees', name)).toBe(true);
    }
  });

  test('get the role that a person decided for their group, and no other', async () => {
    expect((await mapped({ group: 'owners' })).row('staff')['role']).toBe('ADMIN');
    for (const [group, code] of [
      ['Manager', 'EMPLOYEE_ROLE_UNDECIDED'],
      ['', 'EMPLOYEE_GROUP_MISSING'],
    ] as const) {
      const line = await mapped({ group });
      expect([line.state, line.code, line.row('staff')['role']]).toEqual(['rejected', code, null]);
    }
    // What the program ships decides nothing.
    expect(await mapLine('employees', employee)).toMatchObject({ code: 'EMPLOYEE_ROLE_UNDECIDED' });
  });

  test.each([
    ['', 'gingr-staff-main-31@tailtown-migrate.invalid'],
    ['front desk', 'gingr-staff-main-31@tailtown-migrate.invalid'],
    ['none@none.com', 'gingr-staff-main-31@tailtown-migrate.invalid'],
  ])('without a usable e-mail (%s) get a marked one', async (email, address) => {
    const line = await mapped({ email });
    expect(line.row('staff')['email']).toBe(address);
    expect(codesOf(line)).toEqual(['EMPLOYEE_EMAIL_UNUSABLE']);
    expect(line.state).toBe('ready');
  });

  test('without a name are told', async () => {
    const line = await mapped({ first_name: '', last_name: ' ' });
    expect(line.row('staff')).toMatchObject({ firstName: '', lastName: '' });
    expect(codesOf(line)).toEqual(['EMPLOYEE_NAME_MISSING', 'EMPLOYEE_NAME_MISSING']);
  });

  test('who left move as inactive', async () => {
    expect((await mapped({ active: '0' })).row('staff')['isActive']).toBe('f');
    expect((await mapped({ active: 'Inactive' })).row('staff')['isActive']).toBe('f');
  });

  test.each([
    [{ username: 'gingrsupport', email: '' }, 'EMPLOYEE_VENDOR_ACCOUNT'],
    [{ username: 'Gingr', email: '' }, 'EMPLOYEE_VENDOR_ACCOUNT'],
    [{ username: 'house', email: 'house+harbor@gingrapp.com' }, 'EMPLOYEE_VENDOR_ACCOUNT'],
    [{ username: 'x', email: 'help@support.gingr.io' }, 'EMPLOYEE_VENDOR_ACCOUNT'],
    [{ username: 'gingras', email: 'gingr@example.test' }, null],
    [{ username: 'ginger', email: 'ginger@notgingr.com' }, null],
  ] as const)('of the vendor are left out, and no others: %o', async (changes, code) => {
    const line = await mapLine('employees', { ...employee, ...changes }, {}, { lookups });
    expect([line.state, line.code]).toEqual(code === null ? ['ready', null] : ['excluded', code]);
  });
});
