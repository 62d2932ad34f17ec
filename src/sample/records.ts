import type { RuleCode } from '../core/rules/index.ts';
import {
  type Cells,
  FILE_COLUMNS,
  INCIDENT_COLUMNS,
  MEDICATION_COLUMNS,
  REPORT_CARD_COLUMNS,
} from './columns.ts';
import { DOCUMENT, DOCUMENTS, LOST_DOCUMENTS } from './documents.ts';
import type { EndedOutcome, KeyBuilder } from './key.ts';
import { LOST_MEDICATIONS, MEDICATION, MEDICATIONS } from './medications.ts';
import { CSV, ExportFile } from './writer.ts';

/** What the people of the invented resort decided of its own words for incidents. */
export const INCIDENT_TYPES = { 'Dog fight': 'ALTERCATION' } as const;
export const INCIDENT_SEVERITIES = { 'Dog fight': 'HIGH' } as const;

export interface SampleRecord {
  cells: Cells;
  fate?: readonly [EndedOutcome, RuleCode, why: string];
  issues?: readonly RuleCode[];
  forced?: readonly string[];
}

const AUTHOR = { issues: ['INCIDENT_AUTHOR_UNKNOWN'], forced: ['reportedById'] } as const;

const INCIDENTS: readonly SampleRecord[] = [
  { cells: { reported_by: 'Robin Example', description: 'Cut a pad on the fence' }, ...AUTHOR },
  {
    cells: {
      ...{ incident_type: 'Dog fight', severity: '', employee_id: '31', treatment: 'Cleaned, 2 stitches' },
      description: '<p>Bitten on the <b>left</b> ear &amp; bled.</p><p>Kept apart since</p>',
      ...{ vet_visit: '1', owner_notified: '1', status: 'Closed', resolution: 'The resort paid the vet' },
    },
  },
  {
    cells: { incident_type: 'Lost collar', severity: 'Medium', description: '', employee_id: '99' },
    issues: ['INCIDENT_AUTHOR_UNKNOWN', 'INCIDENT_TYPE_UNREVIEWED', 'INCIDENT_TEXT_MISSING'],
    forced: ['reportedById', 'incidentType'],
  },
  {
    cells: { incident_type: 'Bite', severity: '' },
    fate: ['rejected', 'INCIDENT_SEVERITY_UNDECIDED', 'nobody decided how severe a bite is'],
    issues: ['INCIDENT_TYPE_UNREVIEWED'],
  },
  { cells: { incident_date: '' }, fate: ['rejected', 'INCIDENT_DATE_MISSING', 'it has no date'] },
];

const LOST_INCIDENTS: readonly SampleRecord[] = [
  { cells: { animal_id: '0' }, fate: ['rejected', 'INCIDENT_ANIMAL_MISSING', 'the animal id is 0'] },
  {
    cells: { animal_id: '999000123' },
    fate: ['rejected', 'INCIDENT_ANIMAL_UNKNOWN', 'no animals file holds its animal'],
  },
];

const CARD_AUTHOR = {
  issues: ['REPORT_CARD_AUTHOR_UNKNOWN'],
  forced: ['createdByStaffId', 'serviceType'],
} as const;

const CARDS: readonly SampleRecord[] = [
  { cells: { created_by: 'Robin Example', activities: 'Nap; Puzzle' }, ...CARD_AUTHOR },
  {
    cells: {
      ...{ employee_id: '31', sent_at: '2026-03-06 18:00:00', mood: 'Happy' },
      activities: '[{"name":"Walk","rating":5},{"name":"Fetch"}]',
      ...{ notes: 'A <i>great</i> day', media: 'https://img.example.test/card.jpg' },
    },
    forced: ['serviceType'],
  },
  { cells: { report_date: '' }, fate: ['rejected', 'REPORT_CARD_DATE_MISSING', 'it has no day'] },
  {
    cells: { owner_id: '999000123' },
    fate: ['rejected', 'REPORT_CARD_OWNER_UNKNOWN', 'no owners file holds its owner'],
  },
];

