import { AgreementFiles } from './agreements.ts';
import type { SampleAnimal } from './animals.ts';
import type { KeyBuilder } from './key.ts';
import { Bills } from './money/bills.ts';
import { decimal } from './money/cents.ts';
import { CreditFiles } from './money/credits.ts';
import type { Visit } from './money/ordinary.ts';
import { PACKAGES, PackageFiles } from './money/packages.ts';
import { ReceiptFiles, receiptOf } from './money/receipts.ts';
import { SubscriptionFile, subscriptionOf } from './money/subscriptions.ts';
import type { SampleOwner } from './owners.ts';
import { loseNotes, NoteLog, writeEmployees } from './people.ts';
import { RecordFiles } from './records.ts';
import type { FileSpan } from './stay-files.ts';
import { VaccinationFile } from './vaccines/files.ts';
import { writeVaccineTypes } from './vaccines/types.ts';
import { looseVaccination, vaccinationsOf } from './vaccines/vaccinations.ts';

/** What Gingr keeps for some owners beside invoices and payments, in cents; the file of store credits names every other one. */
const STORE_CREDIT = 2500n;

interface ExtrasOptions {
  seed: number;
  /** Every so many invoices is an odd one. */
  oddEvery: number;
  /** The exports of stays, the last of which says what day it is. */
  spans: readonly FileSpan[];
  /** Whether staff, packages, agreements and what names staff are kept here. */
  isMain: boolean;
}

/** What an invented resort has beside owners, animals and stays: vaccinations, money, employees and what they wrote. */
export class Extras {
  readonly #seed: number;
  readonly #book: KeyBuilder;
  readonly #bills: Bills;
  readonly #vaccinations: VaccinationFile;
  readonly #credits: CreditFiles;
  readonly #receipts: ReceiptFiles;
  readonly #packages: PackageFiles | null;
  readonly #subscriptions: SubscriptionFile;
  readonly #types: string;
  readonly #employees: string[];
  readonly #notes: NoteLog;
  readonly #records: RecordFiles | null;
  readonly #agreements: AgreementFiles | null;

  constructor(root: string, book: KeyBuilder, { seed, oddEvery, spans, isMain }: ExtrasOptions) {
    this.#seed = seed;
    this.#book = book;
    this.#bills = new Bills(root, book, seed, oddEvery);
    const lastDay = spans.reduce((newest, { last }) => Math.max(newest, last), 0);
    this.#vaccinations = new VaccinationFile(root, book, lastDay);
    // The owner is not there to be found: the line falls by its amount.
    this.#credits = new CreditFiles(root, book, '39998');
    this.#receipts = new ReceiptFiles(root, book);
    this.#packages = isMain ? new PackageFiles(root, book) : null;
    this.#subscriptions = new SubscriptionFile(root, book);
    this.#types = writeVaccineTypes(root, book);
    this.#employees = isMain ? [writeEmployees(root, book)] : [];
    this.#notes = new NoteLog(root, book, 'owner_notes');
    loseNotes(this.#notes);
    // They name staff.
    this.#records = isMain ? new RecordFiles(root, book) : null;
    this.#agreements = isMain ? new AgreementFiles(root, book) : null;
  }

  /** The vaccinations of the animal of this place; `expected`: the key tells of them. */
  vaccinate(animal: SampleAnimal, place: number, expected: boolean): void {
    this.#vaccinations.write(vaccinationsOf(this.#seed, place, animal), animal.fate, expected);
    const loose = looseVaccination(place);
    if (loose) this.#vaccinations.write([loose], 'inserted', false);
    if (animal.fate !== 'inserted') return;
    if (place % 40 === 7) this.#records?.write('incidents', animal.cells['id'] ?? '');
    if (place % 25 === 11) this.#records?.write('report_cards', animal.cells['id'] ?? '');
    if (place % 35 === 17) this.#records?.write('files', animal.cells['id'] ?? '');
    if (place % 30 === 13) this.#records?.write('medications', animal.cells['id'] ?? '');
  }

  /** The invoices of an owner, and the balance that they leave in the owner's own line. */
  sell(owner: SampleOwner, index: number, visits: readonly Visit[], expected: boolean): void {
    if (owner.fate === 'inserted' && index % 20 === 3)
      this.#notes.write(owner.cells['id'] ?? '', { note_type: 'Call', note: 'Asked for <b>two</b> baths' });
    if (owner.fate === 'inserted' && index % 20 === 5) this.#agreements?.sign(owner.cells['id'] ?? '');
    const sold = this.#bills.write(owner.cells['id'] ?? '', owner.fate, visits, expected);
    const gingr = index % 97 === 41 ? sold - STORE_CREDIT : sold;
    const named = gingr !== sold && index % 2 === 0 && owner.fate === 'inserted';
    if (named) this.#credits.write(owner.cells['id'] ?? '', STORE_CREDIT);
    const tailtown = named ? gingr : sold;
    owner.cells['current_balance'] = decimal(gingr);
    if (owner.fate === 'inserted') this.#book.owes(gingr, tailtown);
    const subscription = subscriptionOf(owner.cells['id'] ?? '', index);
    if (subscription) this.#subscriptions.write(subscription);
    if (index % 8 === 5 && owner.fate === 'inserted')
      this.#receipts.write(receiptOf(index, owner.cells['id'] ?? ''));
    const one = PACKAGES[Math.floor(index / 11) % PACKAGES.length];
    if (one && index % 11 === 3 && owner.fate === 'inserted')
      this.#packages?.write(String(620_001 + index), owner.cells['id'] ?? '', one);
  }

  /** Closes the files and gives their paths. */
  close(): string[] {
    this.#bills.close();
    this.#vaccinations.file.close();
    this.#notes.file.close();
    this.#subscriptions.file.close();
    this.#packages?.close();
    this.#credits.close();
    this.#receipts.close();
    const files = [this.#vaccinations.file, this.#subscriptions.file];
    return [
      ...this.#employees,
      this.#notes.file.path,
      ...(this.#records?.close() ?? []),
      ...(this.#agreements?.close() ?? []),
      ...this.#bills.paths,
      ...(this.#packages?.paths ?? []),
      ...this.#credits.paths,
      ...this.#receipts.paths,
      ...files.map(({ path }) => path),
      this.#types,
    ];
  }
}
