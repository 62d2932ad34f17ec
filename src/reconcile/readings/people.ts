import { NO_PASSWORD } from '../../tailtown/forced.ts';
import { always, bit, phone, type Reading, reading, source, words } from './define.ts';
import { state } from './owners.ts';

/** Signs alone are no name; a number for one stands as it is. */
const named = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.words(from) || null);

export const vetReadings: Reading[] = [
  source('veterinarians.gingrId'),
  named('veterinarians.name', 'name'),
  phone('veterinarians.phone', 'phone_number'),
  phone('veterinarians.fax', 'fax_number'),
  words('veterinarians.email', 'email'),
  words('veterinarians.address1', 'address_1'),
  words('veterinarians.address2', 'address_2'),
  words('veterinarians.city', 'city'),
  reading('veterinarians.zip', 'zip', (line) => (/^\d{5}$/.test(line.raw('zip')) ? line.raw('zip') : null)),
  reading('veterinarians.state', 'state', state),
  words('veterinarians.notes', 'notes'),
  words('veterinarians.locationId', 'location_id'),
  bit('veterinarians.isActive', 'status'),
];

/** Where Gingr has none, Tailtown insists on a text. */
const stated = (column: string, from: string): Reading =>
  reading(column, from, (line) => line.words(from) || null);

/** The role is what people decided for the group; an address may be another row's too. */
export const staffReadings: Reading[] = [
  stated('staff.firstName', 'first_name'),
  stated('staff.lastName', 'last_name'),
  reading('staff.email', 'email', (line) =>
    /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(line.raw('email')) ? line.raw('email').toLowerCase() : null,
  ),
  phone('staff.phone', 'phone'),
  words('staff.position', 'group'),
  always('staff.password', NO_PASSWORD),
  bit('staff.isActive', 'active'),
];
