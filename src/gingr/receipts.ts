import { type CatalogueEntity, column, columns, repeated } from './define.ts';
import { payments } from './money.ts';

/**
 * Receipts: sales before 2019-08-01, which `list_transactions` has and `list_invoices` does not (doc: gingr-sources.md 1.2 and
 * 2.8). No answer of the API is published; the names of the columns are those of invoices where they fit, else (inf).
 */
export const receipts: CatalogueEntity = {
  name: 'receipts',
  id: 'receipt_id',
  fileNames: ['receipts', 'receipt', 'list_transactions', 'old_transactions'],
  columns: [
    column('receipt_id transaction_id id', { required: true }),
    column('owner_id o_id', { required: true }),
    column('location_id'),
    column('create_stamp created_at created_stamp'),
    column('subtotal sub_total'),
    column('discount discount_amount discounts'),
    column('tax_amount tax'),
    column('total total_amount'),
    column('amount_paid paid paid_amount'),
    column('payment_method payment_method_type'),
    column('voided is_voided void'),
    ...columns('username'),
    ...columns('user_id item_count first_name last_name email', repeated),
  ],
};

/** Lines of receipts: `transaction(id).items[]` of one (inf). */
export const receiptLines: CatalogueEntity = {
  name: 'receipt_lines',
  id: 'id',
  fileNames: ['receipt_lines', 'receipt_items', 'receipt_line_items'],
  columns: [
    column('id item_id line_id', { required: true }),
    column('receipt_id', { required: true }),
    column('description item item_name'),
    column('quantity qty'),
    column('unit_price price'),
    column('total amount'),
    column('tax_amount tax'),
    column('voided is_voided void'),
  ],
};

/**
 * What was paid for receipts, payment by payment: `transaction(id).payment_items` of one (inf); as many as there were ways of
 * payment. The columns are those of the payments of invoices (gingr-sources.md 2.8).
 */
export const receiptPayments: CatalogueEntity = {
  name: 'receipt_payments',
  id: 'id',
  fileNames: ['receipt_payments', 'receipt_payment_items'],
  columns: [
    column('id payment_id', { required: true }),
    column('receipt_id', { required: true }),
    ...payments.columns.filter(({ name }) => !['id', 'invoice_id'].includes(name)),
  ],
};
