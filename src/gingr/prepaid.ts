import { type CatalogueEntity, column, columns } from './define.ts';

/**
 * Subscriptions: `get_subscriptions` (gingr-sources.md 1.2 and 2.9). What they say is known from the report (doc): package,
 * price, frequency, next and cancel date; no answer of the API is published, so the names of the columns are (inf).
 */
export const subscriptions: CatalogueEntity = {
  name: 'subscriptions',
  id: 'id',
  fileNames: [
    ...['subscriptions', 'subscription', 'get_subscriptions'],
    ...['active_subscriptions', 'canceled_subscriptions', 'cancelled_subscriptions'],
  ],
  columns: [
    column('id subscription_id', { required: true }),
    column('owner_id o_id', { required: true }),
    column('package_id package_type_id'),
    column('package package_name subscription_name'),
    column('location_id'),
    column('price amount'),
    column('frequency billing_frequency billing_period'),
    ...columns('start_date created_at'),
    column('next_billing_date next_date next_charge_date next_bill_date'),
    column('cancel_date canceled_at cancelled_at canceled_date cancelled_date cancel_stamp'),
    column('end_date ended_at'),
    column('status subscription_status'),
    column('is_deleted deleted'),
    ...columns('payment_profile_id processor_reference', { secret: true }),
  ],
};

/**
 * Kinds of packages: the Partner API's `package-types` (gingr-sources.md 1.4), and a table of the dump. Their names are known
 * (doc), those of their columns are (inf).
 */
export const packageTypes: CatalogueEntity = {
  name: 'package_types',
  id: 'id',
  fileNames: ['package_types', 'package_type', 'packages', 'package_kinds'],
  columns: [
    column('id package_type_id package_id', { required: true }),
    column('name package_name package_type title'),
    column('description'),
    column('credits quantity credit_count number_of_credits'),
    column('price cost'),
    column('expiration_days expires_in_days days_valid validity_days'),
    column('is_active active'),
    column('is_deleted deleted'),
    ...columns('location_id reservation_type_id'),
  ],
};

/**
 * What owners have of packages: the Partner API's `parent-packages` (packageTypeId, remainingCredits, expirationDate: doc) and a
 * table of the dump (inf). The report "Outstanding packages" says the same by names of owners, which join nothing.
 */
export const ownerPackages: CatalogueEntity = {
  name: 'owner_packages',
  id: 'id',
  fileNames: [
    'owner_packages',
    'parent_packages',
    'customer_packages',
    'package_balances',
    'outstanding_packages',
  ],
  columns: [
    column('id owner_package_id parent_package_id', { required: true }),
    column('owner_id o_id parent_id', { required: true }),
    column('package_type_id package_id packagetypeid', { required: true }),
    column('quantity credits purchased_credits credits_purchased'),
    column('remaining_credits credits_remaining remaining remainingcredits'),
    column('price purchase_price component_price'),
    column('remaining_value value_remaining'),
    column('purchased_at purchase_date created_at create_stamp'),
    column('expiration_date expires_at expires expirationdate'),
    column('invoice_id transaction_id pos_transaction_id'),
    column('location_id'),
    column('notes note'),
  ],
};

/**
 * Store credit that owners have left, one balance per owner, or per owner and location where it is limited to one (doc, 2.9). The
 * Partner API has it and so does the dump; the names of the columns are (inf). It has no ids of its own.
 */
export const storeCredits: CatalogueEntity = {
  name: 'store_credits',
  id: '',
  key: ['owner_id', 'location_id'],
  fileNames: ['store_credits', 'store_credit', 'store_credit_balances'],
  columns: [
    column('owner_id o_id parent_id', { required: true }),
    column('location_id'),
    column('store_credit credit_balance credit_amount balance amount', { required: true }),
    column('updated_at as_of last_updated'),
  ],
};

/** Gift cards: nothing is published of them (gingr-sources.md 2.9), so all names are (inf). The number of a card is money. */
export const giftCards: CatalogueEntity = {
  name: 'gift_cards',
  id: 'id',
  fileNames: ['gift_cards', 'gift_card', 'gift_certificates'],
  columns: [
    column('id gift_card_id', { required: true }),
    column('gift_card_balance remaining_balance balance', { required: true }),
    column('owner_id o_id purchaser_id'),
    column('original_amount initial_amount amount'),
    column('purchased_at created_at'),
    column('expiration_date expires_at'),
    ...columns('code card_number pin', { secret: true }),
  ],
};
