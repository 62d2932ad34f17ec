import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { breedCount, catBreed, isNamelessVet, makeAnimal, vetsOf, writeAnimal } from './animals.ts';
import { filler, shortLine, unclosedLine, undecodableLine, undecodableName } from './broken-lines.ts';
import { MAIN, NAMELESS_TYPE, overlayFiles, STAY_TYPES } from './catalogue.ts';
import { ANIMAL_COLUMNS, type Cells, OWNER_COLUMNS, STAY_COLUMNS } from './columns.ts';
import { EXPECTED_OWNERS, expectAnimal, expectOwner, expectStay } from './expected.ts';
import { Extras } from './extras.ts';
import { ANSWER_KEY, KeyBuilder, writeKey } from './key.ts';
import { LOCATIONS, SPECIES, TEMPERAMENTS, writeList, writeTypes, writeVets } from './lists.ts';
import { LodgingBook } from './lodging-book.ts';
import { type Visit, visitOf } from './money/ordinary.ts';
import { ODD_KINDS, writeOddStay } from './odd-stays.ts';
import { makeOwner, type SampleOwner, writeOwner } from './owners.ts';
import { periodOf, spansOf } from './periods.ts';
import { Random } from './random.ts';
import { writeRetail } from './retail.ts';
import { StayFiles } from './stay-files.ts';
import { ordinaryStays, type Period, stayId } from './stays.ts';
import { CAT_BREEDS, DOG_BREEDS, phone } from './words.ts';
import { CSV, ExportFile, TSV } from './writer.ts';

export interface GenerateOptions {
  seed: number;
  owners: number;
  /** Folder to write to; the export files go into its folder `export`. */
  out: string;
  /** Days that the stays lie in: up to 62 one export a day, above that one a month. Default 28, or 730 above 500 owners. */
  days?: number;
  /** About so many stays per owner, as far as the days hold them apart. Default 5; real resorts have 10 to 17. */
  staysPerOwner?: number;
  /** Whether there are money and vaccinations too. Default true. */
  extras?: boolean;
  /** Name of the Gingr database. Every one but `main` belongs to a chain, which keeps staff, what names them, shop, packages and agreements in `main`. */
  database?: string;
}

export interface Generated {
  /** Paths of all files that were written, the answer key's own not. */
  files: string[];
  answerKey: string;
}

/** Every so many animals has one odd stay and no other; in a small resort more of them, so that each kind is there. */
const oddEveryOf = (owners: number): number => (owners < 500 ? 3 : 41);

/**
 * Writes an invented Gingr export of any size with its config, mapping overlay and answer key. The same options give
 * the same bytes; memory stays flat, since each record is made from the seed and its place, written and forgotten.
 */
export async function generateResort(options: GenerateOptions): Promise<Generated> {
  const { seed, owners, out } = options;
  mkdirSync(join(out, 'export'), { recursive: true });
  const database = options.database ?? MAIN;
  const book = new KeyBuilder(database);
  const files = [...writeLists(out, book, seed, owners)];
  if (database === MAIN) files.push(writeRetail(out, book));
  const lodgings = new LodgingBook();
  const period = periodOf(options);
  const spans = spansOf(period);
  const stays = new StayFiles(out, spans, book, lodgings);
  const extras =
    options.extras === false
      ? null
      : new Extras(out, book, { seed, oddEvery: oddEveryOf(owners), spans, isMain: database === MAIN });
  files.push(...(await writeRecords(options, period, stays, extras, book)));
  if (extras) files.push(...extras.close());
  breakStayFiles(stays, book);
  stays.close();
  files.push(...stays.files.map(({ path }) => path));
  lodgings.settle(book);
  files.push(...finish(out, book, seed, database));
  return { files: files.map((file) => join(out, file)), answerKey: join(out, ANSWER_KEY) };
}

/** Writes config and overlay, then the key; gives the paths of the former. */
function finish(out: string, book: KeyBuilder, seed: number, database: string): string[] {
  const key = book.build(seed);
  const overlay = overlayFiles(key.entities, database);
  for (const [path, text] of Object.entries(overlay)) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  writeKey(join(out, ANSWER_KEY), key);
  return Object.keys(overlay);
}

function* writeLists(out: string, book: KeyBuilder, seed: number, owners: number): Generator<string> {
  const semicolon = { ...CSV, delimiter: ';' as const };
  yield writeList(out, book, 'locations', LOCATIONS);
  yield writeList(out, book, 'species', SPECIES, new Set(), semicolon);
  yield writeList(out, book, 'temperaments', TEMPERAMENTS);
  yield writeList(out, book, 'breeds', breeds(), new Set(['2', '14', '101']));
  yield writeVets(out, book, vets(seed, vetsOf(owners)));
  yield writeTypes(out, book, [...STAY_TYPES, NAMELESS_TYPE]);
}

