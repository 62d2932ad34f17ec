import type { RuleCode } from '../core/rules/index.ts';
import { NO_PASSWORD } from '../tailtown/forced.ts';
import type { Cells } from './columns.ts';
import { EMPLOYEE_COLUMNS, NOTE_COLUMNS } from './columns.ts';
import type { EndedOutcome, KeyBuilder } from './key.ts';
import { CSV, ExportFile } from './writer.ts';

/** What the people of the invented resort decided: a role for each group, and an account that is no person. */
export const STAFF_ROLES = { 'Front Desk': 'STAFF', Managers: 'MANAGER', Groomers: 'GROOMER' } as const;
export const HOUSE_ACCOUNT = 'lobby';

interface SampleEmployee {
  cells: Cells;
  fate: 'inserted' | readonly [EndedOutcome, RuleCode, why: string];
  issues?: readonly RuleCode[];
  forced?: readonly string[];
}

function employee(
  id: string,
  name: string,
  cells: Cells,
  fate: SampleEmployee['fate'] = 'inserted',
  more: Omit<SampleEmployee, 'cells' | 'fate'> = {},
): SampleEmployee {
  const username = name.toLowerCase();
  const ordinary = { id, username, first_name: name, last_name: 'Sample', email: `${username}@example.test` };
  const rest = { group: 'Front Desk', allowed_locations: '1', active: '1' };
  return { cells: { ...ordinary, ...rest, ...cells }, fate, ...more };
}

const EMPLOYEES: readonly SampleEmployee[] = [
  employee('31', 'Pat', { group: 'Managers', email: 'Pat@Example.test' }),
  employee('32', 'Kim', { active: '0' }, ['merged', 'EMPLOYEE_TWIN', 'the older account of employees/33']),
  employee('33', 'Kim', {}),
  employee('34', 'Lee', { email: '', group: 'Groomers' }, 'inserted', {
    issues: ['EMPLOYEE_EMAIL_UNUSABLE'],
    forced: ['email'],
  }),
  employee('35', 'Max', { group: 'Interns' }, [
    ...(['rejected', 'EMPLOYEE_ROLE_UNDECIDED', 'nobody decided the role of its group'] as const),
  ]),
  employee('36', 'Ida', { group: '' }, ['rejected', 'EMPLOYEE_GROUP_MISSING', 'it has no group']),
  employee('37', HOUSE_ACCOUNT, {}, ['excluded', 'EMPLOYEE_HOUSE_ACCOUNT', 'an account that is no person']),
  employee('38', 'GingrSupport', { email: '' }, [
    ...(['excluded', 'EMPLOYEE_VENDOR_ACCOUNT', "an account of the vendor's own people"] as const),
  ]),
  employee('39', 'Sam', { last_name: '', active: '0' }, 'inserted', {
    issues: ['EMPLOYEE_NAME_MISSING'],
    forced: ['lastName'],
  }),
];

/** Writes the employees; the same for every resort. */
export function writeEmployees(root: string, book: KeyBuilder): string {
  const file = new ExportFile(root, 'export/employees.csv', EMPLOYEE_COLUMNS, CSV);
  for (const { cells, fate, issues = [], forced = [] } of EMPLOYEES) {
    file.record(cells);
    if (fate === 'inserted') {
      book.inserted('employees');
      for (const column of ['password', ...forced]) book.forced('staff', column);
    } else book.ended('employees', cells['id'] ?? '', ...fate);
    for (const code of issues) book.issue(code);
  }
  file.close();
  const say = (id: string, why: string, values: Parameters<KeyBuilder['expect']>[3]) =>
    book.expect('employees', id, 'staff', values, why);
  say('31', 'a role that people decided, and a password that no word fits', {
    ...{ email: 'pat@example.test', role: 'MANAGER', password: NO_PASSWORD, isActive: true },
  });
  say('34', 'no address', { email: 'gingr-staff-main-34@tailtown-migrate.invalid', role: 'GROOMER' });
  say('39', 'left', { isActive: false, lastName: '' });
  return file.path;
}

type LogName = 'owner_notes' | 'animal_notes' | 'reservation_notes';
const RECORD: Record<LogName, string> = {
  owner_notes: 'owner_id',
  animal_notes: 'animal_id',
  reservation_notes: 'reservation_id',
};

/** One log of what employees wrote. */
export class NoteLog {
  readonly file: ExportFile;
  readonly #name: LogName;
  readonly #book: KeyBuilder;
  #count = 0;

  constructor(root: string, book: KeyBuilder, name: LogName) {
    const columns = NOTE_COLUMNS.map((column) => (column === 'record' ? RECORD[name] : column));
    this.file = new ExportFile(root, `export/${name}.csv`, columns, CSV);
    this.#name = name;
    this.#book = book;
  }

  /** A note of a record that moves. */
  write(record: string, cells: Cells): void {
    this.#book.folded(this.#name, this.#record(record, cells), 'NOTE_ON_RECORD', 'stands on its record');
  }

  /** A note that ends otherwise. */
  lose(record: string, cells: Cells, outcome: EndedOutcome, code: RuleCode, why: string): void {
    this.#book.ended(this.#name, this.#record(record, cells), outcome, code, why);
  }

  #record(record: string, cells: Cells): string {
    this.#count += 1;
    const id = String(this.#count);
    const stamp = { created_at: '2026-03-02 09:15:00', created_by: '31', note_type: '' };
    this.file.record({ id, [RECORD[this.#name]]: record, ...stamp, ...cells });
    return id;
  }
}

/** The notes that no record can take in, once each. */
export function loseNotes(log: NoteLog): void {
  log.lose('0', { note: 'Of whom?' }, 'rejected', 'NOTE_OF_NOBODY', 'the id of the owner is 0');
  log.lose(
    ...(['999000123', { note: 'Moved away' }, 'rejected', 'NOTE_RECORD_ABSENT'] as const),
    'no owners file holds its owner',
  );
  log.lose('0', { note: '<p>&nbsp;</p>' }, 'excluded', 'NOTE_EMPTY', 'nothing was written');
}
