import { faker } from '@faker-js/faker/locale/en';
import type { Random } from './random.ts';

/** What invented people and animals are called, and the ways in which people write one thing. */

const plain = (list: readonly string[] | undefined): string[] =>
  (list ?? []).filter((word) => /^[A-Za-z]+$/.test(word));

export const FIRST_NAMES = [
  ...plain(faker.definitions.person.first_name.generic),
  'José',
  'Zoë',
  'Renée',
  'Søren',
];
export const LAST_NAMES = [...plain(faker.definitions.person.last_name.generic), 'Muñoz', 'Lefèvre'];
export const PET_NAMES = [
  ...plain(faker.definitions.animal.pet_name),
  'Señor Fluff',
  'Léo',
  'Rex (aggressive)',
];
export const DOG_BREEDS = faker.definitions.animal.dog.slice(0, 200);
export const CAT_BREEDS = faker.definitions.animal.cat.slice(0, 40);
export const STREETS = ['Harbor Way', 'Pier Road', 'Lantern Street', 'Cedar Loop NW', 'Gull Court'];
export const CITIES = ['Harbor Springs', 'LAKESIDE', 'cedar bluff ', 'Port Sample', 'Mesa Verde Heights'];
export const STATES = ['New Mexico', 'NM', 'nm', 'Colorado', 'CO', 'Arizona', ''];
/** As a spreadsheet program leaves one that began with a zero. */
export const SHORT_ZIP = '1234';
export const ZIPS = ['87101', '87102-4410', '871034410', SHORT_ZIP, 'K1A 0B1', '87199 ', ''];

/** Words that say "none" (gingr-sources.md 2.0); 40 to 60 % of the allergies. */
export const NO_VALUES = [
  '',
  'N/A',
  'none',
  'nOne',
  'no',
  'nka',
  '<p></p>',
  '<p>&nbsp;</p>',
  '-',
  '.',
  'None known',
];
export const ALLERGIES = ['Chicken', '<p>No chicken, no beef.</p>', 'Pollen &amp; grass', 'Bee stings'];
export const MEDICINES = ['Thyroid pill 2x daily', '<p>Insulin 4 units AM</p>', 'Eye drops, right eye'];

/** In the characters of Windows-1252 alone: a stay stands in files of several encodings and must say the same. */
export const STAY_NOTES = [
  '',
  'Bring own bed',
  '<p>Bring own bed</p>',
  '<p>Likes the café side&nbsp;&ndash; not the yard.</p>\r\n<p>Call before 5&#39;oclock</p>',
  'Two walks\nand one nap',
  'Belongings:\tred leash\tblue bowl',
  'Says “no” to baths',
  'Small crate, 24" door',
];
export const ANIMAL_NOTES = [
  '',
  'Shy at first',
  '<p>Loves water.</p><br>Chews beds',
  'Bites men<women, use caution',
  'Afraid of fireworks 🎆',
  '<p style="margin:0">Climbs fences &gt; 6 ft</p>',
];
export const OWNER_NOTES = [
  '',
  'Pays by card',
  '<p>Calls ahead &amp; is late</p>',
  'Prefers text; no calls',
  '',
];

const AREAS = ['505', '575', '303', '719', '720', '970', '915', '480', '602', '801'];
const PHONE_FORMS: readonly ((a: string, l: string) => string)[] = [
  (a, l) => `(${a}) 555-${l}`,
  (a, l) => `(${a})555-${l}`,
  (a, l) => `(${a}) 555 ${l}`,
  (a, l) => `(${a}) 555.${l}`,
  (a, l) => `${a}-555-${l}`,
  (a, l) => `${a}.555.${l}`,
  (a, l) => `${a} 555 ${l}`,
  (a, l) => `${a}/555-${l}`,
  (a, l) => `${a}555${l}`,
  (a, l) => `${a} 555-${l}`,
  (a, l) => `${a}-555 ${l}`,
  (a, l) => `${a} - 555 - ${l}`,
  (a, l) => `1-${a}-555-${l}`,
  (a, l) => `1 ${a} 555 ${l}`,
  (a, l) => `1${a}555${l}`,
  (a, l) => `1.${a}.555.${l}`,
  (a, l) => `1 (${a}) 555-${l}`,
  (a, l) => `+1${a}555${l}`,
  (a, l) => `+1 ${a} 555 ${l}`,
  (a, l) => `+1 (${a}) 555-${l}`,
  (a, l) => `+1-${a}-555-${l}`,
  (a, l) => ` ${a}-555-${l} `,
  (a, l) => `${a}-555-${l} x12`,
  (a, l) => `${a}-555-${l} ext. 7`,
];

/** A telephone number that nobody has (exchange 555, 0100 to 0199) in one of the ways in which people write it. */
export function phone(random: Random): string {
  const line = `01${String(random.int(100)).padStart(2, '0')}`;
  return random.pick(PHONE_FORMS)(random.pick(AREAS), line);
}

/** Icons as the day export carries them: HTML with quotes inside a cell. */
export const icons = (title: string, group = 'Playgroup', content = 'see &quot;notes&quot;'): string =>
  `<i class="fa fa-flag fa-lg" style="color:#FF8800" data-original_title="${title}" data-content="${content}" title="${title} (${group})"></i>`;

/** An icon that Gingr computes by itself: it has no group. */
export const computedIcon = (title: string): string => `<i class="fa fa-birthday-cake" title="${title}"></i>`;
