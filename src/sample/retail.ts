import type { RuleCode } from '../core/rules/index.ts';
import { RETAIL_COLUMNS } from './columns.ts';
import type { KeyBuilder, KeyValue } from './key.ts';
import { CSV, ExportFile } from './writer.ts';

/** What the invented resort sells over the counter. */

interface Item {
  /** id, name, price, category, sku, cost and quantity, as Gingr writes them. */
  cells: readonly [string, string, string, string, string, string, string];
  deleted?: boolean;
  cents: bigint;
  rejected?: readonly [code: RuleCode, why: string];
  issue?: RuleCode;
  expect?: Record<string, KeyValue>;
}

const counted = (current_stock: number) => ({ current_stock, track_inventory: true });

const ITEMS: readonly Item[] = [
  {
    cells: ['601', 'Chew toy', '8.50', 'Toys', 'CT-1', '3.10', '12'],
    cents: 850n,
    expect: { name: 'Chew toy', sku: 'CT-1', is_active: true, taxable: true, ...counted(12) },
  },
  {
    cells: ['602', 'Rope &amp; ball', '6', 'Toys', 'RP-1', '', ''],
    cents: 600n,
    expect: { name: 'Rope & ball', current_stock: 0, track_inventory: false },
  },
  {
    cells: ['603', 'Ball', '$4.25', 'toys', '', '', '-2'],
    cents: 425n,
    expect: { sku: null, ...counted(-2) },
  },
  {
    cells: ['604', 'Agility set', '1,050.00', 'Sport', 'AG-1', '800.00', '1'],
    deleted: true,
    cents: 105_000n,
    expect: { is_active: false, ...counted(1) },
  },
  {
    cells: ['605', '', '2.00', 'Nameless', '', '', '3'],
    cents: 200n,
    rejected: ['PRODUCT_NAME_MISSING', 'an item without a name'],
  },
  {
    cells: ['606', 'Leash', '', 'Toys', 'LE-1', '', '3'],
    cents: 0n,
    rejected: ['PRODUCT_PRICE_MISSING', 'an item without a price'],
  },
  {
    cells: ['607', 'Kibble', '30.00', 'Food', 'KI-1', '', '2.5'],
    cents: 3000n,
    issue: 'PRODUCT_STOCK_UNREADABLE',
    expect: { current_stock: 0, track_inventory: false },
  },
  {
    cells: ['608', 'Bowl', '12.00', 'Food', 'CT-1', '', '4'],
    cents: 1200n,
    rejected: ['TARGET_ROW_TAKEN', 'the number of item 601'],
  },
  { cells: ['609', 'Gift card', '25.00', '', 'GC-25', '', ''], cents: 2500n, expect: { category_id: null } },
];

export function writeRetail(root: string, book: KeyBuilder): string {
  const file = new ExportFile(root, 'export/retail_items.csv', RETAIL_COLUMNS, CSV);
  for (const { cells, deleted = false, cents, rejected, issue, expect } of ITEMS) {
    const [id, name, price, category, sku, cost, quantity] = cells;
    const is_deleted = deleted ? '1' : '0';
    file.record({ id, name, price, category, sku, cost, quantity, is_taxed: '1', is_deleted });
    const outcome = rejected ? 'rejected' : 'inserted';
    if (rejected) book.ended('retail_items', id, 'rejected', ...rejected);
    else book.inserted('retail_items');
    book.counted('retail_items.count', outcome);
    book.total('retail_items.price', outcome, cents);
    if (issue) book.issue(issue);
    if (expect) book.expect('retail_items', id, 'products', expect, 'sold over the counter');
  }
  book.inserted('retail_categories');
  book.inserted('retail_categories');
  book.inserted('retail_categories');
  book.ended('retail_categories', 'toys', 'merged', 'PRODUCT_CATEGORY_VARIANT', 'a spelling of Toys');
  const why = 'only an item that does not move is of this category';
  book.ended('retail_categories', 'Nameless', 'excluded', 'PRODUCT_CATEGORY_ONLY_REJECTED', why);
  for (const name of ['Toys', 'Sport', 'Food'])
    book.expect(
      'retail_categories',
      name,
      'product_categories',
      { name, is_active: true },
      'as Gingr has it',
    );
  file.close();
  return file.path;
}
