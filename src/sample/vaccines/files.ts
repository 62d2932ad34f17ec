import { dayOf, localInstant, localMidnight } from '../calendar.ts';
import { IMMUNIZATION_COLUMNS } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import type { Fate } from '../stay-files.ts';
import { ExportFile, TSV } from '../writer.ts';
import { type SampleVaccination, settleVaccinations } from './settle.ts';

const ENTERED = String(localInstant(dayOf('2025-06-02'), 10));

/** The file of vaccinations, and the one way they get onto it: those of one animal together. */
export class VaccinationFile {
  readonly file: ExportFile;
  readonly #book: KeyBuilder;
  readonly #asOfDay: number;

  /** `asOfDay`: the local day of the newest export. */
  constructor(root: string, book: KeyBuilder, asOfDay: number) {
    this.file = new ExportFile(root, 'export/immunizations.tsv.gz', IMMUNIZATION_COLUMNS, {
      ...TSV,
      gzip: true,
    });
    this.#book = book;
    this.#asOfDay = asOfDay;
  }

  /** All vaccinations of an animal that ends so; `expected`: what they lead to is told in the key as well. */
  write(list: readonly SampleVaccination[], animal: Fate, expected: boolean): void {
    const settled = settleVaccinations(list, this.#asOfDay, animal);
    list.forEach((one, index) => {
      this.file.record(cellsOf(one));
      this.#account(one, settled.fates[index] ?? 'inserted', expected);
      const recordType = settled.recordTypes[index] ?? null;
      if (expected && recordType !== null) this.#expectRow(one, recordType);
    });
    const [first] = list;
    if (!expected || !first || animal !== 'inserted' || settled.status === null) return;
    const values = { vaccinationStatus: settled.status, vaccineExpirations: settled.expirations };
    this.#book.expect('animals', first.animal, 'pets', values, 'its vaccinations, each by its key');
  }

  #account({ id, issues = [] }: SampleVaccination, fate: Fate, named: boolean): void {
    this.#book.counted('immunizations.count', fate === 'inserted' ? fate : fate.outcome);
    if (fate === 'inserted') this.#book.inserted('immunizations');
    else if (fate.outcome === 'merged') {
      // Most end on their pet; only the first are named one by one.
      const name = fate.code === 'IMMUNIZATION_ON_PET' && !named ? null : id;
      this.#book.folded('immunizations', name, fate.code, fate.why);
    } else this.#book.ended('immunizations', id === '' ? null : id, fate.outcome, fate.code, fate.why);
    for (const code of issues) this.#book.issue(code);
  }

  #expectRow({ id, type, expiry, administered }: SampleVaccination, recordType: string): void {
    const values = {
      recordType,
      recordDate: `${administered} 00:00:00`,
      expirationDate: expiry === '' ? null : `${expiry} 00:00:00`,
    };
    this.#book.expect(
      'immunizations',
      id,
      'medical_records',
      values,
      `${type.key}, with the day it was given`,
    );
  }
}

function cellsOf({ id, animal, type, expiry, administered, note, cells }: SampleVaccination) {
  return {
    ...{ id, animal_id: animal, type_id: type.id, type: type.label },
    expiration_date: expiry === '' ? '' : localMidnight(dayOf(expiry)),
    formated_expiry_date: expiry,
    administered_date: administered,
    ...{ note, last_updated: ENTERED, updated_by: 'casey' },
    ...cells,
  };
}
