import { defineRules } from './define.ts';

export const productRules = defineRules('products', {
  PRODUCT_NAME_MISSING: {
    severity: 'error',
    title: 'Retail item without a name',
    explanation: 'Tailtown insists on a name for a product, and none may be invented.',
    remedy: 'Name the item in Gingr and export again.',
  },
  PRODUCT_PRICE_MISSING: {
    severity: 'error',
    title: 'Retail item without a price',
    explanation:
      'Tailtown insists on a price for a product. 0.00 would be a price too, and would be sold at.',
    remedy: 'Give the item its price in Gingr, 0.00 if it is free, and export again.',
  },
  PRODUCT_STOCK_UNREADABLE: {
    severity: 'warning',
    title: 'Stock that is no whole number',
    explanation:
      'The quantity in stock is no whole number, and Tailtown counts in those alone. The product moves without its stock being counted.',
    remedy: 'Count the product in Tailtown, and switch the counting on.',
  },
  PRODUCT_CATEGORY_VARIANT: {
    severity: 'info',
    effect: 'merge',
    title: 'Other spelling of a category',
    explanation: 'Categories of retail items that differ only in case and blanks are one category.',
    remedy: 'Nothing to do.',
  },
  PRODUCT_CATEGORY_ONLY_REJECTED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Category that only retail items use which do not move',
    explanation: 'Every item of this category was rejected or left out, so no category is made of it.',
    remedy: 'Mend the items; the category then follows.',
  },
});
