import { day, parent, type Reading, reading, words, yes } from './define.ts';

export const medicationReadings: Reading[] = [
  parent('pet_medications.petId', 'animal_id', 'animals'),
  words(
    'pet_medications.administrationMethod',
    'medication_type',
    (standing, said) => `${standing} = ${said}`,
  ),
  yes('pet_medications.withFood', 'with_food'),
  day('pet_medications.startDate', 'start_date'),
  day('pet_medications.endDate', 'end_date'),
  words('pet_medications.prescribingVet', 'prescribing_vet'),
  reading('pet_medications.isActive', 'is_active', (line) =>
    line.raw('is_active') === '0' || line.raw('is_deleted') === '1' ? 'false' : null,
  ),
  // The animal itself says that it needs something, wherever staff look first.
  reading(
    'pet_medications.petId',
    'is_active',
    (line) =>
      ['', '1'].includes(line.raw('is_active')) && ['', '0'].includes(line.raw('is_deleted'))
        ? 'given'
        : null,
    (standing) => `(p.how <> 'new' OR EXISTS (SELECT FROM public.pets y WHERE y.id = ${standing}
      AND coalesce(to_jsonb(y) -> 'specialRequirements' ? 'HAS_MEDICATION', true)))`,
  ),
];

const PARTS = ['name', 'notes', 'amount', 'unit', 'type'].map((part) => `medication_${part}`);

/** Nothing could be given by an entry that says nothing; mark-up may be around nothing. */
export const medicationLeftOut = (line: { raw(column: string): string }): boolean | null => {
  const said = PARTS.map((column) => line.raw(column)).filter((text) => text !== '');
  if (said.length === 0) return true;
  return said.some((text) => !/[<&]/.test(text)) ? false : null;
};
