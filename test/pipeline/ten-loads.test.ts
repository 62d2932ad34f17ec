import { expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

const start = testRuns();

/** The three-way rule of DESIGN.md 4, written once more: what stands behind a load, and the base from then on. */
function three<T>(base: T, gingr: T, stands: T): T {
  const same = (a: T, b: T) => JSON.stringify(a) === JSON.stringify(b);
  return same(gingr, base) || !same(stands, base) ? stands : gingr;
}

/** Per element: it is there or not, and whoever changed that decides. */
const threeOfSet = (base: string[], gingr: string[], stands: string[]): string[] =>
  [...new Set([...base, ...gingr, ...stands])]
    .filter((word) => three(base.includes(word), gingr.includes(word), stands.includes(word)))
    .sort();

type Days = Record<string, string>;
const threeOfKeys = (base: Days, gingr: Days, stands: Days): Days =>
  Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(gingr), ...Object.keys(stands)])]
      .sort()
      .flatMap((key) => {
        const value = three(base[key] ?? null, gingr[key] ?? null, stands[key] ?? null);
        return value === null ? [] : [[key, value]];
      }),
  );

interface Pet {
  color: string | null;
  words: string[];
  days: Days;
}
interface Person {
  city: string | null;
  address: string | null;
}
interface World {
  owners: Map<string, Person>;
  pets: Map<string, Pet>;
}

const PLACES = ['101', '102', '103'];
const ANIMALS = ['501', '502', '503'];

/** The same numbers in every run: a linear congruence. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % sides;
  };
}

const pick = <T>(roll: (sides: number) => number, ...choices: T[]): T | undefined =>
  choices[roll(choices.length)];

/** Gingr changes some of everything; what that means for Tailtown is said here, not read from the mapping. */
function changeGingr(roll: (sides: number) => number, records: Records, gingr: World, load: number): void {
  for (const id of PLACES) {
    const owner = gingr.owners.get(id);
    if (!owner) continue;
    if (roll(2)) owner.city = pick(roll, null, 'Harbor', `Town ${load}`) ?? null;
    if (roll(3) === 0) owner.address = `${load} Main Road`;
    Object.assign(recordOf(records, 'owners', id), {
      city: owner.city ?? '',
      address_1: owner.address ?? '',
    });
  }
  records['immunizations'] = [];
  for (const id of ANIMALS) {
    const pet = gingr.pets.get(id);
    if (!pet) continue;
    if (roll(2)) pet.color = pick(roll, null, 'Brown', 'Black', `Grey ${load}`) ?? null;
    const flags = {
      ALLERGIES: roll(2) ? (pet.words.includes('ALLERGIES') ? '' : `Chicken ${load}`) : null,
      HAS_MEDICATION: roll(2) ? (pet.words.includes('HAS_MEDICATION') ? '' : `Pill ${load}`) : null,
      DO_NOT_BOOK: roll(3) ? null : pet.words.includes('DO_NOT_BOOK') ? '' : '1',
    };
    const columns = { ALLERGIES: 'allergies', HAS_MEDICATION: 'medicines', DO_NOT_BOOK: 'banned' };
    for (const word of ['ALLERGIES', 'HAS_MEDICATION', 'DO_NOT_BOOK'] as const) {
      const text = flags[word];
      if (text === null) continue;
      pet.words = [...pet.words.filter((other) => other !== word), ...(text === '' ? [] : [word])];
      recordOf(records, 'animals', id)[columns[word]] = text === '' && word === 'DO_NOT_BOOK' ? '0' : text;
    }
    Object.assign(recordOf(records, 'animals', id), { color: pet.color ?? '' });
    if (roll(2)) pet.days = { ...pet.days, Rabies: `2027-0${1 + roll(9)}-15` };
    for (const vaccine of ['Bordetella', 'Lepto']) {
      const { [vaccine]: _, ...rest } = pet.days;
      const does = roll(3);
      if (does === 0) pet.days = rest;
      if (does === 1) pet.days = { ...rest, [vaccine]: `2027-0${1 + roll(9)}-20` };
    }
    for (const [vaccine, expires] of Object.entries(pet.days))
      records['immunizations'].push({
        ...{ id: `${id}${vaccine.length}`, animal_id: id, type_id: String(vaccine.length), type: vaccine },
        expiration_date: expires,
      });
  }
}

