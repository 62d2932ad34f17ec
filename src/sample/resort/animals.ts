import type { RuleCode } from '../../core/rules/index.ts';
import { dayOf, localMidnight } from '../calendar.ts';
import type { Cells } from '../columns.ts';
import type { Fate } from '../stay-files.ts';
import type { HandRecord } from './owners.ts';

type Extra = Partial<Omit<HandRecord, 'cells'>>;

export const BREEDS = [
  ['1', '*Mixed Breed'],
  ['2', 'Beagle'],
  ['3', 'Labrador Retriever '],
  ['4', 'Persian'],
  ['5', 'Poodle / Terrier mix'],
  ['6', 'Budgerigar'],
] as const;

export const VETS: readonly Cells[] = [
  {
    id: '1',
    name: 'Sample Animal Clinic',
    phone_number: '505.555.0150',
    city: 'Port Sample',
    state: 'nm',
    status: '1',
  },
  { id: '2', name: 'Clínica Muñoz', phone_number: '(505) 555-0151', state: 'New Mexico', status: '1' },
  { id: '3', name: '505-555-0152', status: '1' },
  { id: '4', name: '!!', status: '0' },
  // The first one again, its number in another spelling.
  { id: '5', name: 'Sample  Animal Clinic ', phone_number: '(505) 555-0150', status: '1' },
  // Of one name, and nothing says that they are one.
  { id: '6', name: 'Harbor Vets', city: 'Port Sample', status: '1' },
  { id: '7', name: 'Harbor Vets', city: 'Lakeside', status: '0' },
];

function animal(
  id: string,
  owner_id: string,
  first_name: string,
  cells: Cells = {},
  extra: Extra = {},
): HandRecord {
  const ordinary: Cells = {
    ...{
      id,
      owner_id,
      first_name,
      species_id: '1',
      breed_id: '1',
      color: 'brown',
      gender: 'Female',
      fixed: '1',
    },
    ...{
      birthday: localMidnight(dayOf('2019-04-28')),
      weight: '0',
      vet_id: '0',
      medicines: 'none',
      allergies: 'nka',
    },
    ...{ vip: '0', banned: '0', incident_count: '0', created_at: localMidnight(dayOf('2020-01-02')) },
    next_immunization_expiration: localMidnight(dayOf('2026-09-01')),
  };
  return { cells: { ...ordinary, ...cells }, fate: 'inserted', issues: [], forced: [], again: [], ...extra };
}

const finding = (...issues: readonly RuleCode[]): Extra => ({ issues });
const rejected = (code: RuleCode, why: string): { fate: Fate } => ({
  fate: { outcome: 'rejected', code, why },
});

/** A vet that no list holds: neither a name nor a row, and never the first of the list. */
const NO_VET = finding('LIST_ENTRY_UNKNOWN', 'OPTIONAL_REFERENCE_UNKNOWN');

