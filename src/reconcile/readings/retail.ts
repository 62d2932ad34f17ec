import { amount, holds, type Reading, reading, sameName, sameNumber, words } from './define.ts';
import type { Line } from './line.ts';
import { neither } from './owners.ts';
import { taxable } from './stays.ts';

const whole = (column: string) => (line: Line) =>
  /^\d{1,6}$/.test(line.raw(column)) ? line.raw(column) : null;

/** Categories that differ in case alone are one. */
const sameCategory: Reading['agrees'] = (standing, said) =>
  `(SELECT lower(c.name) FROM public.product_categories c WHERE c.id = ${standing}) IS NOT DISTINCT FROM nullif(lower(${said}), '')`;

export const retailReadings: Reading[] = [
  words('products.name', 'name', sameName),
  words('products.description', 'description'),
  words('products.sku', 'sku'),
  words('products.barcode', 'barcode'),
  words('products.category_id', 'category', sameCategory),
  amount('products.price', 'price'),
  amount('products.cost', 'cost'),
  reading('products.taxable', 'is_taxed', taxable),
  reading('products.current_stock', 'quantity', whole('quantity'), sameNumber),
  reading('products.track_inventory', 'quantity', (line) =>
    whole('quantity')(line) === null ? null : 'true',
  ),
  reading('products.reorder_point', 'reorder_point', whole('reorder_point'), sameNumber),
  words('products.image_url', 'image', holds),
  words('products.notes', 'notes'),
  reading('products.is_active', 'is_deleted', neither('is_deleted')),
];
