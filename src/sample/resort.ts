import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  filler,
  misplacedQuote,
  shortLine,
  unclosedLine,
  undecodableLine,
  undecodableName,
} from './broken-lines.ts';
import { dayOf } from './calendar.ts';
import { NAMELESS_TYPE, overlayFiles, STAY_TYPES } from './catalogue.ts';
import { ANIMAL_COLUMNS, INVOICE_COLUMNS, OWNER_COLUMNS, PAYMENT_COLUMNS, STAY_COLUMNS } from './columns.ts';
import type { Generated } from './generate.ts';
import { ANSWER_KEY, KeyBuilder, writeKey } from './key.ts';
import { LOCATIONS, SPECIES, TEMPERAMENTS, writeList, writeTypes, writeVets } from './lists.ts';
import { LodgingBook } from './lodging-book.ts';
import { decimal } from './money/cents.ts';
import { CreditFiles } from './money/credits.ts';
import { MoneyFiles } from './money/files.ts';
import { PACKAGES, PackageFiles } from './money/packages.ts';
import { ReceiptFiles } from './money/receipts.ts';
import { SubscriptionFile } from './money/subscriptions.ts';
import { loseNotes, NoteLog, writeEmployees } from './people.ts';
import { fileName } from './periods.ts';
import { AHEAD } from './resort/ahead.ts';
import { ANIMALS, BREEDS, VETS } from './resort/animals.ts';
import { writeCalendar } from './resort/calendar.ts';
import { expectValues } from './resort/expected.ts';
import { LOOSE_DEPOSITS, LOOSE_LINES, LOOSE_PAYMENTS } from './resort/fallen-money.ts';
import { INVOICES, OTHER_BALANCES } from './resort/money.ts';
import { expectNoPlace } from './resort/no-place.ts';
import { type HandRecord, OWNERS } from './resort/owners.ts';
import { PACKAGE_OWNERS, RECEIPTS, STORE_CREDITS, SUBSCRIPTIONS } from './resort/prepaid.ts';
import { README } from './resort/readme.ts';
import { writeAgreements, writeIncidents } from './resort/records.ts';
import { writeServices } from './resort/services.ts';
import { writeStanding } from './resort/standing.ts';
import { STAYS } from './resort/stays.ts';
import { VACCINATIONS } from './resort/vaccinations.ts';
import { writeRetail } from './retail.ts';
import { type FileSpan, StayFiles } from './stay-files.ts';
import { VaccinationFile } from './vaccines/files.ts';
import { writeVaccineTypes } from './vaccines/types.ts';
import { CSV, ExportFile, type FileFormat, TSV } from './writer.ts';

const BOM: FileFormat = { ...CSV, encoding: 'utf-8-bom', newline: '\r\n' };
const SEMICOLON: FileFormat = { ...CSV, delimiter: ';' };
const UTF_16: FileFormat = { ...TSV, encoding: 'utf-16le' };
const WINDOWS: FileFormat = { ...CSV, encoding: 'windows-1252', newline: '\r\n' };

/** The days that were exported, each in another form. On the last one the resort was closed. */
const DAYS: readonly (readonly [date: string, format: FileFormat])[] = [
  ['2025-11-01', TSV],
  ['2025-11-02', CSV],
  ['2025-11-03', SEMICOLON],
  ['2026-03-05', TSV],
  ['2026-03-06', BOM],
  ['2026-03-07', { ...TSV, gzip: true }],
  ['2026-03-08', UTF_16],
  ['2026-03-09', WINDOWS],
  ['2026-03-10', TSV],
  ['2026-03-11', BOM],
  ['2026-03-12', SEMICOLON],
  ['2026-03-13', TSV],
  ['2026-03-14', CSV],
  ['2026-03-15', TSV],
];

/**
 * Writes the readable sample (`samples/resort`): an invented export with every pitfall at least once, its config,
 * mapping overlay, answer key and README. It depends on nothing but this code, so the same bytes come out each time.
 */
