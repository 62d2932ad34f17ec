import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
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

/** Writes one CSV per entity into a folder of its own; the names of the reservations' file declare the export date. */
export async function writeResort(records: Records, exportDate = '2026-03-01'): Promise<string> {
  const parent = path.join(tmpdir(), 'tailtown-migrate-exports');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'resort-'));
  for (const [entity, rows] of Object.entries(records)) {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
    await writeFile(path.join(folder, `${entity} (exported ${exportDate}).csv`), lines.map(csvLine).join(''));
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
