import { literal } from '../../database/sql.ts';
import { holds, moment, parent, type Reading, reading, wall, words } from './define.ts';
import type { Line } from './line.ts';
import { run, sameLodging, stamped, waits } from './stays.ts';

/** Whether somebody still waits; of requests that are over, people and later stamps decide what they are called. */
const status = (line: Line): string | null => {
  if (!stamped(line, 'wait_list_stamp')) return null;
  const stamps = ['wait_list_accepted_stamp', 'confirmed_stamp', 'check_in_stamp', 'check_out_stamp'];
  if (stamps.some((column) => stamped(line, column))) return 'CONVERTED';
  return stamped(line, 'cancel_stamp') ? 'CANCELLED' : 'ACTIVE';
};

/** A place in the order of the requests: the moment of the request, in milliseconds. */
const sinceThen: Reading['agrees'] = (standing, said, { timeZone }) =>
  `to_char(to_timestamp(${standing} / 1000.0) AT TIME ZONE ${literal(timeZone)}, 'YYYY-MM-DD HH24:MI:SS') = ${said}
    AND ${standing}::bigint % 1000 = 0`;

/** A place among those who wait for the same kind of service; 0 for who waits no more. */
const inLine: Reading['agrees'] = (standing, said) => `CASE WHEN ${said} = 'over' THEN ${standing} = 0
  ELSE ${standing} BETWEEN 1 AND (SELECT count(*) FROM public.waitlist_entries w WHERE w."tenantId" = t."tenantId"
    AND w."serviceType" = t."serviceType" AND w.status = t.status) END`;

/** What lines of reservations say of the wait list. */
export const waitingReadings: Reading[] = [
  parent('waitlist_entries.customerId', 'o_id', 'owners'),
  parent('waitlist_entries.petId', 'a_id', 'animals'),
  parent('waitlist_entries.serviceId', 'type_id', 'reservation_types'),
  wall('waitlist_entries.requestedStartDate', 'start_date'),
  wall('waitlist_entries.requestedEndDate', 'end_date'),
  reading('waitlist_entries.status', 'stamps', status),
  reading(
    'waitlist_entries.priority',
    'wait_list_stamp',
    (line) => line.wall('wait_list_stamp') || null,
    sinceThen,
  ),
  moment('waitlist_entries.createdAt', 'wait_list_stamp'),
  reading('waitlist_entries.position', 'wait_list_stamp', (line) => (waits(line) ? 'waits' : 'over'), inLine),
  reading('waitlist_entries.resourceId', 'run_name', run, sameLodging),
  moment('waitlist_entries.convertedAt', 'wait_list_accepted_stamp'),
  ...['r_notes', 'answer_1', 'answer_2', 'answer_3', 'services_string', 'feeding_time', 'feeding_notes'].map(
    (from) => words('waitlist_entries.notes', from, holds),
  ),
];
