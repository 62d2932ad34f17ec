import type { RuleCode } from '../core/rules/index.ts';
import { localMidnight } from './calendar.ts';
import type { Cells } from './columns.ts';
import type { KeyBuilder } from './key.ts';
import type { SampleOwner } from './owners.ts';
import { Random } from './random.ts';
import type { Fate } from './stay-files.ts';
import * as words from './words.ts';
import type { ExportFile } from './writer.ts';

/** Some vets are named by signs alone, and do not move. */
export const isNamelessVet = (id = ''): boolean => (Number(id) - 1) % 90 === 7;
/** A vet that no list holds. */
const NO_VET = '99999';
/** How many vets and breeds a resort of this size has (gingr-sources.md 5). */
export const vetsOf = (owners: number): number => Math.min(60_000, 5 + Math.floor(owners / 10));
export const breedCount = words.DOG_BREEDS.length + words.CAT_BREEDS.length;
export const catBreed = words.DOG_BREEDS.length;

const BORN = 15_000;
const BORN_DAYS = 5_000;

export interface SampleAnimal {
  cells: Cells;
  fate: Fate;
  breed: string;
  /** What the lines of its stays repeat of its icons. */
  icons?: SampleIcons;
}

export interface SampleIcons {
  cell: string;
  /** What it provokes, if anything. */
  code?: RuleCode;
  /** Only the first of its stays has them. */
  once?: true;
}

export const animalId = (index: number): string => String(500_001 + index);

/** The animal of this place, and what the key says of it. Of a rejected owner's animal nothing else is odd. */
export function makeAnimal(
  seed: number,
  index: number,
  owner: SampleOwner,
  owners: number,
  book: KeyBuilder,
): SampleAnimal {
  const random = new Random(seed, 2, index);
  const { cells, breed } = ordinaryCells(random, index, owner.cells['id'] ?? '', vetsOf(owners));
  if (owner.fate !== 'inserted') {
    const why = `its owner owners/${owner.cells['id']} was rejected`;
    return { cells, breed, fate: { outcome: 'rejected', code: 'PARENT_NOT_LOADED', why } };
  }
  const orphan = owner.plain ? null : orphanFate(index);
  if (orphan) {
    cells['owner_id'] = orphan.ownerId;
    return { cells, breed, fate: orphan.fate };
  }
  const icons = iconsOf(cells, index);
  if (icons?.code === 'ICON_SAFETY_UNMAPPED') {
    const why = 'an icon that speaks of safety is in no lookup';
    return { cells, breed, icons, fate: { outcome: 'rejected', code: icons.code, why } };
  }
  species(cells, random, index, book);
  if (!owner.plain) oddities(cells, index, book);
  return { cells, breed, fate: 'inserted', ...(icons ? { icons } : {}) };
}

/** Some have icons, one of each kind in any sample of 100 animals. */
function iconsOf(cells: Cells, index: number): SampleIcons | null {
  const odd = ODD_ICONS[index % 300];
  if (odd !== undefined) return odd;
  return cells['temperment'] === '3' ? { cell: words.icons('Use caution') } : null;
}

const ODD_ICONS: Record<number, SampleIcons> = {
  51: { cell: words.icons('Bites vets only', 'Behavior', ''), code: 'ICON_SAFETY_UNMAPPED' },
  52: { cell: words.icons('Yard Boss', 'Fun', 'since 2019'), code: 'ICON_UNMAPPED' },
  // Gingr does not escape the quotes of a title.
  54: { cell: words.icons('Feed "apart"', 'Feeding'), code: 'ICONS_UNREADABLE' },
  55: { cell: words.icons('Small Dog') + words.icons('Large Dog'), code: 'ICON_PLAYGROUPS_DISAGREE' },
  57: { cell: words.icons('Digger', 'Behavior'), code: 'ANIMAL_ICONS_DIFFER', once: true },
  58: { cell: words.computedIcon('Birthday') },
};

export function writeAnimal(
  file: ExportFile,
  { cells, fate }: SampleAnimal,
  index: number,
  book: KeyBuilder,
): void {
  file.record(cells);
  if (fate === 'inserted') book.inserted('animals');
  const vet = cells['vet_id'];
  if (fate === 'inserted' && (isNamelessVet(vet) || vet === NO_VET)) book.issue('OPTIONAL_REFERENCE_UNKNOWN');
  if (fate !== 'inserted') book.ended('animals', cells['id'] ?? '', fate.outcome, fate.code, fate.why);
  if (index % 210 !== 19) return;
  file.record(cells);
  book.copy('animals');
}

