import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Records } from '../support/resort.ts';

/** What the liars' resort has beside owners, animals, stays, vaccinations and sales: three of each, no two cells alike. */
export function addTheRest(records: Records): void {
  const owner = (place: number) => `10${place + 1}`;
  Object.assign(records, {
    employees: three((place) => ({
      ...{
        id: String(31 + place),
        username: `user${place}`,
        first_name: `Staff${place}`,
        last_name: `Last${place}`,
      },
      ...{ email: `staff${place}@example.test`, phone: `(505) 555-060${place}` },
      ...{ group: ['Front Desk', 'Managers', 'Groomers'][place] ?? '', active: place === 1 ? '0' : '1' },
    })),
    owner_notes: notesOf('owner_id', (place) => owner(place)),
    animal_notes: notesOf('animal_id', (place) => `50${place + 1}`),
    reservation_notes: notesOf('reservation_id', (place) => `90${place + 1}`),
    retail_items: three((place) => ({
      ...{
        id: String(601 + place),
        name: `Toy ${place}`,
        price: `${8 + place}.50`,
        description: `Rubber ${place}`,
      },
      ...{
        category: ['Toys', 'Food', 'Toys'][place] ?? '',
        sku: `SKU-${place}`,
        barcode: `00012345678${place}`,
      },
      ...{ cost: `${3 + place}.10`, quantity: String(12 + place), reorder_point: String(2 + place) },
      ...{ is_taxed: place === 1 ? '0' : '1', is_deleted: place === 2 ? '1' : '0', notes: `Shelf ${place}` },
      image: `https://example.test/toy${place}.jpg`,
    })),
    package_types: three((place) => ({
      ...{ id: String(31 + place), name: `${10 + place} Day Pass`, description: `Days ${place}` },
      ...{ credits: String(10 + place), price: `${288 + place}.00`, expiration_days: String(365 - place) },
      ...{ is_active: place === 2 ? '0' : '1' },
    })),
    owner_packages: three((place) => ({
      ...{ id: String(701 + place), owner_id: owner(place), package_type_id: String(31 + place) },
      ...{ quantity: String(10 + place), remaining_credits: String(3 + place), price: `${288 + place}.00` },
      ...{ purchased_at: `2026-0${place + 1}-05 10:0${place}:00`, expiration_date: `2027-0${place + 1}-05` },
      notes: `Given by ${place}`,
      invoice_id: `700${place + 1}`,
    })),
    store_credits: three((place) => ({
      ...{
        owner_id: owner(place),
        store_credit: `${20 + place}.25`,
        updated_at: `2026-03-0${place + 1} 11:00:00`,
      },
    })),
    additional_services: three((place) => ({
      ...{ id: String(41 + place), type_id: '11', name: `Bath ${place}`, description: `With soap ${place}` },
      ...{ price: `${15 + place}.00`, duration: String(30 + place), is_deleted: place === 2 ? '1' : '0' },
    })),
    reservation_services: three((place) => ({
      ...{
        id: String(51 + place),
        reservation_id: `90${place + 1}`,
        service_id: String(41 + place),
        type_id: '11',
      },
      ...{ name: `Bath ${place}`, cost: `${15 + place}.00`, notes: `Gently ${place}` },
      scheduled_at: `2026-03-0${place + 2} 10:00:00`,
    })),
  });
}

const three = (cells: (place: number) => Record<string, string>) => [0, 1, 2].map(cells);

const notesOf = (column: string, record: (place: number) => string) =>
  three((place) => ({
    ...{ id: String(place + 1), [column]: record(place), note: `Said ${column} ${place}` },
    ...{
      created_at: `2026-02-0${place + 1} 09:15:00`,
      created_by: String(31 + place),
      note_type: ['Call', '', 'Note'][place] ?? '',
    },
  }));

const DECISIONS: Record<string, string> = {
  'lookups/staff_roles.yaml':
    'lookup: staff_roles\nentries: { Front Desk: STAFF, Managers: MANAGER, Groomers: GROOMER }\n',
  'lookups/packages.yaml': `lookup: packages\nentries:\n${[10, 11, 12]
    .map(
      (days) =>
        `  ${days} Day Pass: { kind: DAYCARE, regularPricePerDay: ${days + 20}, discountPercent: ${days} }\n`,
    )
    .join('')}`,
  'lookups/services.yaml':
    'lookup: services\nentries:\n  Boarding | Suite: { category: BOARDING, price: 55, duration: 1440 }\n  Day Camp: { category: DAYCARE, price: 32, duration: 600 }\n',
};

/** A folder with what the people of the liars' resort decided. */
export async function decisions(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  await mkdir(path.join(folder, 'lookups'));
  for (const [name, text] of Object.entries(DECISIONS)) await writeFile(path.join(folder, name), text);
  return folder;
}
