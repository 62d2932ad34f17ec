import {
  always,
  holds,
  instant,
  parent,
  type Reading,
  reading,
  type Standing,
  sameId,
  source,
  wall,
  words,
  yes,
} from './define.ts';
import { SEVERAL_LOCATIONS } from './labels.ts';
import type { Line } from './line.ts';
import { neither } from './owners.ts';

const STAMPS = ['confirmed_stamp', 'check_in_stamp', 'check_out_stamp', 'cancel_stamp'];
export const stamped = (line: Line, column: string) => !/^(?:0|0000-00-00.*)?$/.test(line.raw(column));

export const waits = (line: Line): boolean =>
  stamped(line, 'wait_list_stamp') &&
  ![...STAMPS, 'wait_list_accepted_stamp'].some((column) => stamped(line, column));

const status = (line: Line): string => {
  // No booking has this status, so none may be of such a line.
  if (waits(line)) return 'waiting';
  if (stamped(line, 'cancel_stamp')) return 'CANCELLED';
  if (stamped(line, 'check_out_stamp')) return 'COMPLETED';
  if (stamped(line, 'check_in_stamp')) return 'CHECKED_IN';
  return stamped(line, 'confirmed_stamp') ? 'CONFIRMED' : 'PENDING';
};

/** The letter and number at the end of a run's label, in whatever spelling: `A. Indoor - A 02` is `A02`. */
export const run = (line: Line): string | null => {
  const label = line.words('run_name');
  if (label === null || label === '') return label;
  const [, letter = '', digits] = /(?:^|[\s.-])([A-Za-z]?)[\s.-]*(\d{1,4})$/.exec(label) ?? [];
  return digits === undefined ? null : `${letter}${digits}`.toUpperCase();
};

export const sameLodging: Reading['agrees'] = (standing, said) =>
  `right(upper(regexp_replace(coalesce((SELECT r.name FROM public.resources r WHERE r.id = ${standing}), ''), '[^A-Za-z0-9]', '', 'g')),
    length(${said})) = ${said}`;

/** A stay in several lodgings is a reservation for each, whose id says the lodging behind that of the stay. */
const sameStay = (standing: string, said: string, at: Standing): string =>
  `(${sameId(standing, said, at)} OR ${sameId(`regexp_replace(${standing}, '/[^/]*$', '')`, said, at)})`;

export const stayReadings: Reading[] = [
  reading('reservations.externalId', 'id', (line) => line.raw('id') || null, sameStay),
  parent('reservations.customerId', 'o_id', 'owners'),
  parent('reservations.petId', 'a_id', 'animals'),
  parent('reservations.serviceId', 'type_id', 'reservation_types'),
  reading('reservations.resourceId', 'run_name', run, sameLodging),
  wall('reservations.startDate', 'start_date'),
  wall('reservations.endDate', 'end_date'),
  reading('reservations.status', 'stamps', status),
  wall('reservations.checkInDate', 'check_in_stamp'),
  wall('reservations.checkOutDate', 'check_out_stamp'),
  wall('reservations.cancelDate', 'cancel_stamp'),
  parent('check_ins.petId', 'a_id', 'animals'),
  parent('check_ins.customerId', 'o_id', 'owners'),
  parent('check_ins.reservationId', 'id', 'reservations'),
  wall('check_ins.checkInTime', 'check_in_stamp'),
  wall('check_ins.checkOutTime', 'check_out_stamp'),
  always('check_ins.status', 'COMPLETED'),
  words('reservations.cancelReason', 'cancellation_reason'),
  yes('reservations.isRecurring', 'standing_reservation'),
  ...['r_notes', 'answer_1', 'answer_2', 'answer_3'].map((from) => words('reservations.notes', from, holds)),
  ...[
    'services_string',
    'feeding_time',
    'feeding_amount',
    'feeding_method',
    'feeding_type',
    'feeding_notes',
  ].map((from) => words('reservations.staffNotes', from, holds)),
  reading(
    'reservations.staffNotes',
    'location_id',
    (line) => line.label(SEVERAL_LOCATIONS, 'location_id'),
    holds,
  ),
  { ...instant('reservations.createdAt', 'created_at'), says: (line) => line.instant('created_at') || null },
];

/** Where Gingr says nothing, there is tax. */
export const taxable = (line: Line): string =>
  line.raw('is_taxed') === '' ? 'true' : String(line.yes('is_taxed'));

export const serviceReadings: Reading[] = [
  source('services.externalId'),
  words('services.name', 'type'),
  words('services.description', 'description'),
  words('services.color', 'color'),
  reading('services.taxable', 'is_taxed', taxable),
  reading('services.isActive', 'is_deleted', neither('is_deleted')),
];

/** Whether a line is left out on purpose. */
export const stayLeftOut = (line: Line): boolean => /^2000-01-01[ T]12:00/.test(line.raw('start_date'));
