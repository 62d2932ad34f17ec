import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAll } from '../../src/pipeline/run.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;

const flag = (title: string, group = 'Behavior', content = '') =>
  `<i class="fa fa-flag" style="color:#FF8800" data-original_title="${title}" data-content="${content}" title="${title} (${group})"></i>`;

/** The small resort whose stays repeat these icons of their animals. */
function resortWith(icons: Record<string, string>): Records {
  const records = smallResort();
  for (const stay of records['reservations'] ?? []) stay['icons_string'] = icons[stay['a_id'] ?? ''] ?? '';
  return records;
}

const pets = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT "externalId" AS id, "behaviorNotes" AS notes, "petIcons" AS icons, "iconNotes" AS tips,
      array(SELECT unnest("specialRequirements")::text ORDER BY 1) AS needs, "playgroupCompatibility"::text AS playgroup
     FROM pets ORDER BY 1`,
  );
const petOf = async (run: TestRun, id: string) => (await pets(run)).find((pet) => pet['id'] === id);

const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const accountOf = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

/** A folder that is laid over the mapping. */
async function overlay(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}

describe('icons of animals', () => {
  it('arrive from the stays that repeat them: by title, word for word, and never by colour (P-NAME-7, P-NAME-8)', async () => {
    const run = await fresh('postgres');
    const model = await runOn(
      run,
      resortWith({
        501: `${flag('Bites', 'Behavior', 'men &amp; hats')} ${flag('Has Meds', 'Health')} ${flag('Yard Boss', 'Fun')}`,
        502: `${flag('Small Dog', 'PlayGroup')} ${flag('Feed "apart"')}`,
        503: '<i class="fa fa-cake" title="Birthday"></i>',
      }),
    );
    expect(model.status).toBe('ok');
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    const [first, second, third] = await pets(run);
    expect(first).toEqual({
      ...{
        id: '501',
        icons: ['biter', 'medication-required'],
        tips: { biter: 'men & hats' },
        playgroup: null,
      },
      notes: 'Icons in Gingr:\nBites (Behavior): men & hats\nHas Meds (Health)\nYard Boss (Fun)',
      needs: ['ALLERGIES', 'BITER', 'HAS_MEDICATION'],
    });
    expect(second).toMatchObject({ needs: ['HAS_MEDICATION'], tips: null, icons: null, playgroup: null });
    expect(second?.['notes']).toContain('title="Feed "apart" (Behavior)"');
    expect(third).toMatchObject({ notes: null, icons: null, needs: ['DO_NOT_BOOK'] });
    expect(
      await rowsOf(
        run,
        `SELECT "healthFlags" AS health, "behaviorFlags" AS behavior, "aggressionFlags" AS aggression FROM pets WHERE "externalId" = '501'`,
      ),
    ).toEqual([
      {
        health: [
          {
            ...{ icon: 'medication-required', color: '#FF8800', title: 'Has Meds', category: 'Health' },
            requirement: 'HAS_MEDICATION',
          },
        ],
        behavior: null,
        aggression: [
          {
            ...{ icon: 'biter', color: '#FF8800', title: 'Bites', content: 'men & hats' },
            ...{ category: 'Behavior', requirement: 'BITER' },
          },
        ],
      },
    ]);
    expect([countOf(model, 'ICON_UNMAPPED'), countOf(model, 'ICONS_UNREADABLE')]).toEqual([1, 1]);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
  });

  it('that warn of something and that nobody mapped reject the animal, until a person maps them', async () => {
    const records = resortWith({ 501: flag('Bites vets only', 'Behavior') });
    const run = await fresh('postgres');
    const model = await runOn(run, records);
    expect(countOf(model, 'ICON_SAFETY_UNMAPPED')).toBe(1);
    expect(accountOf(model, 'animals')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });
    expect(accountOf(model, 'reservations')).toMatchObject({ inserted: 2, rejected: 1, balanced: true });

    const entry = '{ icon: biter, requirement: BITER, flag: aggression }';
    const folder = await overlay({
      'lookups/icons.yaml': `lookup: icons\nentries:\n  Bites Vets Only: ${entry}\n`,
    });
    const mended = await fresh('postgres', { mappingFolders: [MAPPINGS, folder] });
    expect((await runOn(mended, records)).status).toBe('ok');
    expect(await petOf(mended, '501')).toMatchObject({ icons: ['biter'], needs: ['ALLERGIES', 'BITER'] });
  });

  it('are those of the newest export, the copies of one stay included, and a difference is told', async () => {
    const run = await fresh('postgres');
    const march = resortWith({ 501: flag('Bites'), 502: flag('Digger'), 503: flag('VIP', 'Client') });
    const days = [{ ...recordOf(march, 'reservations', '901'), icons_string: flag('Barker') }];
    days.push({ ...recordOf(march, 'reservations', '902'), icons_string: '' });
    const model = await runAll(run.runtime, {
      command: 'run',
      from: [await writeResort(march, '2026-03-01'), await writeResort({ reservations: days }, '2026-03-04')],
    });
    expect(model.status).toBe('ok');
    expect(accountOf(model, 'reservations')).toMatchObject({ lines: 5, copies: 2, inserted: 3 });
    expect((await pets(run)).map(({ icons, needs }) => [icons, needs])).toEqual([
      [['barker'], ['ALLERGIES']],
      [null, ['HAS_MEDICATION']],
      [['special-client'], ['DO_NOT_BOOK']],
    ]);
    const differ = model.issues.find(({ code }) => code === 'ANIMAL_ICONS_DIFFER');
    expect(differ?.examples.map(({ sourceId, detail }) => [sourceId, detail])).toEqual([
      ['501', 'no longer: Bites (Behavior)'],
      ['502', 'no longer: Digger (Behavior)'],
    ]);
  });

  it('of a file without the column are not taken for none', async () => {
    const run = await fresh('postgres');
    const [stay = {}] = smallResort()['reservations'] ?? [];
    const model = await runAll(run.runtime, {
      command: 'run',
      from: [
        await writeResort(resortWith({ 501: flag('Bites') }), '2026-03-01'),
        await writeResort({ reservations: [stay] }, '2026-03-04'),
      ],
    });
    expect(countOf(model, 'ANIMAL_ICONS_DIFFER')).toBe(0);
    expect(await petOf(run, '501')).toMatchObject({ icons: ['biter'] });
  });

  it("stand in the animals' own file too, as the API's objects, and both lines of one age count", async () => {
    const run = await fresh('postgres');
    const records = resortWith({ 501: flag('Bites') });
    const system = { title: 'Photo', type: 'system', name: '' };
    recordOf(records, 'animals', '502')['icons'] = JSON.stringify([
      { title: 'Small Dog', name: 'Playgroup', type: 'custom', content: '' },
      { title: 'Large Dog', name: 'Playgroup', type: 'custom', comment: 'in the yard' },
      system,
    ]);
    const model = await runOn(run, records);
    expect(await petOf(run, '502')).toEqual({
      ...{ id: '502', icons: ['large-group', 'small-group'], tips: { 'large-group': 'in the yard' } },
      notes: 'Icons in Gingr:\nLarge Dog (Playgroup): in the yard\nSmall Dog (Playgroup)',
      ...{ needs: ['HAS_MEDICATION'], playgroup: null },
    });
    expect(countOf(model, 'ICON_PLAYGROUPS_DISAGREE')).toBe(1);
  });
});

it('a target of the older shape has what it has columns for, every icon word for word included', async () => {
  const run = await fresh('postgres');
  const absent = ['specialRequirements', 'healthFlags', 'behaviorFlags', 'aggressionFlags'];
  await person(
    run,
    `ALTER TABLE pets ${[...absent, 'playgroupCompatibility'].map((column) => `DROP COLUMN "${column}"`).join(', ')}`,
  );
  const records = resortWith({ 501: `${flag('Bites')}${flag('Small Dog', 'Playgroup')}` });
  recordOf(records, 'animals', '503')['banned'] = '0';
  const model = await runOn(run, records);
  expect(model.status).toBe('ok');
  expect(
    await rowsOf(
      run,
      `SELECT "behaviorNotes" AS notes, "petIcons" AS icons FROM pets WHERE "externalId" = '501'`,
    ),
  ).toEqual([
    {
      notes: 'Icons in Gingr:\nBites (Behavior)\nSmall Dog (Playgroup)',
      icons: ['biter', 'small-group'],
    },
  ]);
  // The second load finds what stands there, and carries nothing that has no column.
  const { reservations: _, ...silent } = records;
  expect((await runOn(run, silent, '2026-03-02')).status).toBe('ok');
});

it('cells that no database could store end as issues', async () => {
  const run = await fresh('postgres');
  const records = resortWith({
    501: '<i title="Bites &#55296;&#0;&#x110000; (x)" data-content="<b>&#0;</b> \\u0000"></i>',
    502: '[{"title":"Bites \\ud800\\u0000","content":"\\udc00"}]',
    503: `{"a":"\\u0000"} ${'['.repeat(50)}`,
  });
  const model = await runOn(run, records);
  expect(['ok', 'attention']).toContain(model.status);
  expect(accountOf(model, 'animals')).toMatchObject({ read: 3, balanced: true });
  expect(countOf(model, 'ICONS_UNREADABLE')).toBe(1);
  expect(countOf(model, 'ICON_SAFETY_UNMAPPED')).toBe(2);
});

describe('later snapshots', () => {
  it('that hold no stay of an animal keep its icons; an empty cell takes them away; people keep theirs (promise 7)', async () => {
    const run = await fresh('postgres');
    const icons = {
      501: `${flag('STOP! DO NOT BOOK')}${flag('Small Dog', 'Playgroup')}`,
      502: flag('Digger'),
    };
    await runOn(run, resortWith(icons), '2026-03-01');
    const before = await pets(run);
    expect(before[0]).toMatchObject({ needs: ['ALLERGIES', 'DO_NOT_BOOK'], playgroup: 'SMALL_DOG' });
    const { reservations: _, ...silent } = smallResort();
    const second = await runOn(run, silent, '2026-03-02');
    expect(second.status).toBe('ok');
    expect(await pets(run)).toEqual(before);

    recordOf(silent, 'animals', '501')['allergies'] = '';
    expect((await runOn(run, silent, '2026-03-03')).status).toBe('ok');
    expect(await petOf(run, '501')).toMatchObject({ ...before[0], needs: ['DO_NOT_BOOK'] });

    await person(run, `UPDATE pets SET "behaviorNotes" = 'Ask Anna' WHERE "externalId" = '502'`);
    const fourth = await runOn(run, resortWith({}), '2026-03-04');
    expect(fourth.status).toBe('ok');
    expect(await petOf(run, '501')).toMatchObject({
      ...{ notes: null, playgroup: null, needs: ['ALLERGIES'] },
    });
    expect(await petOf(run, '502')).toMatchObject({ notes: 'Ask Anna' });
  });
});

describe('a mapping that loses icons (promise 10)', () => {
  const lies = {
    'no step for the notes': 'tables: { pets: { columns: { behaviorNotes: null } } }',
    'a constant': 'tables: { pets: { columns: { behaviorNotes: { value: none } } } }',
    'another column': '',
  };
  const steps =
    'booking: { derive: bookedTogether }, lodging: { from: run_name }, segmentOf: { derive: bookedTogether }';
  const stays = `icons: { from: services_string, apply: [{ icons: icons }] }, noted: { derive: noteLog }, ${steps}`;
  it.each(Object.entries(lies))('is found out: %s', async (name, lie) => {
    const folder = await overlay(
      name === 'another column'
        ? {
            'stays.yaml': `entity: reservations\ntables: { reservations: { staged: { ${stays} } } }\n`,
          }
        : { 'animals.yaml': `entity: animals\n${lie}\n` },
    );
    const run = await fresh('postgres', { mappingFolders: [MAPPINGS, folder] });
    const model = await runOn(
      run,
      resortWith({ 501: flag('Bites', 'Behavior', 'men'), 502: flag('Digger') }),
    );
    expect(countOf(model, 'SAFETY_FACT_LOST')).toBe(1);
    expect(accountOf(model, 'animals')).toMatchObject({ inserted: 2, rejected: 1 });
  });

  it('and one that has every animal not to be booked is too (P-NAME-6)', async () => {
    const folder = await overlay({
      'lookups/icons.yaml': 'lookup: icons\nentries:\n  Digger: { requirement: DO_NOT_BOOK }\n',
    });
    const run = await fresh('postgres', { mappingFolders: [MAPPINGS, folder] });
    const model = await runOn(run, resortWith({ 501: flag('Digger'), 502: flag('Do Not Book') }));
    expect(countOf(model, 'SAFETY_FACT_LOST')).toBe(1);
    expect((await pets(run)).map(({ id, needs }) => [id, needs])).toEqual([
      ['502', ['DO_NOT_BOOK', 'HAS_MEDICATION']],
      ['503', ['DO_NOT_BOOK']],
    ]);
  });
});

it("icons of owners are the owners' alone, though they be copies of their animals' (P-G-6)", async () => {
  const run = await fresh('postgres');
  const records = resortWith({ 501: flag('Bites') });
  Object.assign(recordOf(records, 'owners', '101'), { icons: flag('VIP', 'Client', 'since 2019') });
  Object.assign(recordOf(records, 'owners', '102'), { icons: flag('Bites', 'Behavior') });
  Object.assign(recordOf(records, 'owners', '103'), { icons: flag('Attacked a groomer') });
  const model = await runOn(run, records);
  expect(accountOf(model, 'owners')).toMatchObject({ inserted: 2, rejected: 1 });
  expect(countOf(model, 'ICON_SAFETY_UNMAPPED')).toBe(1);
  expect(
    await rowsOf(
      run,
      `SELECT "externalId" AS id, "customerIcons" AS icons, "iconNotes" AS tips, notes FROM customers ORDER BY 1`,
    ),
  ).toEqual([
    {
      ...{ id: '101', icons: ['vip'], tips: { vip: 'since 2019' } },
      notes: 'Calls ahead\n\nIcons in Gingr: VIP (Client): since 2019',
    },
    {
      ...{ id: '102', icons: ['aggressive_pet'], tips: null },
      notes: 'Calls ahead\n\nIcons in Gingr: Bites (Behavior)',
    },
  ]);
  expect(await petOf(run, '501')).toMatchObject({ icons: ['biter'] });
  expect(await petOf(run, '502')).toMatchObject({ icons: null, notes: null });
});
