import { type CatalogueEntity, column, columns } from './define.ts';

/**
 * What the resort sells over the counter: REST `get_all_retail_items` (gingr-sources.md 2.4). Nobody has published what it
 * answers, so all names are inferred (inf); a list of ids and names alone is told by the name of its file.
 */
export const retailItems: CatalogueEntity = {
  name: 'retail_items',
  id: 'id',
  fileNames: ['retail_items', 'retail_item', 'get_all_retail_items', 'retail', 'products', 'inventory'],
  columns: [
    column('id retail_item_id item_id product_id', { required: true }),
    column('name item_name product_name title', { copies: ['label'] }),
    column('price retail_price sale_price'),
    column('description'),
    column('category category_name retail_category'),
    column('category_id'),
    column('sku item_number'),
    column('barcode upc'),
    column('cost wholesale_price unit_cost'),
    column('quantity quantity_on_hand qty stock current_stock'),
    column('reorder_point reorder_level low_stock_level'),
    column('is_taxed taxable'),
    column('image image_url'),
    column('notes'),
    ...columns('status is_deleted location_id account_code_id created_at updated_at'),
  ],
};
