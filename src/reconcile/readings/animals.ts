import {
  bare,
  day,
  endsWith,
  hasFlag,
  holds,
  idOf,
  instant,
  number,
  oneOf,
  parent,
  type Reading,
  reading,
  type Standing,
  sameName,
  samePhone,
  sameRow,
  source,
  startsWith,
  words,
  yes,
} from './define.ts';
import type { Line } from './line.ts';
import { neither } from './owners.ts';

/** The kinds that Tailtown has one word for. */
const KINDS = {
  ...{ dog: 'DOG', dogs: 'DOG', canine: 'DOG', cat: 'CAT', cats: 'CAT', feline: 'CAT' },
  ...{ bird: 'BIRD', rabbit: 'RABBIT', reptile: 'REPTILE' },
};
const GENDERS = { male: 'MALE', m: 'MALE', female: 'FEMALE', f: 'FEMALE', unknown: 'UNKNOWN' };

/** Vaccines that Gingr and Tailtown call by the same word, alone or with the years that it holds. */
const VACCINES = { rabies: 'Rabies', dhpp: 'DHPP', bordetella: 'Bordetella', fvrcp: 'FVRCP' };
const vaccine = (label: string | null): string | null =>
  oneOf(label === null ? null : label.replace(/[ (-]*\d ?-?(?:year|yr)s?\)?$/i, ''), VACCINES);

/** Empty says that there is nothing, a long text that there is something; a short one may say either. */
const something = (from: string) => (line: Line) => {
  const text = line.raw(from);
  if (text === '') return 'false';
  return text.length > 30 && !text.includes('<') ? 'true' : null;
};

const birthday = (line: Line): string | null => {
  const born = line.day('birthday');
  return born !== null && born > '2020-01-01' ? null : born;
};

const weight = (line: Line): string | null => {
  const pounds = line.number('weight');
  return pounds === '' || (Number(pounds) > 0 && Number(pounds) <= 400) ? pounds : null;
};

const reason = (column: string, text: string): Reading =>
  reading(
    'pets.deactivationReason',
    column,
    (line) => {
      const off = line.yes(column);
      return off === null ? null : off ? text : '';
    },
    holds,
  );

const label = (column: string, list: string, id: string, otherwise: string): Reading =>
  reading(column, id, (line) => line.label(list, id, otherwise));

const FLAGS = ['ALLERGIES', 'HAS_MEDICATION', 'DO_NOT_BOOK'];

/** Medications of their own give the flag too: rows that stand, or records that fell or have no table here. */
const hasMedication = (at: Standing): string => {
  const rows = `EXISTS (SELECT FROM public.pet_medications m WHERE m."petId" = t.id)`;
  return `coalesce(to_jsonb(s) ->> 'medicated' = 'yes', false)${at.ids('medications') === null ? '' : ` OR ${rows}`}`;
};

/** An icon may give a flag as well; then the flag stands among the pet's lists of flags. */
const hasRequirement =
  (flag: string): Reading['agrees'] =>
  (standing, said, at) => {
    // As JSON, since a target may lack one of the columns.
    const words = `ARRAY(SELECT e ->> 'requirement' FROM unnest(ARRAY['healthFlags', 'behaviorFlags', 'aggressionFlags']) AS lists(name),
      jsonb_path_query(to_jsonb(t) -> lists.name, '$[*]') e WHERE e ? 'requirement')`;
    const own = `ARRAY(SELECT w FROM unnest(${standing}::text[]) w WHERE w <> ALL (${words}))`;
    const given = `('${flag}' = ANY (${words}) OR ${flag === 'HAS_MEDICATION' ? hasMedication(at) : 'false'})`;
    return `(${given} AND '${flag}' = ANY (${standing}::text[]) OR ${hasFlag(flag, FLAGS)(own, said, at)})`;
  };

/** A pet's vaccinations stand in two columns, one of which is held against the raw lines (vaccinations.ts). */
const sameDays: Reading['agrees'] = (
  standing,
) => `(p.how <> 'new' OR coalesce(t."vaccineExpirations"::jsonb, '{}') = coalesce((
  SELECT jsonb_object_agg(v.key, left(v.value ->> 'expiration', 10)) FROM jsonb_each(${standing}::jsonb) v
  WHERE v.value ->> 'expiration' IS NOT NULL), '{}')
  AND NOT EXISTS (SELECT FROM jsonb_each(${standing}::jsonb) v WHERE v.value ->> 'status' IS NULL))`;

/** What a new pet says is what its owner's row says, which is held against the owner's line. */
const sameContact =
  (column: string): Reading['agrees'] =>
  (standing) =>
    `(p.how <> 'new' OR ${standing} IS NOT DISTINCT FROM (
       SELECT to_jsonb(c) ->> '${column}' FROM public.customers c WHERE c.id = t."customerId"))`;

/** A picture that is perhaps a placeholder says nothing here: many animals share those, and none has one as its photo. */
const photo = (line: Line): string | null =>
  /placeholder|default|blank|load|spinner|no[-_]?(?:photo|image|pic)/i.test(line.raw('image'))
    ? null
    : line.words('image');

