/** Reports of Gingr that look like an entity's export and are none (gingr-sources.md 1.1). */
export interface KnownReport {
  title: string;
  /** Header names, by `headerKey`, that no entity's export has together. */
  columns: readonly string[];
  why: string;
}

export const KNOWN_REPORTS: readonly KnownReport[] = [
  {
    title: 'customer spend report',
    columns: ['subtotal', 'tax_amount', 'total', 'last_reservation'],
    why: 'it holds sums over a period, not owners; export the list of owners instead',
  },
  {
    title: 'transactions by user report',
    columns: ['invoice', 'date', 'owner', 'payment_method', 'total'],
    why: 'it has names and no ids, and names never identify a record',
  },
  {
    title: 'report of active or canceled subscriptions',
    columns: ['owner', 'package', 'price', 'frequency'],
    why: 'it has names and no ids, and names never identify a record; take the subscriptions from the API or the dump',
  },
  {
    title: 'report of outstanding packages',
    columns: ['owner', 'remaining_credits', 'remaining_value'],
    why: 'it has names and no ids, and names never identify a record; take the packages of owners from the API or the dump, and use the report to compare the sums',
  },
];