/** People change some of everything, and write what they change into `stands`. */
async function changeByPeople(
  roll: (sides: number) => number,
  run: TestRun,
  stands: World,
  load: number,
): Promise<void> {
  const statements: string[] = [];
  const quoted = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);
  for (const [id, owner] of stands.owners) {
    if (roll(3) === 0) owner.city = pick(roll, null, `Theirs ${load}`, 'Harbor') ?? null;
    if (roll(4) === 0) owner.address = `Their Lane ${load}`;
    statements.push(
      `UPDATE customers SET city = ${quoted(owner.city)}, address = ${quoted(owner.address)} WHERE "externalId" = '${id}'`,
    );
  }
  for (const [id, pet] of stands.pets) {
    if (roll(3) === 0) pet.color = pick(roll, null, `Theirs ${load}`, 'Brown') ?? null;
    const word = pick(roll, 'ALLERGIES', 'DO_NOT_BOOK', 'BLIND', 'NO_POOL') ?? '';
    if (roll(2))
      pet.words = pet.words.includes(word)
        ? pet.words.filter((other) => other !== word)
        : [...pet.words, word].sort();
    const key = pick(roll, 'Rabies', 'Bordetella', 'Giardia') ?? '';
    if (roll(3) === 0) {
      const { [key]: had, ...rest } = pet.days;
      pet.days = had === undefined || roll(2) ? { ...rest, [key]: `2028-01-1${roll(10)}` } : rest;
    }
    statements.push(
      `UPDATE pets SET color = ${quoted(pet.color)}, "specialRequirements" = '{${pet.words.join(',')}}', "vaccineExpirations" = '${JSON.stringify(pet.days)}' WHERE "externalId" = '${id}'`,
    );
  }
  await person(run, statements.join(';'));
}

/** What stands in Tailtown, as the fields above; sets and keys in order. */
async function read(run: TestRun): Promise<object> {
  const owners = await rowsOf(run, `SELECT "externalId" AS id, city, address FROM customers ORDER BY 1`);
  const pets = await rowsOf(
    run,
    `SELECT "externalId" AS id, color, ARRAY(SELECT unnest("specialRequirements")::text ORDER BY 1) AS words,
       coalesce((SELECT jsonb_object_agg(key, left(value #>> '{}', 10)) FROM jsonb_each("vaccineExpirations"::jsonb)), '{}') AS days FROM pets ORDER BY 1`,
  );
  return { owners, pets };
}

const shown = ({ owners, pets }: World): object => ({
  owners: [...owners].map(([id, owner]) => ({ id, ...owner })),
  pets: [...pets].map(([id, { color, words, days }]) => ({
    ...{ id, color, words: [...words].sort() },
    days: Object.fromEntries(Object.entries(days).sort()),
  })),
});

it('ten loads, with Gingr and people at work between them: every field, element and key is right on each', async () => {
  const run = await start('postgres');
  const roll = dice(20_260_301);
  const records: Records = {
    ...smallResort(),
    immunization_types: ['Rabies', 'Bordetella', 'Lepto'].map((type) => ({
      ...{ id: String(type.length), type, required: '0', species_id: '1' },
    })),
  };
  for (const animal of records['animals'] ?? [])
    Object.assign(animal, { allergies: '', medicines: '', banned: '0' });
  const world = (): World => ({
    owners: new Map(PLACES.map((id) => [id, { city: null, address: null }])),
    pets: new Map(ANIMALS.map((id) => [id, { color: null, words: [], days: { Rabies: '2027-01-15' } }])),
  });
  const [gingr, base, stands] = [world(), world(), world()];
  const batches: ({ id: string } | null)[] = [];
  const before: object[] = [];
  for (let load = 1; load <= 10; load += 1) {
    changeGingr(roll, records, gingr, load);
    before.push(await read(run));
    const model = await runOn(run, records, `2026-03-${String(load).padStart(2, '0')}`);
    expect(model, `load ${load}`).toMatchObject({ status: 'ok', wrote: true });
    batches.push(model.batch);
    for (const [id, now] of gingr.owners) {
      const [was, there] = [base.owners.get(id), stands.owners.get(id)];
      if (!was || !there) continue;
      const first = load === 1;
      there.city = first ? now.city : three(was.city, now.city, there.city);
      there.address = first ? now.address : three(was.address, now.address, there.address);
      Object.assign(was, now);
    }
    for (const [id, now] of gingr.pets) {
      const [was, there] = [base.pets.get(id), stands.pets.get(id)];
      if (!was || !there) continue;
      const first = load === 1;
      there.color = first ? now.color : three(was.color, now.color, there.color);
      there.words = first ? [...now.words] : threeOfSet(was.words, now.words, there.words);
      there.days = first ? { ...now.days } : threeOfKeys(was.days, now.days, there.days);
      Object.assign(was, { color: now.color, words: [...now.words], days: { ...now.days } });
    }
    expect(await read(run), `load ${load}`).toEqual(shown(stands));
    if (load < 10) await changeByPeople(roll, run, stands, load);
  }
  // The newest goes back to what stood before it, and comes again just so.
  await undo(run, batches.at(-1) ?? null);
  expect(await read(run)).toEqual(before.at(-1));
  await runOn(run, records, '2026-03-10');
  expect(await read(run)).toEqual(shown(stands));
}, 600_000);
