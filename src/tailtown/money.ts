/** Tables whose rows are money, with the column that holds it. What stands in them is never marked deleted by a program. */
export const MONEY_COLUMNS: Readonly<Record<string, string>> = {
  invoices: 'total',
  invoice_line_items: 'amount',
  payments: 'amount',
  customer_daycare_passes: 'purchasePrice',
};
