import type { SampleAnimal } from './animals.ts';
import type { KeyBuilder } from './key.ts';
import { Bills } from './money/bills.ts';
import { decimal } from './money/cents.ts';
import type { Visit } from './money/ordinary.ts';
import type { SampleOwner } from './owners.ts';
import { loseNotes, NoteLog, writeEmployees } from './people.ts';
import type { FileSpan } from './stay-files.ts';
import { VaccinationFile } from './vaccines/files.ts';
import { writeVaccineTypes } from './vaccines/types.ts';
import { looseVaccination, vaccinationsOf } from './vaccines/vaccinations.ts';

/** What Gingr keeps for some owners beside invoices and payments, in cents; no file of a sample names it. */
const STORE_CREDIT = 2500n;

/** What an invented resort has beside owners, animals and stays: vaccinations, money, employees and what they wrote. */
export class Extras {
  readonly #seed: number;
  readonly #book: KeyBuilder;
  readonly #bills: Bills;
  readonly #vaccinations: VaccinationFile;
  readonly #types: string;
  readonly #employees: string;
  readonly #notes: NoteLog;

  /** Every so many invoices is an odd one; `spans` are the exports of stays, the last of which says what day it is. */
  constructor(root: string, book: KeyBuilder, seed: number, oddEvery: number, spans: readonly FileSpan[]) {
    this.#seed = seed;
    this.#book = book;
    this.#bills = new Bills(root, book, seed, oddEvery);
    const lastDay = spans.reduce((newest, { last }) => Math.max(newest, last), 0);
    this.#vaccinations = new VaccinationFile(root, book, lastDay);
    this.#types = writeVaccineTypes(root, book);
    this.#employees = writeEmployees(root, book);
    this.#notes = new NoteLog(root, book, 'owner_notes');
    loseNotes(this.#notes);
  }

  /** The vaccinations of the animal of this place; `expected`: the key tells of them. */
  vaccinate(animal: SampleAnimal, place: number, expected: boolean): void {
    this.#vaccinations.write(vaccinationsOf(this.#seed, place, animal), animal.fate, expected);
    const loose = looseVaccination(place);
    if (loose) this.#vaccinations.write([loose], 'inserted', false);
  }

  /** The invoices of an owner, and the balance that they leave in the owner's own line. */
  sell(owner: SampleOwner, index: number, visits: readonly Visit[], expected: boolean): void {
    if (owner.fate === 'inserted' && index % 20 === 3)
      this.#notes.write(owner.cells['id'] ?? '', { note_type: 'Call', note: 'Asked for <b>two</b> baths' });
    const tailtown = this.#bills.write(owner.cells['id'] ?? '', owner.fate, visits, expected);
    const gingr = index % 97 === 41 ? tailtown - STORE_CREDIT : tailtown;
    owner.cells['current_balance'] = decimal(gingr);
    if (owner.fate === 'inserted') this.#book.owes(gingr, tailtown);
  }

  /** Closes the files and gives their paths. */
  close(): string[] {
    this.#bills.close();
    this.#vaccinations.file.close();
    this.#notes.file.close();
    return [
      this.#employees,
      this.#notes.file.path,
      ...this.#bills.paths,
      this.#vaccinations.file.path,
      this.#types,
    ];
  }
}
