import { type CatalogueEntity, column, columns } from './define.ts';

/** Reservation types: REST and dump, 48 keys (gingr-sources.md 2.4); `type`, `name` and `reservation_type` are copies. */
export const reservationTypes: CatalogueEntity = {
  name: 'reservation_types',
  id: 'id',
  fileNames: ['reservation_types', 'reservation_type', 'get_reservation_types', 'booking_types', 'types'],
  columns: [
    column('id type_id reservation_type_id', { required: true, copies: ['value'] }),
    column('type type_name', { copies: ['name', 'reservation_type', 'label'] }),
    ...columns(
      'description quick_add only_appointment late_checkout_time late_checkout_fee color ask_questions',
    ),
    ...columns('auto_print_labels auto_print_run_card question_1 question_2 question_3 board_together'),
    ...columns('charge_by_hour charge_by_24_hours charge_by_midnights_crossed charge_once increment_by'),
    ...columns('status allow_new_reservations is_taxed convert_at convert_to convert_after_minutes'),
    ...columns('email_minutes_before_start sms_minutes_before_start email_custom_text'),
    ...columns('email_survey_minutes_after_checkout email_survey_every_number_reservations'),
    ...columns(
      'compound_pricing_rules show_customer_rates customer_cancel_before_minutes number_days_max_start',
    ),
    ...columns(
      'is_deleted interval single_day dropoff_times show_on_feeding_report show_on_medication_report',
    ),
    ...columns('require_reservation_of_type capacity_by_lodging show_availability_calendar_customers'),
    ...columns('show_availability_calendar_employees account_code_id booking_category_id'),
    column('location_id'),
  ],
};