function* breeds(): Generator<readonly [string, string]> {
  for (let index = 0; index < breedCount; index += 1) {
    const label = (index < catBreed ? DOG_BREEDS[index] : CAT_BREEDS[index - catBreed]) ?? '';
    yield [String(index + 1), index % 50 === 3 ? `${label} ` : label];
  }
}

/** Half of them without any contact, some named by a telephone number (gingr-sources.md 2.6). */
function* vets(seed: number, count: number): Generator<Cells> {
  for (let index = 0; index < count; index += 1) {
    const id = String(index + 1);
    // Some stand there twice, under two ids.
    const place = index % 60 === 9 ? index - 1 : index;
    const random = new Random(seed, 4, place);
    const name = place % 27 === 5 ? '505-555-0199' : `Sample Animal Clinic ${place + 1}`;
    const contact = random.chance(0.49)
      ? { phone_number: phone(random), city: 'Port Sample', state: 'nm' }
      : {};
    yield { id, name: isNamelessVet(id) ? '!!' : name, ...contact, status: '1' };
  }
}

async function writeRecords(
  { seed, owners: count, out }: GenerateOptions,
  period: Period,
  stays: StayFiles,
  extras: Extras | null,
  book: KeyBuilder,
): Promise<string[]> {
  const owners = new ExportFile(out, 'export/owners.csv', OWNER_COLUMNS, {
    ...CSV,
    encoding: 'utf-8-bom',
    newline: '\r\n',
  });
  const animals = new ExportFile(out, 'export/animals.tsv', ANIMAL_COLUMNS, TSV);
  book.issue('FILE_COLUMN_UNKNOWN');
  let previous: SampleOwner | null = null;
  let lender: SampleOwner | null = null;
  const oddEvery = oddEveryOf(count);
  let animalCount = 0;
  let stayCount = 0;
  for (let index = 0; index < count; index += 1) {
    const owner: SampleOwner = makeOwner(seed, index, previous, book);
    const expected = index < EXPECTED_OWNERS;
    const visits: Visit[] = [];
    let named = 0;
    for (let nth = 0; nth < owner.animals; nth += 1) {
      const place = animalCount;
      animalCount += 1;
      const animal = makeAnimal(seed, place, owner, count, book);
      writeAnimal(animals, animal, place, book);
      if (expected) expectAnimal(book, animal);
      extras?.vaccinate(animal, place, expected);
      if (animal.cells['owner_id'] === owner.cells['id']) named += 1;
      const guest = { owner, animal, index: place };
      const odd = place % oddEvery === 2 && animal.fate === 'inserted';
      if (odd && lender) {
        delete animal.icons;
        const kind = Math.floor(place / oddEvery) % ODD_KINDS;
        stayCount += writeOddStay(
          stays,
          guest,
          kind,
          period,
          lender,
          stayId(stayCount),
          stayId(stayCount + 1),
        );
        continue;
      }
      let own = 0;
      for (const stay of ordinaryStays(seed, guest, period, stayCount)) {
        stays.write(stay);
        own += 1;
        if (expected) expectStay(book, stay);
        stayCount += 1;
        const visit = visitOf(stay);
        if (visit) visits.push(visit);
      }
      const { code, once } = animal.icons ?? {};
      if (code && animal.fate === 'inserted' && own > (once ? 1 : 0)) book.issue(code);
    }
    if (named === 0 && owner.fate === 'inserted') book.issue('OWNER_WITHOUT_ANIMALS');
    if (extras) extras.sell(owner, index, visits, expected);
    else if (owner.fate === 'inserted') book.owes(0n, 0n);
    writeOwner(owners, owner, index, book);
    if (previous && index <= EXPECTED_OWNERS) expectOwner(book, previous, owner);
    if (index % 200 === 19) shortLine(owners, 'owners', book, `7${index}`);
    if (index % 300 === 29)
      undecodableLine(owners, 'owners', book, filler(`7${index}`, OWNER_COLUMNS.length, undecodableName));
    previous = owner;
    lender ??= owner;
    if (index % 500 === 0) await breathe();
  }
  owners.close();
  animals.close();
  return [owners.path, animals.path];
}

/** Some files end in a line that cannot be read; the open quote stands last, where nothing can close it. */
function breakStayFiles(stays: StayFiles, book: KeyBuilder): void {
  stays.files.forEach((file, index) => {
    if (file.records === 0) return;
    if (index % 7 === 3) shortLine(file, 'reservations', book, `88${index}`);
    const cells = filler(`89${index}`, STAY_COLUMNS.length, undecodableName);
    if (file.format.encoding === 'utf-8-bom' && index % 2 === 1)
      undecodableLine(file, 'reservations', book, cells);
    if (index % 6 === 0) unclosedLine(file, 'reservations', book, filler(`90${index}`, STAY_COLUMNS.length));
  });
}
