import { mkdir, mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Records = Record<string, Record<string, string>[]>;

/** A resort of a few records, everything invented, each of which moves: what tests start from and change. */
export function smallResort(): Records {
  return {
    species: [
      { value: '1', label: 'Dog' },
      { value: '2', label: 'Cat' },
    ],
    owners: ['101', '102', '103'].map((id, index) => ({
      id,
      first_name: `First${id}`,
      last_name: `Last${id}`,
      email: `owner${id}@example.test`,
      cell_phone: `(505) 555-01${id.slice(1)}`,
      city: 'Springfield',
      opt_out_email: index === 1 ? '1' : '0',
      opt_out_sms: '0',
      opt_out_marketing_email: '0',
      opt_out_reminder_email: '0',
      allow_online_login: '1',
      banned: '0',
      notes: 'Calls ahead',
      created_at: String(1_556_690_400 + index * 86_400),
    })),
    animals: ['501', '502', '503'].map((id, index) => ({
      id,
      owner_id: `10${index + 1}`,
      first_name: `Pet${id}`,
      species_id: '1',
      gender: 'Male',
      fixed: '1',
      allergies: index === 0 ? 'Chicken & beef' : '',
      medicines: index === 1 ? '<p>Half a pill at night</p>' : '',
      banned: index === 2 ? '1' : '0',
      created_at: '1556690400',
    })),
    reservation_types: [{ id: '11', type: 'Boarding | Suite', is_taxed: '1', is_deleted: '0' }],
    reservations: ['901', '902', '903'].map((id, index) => ({
      id,
      start_date: `2026-03-0${index + 2} 07:15:00`,
      end_date: `2026-03-0${index + 4} 17:00:00`,
      type_id: '11',
      a_id: `50${index + 1}`,
      o_id: `10${index + 1}`,
      area_name: 'A. Indoor',
      run_name: `A 0${index + 1}`,
      confirmed_stamp: '2026-02-01 10:00:00',
      created_at: '1769936400',
    })),
  };
}

/** The small resort with vaccinations and money: one paid invoice with a return, one partly paid, one unpaid. */
export function moneyResort(): Records {
  const sale = { location_id: '1', discount: '0.00', complete: '1' };
  return {
    ...smallResort(),
    immunization_types: [
      { id: '1', type: 'Rabies', required: '1', species_id: '1' },
      { id: '2', type: 'Bordetella', required: '0', species_id: '1' },
    ],
    immunizations: [
      { id: '3001', animal_id: '501', type_id: '1', type: 'Rabies', expiration_date: '2026-09-30' },
      { id: '3002', animal_id: '501', type_id: '2', type: 'Bordetella', expiration_date: '2026-01-31' },
      {
        ...{ id: '3003', animal_id: '502', type_id: '1', type: 'Rabies', expiration_date: '2027-02-28' },
        ...{ administered_date: '2026-02-28', note: 'Tag 0142' },
      },
    ],
    invoices: [
      {
        ...{ id: '7001', owner_id: '101', reservation_id: '901', create_stamp: '1772611200', ...sale },
        ...{ subtotal: '130.00', tax_amount: '9.67', total: '139.67' },
      },
      {
        ...{ id: '7002', owner_id: '102', reservation_id: '902', create_stamp: '1772697600', ...sale },
        ...{ subtotal: '1,240.50', tax_amount: '0.00', discount: '40.50', total: '$1,200.00', complete: '' },
      },
      {
        ...{ id: '7003', owner_id: '103', reservation_id: '', create_stamp: '1772784000', ...sale },
        ...{ subtotal: '20.00', tax_amount: '1.49', total: '21.49', complete: '' },
      },
    ],
    invoice_lines: [
      line('8001', '7001', 'Boarding | Big Suite', '2', '100.00', '7.44'),
      {
        ...line('8002', '7001', 'Chew toy', '1', '30.00', '2.23'),
        refund_amount: '30.00',
        tax_refund_amount: '2.23',
      },
      line('8003', '7002', 'Training package', '1', '1,240.50', '0.00'),
      line('8004', '7003', 'Nail trim', '1', '20.00', '1.49'),
    ],
    payments: [
      payment('6001', '7001', 'Credit Card', '139.67', '1772611300'),
      payment('6002', '7001', 'Credit Card', '-32.23', '1772784100'),
      payment('6003', '7002', 'Check', '500.00', '1772697700'),
    ],
    deposits: [{ id: '5001', payment_id: '6003', deposit_amount: '500.00', paid_amount: '500.00' }],
  };
}

const line = (
  id: string,
  invoice: string,
  description: string,
  quantity: string,
  total: string,
  tax: string,
) => ({
  ...{ id, invoice_id: invoice, description, quantity, total, tax_amount: tax },
  ...{ refund_amount: '', tax_refund_amount: '', voided: '0' },
});

const payment = (id: string, invoice: string, method: string, amount: string, time: string) => ({
  ...{ id, invoice_id: invoice, payment_method_type: method, total_balance: amount, transaction_time: time },
  ...{ zero_payment: '0', payment_allocation_refund: '0', description: '' },
});

/** Writes one CSV per entity into a folder of its own; the names of the reservations' file declare the export date. */
export async function writeResort(records: Records, exportDate = '2026-03-01'): Promise<string> {
  const parent = path.join(tmpdir(), 'tailtown-migrate-exports');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'resort-'));
  // One export, one age, however long a busy machine takes to write it.
  const written = new Date();
  for (const [entity, rows] of Object.entries(records)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
    const file = path.join(folder, `${entity} (exported ${exportDate}).csv`);
    await writeFile(file, lines.map(csvLine).join(''));
    await utimes(file, written, written);
  }
  return folder;
}

const csvLine = (cells: string[]): string =>
  `${cells.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;

/** The record of an entity with this id, to be changed in place. */
export function recordOf(records: Records, entity: string, id: string): Record<string, string> {
  const found = records[entity]?.find((record) => record['id'] === id);
  if (!found) throw new Error(`no ${entity}/${id}`);
  return found;
}
