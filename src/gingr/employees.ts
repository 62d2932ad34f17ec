import { type CatalogueEntity, column, columns } from './define.ts';

/**
 * Employees: the list of the users' page or the dump; there is no API for them (gingr-sources.md 2.10: the fields (doc),
 * their names in a file (inf)). The group is required: without it a role could only be guessed, and the other columns
 * are those of owners. Here the user name is no secret: it tells accounts apart that belong to nobody.
 */
export const employees: CatalogueEntity = {
  name: 'employees',
  id: 'id',
  fileNames: ['employees', 'employee', 'staff', 'users'],
  columns: [
    column('id employee_id user_id', { required: true }),
    column('username user_name'),
    column('first_name'),
    column('last_name'),
    column('email email_address e_mail'),
    column('phone phone_number cell_phone'),
    column('group group_name user_group', { required: true }),
    column('allowed_locations locations'),
    column('active is_active status'),
    ...columns('password password_hash salt pin pin_code api_key form_token remember_code', { secret: true }),
  ],
};
