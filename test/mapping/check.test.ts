import { expect, test } from 'vitest';
import { checkMapping, columnsRead } from '../../src/mapping/check.ts';
import { readMapping } from '../../src/mapping/read.ts';

test('source columns with data that go nowhere, the fullest first', async () => {
  const mapping = await readMapping(['mappings/gingr']);
  const { nowhere } = checkMapping(mapping, [
    { entity: 'owners', column: 'barcode', filled: 3 },
    { entity: 'owners', column: 'city', filled: 40 },
    { entity: 'owners', column: 'latitude', filled: 0 },
    { entity: 'owners', column: 'id', filled: 40 },
    { entity: 'employees', column: 'allowed_locations', filled: 7 },
    { entity: 'vets', column: 'phone_number', filled: 7 },
    { entity: 'reservations', column: 'wait_list_stamp', filled: 2 },
  ]);
  expect(nowhere).toEqual([
    { entity: 'employees', column: 'allowed_locations', filled: 7 },
    { entity: 'owners', column: 'barcode', filled: 3 },
  ]);
});

test('target columns that nothing fills, of mapped tables only', async () => {
  const mapping = await readMapping(['mappings/gingr']);
  const { unfilled } = checkMapping(
    mapping,
    [],
    [
      { table: 'customers', column: 'email', required: false },
      { table: 'customers', column: 'vatTaxId', required: false },
      { table: 'customers', column: 'updatedAt', required: false },
      { table: 'coupons', column: 'code', required: true },
    ],
  );
  expect(unfilled).toEqual([
    { entities: ['owners'], table: 'customers', column: 'vatTaxId', required: false },
  ]);
});

test('a derived entity reads the parts of its id', async () => {
  const mapping = await readMapping(['mappings/gingr']);
  const lodgings = mapping.entities.find(({ entity }) => entity === 'lodgings');
  expect([...(lodgings ? columnsRead(lodgings) : [])].sort()).toEqual(['area_name', 'run_name']);
});