const LOST_CARDS: readonly SampleRecord[] = [
  { cells: { animal_id: '0' }, fate: ['rejected', 'REPORT_CARD_ANIMAL_MISSING', 'the animal id is 0'] },
  {
    cells: { animal_id: '999000123' },
    fate: ['rejected', 'REPORT_CARD_ANIMAL_UNKNOWN', 'no animals file holds its animal'],
  },
];

/** What each file is made of: its ordinary cells, the records that belong to no animal that moves, and the kinds in turn. */
const FILES = {
  incidents: {
    ...{
      table: 'incidents',
      columns: INCIDENT_COLUMNS,
      first: 97_001,
      lost: LOST_INCIDENTS,
      kinds: INCIDENTS,
    },
    ordinary: {
      ...{ incident_type: 'Injury', severity: 'Low', incident_date: '2026-03-05 10:30:00' },
      description: 'Limped a little after the play group',
    },
  },
  report_cards: {
    ...{ table: 'report_cards', columns: REPORT_CARD_COLUMNS, first: 98_001, lost: LOST_CARDS, kinds: CARDS },
    ordinary: { activities: 'Nap', report_date: '2026-03-05' },
  },
  medications: {
    ...{ table: 'pet_medications', columns: MEDICATION_COLUMNS, first: 96_001, lost: LOST_MEDICATIONS },
    ...{ kinds: MEDICATIONS, ordinary: MEDICATION },
  },
  files: {
    table: 'documents',
    columns: FILE_COLUMNS,
    first: 94_001,
    lost: LOST_DOCUMENTS,
    kinds: DOCUMENTS,
    ordinary: DOCUMENT,
  },
} satisfies Record<
  string,
  {
    table: string;
    columns: readonly string[];
    first: number;
    ordinary: Cells;
    lost: readonly SampleRecord[];
    kinds: readonly SampleRecord[];
  }
>;
type FileName = keyof typeof FILES;

/** Columns that the account stands in for. */
const AUTHORS = ['reportedById', 'createdByStaffId'];

/** Incidents, report cards, medications and files of animals that move, one kind after the other, and the import account. */
export class RecordFiles {
  readonly #book: KeyBuilder;
  readonly #files = new Map<FileName, { file: ExportFile; count: number }>();
  #isNeeded = false;

  constructor(root: string, book: KeyBuilder) {
    this.#book = book;
    for (const name of Object.keys(FILES) as FileName[]) {
      const file = new ExportFile(root, `export/${name}.csv`, FILES[name].columns, CSV);
      this.#files.set(name, { file, count: 0 });
      for (const record of FILES[name].lost) this.#write(name, '', record);
    }
  }

  /** The next one of this animal; gives its id. */
  write(name: FileName, animal: string): string {
    const { kinds, lost } = FILES[name];
    const place = (this.#files.get(name)?.count ?? 0) - lost.length;
    return this.#write(name, animal, kinds[place % kinds.length] ?? { cells: {} });
  }

  /** Closes the files and gives their paths. */
  close(): string[] {
    if (this.#isNeeded) {
      this.#book.inserted('import_account');
      for (const column of ['email', 'role', 'password']) this.#book.forced('staff', column);
    } else {
      const why = 'every record that moves has an author who moves';
      this.#book.ended('import_account', 'import', 'excluded', 'IMPORT_ACCOUNT_UNNEEDED', why);
    }
    return [...this.#files.values()].map(({ file }) => {
      file.close();
      return file.path;
    });
  }

  #write(name: FileName, animal: string, { cells, fate, issues = [], forced = [] }: SampleRecord): string {
    const { first, ordinary, table } = FILES[name];
    const open = this.#files.get(name);
    if (!open) return '';
    const id = String(first + open.count);
    open.count += 1;
    open.file.record({ id, animal_id: animal, ...ordinary, ...cells });
    for (const code of issues) this.#book.issue(code);
    if (fate) {
      this.#book.ended(name, id, ...fate);
      return id;
    }
    this.#book.inserted(name);
    for (const column of forced) this.#book.forced(table, column);
    if (forced.some((column) => AUTHORS.includes(column))) this.#isNeeded = true;
    return id;
  }
}
