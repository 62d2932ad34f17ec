import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const fresh = testRuns();

const item = (id: string, more: Record<string, string> = {}) => ({
  ...{ id, name: `Item ${id}`, price: '1.00', category: 'Toys', sku: `S-${id}`, quantity: '5' },
  ...more,
});

const shop = (...items: Record<string, string>[]): Records => ({ ...smallResort(), retail_items: items });

const products = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT p.sku, p.name, p.price::text, p.cost::text, p.current_stock AS stock, p.track_inventory AS tracked,
      c.name AS category FROM products p LEFT JOIN product_categories c ON c.id = p.category_id ORDER BY p.sku`,
  );

type Model = Awaited<ReturnType<typeof runOn>>;
const accountOf = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

describe('retail items', () => {
  it('become products in their categories, to the cent, once, and go again with a rollback', async () => {
    const run = await fresh('postgres');
    const before = await rowsOf(run, 'SELECT count(*)::int AS n FROM products');
    const records = shop(
      item('1', { price: '$1,050.25', cost: '0.1' }),
      item('2', { category: ' toys  ', quantity: '' }),
      item('3', { category: 'TOYS', quantity: '-7' }),
      item('4', { category: '', quantity: '3.00' }),
    );
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect(await products(run)).toEqual([
      {
        sku: 'S-1',
        name: 'Item 1',
        price: '1050.25',
        cost: '0.10',
        stock: 5,
        tracked: true,
        category: 'TOYS',
      },
      { sku: 'S-2', name: 'Item 2', price: '1.00', cost: null, stock: 0, tracked: false, category: 'TOYS' },
      { sku: 'S-3', name: 'Item 3', price: '1.00', cost: null, stock: -7, tracked: true, category: 'TOYS' },
      { sku: 'S-4', name: 'Item 4', price: '1.00', cost: null, stock: 3, tracked: true, category: null },
    ]);
    expect(accountOf(model, 'retail_categories')).toMatchObject({ read: 3, inserted: 1, merged: 2 });
    expect(model.totals).toContainEqual(
      expect.objectContaining({ name: 'retail_items.price', source: '1053.25', target: '1053.25' }),
    );

    const again = await runOn(run, records);
    expect(again.batch?.id).toBe(model.batch?.id);
    await undo(run, model.batch);
    expect(await rowsOf(run, 'SELECT count(*)::int AS n FROM products')).toEqual(before);
    expect(await rowsOf(run, 'SELECT count(*)::int AS n FROM product_categories')).toEqual([{ n: 0 }]);
  });

  it('without a name, without a price, at a price beyond all, or with the number of another are rejected', async () => {
    const run = await fresh('postgres');
    const model = await runOn(
      run,
      shop(
        item('1', { name: '<p> </p>' }),
        item('2', { price: '' }),
        item('3', { price: '123456789.00' }),
        item('4', { sku: 'same' }),
        item('5', { sku: 'same' }),
        item('6', { price: '0' }),
        item('7', { quantity: 'two' }),
      ),
    );
    expect(accountOf(model, 'retail_items')).toMatchObject({
      read: 7,
      inserted: 3,
      rejected: 4,
      balanced: true,
    });
    expect((await products(run)).map(({ name }) => name)).toEqual(['Item 6', 'Item 7', 'Item 4']);
    const counts = new Map(model.issues.map(({ code, count }) => [code, count]));
    for (const code of [
      'PRODUCT_NAME_MISSING',
      'PRODUCT_PRICE_MISSING',
      'MONEY_UNREADABLE',
      'TARGET_ROW_TAKEN',
    ])
      expect(counts.get(code), code).toBe(1);
    expect(counts.get('PRODUCT_STOCK_UNREADABLE')).toBe(1);
  });

  it('adopt the product that has their number, and leave what people changed', async () => {
    const run = await fresh('postgres');
    const tenant = run.runtime.settings.tenant.id;
    await person(
      run,
      `INSERT INTO products (id, tenant_id, sku, name, price, updated_at) VALUES ('own', '${tenant}', 'S-1', 'Own name', 1, now())`,
    );
    const records = shop(item('1', { cost: '0.40' }), item('2'));
    await runOn(run, records);
    expect(await rowsOf(run, `SELECT name, cost::text FROM products WHERE id = 'own'`)).toEqual([
      { name: 'Own name', cost: '0.40' },
    ]);
    await person(run, `UPDATE products SET price = 9 WHERE sku = 'S-2'`);
    recordOf(records, 'retail_items', '2')['price'] = '2.00';
    await runOn(run, records, '2026-03-02');
    expect(await rowsOf(run, `SELECT price::text FROM products WHERE sku = 'S-2'`)).toEqual([
      { price: '9.00' },
    ]);
  });

  it('are told where the target has no table for them', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE products CASCADE; DROP TABLE product_categories CASCADE');
    const model = await runOn(run, shop(item('1'), item('2')));
    expect(accountOf(model, 'retail_items')).toMatchObject({ read: 2, excluded: 2, balanced: true });
    expect(model.fidelity).toContainEqual(
      expect.objectContaining({ name: 'records/retail_items/TARGET_TABLE_ABSENT', count: 2, value: '2.00' }),
    );
  });
});
