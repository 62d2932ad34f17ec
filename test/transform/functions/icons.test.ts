import { describe, expect, test } from 'vitest';
import { readIconCell } from '../../../src/transform/functions/icon-cell.ts';
import { codesOf, apply as run } from '../support.ts';

const lookups = {
  icons: {
    name: 'icons',
    entries: {
      biter: { icon: 'biter', requirement: 'BITER', flag: 'aggression', customer: 'aggressive_pet' },
      'small dog (playgroup)': { icon: 'small-group', playgroup: 'SMALL_DOG' },
      'large dog (playgroup)': { icon: 'large-group', playgroup: 'LARGE_DOG' },
      'a+ (really) good!? *': { icon: 'green-flag' },
      birthday: { system: true },
      vip: { icon: 'special-client', customer: 'vip' },
    },
  },
};
const icons = (cell: string) =>
  JSON.parse(String(run([{ icons: 'icons' }], [cell], {}, lookups).value ?? '[]')) as Record<
    string,
    string
  >[];
const flag = (title: string, group: string, more = '') =>
  `<i class="fa fa-flag" style="color:#FF8800" data-original_title="${title}" ${more} title="${title} (${group})"></i>`;

describe('a cell of the day export', () => {
  test('title, group, colour and free text of each icon', () => {
    expect(
      readIconCell(
        `${flag('Biter', 'Behavior', 'data-content="men &amp; &quot;hats&quot;"')} ${flag('VIP', 'Client')}`,
      ),
    ).toEqual([
      { title: 'Biter', group: 'Behavior', content: 'men & "hats"', color: '#FF8800', system: null },
      { title: 'VIP', group: 'Client', content: null, color: '#FF8800', system: null },
    ]);
  });

  test.each([
    [
      'other order and no style',
      `<i title="Biter (Behavior)" data-content="men" data-original_title="Biter" class="fa"></i>`,
    ],
    [
      'capitals and single quotes',
      `<I CLASS='fa' TITLE='Biter (Behavior)' Data-Content='men' STYLE='COLOR:#ff8800'/>`,
    ],
    [
      "Bootstrap's spelling",
      `<i data-original-title="Biter" data-content="men" title="Biter (Behavior)"></i>`,
    ],
    [
      'mark-up in the free text',
      `<i title="Biter (Behavior)" data-content="&lt;p&gt;men&lt;/p&gt;" data-original_title="Biter"></i>`,
    ],
  ])('any order, quoting and letter case: %s (P-NAME-8)', (_, cell) => {
    expect(readIconCell(cell)).toMatchObject([{ title: 'Biter', group: 'Behavior', content: 'men' }]);
  });

  test('signs of patterns in a title are text (P-NAME-8)', () => {
    expect(icons(flag('A+ (really) good!? *', 'Notes'))).toEqual([
      { title: 'A+ (really) good!? *', group: 'Notes', color: '#FF8800', icon: 'green-flag' },
    ]);
  });

  test.each([
    ['an attribute that a stray quote cut', flag('Feed "apart"', 'Feeding')],
    ['words between the icons', `${flag('Biter', 'Behavior')} bites men`],
    ['no icon at all', '<b>Biter</b>'],
    ['titles that contradict each other', '<i data-original_title="Biter" title="Runner (Behavior)"></i>'],
    ['no title', '<i class="fa fa-flag"></i>'],
    ['cut JSON', '[{"title":"Biter"'],
    ['objects without a title', '[{"name":"Behavior"}]'],
  ])('is kept as it stands where it cannot be read: %s', (_, cell) => {
    expect(readIconCell(cell)).toEqual([
      { title: cell, group: null, content: null, color: null, system: null, unreadable: true },
    ]);
  });
});

test("the API's objects; what Gingr computes is no data", () => {
  const cell = JSON.stringify([
    { title: 'Birthday', name: 'Special', type: 'system', color: '#fff', class: 'fa-cake' },
    {
      title: 'Biter',
      name: 'Behavior',
      type: 'custom',
      content: '<p>men</p>',
      comment: 'hats',
      color: '#f00',
    },
    { title: 'Birthday', name: '', type: 'custom' },
  ]);
  expect(icons(cell)).toEqual([
    { title: 'Birthday', unknown: 'other' },
    {
      ...{ title: 'Biter', group: 'Behavior', content: 'men\nhats', color: '#f00' },
      ...{ icon: 'biter', flag: 'aggression', requirement: 'BITER', customer: 'aggressive_pet' },
    },
  ]);
  expect(icons(JSON.stringify({ icons: { '7': { title: 'VIP' } } }))).toMatchObject([
    { icon: 'special-client' },
  ]);
});

