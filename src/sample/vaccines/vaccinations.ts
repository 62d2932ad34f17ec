import type { SampleAnimal } from '../animals.ts';
import { dateText, dayOf, localInstant } from '../calendar.ts';
import { rejectedBy } from '../money/model.ts';
import { Random } from '../random.ts';
import type { SampleVaccination } from './settle.ts';
import { vaccineOf } from './types.ts';

/** Expiries lie in the year around the export. */
const FIRST_EXPIRY = dayOf('2025-08-01');
const EXPIRY_DAYS = 800;
const YEAR = 365;

/** The vaccinations of the animal of this place: 2 to 3, and what is odd about one of them. */
export function vaccinationsOf(
  seed: number,
  place: number,
  { cells, fate }: SampleAnimal,
): SampleVaccination[] {
  const random = new Random(seed, 6, place);
  const make = (nth: number, type: string): SampleVaccination => {
    const day = FIRST_EXPIRY + random.int(EXPIRY_DAYS);
    return {
      ...{ id: String(3_000_001 + place * 4 + nth), animal: cells['id'] ?? '', type: vaccineOf(type) },
      ...{ expiry: dateText(day), note: '' },
      administered: random.chance(0.3) ? dateText(day - YEAR) : '',
    };
  };
  const list = typesOf(random, cells['species_id'] ?? '').map((type, index) => make(index, type));
  if (fate === 'inserted') makeOdd(list, place);
  return list;
}

/** Vaccinations that belong to no animal; the first ids of a place are its animal's own. */
export function looseVaccination(place: number): SampleVaccination | null {
  const loose = {
    ...{
      id: String(3_000_001 + place * 4 + 3),
      type: vaccineOf('1'),
      expiry: '2026-06-01',
      administered: '',
    },
    note: '',
  };
  if (place % 200 === 29)
    return { ...loose, animal: '', ...rejectedBy('IMMUNIZATION_ANIMAL_MISSING', 'the animal id is empty') };
  if (place % 200 !== 33) return null;
  const why = 'no animals file holds the animal';
  return { ...loose, animal: '888000006', ...rejectedBy('IMMUNIZATION_ANIMAL_UNKNOWN', why) };
}

function typesOf(random: Random, species: string): string[] {
  if (species === '2') return ['7', '8', ...(random.chance(0.4) ? ['9'] : [])];
  if (species !== '1') return [];
  return ['1', '2', ...(random.chance(0.5) ? [random.pick(['3', '3', '4', '5', '6'])] : [])];
}

function makeOdd(list: SampleVaccination[], place: number): void {
  const [first, second] = list;
  if (!first || !second) return;
  const entered = String(localInstant(dayOf(second.expiry), 11, 20));
  switch (place % 40) {
    case 3:
      list[0] = { ...first, expiry: '', issues: ['IMMUNIZATION_EXPIRY_MISSING'] };
      break;
    case 7:
      list[0] = {
        ...{ ...first, issues: ['IMMUNIZATION_EXPIRY_DISAGREES'] },
        cells: { formated_expiry_date: dateText(dayOf(first.expiry) - 1) },
      };
      break;
    case 11:
      list[1] = {
        ...{ ...second, issues: ['IMMUNIZATION_EXPIRY_IS_ENTRY_DAY'], note: 'Owner brings the record' },
        cells: { last_updated: entered },
      };
      break;
    case 15:
      list.splice(2, 1, { ...older(first), administered: dateText(dayOf(first.expiry) - 2 * YEAR) });
      break;
    case 19:
      list.splice(2, 1, { ...older(first), administered: '' });
      break;
    case 23:
      list[1] = { ...second, type: vaccineOf('10'), issues: ['IMMUNIZATION_TYPE_UNKNOWN'] };
      break;
    case 27:
      list[1] = {
        ...{ ...second, ...rejectedBy('IMMUNIZATION_TYPE_MISSING', 'neither a type id nor a type name') },
        cells: { type_id: '', type: '' },
      };
      break;
  }
}

const older = (one: SampleVaccination): SampleVaccination => ({
  ...one,
  id: String(Number(one.id) + 2),
  expiry: dateText(dayOf(one.expiry) - YEAR),
});
