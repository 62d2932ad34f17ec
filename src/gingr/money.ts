import { type CatalogueEntity, column, columns, repeated } from './define.ts';

/** Invoices: `list_invoices`, the dump's `pos_transactions` (gingr-sources.md 2.8). The list has no lines and no payments. */
export const invoices: CatalogueEntity = {
  name: 'invoices',
  id: 'id',
  fileNames: ['invoices', 'invoice', 'list_invoices', 'pos_transactions'],
  columns: [
    column('id invoice_id pos_transaction_id', { required: true }),
    column('owner_id o_id', { required: true }),
    column('reservation_id r_id'),
    column('location_id'),
    column('create_stamp created_at created_stamp'),
    column('subtotal sub_total'),
    column('discount discount_amount discounts'),
    column('tax_amount tax'),
    column('total total_amount'),
    // '0' is an estimate: a stay that is not checked out yet has an estimate and no invoice.
    column('complete completed is_complete'),
    column('is_returned returned'),
    // Beside the lines; that they are there is (obs), their names are (inf).
    column('tip_amount tip tips total_tips gratuity'),
    column('surcharge_amount surcharge surcharges total_surcharges'),
    ...columns('item_count voided_item_count user_id username payment_method'),
    ...columns('first_name last_name email', repeated),
  ],
};

/** Lines of invoices: `transaction(id).items[]` (gingr-sources.md 2.8); the dump's `pos_transaction_items_audit` (1.3). */
export const invoiceLines: CatalogueEntity = {
  name: 'invoice_lines',
  id: 'id',
  fileNames: [
    ...['invoice_lines', 'invoice_items', 'invoice_line_items', 'pos_transaction_items'],
    ...['pos_transaction_items_audit', 'items'],
  ],
  columns: [
    column('id item_id line_id transaction_item_id', { required: true }),
    column('invoice_id transaction_id pos_transaction_id', { required: true }),
    column('description item item_name'),
    column('quantity qty'),
    column('unit_price price'),
    column('total amount'),
    column('tax_amount tax'),
    ...columns('refund_amount tax_refund_amount'),
    column('voided is_voided void'),
  ],
};

/** Payments and refunds: `transaction(id).payment_items` and `detailed_payments` (gingr-sources.md 2.8). */
export const payments: CatalogueEntity = {
  name: 'payments',
  id: 'id',
  fileNames: ['payments', 'payment', 'payment_items', 'detailed_payments', 'transactions_payments'],
  columns: [
    column('id payment_id', { required: true }),
    column('invoice_id transaction_id pos_transaction_id', { required: true }),
    column('location_id'),
    column('payment_method_type payment_method method'),
    column('processor'),
    // Signed: negative is a refund.
    column('total_balance amount total'),
    column('transaction_time payment_date create_stamp'),
    column('zero_payment'),
    column('payment_allocation_refund'),
    column('description'),
  ],
};

/**
 * Deposits: `transaction(id).deposits[]`. Each also stands among the payments, under `payment_id`; that of a stay without a sale
 * names none (gingr-sources.md 2.3.2).
 */
export const deposits: CatalogueEntity = {
  name: 'deposits',
  id: 'id',
  fileNames: ['deposits', 'deposit', 'deposits_report'],
  columns: [
    column('id deposit_id', { required: true }),
    column('payment_id', { required: true }),
    column('reservation_id r_id'),
    column('deposit_amount'),
    column('paid_amount'),
    ...columns('payment_method payment_method_id consumed_at created_at refunded_at refund_amount'),
    ...columns('forfeited_at cancel_stamp check_out_stamp'),
  ],
};