test('what PostgreSQL cannot store does not reach it', () => {
  const cell = '[{"title":"Biter\\u0000","name":"\\ud800","content":"a\\u0000b \\udc00","color":"\\u0000"}]';
  expect(readIconCell(cell)).toEqual([
    { title: 'Biter', group: '\ufffd', content: 'ab \ufffd', color: null, system: null },
  ]);
  expect(readIconCell('<i title="Bi&#0;ter &#55296;"></i>')).toMatchObject([{ title: 'Bi\ufffdter \ufffd' }]);
});

test('an icon of the day export is computed where it has no group', () => {
  expect(icons('<i class="fa fa-cake" title="Birthday"></i>')).toEqual([]);
  expect(icons(flag('Birthday', 'Parties'))).toMatchObject([{ title: 'Birthday', unknown: 'other' }]);
});

test('by title and group, whatever the letter case of the group, and never by colour (P-NAME-7)', () => {
  const words = (cell: string) => icons(cell).map(({ icon, playgroup }) => [icon, playgroup]);
  for (const group of ['Playgroup', 'PlayGroup', 'play group', 'PLAYGROUP']) {
    const known = group === 'play group' ? [undefined, undefined] : ['small-group', 'SMALL_DOG'];
    expect(words(flag('Small  dog', group))).toEqual([known]);
  }
  const green = flag('Large Dog', 'Playgroup').replace('#FF8800', '#697db0');
  expect(words(green)).toEqual([['large-group', 'LARGE_DOG']]);
  expect(words(flag('Large Dog', 'Size'))).toEqual([[undefined, undefined]]);
});

test('a report with bare titles', () => {
  expect(icons('VIP, Biter; Yard boss')).toEqual([
    {
      ...{ title: 'Biter', bare: true, icon: 'biter', flag: 'aggression', requirement: 'BITER' },
      customer: 'aggressive_pet',
    },
    { title: 'VIP', bare: true, icon: 'special-client', customer: 'vip' },
    { title: 'Yard boss', bare: true, unknown: 'other' },
  ]);
});

describe('titles that nobody mapped', () => {
  test.each([
    ...[
      'Bites men',
      'AGGRESSIVE w/ males',
      'Seizures!',
      'Peanut allergy',
      'Meds 2x',
      'Escapes',
      'Do NOT touch',
    ],
    ...[
      'Diabetic',
      'EpiPen',
      'Snappy',
      'Fence climber',
      'Muzzle',
      'Heart murmur',
      'Flight risk',
      'Dont pet',
      'No men',
    ],
  ])('%s speaks of safety', (title) => {
    expect(icons(flag(title, 'Other'))).toMatchObject([{ title, unknown: 'safety' }]);
  });

  test.each(['Loves mornings', 'Prefers Anna', 'Blue leash', 'Photo day', 'Kibble on the side'])(
    '%s does not',
    (title) => {
      expect(icons(flag(title, 'Other'))).toMatchObject([{ title, unknown: 'other' }]);
    },
  );
});

describe('icons of owners', () => {
  const customer = (cell: string, as: string) =>
    run([{ icons: { table: 'icons', as } }], [cell], {}, lookups);
  const cell = `${flag('VIP', 'Client', 'data-content="since 2019"')}${flag('Yard boss', 'Fun')}`;

  test('words of Tailtown, notes and lines', () => {
    expect(customer(cell, 'customer').value).toBe('["vip"]');
    expect(customer(cell, 'customerNotes').value).toEqual({ vip: 'since 2019' });
    expect(customer(cell, 'text').value).toBe('VIP (Client): since 2019\nYard boss (Fun)');
  });

  test('what nobody mapped is told once, and rejects the owner where it speaks of safety', () => {
    expect(codesOf(customer(cell, 'customer'))).toEqual(['ICON_UNMAPPED']);
    expect(codesOf(customer(cell, 'text'))).toEqual([]);
    expect(codesOf(customer(flag('Owner bites', 'Fun'), 'customer'))).toEqual(['ICON_SAFETY_UNMAPPED']);
    expect(codesOf(customer('<i title=">"', 'customer'))).toEqual(['ICONS_UNREADABLE']);
    expect(customer('', 'customer')).toEqual({ value: null });
  });
});
