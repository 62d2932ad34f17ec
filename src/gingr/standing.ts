import { type CatalogueEntity, column, columns } from './define.ts';

/**
 * Schedules of standing and recurring reservations (gingr-sources.md 2.3.6): weekdays, hold periods and end date stand in
 * the dump and in a list of the user interface only, and no reference names their columns, so all of these are (inf).
 * Their instances are reservations that bear a mark.
 */
export const standingReservations: CatalogueEntity = {
  name: 'standing_reservations',
  id: 'id',
  fileNames: [
    ...['standing_reservations', 'standing_reservation', 'recurring_reservations', 'recurring_reservation'],
    'recurring',
  ],
  columns: [
    column('id standing_reservation_id recurring_reservation_id', { required: true }),
    column('a_id animal_id', { required: true }),
    column('o_id owner_id', { required: true }),
    column('type_id reservation_type_id', { required: true }),
    column('type reservation_type', { own: false }),
    column('name'),
    column('frequency repeats repeat_interval'),
    column('weekdays days days_of_week'),
    ...columns('sunday monday tuesday wednesday thursday friday saturday'),
    column('day_of_month'),
    column('start_time dropoff_time time_start'),
    column('end_time pickup_time time_end'),
    column('start_date effective_from date_from'),
    column('end_date effective_until date_until'),
    ...columns('run_name area_name'),
    column('hold_periods holds pre_cancel_periods'),
    column('notes r_notes'),
    ...columns('status is_deleted'),
    column('created_at created_stamp'),
    column('location_id'),
  ],
};