export const animalReadings: Reading[] = [
  source('pets.externalId'),
  parent('pets.customerId', 'owner_id', 'owners'),
  words('pets.name', 'first_name', sameName),
  reading('pets.type', 'species_id', (line) =>
    oneOf(line.label('species', 'species_id', 'species_name'), KINDS),
  ),
  label('pets.breed', 'breeds', 'breed_id', 'breed_name'),
  words('pets.color', 'color'),
  reading('pets.gender', 'gender', (line) => oneOf(line.words('gender'), { ...GENDERS, '': '' })),
  yes('pets.isNeutered', 'fixed'),
  { ...day('pets.birthdate', 'birthday'), says: birthday },
  { ...number('pets.weight', 'weight'), says: weight },
  words('pets.microchipNumber', 'microchip'),
  reading('pets.specialRequirements', 'allergies', something('allergies'), hasRequirement('ALLERGIES')),
  reading('pets.specialRequirements', 'medicines', something('medicines'), hasRequirement('HAS_MEDICATION')),
  bare('pets.allergies', 'allergies'),
  bare('pets.medicationNotes', 'medicines'),
  bare('pets.behaviorNotes', 'icons_string'),
  words('pets.notes', 'notes', holds),
  words('pets.foodNotes', 'feeding_notes'),
  reading('pets.feedingSchedule', 'feeding_schedule, feeding_time', (line) =>
    line.first('feeding_schedule', 'feeding_time'),
  ),
  words('pets.feedingMethod', 'feeding_method'),
  reading('pets.foodType', 'food_type, feeding_type', (line) => line.first('food_type', 'feeding_type')),
  words(
    'pets.groomingPreferences',
    'grooming_notes',
    (standing, said) =>
      `${standing}::jsonb IS NOT DISTINCT FROM CASE WHEN ${said} <> '' THEN jsonb_build_object('notes', ${said}) END`,
  ),
  reading('pets.vaccinationStatus', 'immunizations', () => 'the same days', sameDays),
  label('pets.vetName', 'vets', 'vet_id', 'vet_name'),
  reading('pets.vetPhone', 'vet_id, vet_phone', vetPhone, samePhone),
  parent('pets.veterinarianId', 'vet_id', 'vets'),
  label('pets.temperament', 'temperaments', 'temperament', 'temperament_type'),
  words('pets.evaluationNotes', 'evaluation_notes'),
  words('pets.evaluationCategories', 'evaluation_categories'),
  yes('pets.isVip', 'vip'),
  reading(
    'pets.emergencyContactPhone',
    'emergency_contact_phone',
    () => "the owner's",
    sameContact('emergencyPhone'),
  ),
  reading(
    'pets.emergencyContactName',
    'emergency_contact_name',
    () => "the owner's",
    sameContact('emergencyContact'),
  ),
  reading('pets.profilePhoto', 'image', photo, holds),
  day('pets.nextVaccineDate', 'next_immunization_expiration'),
  number('pets.incidentCount', 'incident_count'),
  reading('pets.isActive', 'deactivated, deceased', neither('deactivated', 'deceased')),
  reason('deactivated', 'Deactivated in Gingr'),
  reason('deceased', 'Deceased in Gingr'),
  { ...instant('pets.createdAt', 'created_at'), says: (line) => line.instant('created_at') || null },
];

function vetPhone(line: Line): string | null {
  const known = idOf(line, 'vet_id') === '' ? line.raw('vet_phone') : line.label('vet_phones', 'vet_id');
  const digits = known?.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '') ?? '';
  return /^(?:[2-9]\d{9})?$/.test(digits) && known !== null ? digits : null;
}

const vaccineOf = (line: Line) =>
  vaccine(line.label('immunization_types', 'type_id', 'type') || line.words('type'));

/** The current vaccination is the one whose day its pet holds; an equal day may be another's. */
const sameStanding: Reading['agrees'] = (standing, said) => {
  const held = `EXISTS (SELECT FROM public.pets y, jsonb_each_text(y."vaccineExpirations"::jsonb) v
    WHERE y.id = t."petId" AND v.value = ${said})`;
  const equal = `EXISTS (SELECT FROM public.medical_records o WHERE o."petId" = t."petId" AND o.id <> t.id
    AND o."recordType"::text = 'VACCINATION' AND o."expirationDate" = t."expirationDate")`;
  return `(p.how <> 'new' OR CASE ${standing}::text WHEN 'VACCINATION' THEN ${held}
    WHEN 'VACCINATION_HISTORY' THEN ${equal} OR NOT ${held} END)`;
};

export const immunizationReadings: Reading[] = [
  reading('medical_records.petId', 'animal_id', (line) => idOf(line, 'animal_id'), sameRow('animals')),
  day('medical_records.recordDate', 'administered_date'),
  {
    ...day('medical_records.expirationDate', 'expiration_date'),
    says: (line) => line.day('expiration_date') || null,
  },
  reading('medical_records.description', 'type', vaccineOf, startsWith),
  reading('medical_records.description', 'type', () => ' vaccination', endsWith),
  reading(
    'medical_records.recordType',
    'expiration_date',
    (line) => line.day('expiration_date') || null,
    sameStanding,
  ),
];

export const vaccineReadings: Reading[] = [
  reading('vaccine_requirements.name', 'type', (line) => vaccine(line.words('type'))),
  reading('vaccine_requirements.pet_type', 'species_id', (line) =>
    oneOf(line.label('species', 'species_id', 'species'), KINDS),
  ),
  yes('vaccine_requirements.is_required', 'required'),
  { ...yes('vaccine_requirements.is_active', ''), says: () => 'true' },
];
