import { accountTypes, type StayType } from './catalogue.ts';
import { type Cells, LIST_COLUMNS, TYPE_COLUMNS, VET_COLUMNS } from './columns.ts';
import type { KeyBuilder } from './key.ts';
import { CSV, ExportFile, type FileFormat } from './writer.ts';

export type ListName = 'species' | 'breeds' | 'temperaments' | 'locations';
export type Entries = readonly (readonly [value: string, label: string])[];

/** Tenant-defined ids: 3 is Other here, and 4 is no rabbit (P-REF-5). */
export const SPECIES: Entries = [
  ['1', 'Dog'],
  ['2', 'Cat'],
  ['3', 'Other'],
  ['4', 'Guinea Pig'],
  ['5', 'Rabbit'],
  ['6', 'Bird'],
];
export const TEMPERAMENTS: Entries = [
  ['1', 'Playful'],
  ['2', 'Rowdy'],
  ['3', 'Aggressive'],
  ['4', 'Calm'],
  ['5', 'Mean'],
];
export const LOCATIONS: Entries = [
  ['1', 'Harbor Pet Resort'],
  ['2', 'Harbor Lakeside'],
];

/** Writes a `value,label` list; `again` are the values whose line stands there twice. */
export function writeList(
  root: string,
  book: KeyBuilder,
  name: ListName,
  entries: Iterable<readonly [string, string]>,
  again: ReadonlySet<string> = new Set(),
  format: FileFormat = CSV,
): string {
  const file = new ExportFile(root, `export/${name}.csv`, LIST_COLUMNS, format);
  for (const [value, label] of entries) {
    file.record({ value, label });
    book.listed(name);
    if (!again.has(value)) continue;
    file.record({ value, label });
    book.copy(name);
  }
  file.close();
  return file.path;
}

/** Whether a vet's name names nobody, so that the vet does not move. */
export const isNameless = ({ name = '' }: Cells): boolean => !/[\p{L}\p{N}]/u.test(name);

/** Vets of exactly one name and number are one; here the first one stands, which has the smaller id. */
export function writeVets(root: string, book: KeyBuilder, vets: Iterable<Cells>): string {
  const file = new ExportFile(root, 'export/vets.csv', VET_COLUMNS, CSV);
  const known = new Set<string>();
  for (const vet of vets) {
    file.record(vet);
    const { id = '', name = '', phone_number = '', status: _, ...rest } = vet;
    const key = JSON.stringify([name.replace(/\s+/g, ' ').trim(), phone_number.replace(/\D/g, '') || rest]);
    if (isNameless(vet)) book.ended('vets', id, 'rejected', 'VET_NAME_UNUSABLE', 'signs are no name');
    else if (known.has(key)) book.ended('vets', id, 'merged', 'VET_TWIN', 'the same name and number again');
    else {
      book.inserted('vets');
      if (!/\p{L}/u.test(name)) book.issue('VET_NAME_IS_NUMBER');
      known.add(key);
    }
  }
  file.close();
  return file.path;
}

export function writeTypes(root: string, book: KeyBuilder, types: readonly StayType[]): string {
  const file = new ExportFile(root, 'export/reservation_types.csv', TYPE_COLUMNS, CSV);
  for (const { id, label, active } of types) {
    const overnight = label.startsWith('Boarding') ? '1' : '0';
    file.record({
      ...{ id, type: label, name: label, reservation_type: label, color: '#1abac4', is_taxed: '1' },
      description: label === '' ? '' : `<p>${label.trim()} &amp; more</p>`,
      ...{ single_day: overnight === '1' ? '0' : '1', charge_by_midnights_crossed: overnight },
      ...{
        status: active ? '1' : '0',
        is_deleted: active ? '0' : '1',
        allow_new_reservations: active ? '1' : '0',
      },
    });
  }
  accountTypes(book, types);
  file.close();
  return file.path;
}
