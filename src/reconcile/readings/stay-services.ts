import { amount, holds, parent, type Reading, reading, sameName, words } from './define.ts';
import { neither } from './owners.ts';
import { taxable } from './stays.ts';

export const additionalServiceReadings: Reading[] = [
  words('addon_services.name', 'name', sameName),
  words('addon_services.description', 'description'),
  parent('addon_services.serviceId', 'type_id', 'reservation_types'),
  reading('addon_services.taxable', 'is_taxed', taxable),
  reading('addon_services.isActive', 'is_deleted, status', (line) =>
    line.raw('status') === '' ? neither('is_deleted')(line) : null,
  ),
];

/** The name of the row that the stay's service leads to; where the file repeats it, and Gingr never renamed it. */
const sameAddOn = (standing: string, said: string): string =>
  `(${said} = '' OR EXISTS (SELECT FROM public.addon_services a WHERE a.id = ${standing} AND a.name = ${said}))`;

export const stayServiceReadings: Reading[] = [
  parent('reservation_addons.reservationId', 'reservation_id', 'reservations'),
  reading('reservation_addons.addOnId', 'name', (line) => line.words('name'), sameAddOn),
  // A service of Gingr without a cost has no row, so an empty cell never stands for 0.
  amount('reservation_addons.price', 'cost'),
  ...['notes', 'name', 'scheduled_at', 'assigned_to', 'completed_by'].map((from) =>
    words('reservation_addons.notes', from, holds),
  ),
];
