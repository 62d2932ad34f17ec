import { type CatalogueEntity, column, columns, repeated } from './define.ts';

const stamp = { stamp: true } as const;

/** The day export's 54 columns in its order (gingr-sources.md 2.3.1), with the names of REST, flat form and dump. */
const dayExport = [
  column('id r_id reservation_id', { required: true }),
  column('start_date'),
  column('end_date'),
  column('r_notes reservation_notes notes.reservation_notes notes'),
  column('wait_list_stamp wait_list_date', stamp),
  ...columns('answer_1 answer_2 answer_3'),
  column('type reservation_type reservation_type.type', repeated),
  column('type_id reservation_type_id reservation_type.id', { required: true }),
  column('only_appointment', repeated),
  column('color', repeated),
  ...columns('question_1 question_2 question_3'),
  // A list of several animals is parted when the file is read (bookings.ts).
  column('a_id animal_id animal.id animal_ids pet_ids petids', { required: true }),
  column('a_first animal_name animal.name', repeated),
  column('a_notes animal_notes notes.animal_notes', repeated),
  column('medicines warnings.medicines', repeated),
  column('allergies warnings.allergies', repeated),
  ...columns('birthday fixed', repeated),
  column('o_id owner_id owner.id', { required: true }),
  column('o_first owner_first_name owner.first_name', repeated),
  column('o_last owner_last_name owner.last_name', repeated),
  column('address_1 owner.address_1', repeated),
  column('address_2 owner.address_2', repeated),
  column('city owner.city', repeated),
  column('state region owner.region owner.state', repeated),
  column('zip owner.zip', repeated),
  column('email owner_email owner.email', repeated),
  column('home_phone secondary_phone owner.home_phone owner.secondary_phone', repeated),
  column('cell_phone primary_phone owner.cell_phone owner.primary_phone', repeated),
  // Here, unlike in owners, only a flag: '' or 1 for "has a card on file".
  column('stripe_default_card', repeated),
  column('o_notes owner_notes notes.owner_notes', repeated),
  column('breed_name animal.breed', repeated),
  column('standing_reservation'),
  column('cancel_stamp cancelled_stamp cancelled_date', stamp),
  column('confirmed_stamp confirmed_date', stamp),
  column('check_in_stamp check_in_date', stamp),
  column('check_out_stamp check_out_date', stamp),
  column('reservation_service_ids service_ids'),
  column('services_string services'),
  ...columns('feeding_amount feeding_time feeding_method feeding_type feeding_notes'),
  ...columns('next_immunization_expiration icons_string', repeated),
  ...columns('run_name area_name'),
  ...columns('starts_today ends_today', repeated),
];

/** What the other sources tell of a stay beyond the day export (gingr-sources.md 1.3, 2.3.2 and 2.3.3). */
const elsewhere = [
  column('location_id'),
  column('location_name', repeated),
  column('class_id'),
  column('created_at created_stamp created_date'),
  column('created_by'),
  column('wait_list_accepted_stamp wait_list_accepted_date', stamp),
  column('self_made'),
  // What stays were booked in one step; no reference names the column (inf).
  column('booking_id group_id reservation_group_id booking_group_id'),
  ...columns('base_rate final_rate units_of_time'),
  ...columns('cancellation_reason cancellation_reason_id cancelled_by_username'),
  ...columns('last_email_sent is_precheck_completed'),
  // One documented example holds the real check-in time, so it never stands in for start_date.
  column('start_date_iso', repeated),
  column('end_date_iso', repeated),
  ...columns('start_date_formatted end_date_formatted', repeated),
];

/** Reservations (stays): one line is one animal's stay, and a stay may stand on several days' exports. */
export const reservations: CatalogueEntity = {
  name: 'reservations',
  id: 'id',
  fileNames: ['reservations', 'reservation', 'bookings', 'stays', 'appointments'],
  columns: [...dayExport, ...elsewhere],
};