/** Animals 51201 to 51236. */
export const ANIMALS: readonly HandRecord[] = [
  animal('51201', '40101', 'Bella', {
    medicines: 'Thyroid pill 2x daily',
    allergies: 'none',
    weight: '45',
    breed_id: '2',
    vet_id: '1',
  }),
  animal('51202', '40102', 'Bella', {
    medicines: 'NEVER a thyroid pill',
    allergies: '<p>No <b>chicken</b>.</p><p>Beef &amp; rice only.</p>',
    gender: 'female',
    vet_id: '2',
  }),
  animal('51203', '40103', 'Rex (aggressive)', { temperment: '3', gender: 'MALE', vip: '1', banned: '1' }),
  animal(
    '51204',
    '40104',
    'Mimi',
    { species_id: '2', breed_id: '4', weight: '9.5' },
    finding('ANIMAL_ICONS_DIFFER'),
  ),
  animal('51205', '40105', '', {}, { issues: ['ANIMAL_NAME_MISSING'], forced: ['pets.name'] }),
  animal('51206', '40106', 'DECEASED Max', {}, finding('ANIMAL_PERHAPS_DECEASED', 'ICON_UNMAPPED')),
  animal(
    '51207',
    '40107',
    'Hammy',
    { species_id: '4' },
    { issues: ['ANIMAL_SPECIES_UNMAPPED', 'ICON_PLAYGROUPS_DISAGREE'], forced: ['pets.type'] },
  ),
  animal('51208', '40108', 'Kiwi', { species_id: '6', breed_id: '6' }),
  animal('51209', '40109', 'Nibbles', { species_id: '3', breed_id: '' }),
  animal('51210', '40110', 'Oreo', { weight: '45 lbs', birthday: '0' }),
  animal('51211', '40110', 'Pippa', { weight: 'forty' }, finding('ANIMAL_WEIGHT_UNREADABLE')),
  animal('51212', '40111', 'Quill', {}, rejected('PARENT_NOT_LOADED', 'its owner owners/40111 was rejected')),
  animal('51213', '40112', 'Ruby', { weight: '-5' }, finding('ANIMAL_WEIGHT_NEGATIVE')),
  animal('51214', '40112', 'Scout', { weight: '4500' }, finding('ANIMAL_WEIGHT_ABSURD')),
  animal(
    '51215',
    '40113',
    'Teddy',
    { birthday: localMidnight(dayOf('2090-06-01')) },
    finding('ANIMAL_BIRTHDAY_FUTURE'),
  ),
  // Named as the other animal of its owner.
  animal('51216', '40113', 'Teddy', { birthday: '-86400' }, finding('ANIMAL_BIRTHDAY_TOO_OLD')),
  animal('51217', '40114', 'Vito', { birthday: 'about 2019' }, finding('VALUE_DATE_UNREADABLE')),
  animal('51218', '40114', 'Willow', { gender: 'unsure' }, finding('VALUE_ENUM_UNKNOWN')),
  animal('51219', '40115', 'Xena', { fixed: 'maybe' }, finding('VALUE_BOOLEAN_UNKNOWN', 'ICONS_UNREADABLE')),
  animal('51220', '40115', 'Yoda', { breed_id: '99999' }, finding('LIST_ENTRY_UNKNOWN')),
  animal('51221', '40116', 'Ziggy', { vet_id: '99999' }, NO_VET),
  animal('51222', '40116', 'Ace', { temperment: '77' }, finding('LIST_ENTRY_UNKNOWN')),
  animal('51223', '40117', 'Bandit', { notes: 'Likes caf\ufffd chairs' }, finding('VALUE_TEXT_DAMAGED')),
  animal('51224', '40117', 'Coco', { incident_count: 'few' }, finding('VALUE_NUMBER_UNREADABLE')),
  animal('51225', '40119', 'Dixie', { notes: 'Bites men<women, use caution', medicines: '<p>&nbsp;</p>' }),
  animal('51226', '0', 'Finn', {}, rejected('ANIMAL_OWNER_MISSING', 'the owner id is 0')),
  animal('51227', '', 'Gracie', {}, rejected('ANIMAL_OWNER_MISSING', 'the owner id is empty')),
  animal(
    '51228',
    '999000123',
    'Hank',
    {},
    rejected('ANIMAL_OWNER_UNKNOWN', 'no owners file holds its owner'),
  ),
  animal('51229', '40120', 'Jax', {
    notes: 'Climbs fences &gt; 6 ft; afraid of fireworks 🎆',
    microchip: ' 985000000000001 ',
    grooming_notes: '<p>Sensitive skin; <b>no</b> perfume</p>',
    image: 'https://img.example.test/51229/jax.jpg',
    evaluation_notes: '<p>Shy at first,</p><p>then plays</p>',
    evaluation_categories: 'Gate: pass',
    form_data: '{"favourite_toy":"rope"}',
  }),
  animal('51230', '40121', 'Señor Fluff', { species_id: '5', breed_id: '', deceased: '1' }),
  animal('51231', '40122', 'Leo', { weight: '60', vet_id: '5', deactivated: '1' }),
  animal('51232', '40123', 'Lola', {
    ...{ feeding_notes: '<p>Soak the kibble</p>', feeding_schedule: 'AM, PM' },
    ...{ feeding_method: 'Separate to Feed (STF)', food_type: 'Owner Provided' },
    // Thousands of pets share it.
    image: 'https://img.example.test/assets/paw-placeholder.png',
  }),
  animal('51233', '40124', 'Milo', { vet_id: '3' }),
  animal('51234', '40125', 'Nala', { vet_id: '4' }, finding('OPTIONAL_REFERENCE_UNKNOWN')),
  animal('51235', '40125', 'Nova', {}, { again: [{}] }),
  animal(
    '51236',
    '40124',
    'Otto',
    {},
    rejected('ICON_SAFETY_UNMAPPED', 'its icon "Bites vets only" is in no lookup'),
  ),
];

export const animalOf = (id: string): Cells =>
  ANIMALS.find(({ cells }) => cells['id'] === id)?.cells ?? { id };
