import { phone, type Reading, reading, source, words, yes } from './define.ts';
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
  reading('veterinarians.state', 'state', state),
  words('veterinarians.notes', 'notes'),
  {
    ...yes('veterinarians.isActive', 'status'),
    says: (line) => (line.raw('status') === '1' ? 'true' : null),
  },
];