function ordinaryCells(
  random: Random,
  index: number,
  ownerIdText: string,
  vets: number,
): { cells: Cells; breed: string } {
  const cat = random.chance(0.17);
  const list = cat ? words.CAT_BREEDS : words.DOG_BREEDS;
  const place = random.int(list.length);
  const pounds = cat ? 6 + random.int(12) : 8 + random.int(100);
  const cells: Cells = {
    id: animalId(index),
    owner_id: ownerIdText,
    first_name: `${random.pick(words.PET_NAMES)}${random.chance(0.05) ? ' ' : ''}`,
    species_id: cat ? '2' : '1',
    breed_id: String((cat ? catBreed : 0) + place + 1),
    color: random.pick(['black', 'Brindle', '', 'white ']),
    gender: random.pick(['Male', 'Female', 'male', 'FEMALE', '']),
    fixed: random.chance(0.8) ? '1' : '0',
    birthday: random.chance(0.12) ? random.pick(['', '0']) : localMidnight(BORN + random.int(BORN_DAYS)),
    weight: random.chance(0.3) ? '0' : random.pick([String(pounds), `${pounds} lbs`, `${pounds}.5`]),
    microchip: random.chance(0.2) ? `98500000${index}` : '',
    vet_id: random.chance(0.45) ? random.pick(['', '0']) : String(1 + random.int(vets)),
    medicines: random.chance(0.12) ? random.pick(words.MEDICINES) : random.pick(words.NO_VALUES),
    allergies: random.chance(0.12) ? random.pick(words.ALLERGIES) : random.pick(words.NO_VALUES),
    notes: random.pick(words.ANIMAL_NOTES),
    feeding_notes: random.chance(0.2) ? '<p>Soak the kibble</p>' : '',
    grooming_notes: '',
    temperment: random.chance(0.4) ? String(1 + random.int(5)) : '',
    ...{ vip: '0', banned: random.chance(0.002) ? '1' : '0' },
    image: random.chance(0.5) ? '' : `https://images.example.test/pets/${index}.jpg`,
    next_immunization_expiration: random.chance(0.6) ? localMidnight(20_500 + random.int(600)) : '',
    incident_count: random.chance(0.05) ? '1' : '0',
    created_at: String(Number(localMidnight(17_000 + random.int(3_000))) + 36_000),
  };
  return { cells, breed: list[place] ?? '' };
}

function orphanFate(index: number): { ownerId: string; fate: Fate } | null {
  if (index % 600 === 7) {
    const fate: Fate = {
      outcome: 'rejected',
      code: 'ANIMAL_OWNER_MISSING',
      why: 'the owner id is empty or 0',
    };
    return { ownerId: index % 1200 === 7 ? '0' : '', fate };
  }
  if (index % 1000 !== 13) return null;
  const fate: Fate = {
    outcome: 'rejected',
    code: 'ANIMAL_OWNER_UNKNOWN',
    why: 'no owners file holds its owner',
  };
  return { ownerId: '999000123', fate };
}

function species(cells: Cells, random: Random, index: number, book: KeyBuilder): void {
  const drawn = random.next();
  if (index % 90 === 21 || drawn < 0.008) {
    cells['species_id'] = '4';
    book.issue('ANIMAL_SPECIES_UNMAPPED');
    book.forced('pets', 'type');
  } else if (drawn < 0.03) cells['species_id'] = '3';
  else if (drawn < 0.045) cells['species_id'] = random.pick(['5', '6']);
}

/** One odd cell each, by the animal's place, so that every kind stands in any sample of 50 owners or more. */
const ODDITIES: readonly {
  every: number;
  at: number;
  column: string;
  value: string;
  code: RuleCode;
  forced?: string;
}[] = [
  { every: 500, at: 17, column: 'first_name', value: '', code: 'ANIMAL_NAME_MISSING', forced: 'name' },
  { every: 250, at: 23, column: 'first_name', value: 'DECEASED Rex', code: 'ANIMAL_PERHAPS_DECEASED' },
  { every: 200, at: 25, column: 'weight', value: 'forty', code: 'ANIMAL_WEIGHT_UNREADABLE' },
  { every: 300, at: 27, column: 'weight', value: '-5', code: 'ANIMAL_WEIGHT_NEGATIVE' },
  { every: 300, at: 29, column: 'weight', value: '4500', code: 'ANIMAL_WEIGHT_ABSURD' },
  { every: 300, at: 31, column: 'birthday', value: '3800000000', code: 'ANIMAL_BIRTHDAY_FUTURE' },
  { every: 300, at: 33, column: 'birthday', value: '-86400', code: 'ANIMAL_BIRTHDAY_TOO_OLD' },
  { every: 300, at: 35, column: 'birthday', value: 'about 2019', code: 'VALUE_DATE_UNREADABLE' },
  { every: 200, at: 37, column: 'gender', value: 'unsure', code: 'VALUE_ENUM_UNKNOWN' },
  { every: 300, at: 39, column: 'fixed', value: 'maybe', code: 'VALUE_BOOLEAN_UNKNOWN' },
  { every: 150, at: 41, column: 'breed_id', value: '99999', code: 'LIST_ENTRY_UNKNOWN' },
  { every: 150, at: 43, column: 'vet_id', value: NO_VET, code: 'LIST_ENTRY_UNKNOWN' },
  { every: 300, at: 45, column: 'temperment', value: '77', code: 'LIST_ENTRY_UNKNOWN' },
  { every: 400, at: 47, column: 'notes', value: 'Likes caf\ufffd chairs', code: 'VALUE_TEXT_DAMAGED' },
  { every: 400, at: 49, column: 'incident_count', value: 'few', code: 'VALUE_NUMBER_UNREADABLE' },
];

function oddities(cells: Cells, index: number, book: KeyBuilder): void {
  for (const { every, at, column, value, code, forced } of ODDITIES) {
    if (index % every !== at) continue;
    cells[column] = value;
    book.issue(code);
    if (forced) book.forced('pets', forced);
  }
}
