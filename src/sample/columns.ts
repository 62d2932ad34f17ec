/** Header names as Gingr writes them (gingr-sources.md 2), in the order of the files. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const OWNER_COLUMNS = words(`
  id first_name last_name email cell_phone home_phone address_1 address_2 city state zip emergency_contact_name
  emergency_contact_phone notes home_location current_balance allow_online_login opt_out_email opt_out_sms
  opt_out_marketing_email opt_out_marketing_sms opt_out_reminder_email opt_out_reminder_sms opt_out_photo_sharing
  opt_out_rewards created_at source animal_names banned deactivated icons_string form_data favourite_treat`);

/** `temperment` is Gingr's own spelling. */
export const ANIMAL_COLUMNS = words(`
  id owner_id first_name species_id breed_id color gender fixed birthday weight microchip vet_id medicines allergies
  notes feeding_schedule feeding_method food_type feeding_notes grooming_notes temperment evaluation_notes
  evaluation_categories vip banned image next_immunization_expiration incident_count created_at form_data deactivated
  deceased`);

export const TYPE_COLUMNS = words(`
  id type name reservation_type description color is_taxed single_day charge_by_midnights_crossed status is_deleted
  allow_new_reservations`);

export const VET_COLUMNS = words('id name phone_number address_1 city state zip status');

export const EMPLOYEE_COLUMNS = words(
  'id username first_name last_name email group allowed_locations active',
);

/** `record` stands for the id of the owner, the animal or the stay. */
export const NOTE_COLUMNS = words('id record created_at created_by note_type note');

export const INCIDENT_COLUMNS = words(`
  id animal_id reservation_id incident_type severity incident_date description employee_id reported_by other_animal_id
  treatment vet_visit owner_notified status resolution`);

export const REPORT_CARD_COLUMNS = words(`
  id animal_id owner_id reservation_id report_date activities notes mood media employee_id created_by sent_at`);

export const MEDICATION_COLUMNS = words(`
  id animal_id medication_name medication_notes medication_amount medication_unit medication_type medication_schedule`);

export const FILE_COLUMNS = words(`
  id owner_id animal_id file_url file_name file_category file_size uploaded_at uploaded_by`);

export const AGREEMENT_COLUMNS = words('id agreement_name agreement_text version is_active location_id');

export const OWNER_AGREEMENT_COLUMNS = words(`
  id owner_id agreement_id agreement_text agreement_version signed_at signed_by signature file_url ip_address`);

export const LIST_COLUMNS = words('value label');

export const IMMUNIZATION_TYPE_COLUMNS = words('id type required species_id species');

/** `formated_expiry_date` is Gingr's own spelling. */
export const IMMUNIZATION_COLUMNS = words(`
  id animal_id type_id type expiration_date formated_expiry_date administered_date note last_updated updated_by`);

export const RETAIL_COLUMNS = words('id name price category sku cost quantity is_taxed is_deleted');

export const INVOICE_COLUMNS = words(`
  id owner_id reservation_id location_id create_stamp subtotal discount tax_amount total complete is_returned
  tip_amount surcharge_amount item_count voided_item_count user_id username payment_method first_name last_name email`);

export const INVOICE_LINE_COLUMNS = words(`
  id invoice_id description quantity unit_price total tax_amount refund_amount tax_refund_amount voided`);

export const PAYMENT_COLUMNS = words(`
  id invoice_id location_id payment_method_type processor total_balance transaction_time zero_payment
  payment_allocation_refund description`);

export const DEPOSIT_COLUMNS = words(`
  id payment_id deposit_amount paid_amount payment_method payment_method_id consumed_at created_at refunded_at
  refund_amount forfeited_at cancel_stamp check_out_stamp`);

export const SUBSCRIPTION_COLUMNS = words(`
  id owner_id package_id package location_id price frequency start_date next_billing_date cancel_date end_date status`);

export const PACKAGE_TYPE_COLUMNS = words('id name credits price expiration_days is_active location_id');

export const OWNER_PACKAGE_COLUMNS = words(`
  id owner_id package_type_id quantity remaining_credits price remaining_value purchased_at expiration_date invoice_id
  location_id notes`);

export const STORE_CREDIT_COLUMNS = words('owner_id location_id store_credit updated_at');

export const RECEIPT_COLUMNS = words(`
  receipt_id owner_id location_id create_stamp subtotal discount tax_amount total amount_paid payment_method voided
  username`);

export const RECEIPT_PAYMENT_COLUMNS = words(`
  id receipt_id payment_method_type processor total_balance transaction_time zero_payment
  payment_allocation_refund description`);

export const RECEIPT_LINE_COLUMNS = words(
  'id receipt_id description quantity unit_price total tax_amount voided',
);

export const GIFT_CARD_COLUMNS = words('id owner_id gift_card_balance original_amount expiration_date');

/** The 54 columns of the day export (2.3.1). */
export const STAY_COLUMNS = words(`
  id start_date end_date r_notes wait_list_stamp answer_1 answer_2 answer_3 type type_id only_appointment color
  question_1 question_2 question_3 a_id a_first a_notes medicines allergies birthday fixed o_id o_first o_last
  address_1 address_2 city state zip email home_phone cell_phone stripe_default_card o_notes breed_name
  standing_reservation cancel_stamp confirmed_stamp check_in_stamp check_out_stamp reservation_service_ids
  services_string feeding_amount feeding_time feeding_method feeding_type feeding_notes next_immunization_expiration
  icons_string run_name area_name starts_today ends_today`);

/** One record on its way into a file: cells by column; what is not there is an empty cell. */
export type Cells = Record<string, string>;
