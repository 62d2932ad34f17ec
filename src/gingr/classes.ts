import { classesOf, type DataClass } from '../core/data-classes.ts';
import { columnOf, type FileEntityName } from './catalogue.ts';

/** Columns that mean the same wherever they stand. */
const COMMON = {
  identifier:
    'id value owner_id animal_id reservation_id invoice_id location_id type_id o_id a_id employee_id species_id package_id package_type_id receipt_id payment_id service_id agreement_id account_code_id category_id reservation_type_id user_id vet_id breed_id',
  operational:
    'created_at updated_at status is_deleted is_active label type is_taxed description name location_name sort',
  contact: 'created_by updated_by first_name last_name email owner_name username',
  personal: 'notes animal_name',
  financial:
    'subtotal discount tax_amount total price payment_method unit_price tip_amount surcharge_amount refund_amount',
};

/** The class of every column that Gingr's exports have, by entity. Columns that are dropped at ingest are credentials by that. */
export const SOURCE_CLASSES: Readonly<Record<FileEntityName, Readonly<Record<string, DataClass>>>> = {
  locations: classesOf(COMMON),
  species: classesOf(COMMON),
  breeds: classesOf(COMMON),
  temperaments: classesOf(COMMON),
  vets: classesOf(COMMON, {
    contact: 'name phone_number fax_number email address_1 address_2 city state zip',
    personal: 'notes',
  }),
  reservation_types: classesOf(COMMON, {
    operational: `quick_add only_appointment late_checkout_time late_checkout_fee color ask_questions auto_print_labels auto_print_run_card
      question_1 question_2 question_3 board_together charge_by_hour charge_by_24_hours charge_by_midnights_crossed charge_once
      increment_by allow_new_reservations convert_at convert_to convert_after_minutes email_minutes_before_start
      sms_minutes_before_start email_custom_text email_survey_minutes_after_checkout email_survey_every_number_reservations
      compound_pricing_rules show_customer_rates customer_cancel_before_minutes number_days_max_start interval single_day
      dropoff_times show_on_feeding_report show_on_medication_report require_reservation_of_type capacity_by_lodging
      show_availability_calendar_customers show_availability_calendar_employees`,
    identifier: 'booking_category_id',
  }),
  owners: classesOf(COMMON, {
    identifier: 'home_location kl_owner_id barcode',
    contact: `cell_phone home_phone address_1 address_2 city state zip emergency_contact_name emergency_contact_phone latitude longitude
      additional_owner_first_name additional_owner_last_name additional_owner_email additional_owner_phone secondary_email`,
    personal:
      'source animal_names last_reservation next_reservation number_reservations form_data icons_string',
    health: `allow_online_login opt_out_email opt_out_sms opt_out_marketing_email opt_out_marketing_sms opt_out_reminder_email
      opt_out_reminder_sms opt_out_photo_sharing opt_out_rewards banned`,
    financial: 'current_balance',
    operational: 'deactivated',
  }),
  animals: classesOf(COMMON, {
    personal: `first_name species_name breed_name color gender birthday weight microchip image number_reservations checked_out_count form_data
      icons_string deceased`,
    health: `fixed vet_name vet_phone medicines allergies notes feeding_schedule feeding_method food_type feeding_amount feeding_time
      feeding_type feeding_notes grooming_notes temperament temperament_type evaluation_notes evaluation_categories banned
      next_immunization_expiration incident_count`,
    financial: 'pricing_rules pricing_rules_apply',
    operational: 'vip deactivated',
  }),
  reservations: classesOf(COMMON, {
    identifier: 'class_id booking_id cancellation_reason_id reservation_service_ids standing_reservation',
    contact: 'o_first o_last address_1 address_2 city state zip home_phone cell_phone cancelled_by_username',
    personal: `start_date end_date start_date_iso end_date_iso start_date_formatted end_date_formatted r_notes answer_1 answer_2 answer_3
      a_first birthday o_notes breed_name icons_string cancellation_reason`,
    health: `a_notes medicines allergies fixed feeding_amount feeding_time feeding_method feeding_type feeding_notes
      next_immunization_expiration`,
    financial: 'base_rate final_rate units_of_time stripe_default_card',
    operational: `wait_list_stamp only_appointment color question_1 question_2 question_3 cancel_stamp confirmed_stamp check_in_stamp
      check_out_stamp services_string run_name area_name starts_today ends_today wait_list_accepted_stamp self_made last_email_sent
      is_precheck_completed`,
  }),
  immunization_types: classesOf(COMMON, { operational: 'required species' }),
  immunizations: classesOf(COMMON, {
    health: 'type expiration_date formated_expiry_date administered_date note is_expired',
    operational: 'last_updated',
  }),
  invoices: classesOf(COMMON, {
    operational: 'create_stamp complete is_returned item_count voided_item_count',
  }),
  invoice_lines: classesOf(COMMON, {
    financial: 'description quantity tax_refund_amount',
    operational: 'voided',
  }),
  payments: classesOf(COMMON, {
    financial:
      'payment_method_type processor total_balance zero_payment payment_allocation_refund description',
    operational: 'transaction_time',
  }),
  deposits: classesOf(COMMON, {
    financial: 'deposit_amount paid_amount payment_method_id',
    operational: 'consumed_at refunded_at forfeited_at cancel_stamp check_out_stamp',
  }),
  subscriptions: classesOf(COMMON, {
    financial: 'package',
    operational: 'frequency start_date next_billing_date cancel_date end_date',
  }),
  package_types: classesOf(COMMON, { operational: 'credits price expiration_days' }),
  owner_packages: classesOf(COMMON, {
    financial: 'quantity remaining_credits remaining_value',
    operational: 'purchased_at expiration_date',
  }),
  store_credits: classesOf(COMMON, { financial: 'store_credit' }),
  gift_cards: classesOf(COMMON, {
    financial: 'gift_card_balance original_amount',
    operational: 'purchased_at expiration_date',
  }),
  receipts: classesOf(COMMON, { financial: 'amount_paid', operational: 'create_stamp voided item_count' }),
  receipt_lines: classesOf(COMMON, { financial: 'description quantity', operational: 'voided' }),
  receipt_payments: classesOf(COMMON, {
    financial:
      'payment_method_type processor total_balance zero_payment payment_allocation_refund description',
    operational: 'transaction_time',
  }),
  calendar_details: classesOf(COMMON, {
    contact: 'owner',
    personal: 'animal start_date end_date',
    operational: 'lodging services confirmed cancelled completed',
  }),
  standing_reservations: classesOf(COMMON, {
    personal: `name frequency weekdays sunday monday tuesday wednesday thursday friday saturday day_of_month start_time end_time
      start_date end_date hold_periods`,
    operational: 'run_name area_name',
  }),
  retail_items: classesOf(COMMON, {
    identifier: 'sku barcode',
    operational: 'price category cost quantity reorder_point image notes',
  }),
  employees: classesOf(COMMON, {
    contact: 'phone',
    personal: 'group',
    operational: 'allowed_locations active',
  }),
  owner_notes: classesOf(COMMON, { personal: 'note', operational: 'note_type' }),
  animal_notes: classesOf(COMMON, { health: 'note', operational: 'note_type' }),
  reservation_notes: classesOf(COMMON, { personal: 'note', operational: 'note_type' }),
  additional_services: classesOf(COMMON, { operational: 'price duration' }),
  reservation_services: classesOf(COMMON, {
    contact: 'assigned_to completed_by',
    personal: 'scheduled_at scheduled_until',
    financial: 'cost',
    operational: 'completed_at',
  }),
  incidents: classesOf(COMMON, {
    identifier: 'witness_id other_animal_id resolved_by_id',
    contact: 'reported_by witnessed_by owner_notified_by resolved_by',
    health: `incident_type severity incident_date location description injury_type body_part treatment vet_visit vet_notified
      owner_notified owner_notified_at owner_response photos resolution follow_up follow_up_notes follow_up_date`,
    operational: 'resolved_at',
  }),
  report_cards: classesOf(COMMON, {
    personal: 'title report_date activities mood media',
    health: 'meals bathroom_breaks medication_given medication_notes behavior_notes',
    operational: 'reservation_type sent_at viewed_at',
  }),
  agreements: classesOf(COMMON, {
    operational:
      'agreement_name agreement_text version requires_signature is_default effective_date expires_at',
  }),
  owner_agreements: classesOf(COMMON, {
    contact: 'signed_by ip_address',
    personal: 'agreement_text signed_at signature file_url file_name user_agent',
    operational: 'agreement_name agreement_version expires_at is_valid',
  }),
  medications: classesOf(COMMON, {
    identifier: 'medication_schedule_id',
    health: `medication_name medication_notes medication_amount medication_unit medication_type medication_schedule with_food start_date
      end_date prescribing_vet`,
  }),
  files: classesOf(COMMON, {
    contact: 'uploaded_by',
    personal: 'file_url title file_name description',
    operational: 'file_category mime_type file_size uploaded_at',
  }),
  form_fields: classesOf({ operational: 'form name label type' }),
};

/** The class of a column of a source record; undefined where the catalogue does not know the column. */
export function sourceClass(entity: string, column: string): DataClass | undefined {
  const known = columnOf(entity, column);
  if (known?.secret) return 'credential';
  return known ? SOURCE_CLASSES[entity as FileEntityName][column] : undefined;
}