export async function generateSampleResort(out: string): Promise<Generated> {
  mkdirSync(join(out, 'export'), { recursive: true });
  const book = new KeyBuilder();
  const owing: Owing = new Map();
  const files = [
    writeList(out, book, 'locations', LOCATIONS),
    writeList(out, book, 'species', SPECIES, new Set(), SEMICOLON),
    writeList(out, book, 'temperaments', TEMPERAMENTS),
    writeList(out, book, 'breeds', BREEDS, new Set(['2'])),
    writeVets(out, book, VETS),
    writeTypes(out, book, [...STAY_TYPES, NAMELESS_TYPE]),
    writeEmployees(out, book),
    ...writeNotes(out, book),
    ...writeMoney(out, book, owing),
    writeSubscriptions(out, book),
    ...writePackages(out, book),
    ...writeCredits(out, book, owing),
    ...writeReceipts(out, book),
    ...writeOwners(out, book, owing),
    writeAnimals(out, book),
    ...writeStays(out, book),
    writeCalendar(out, book),
    ...writeServices(out, book),
    ...writeIncidents(out, book),
    ...writeAgreements(out, book),
    writeStanding(out, book),
    writeVaccineTypes(out, book),
    writeVaccinations(out, book),
    writeRetail(out, book),
  ];
  expectValues(book);
  expectNoPlace(book);
  const key = book.build(null);
  const texts = { ...overlayFiles(key.entities), 'README.md': README };
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), text);
  }
  writeKey(join(out, ANSWER_KEY), key);
  files.push(...Object.keys(texts));
  return { files: files.map((file) => join(out, file)), answerKey: join(out, ANSWER_KEY) };
}

/** What employees wrote, of one record in another order than it was written in. */
function writeNotes(out: string, book: KeyBuilder): string[] {
  const owners = new NoteLog(out, book, 'owner_notes');
  const animals = new NoteLog(out, book, 'animal_notes');
  const stays = new NoteLog(out, book, 'reservation_notes');
  owners.write('40120', { note: 'Paid in full', created_by: 'kim' });
  const asked = {
    note_type: 'Call',
    created_at: '1772380800',
    note: '<p>Asked about a bath:</p><p>Friday</p>',
  };
  owners.write('40120', asked);
  loseNotes(owners);
  animals.write('51234', { note: 'Slipped her collar, twice' });
  animals.lose(
    ...(['51212', { note: 'Sleeps a lot' }, 'rejected', 'PARENT_NOT_LOADED'] as const),
    'its animal animals/51212 was rejected',
  );
  stays.write('90028', { note: 'Late pick-up agreed', created_by: '' });
  const title = 'Notes in Gingr:\n\n';
  const first = '[2026-03-01 09:00:00] Pat Sample (Call): Asked about a bath:\nFriday';
  const why = 'word for word, with date and author, in order of time';
  const notes = `${title}${first}\n\n[2026-03-02 09:15:00] kim: Paid in full`;
  book.expect('owners', '40120', 'customers', { notes }, why);
  const collar = `${title}[2026-03-02 09:15:00] Pat Sample: Slipped her collar, twice`;
  book.expect('animals', '51234', 'pets', { notes: collar }, why);
  const staffNotes = `${title}[2026-03-02 09:15:00]: Late pick-up agreed`;
  book.expect('reservations', '90028', 'reservations', { staffNotes }, why);
  const logs = [owners, animals, stays];
  for (const { file } of logs) file.close();
  return logs.map(({ file }) => file.path);
}

/** By owner: what the invoices and payments that move leave, in cents. */
type Owing = Map<string, bigint>;

function writeMoney(out: string, book: KeyBuilder, owing: Owing): string[] {
  const money = new MoneyFiles(out, book);
  for (const invoice of INVOICES) {
    const { balance } = money.write(invoice);
    owing.set(invoice.owner, (owing.get(invoice.owner) ?? 0n) + balance);
  }
  for (const [invoice, line] of LOOSE_LINES) money.line(line, invoice);
  for (const [invoice, payment] of LOOSE_PAYMENTS) money.payment(payment, invoice, '1');
  for (const deposit of LOOSE_DEPOSITS) money.deposit(deposit, null);
  shortLine(money.lines, 'invoice_lines', book, '790101');
  const cells = filler('70190', INVOICE_COLUMNS.length, undecodableName);
  undecodableLine(money.invoices, 'invoices', book, cells);
  misplacedQuote(money.payments, 'payments', book, filler('890101', PAYMENT_COLUMNS.length));
  money.close();
  return money.files.map(({ path }) => path);
}

function writeSubscriptions(out: string, book: KeyBuilder): string {
  const subscriptions = new SubscriptionFile(out, book);
  for (const subscription of SUBSCRIPTIONS) subscriptions.write(subscription);
  subscriptions.file.close();
  return subscriptions.file.path;
}

/** They leave nobody owing anything. */
function writeReceipts(out: string, book: KeyBuilder): string[] {
  const receipts = new ReceiptFiles(out, book);
  for (const receipt of RECEIPTS) receipts.write(receipt);
  receipts.close();
  return receipts.paths;
}

/** What an owner has as credit is owed by the resort. */
function writeCredits(out: string, book: KeyBuilder, owing: Owing): string[] {
  const credits = new CreditFiles(out, book, '40102');
  for (const [owner, amount] of Object.entries(STORE_CREDITS)) {
    credits.write(owner, amount);
    owing.set(owner, (owing.get(owner) ?? 0n) - amount);
  }
  credits.close();
  return credits.paths;
}

