import type { RuleCode } from '../../core/rules/index.ts';
import { IMMUNIZATION_TYPE_COLUMNS } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import { SPECIES } from '../lists.ts';
import { CSV, ExportFile } from '../writer.ts';

/** The vaccine types of the invented resort: one name may stand for several species (gingr-sources.md 2.5). */

export interface VaccineType {
  id: string;
  label: string;
  /** What Tailtown calls it: the key in the pet's JSON. */
  key: string;
  species: '' | '1' | '2';
  required: '1' | '0';
}

const type = (
  id: string,
  label: string,
  key: string,
  species: VaccineType['species'],
  required: VaccineType['required'] = '0',
): VaccineType => ({ id, label, key, species, required });

export const VACCINES = [
  type('1', 'Rabies', 'Rabies', '1', '1'),
  type('2', 'DHPP', 'DHPP', '1', '1'),
  type('3', 'Bordetella', 'Bordetella', '1', '1'),
  type('4', 'Canine Influenza', 'Influenza', '1'),
  type('5', 'Leptospirosis', 'Lepto', '1'),
  type('6', 'Lyme', 'Lyme', '1'),
  type('7', 'Rabies', 'Rabies', '2', '1'),
  type('8', 'FVRCP', 'FVRCP', '2', '1'),
  type('9', 'FeLV', 'FeLV', '2'),
  type('10', 'Giardia test', 'Giardia test', ''),
  type('11', 'rabies', 'Rabies', '1'),
  type('12', '', '', '1'),
] as const satisfies readonly VaccineType[];

export function vaccineOf(id: string): VaccineType {
  const found = VACCINES.find((candidate) => candidate.id === id);
  if (!found) throw new RangeError(`no vaccine ${id}`);
  return found;
}

/** What is odd about a type, and how it ends. */
const ENDS: Readonly<Record<string, { outcome: 'merged' | 'rejected'; code: RuleCode; why: string }>> = {
  '11': { outcome: 'merged', code: 'IMMUNIZATION_TYPE_TWIN', why: 'the same as type 1, which is required' },
  '12': { outcome: 'rejected', code: 'IMMUNIZATION_TYPE_NAME_MISSING', why: 'a type without a name' },
};

export function writeVaccineTypes(root: string, book: KeyBuilder): string {
  const file = new ExportFile(root, 'export/immunization_types.csv', IMMUNIZATION_TYPE_COLUMNS, {
    ...CSV,
    delimiter: ';',
  });
  for (const { id, label, key, species, required } of VACCINES) {
    const speciesLabel = SPECIES.find(([value]) => value === species)?.[1] ?? '';
    file.record({ id, type: label, required, species_id: species, species: speciesLabel });
    const end = ENDS[id];
    if (end) {
      book.ended('immunization_types', id, end.outcome, end.code, end.why);
      continue;
    }
    book.inserted('immunization_types');
    if (id === '10') book.issue('IMMUNIZATION_TYPE_UNKNOWN');
    const pet_type = { '': null, '1': 'DOG', '2': 'CAT' }[species];
    const values = { name: key, pet_type, is_required: required === '1', is_active: true };
    book.expect('immunization_types', id, 'vaccine_requirements', values, 'named by the key that pets have');
  }
  file.close();
  return file.path;
}