/** Each kind of package once, for one owner after the other; the first was bought with an invoice. */
function writePackages(out: string, book: KeyBuilder): string[] {
  const packages = new PackageFiles(out, book);
  for (const [index, one] of PACKAGES.entries()) {
    const owner = PACKAGE_OWNERS[index % PACKAGE_OWNERS.length] ?? '';
    packages.write(String(62_001 + index), owner, one, index === 0 ? { invoice_id: '70012' } : {});
  }
  packages.close();
  return packages.paths;
}

function writeVaccinations(out: string, book: KeyBuilder): string {
  const lastDay = Math.max(...DAYS.map(([date]) => dayOf(date)));
  const vaccinations = new VaccinationFile(out, book, lastDay);
  for (const animal of new Set(VACCINATIONS.map((one) => one.animal)))
    vaccinations.write(
      VACCINATIONS.filter((one) => one.animal === animal),
      'inserted',
      true,
    );
  vaccinations.file.close();
  return vaccinations.file.path;
}

function writeOwners(out: string, book: KeyBuilder, owing: Owing): string[] {
  const main = new ExportFile(out, 'export/owners.csv', OWNER_COLUMNS, BOM);
  const lakesideColumns = OWNER_COLUMNS.filter((column) => column !== 'favourite_treat');
  const lakeside = new ExportFile(out, 'export/owners-lakeside.csv', lakesideColumns, {
    ...UTF_16,
    delimiter: ',',
  });
  book.issue('FILE_COLUMN_UNKNOWN');
  book.issue('FILE_ENCODING_RECOGNISED');
  for (const owner of OWNERS) {
    const id = owner.cells['id'] ?? '';
    const tailtown = owing.get(id) ?? 0n;
    const gingr = tailtown + (OTHER_BALANCES[id] ?? 0n);
    const cells = { ...owner.cells, current_balance: decimal(gingr) };
    writeRecord(owner.file === 'main' ? main : lakeside, 'owners', { ...owner, cells }, book);
    if (owner.fate === 'inserted') book.owes(gingr, tailtown);
  }
  shortLine(main, 'owners', book, '40190');
  undecodableLine(main, 'owners', book, filler('40191', OWNER_COLUMNS.length, undecodableName));
  for (const file of [main, lakeside]) file.close();
  return [main.path, lakeside.path];
}

function writeAnimals(out: string, book: KeyBuilder): string {
  const file = new ExportFile(out, 'export/animals.tsv', ANIMAL_COLUMNS, TSV);
  for (const animal of ANIMALS) writeRecord(file, 'animals', animal, book);
  file.close();
  return file.path;
}

function writeRecord(file: ExportFile, entity: string, record: HandRecord, book: KeyBuilder): void {
  const { cells, fate, issues, forced, again } = record;
  file.record(cells);
  if (fate === 'inserted') book.inserted(entity);
  else book.ended(entity, cells['id'] ?? '', fate.outcome, fate.code, fate.why);
  for (const code of issues) book.issue(code);
  for (const name of forced) {
    const [table = '', column = ''] = name.split('.');
    book.forced(table, column);
  }
  for (const other of again) {
    file.record({ ...cells, ...other });
    book.copy(entity);
  }
}

function writeStays(out: string, book: KeyBuilder): string[] {
  const lodgings = new LodgingBook();
  const spans = DAYS.map(([date, format]): FileSpan => {
    const day = dayOf(date);
    return { path: `export/${fileName(day, day, format)}`, format, first: day, last: day };
  });
  spans.push({ path: AHEAD.path, format: CSV, first: dayOf(AHEAD.first), last: dayOf(AHEAD.last) });
  const stays = new StayFiles(out, spans, book, lodgings);
  const width = STAY_COLUMNS.length;
  // In front of lines without any quote: reading must go on behind it.
  unclosedLine(stays.of(dayOf('2025-11-01')), 'reservations', book, filler('90101', width));
  for (const { older, ...stay } of STAYS) {
    if (older) stays.writeConflict(stay, older);
    else stays.write(stay);
  }
  shortLine(stays.of(dayOf('2026-03-10')), 'reservations', book, '90102');
  undecodableLine(
    stays.of(dayOf('2026-03-06')),
    'reservations',
    book,
    filler('90103', width, undecodableName),
  );
  misplacedQuote(stays.of(dayOf('2026-03-13')), 'reservations', book, filler('90104', width));
  stays.close();
  lodgings.settle(book);
  return stays.files.map(({ path }) => path);
}
