import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { localToUtc, zoneOf } from '../../src/core/time.ts';
import { extractFiles } from '../../src/extract/index.ts';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { settingsOf } from '../extract/support.ts';
import { type DumpStyle, dumpOf, type Literal, type WrittenTable } from './dump-writer.ts';

/** What tables are called in Gingr's dump where they have another name than the entity (gingr-sources.md 1.3). */
const TABLES: Record<string, string> = {
  invoices: 'pos_transactions',
  invoice_lines: 'pos_transaction_items',
  employees: 'users',
  immunizations: 'animal_immunizations',
};
/** Names of the dump's columns where they are not those of the day export (gingr-sources.md 1.3 and 2.1 to 2.3). */
const COLUMNS: Record<string, Record<string, string>> = {
  reservations: { a_id: 'animal_id', o_id: 'owner_id', r_notes: 'notes' },
  breeds: { value: 'id', label: 'name' },
  species: { value: 'id', label: 'name' },
  temperaments: { value: 'id', label: 'name' },
  locations: { value: 'id', label: 'name' },
  animals: { temperament: 'temperment' },
};
/** What the day export repeats of other records and of the day; a table of reservations has ids for them. */
const REPEATED =
  'type only_appointment color a_first a_notes medicines allergies birthday fixed o_first o_last address_1 address_2 city state zip email home_phone cell_phone stripe_default_card o_notes breed_name next_immunization_expiration starts_today ends_today'.split(
    ' ',
  );

/** A word that stands in secret columns of the dump: nothing after extract may hold it. */
export const SECRET_OF_DUMP = 'sekrit-5f4dcc3b5aa765d61d8327deb882cf99';

export interface DumpOptions extends DumpStyle {
  timeZone?: string;
  gzip?: boolean;
}

/**
 * Writes what export files say as the dump that Gingr's support would give of the same database: one row a record, the tables
 * and columns of gingr-sources.md 1.3 in another order, numbers as numbers, times of stays in unix seconds, NULL where nothing is; beside
 * them tables that nobody knows, and secrets. Lines that cannot be read are in no database, and are left out. Gives the file's path.
 */
export async function writeGingrDump(
  exports: string,
  file: string,
  options: DumpOptions = {},
): Promise<string> {
  const { timeZone = 'America/Denver', gzip = file.endsWith('.gz'), ...style } = options;
  const workspace = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-dump-'));
  try {
    const from = { paths: [exports], settings: settingsOf(workspace), timeZone, toolVersion: '0' };
    const { manifest } = await extractFiles(from);
    const snapshot = await openSnapshot(workspace, manifest.id);
    const tables: WrittenTable[] = [...OTHERS];
    for (const { entity, columns } of manifest.entities) {
      const records: Record<string, string>[] = [];
      for await (const lines of snapshot.readLines(entity)) {
        for (const { file: place, values } of lines) {
          const record = Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']));
          records.push({
            ...record,
            ...(entity === 'reservations' ? { exported: manifest.files[place]?.exportDate ?? '' } : {}),
          });
        }
      }
      tables.push(
        tableOf(entity, columns, entity === 'reservations' ? newestOf(records) : records, timeZone),
      );
    }
    const bytes = dumpOf(tables, { ...style });
    await writeFile(file, gzip ? gzipSync(bytes) : bytes, { mode: 0o600 });
    return file;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** A stay stands on every day's export that it touches; a database has it once, as it was last. */
function newestOf(records: readonly Record<string, string>[]): Record<string, string>[] {
  const newest = new Map<string, Record<string, string>>();
  for (const record of records) {
    const known = newest.get(record['id'] ?? '');
    if (!known || (known['exported'] ?? '') <= (record['exported'] ?? ''))
      newest.set(record['id'] ?? '', record);
  }
  const icons = iconsOf(records);
  return [...newest.values()].map((stay) => ({ ...stay, icons_string: icons.get(stay['a_id'] ?? '') ?? '' }));
}

/** By animal: its icons are those of its newest export; a database knows how they are now, and not how they were. */
function iconsOf(records: readonly Record<string, string>[]): Map<string, string> {
  const newest = new Map<string, { exported: string; icons: Set<string> }>();
  for (const { a_id: animal = '', exported = '', icons_string: icons = '' } of records) {
    const known = newest.get(animal);
    if (!known || known.exported < exported) newest.set(animal, { exported, icons: new Set([icons]) });
    else if (known.exported === exported) known.icons.add(icons);
  }
  return new Map([...newest].map(([animal, { icons }]) => [animal, [...icons].join('')]));
}

function tableOf(
  entity: string,
  columns: readonly string[],
  records: readonly Record<string, string>[],
  timeZone: string,
): WrittenTable {
  const isStay = entity === 'reservations';
  const kept = columns.filter((column) => !isStay || !REPEATED.includes(column));
  // Id first, as in every table; the others in an order that no file has.
  const [id = '', ...others] = kept;
  const names = [id, ...others.reverse()];
  const made = names.map((name) => {
    const cells = records.map((record) =>
      isStay ? unixOf(name, record[name] ?? '', timeZone) : (record[name] ?? ''),
    );
    const type = typeOf(cells);
    return {
      name: COLUMNS[entity]?.[name] ?? name,
      type,
      cells: cells.map((cell, at) => literalOf(cell, type, at)),
    };
  });
  if (entity === 'owners') made.push(...secrets(records.length));
  if (isStay) made.push({ name: 'class_id', type: 'int', cells: records.map(() => null) });
  return {
    name: TABLES[entity] ?? entity,
    columns: made.map(({ name, type }) => ({ name, type: `${type} DEFAULT NULL` })),
    rows: records.map((_, at) => made.map(({ cells }) => cells[at] ?? null)),
  };
}

const STAMP = /(?:_date|_stamp)$/;
const WALL = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;

/** Times of stays as unix seconds; what is no time of the resort's wall stays as it is. */
function unixOf(column: string, cell: string, timeZone: string): string {
  if (column === 'standing_reservation') return cell === 'FALSE' ? '0' : cell === 'TRUE' ? '1' : cell;
  const wall = STAMP.test(column) ? WALL.exec(cell) : null;
  if (!wall) return cell;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = wall.slice(1).map(Number);
  const { epochMs, kind } = localToUtc(zoneOf(timeZone), year, month, day, hour, minute, second);
  // No instant is shown as an hour that the clocks skip, and of an hour that they repeat both show the same.
  return kind === 'unique' ? String(epochMs / 1000) : cell;
}

function typeOf(cells: readonly string[]): string {
  const filled = cells.filter((cell) => cell !== '');
  if (filled.length === 0) return 'text';
  if (filled.every((cell) => /^(?:0|-?[1-9]\d{0,17})$/.test(cell))) return 'bigint';
  if (filled.every((cell) => /^-?(?:0|[1-9]\d{0,7})\.\d\d$/.test(cell))) return 'decimal(10,2)';
  if (filled.every((cell) => WALL.test(cell))) return 'datetime';
  return 'text';
}

const literalOf = (cell: string, type: string, at: number): Literal => {
  if (cell === '') return type === 'text' && at % 2 === 0 ? '' : null;
  return type === 'bigint' || type === 'decimal(10,2)' ? { number: cell } : cell;
};

const secrets = (count: number) =>
  ['password', 'form_token', 'stripe_customer_id'].map((name) => ({
    ...{ name, type: 'varchar(255)' },
    cells: Array.from({ length: count }, (_, at) => `${SECRET_OF_DUMP}-${at}`),
  }));

/** Tables that no part of a resort needs, or that nobody knows. */
const OTHERS: readonly WrittenTable[] = [
  {
    name: 'ci_sessions',
    columns: [
      { name: 'id', type: 'varchar(40)' },
      { name: 'data', type: 'blob' },
    ],
    rows: [
      ['a', Buffer.from(`token|s:32:"${SECRET_OF_DUMP}";`)],
      ['b', null],
    ],
  },
  {
    name: 'email_log',
    columns: ['id', 'owner_id', 'first_name', 'last_name', 'email', 'notes'].map((name) => ({
      name,
      type: 'text',
    })),
    rows: [
      [
        { number: '1' },
        { number: '40101' },
        'Ann',
        'Sample',
        'pat@example.test',
        "Hello),(2,'x'); INSERT INTO `owners` VALUES (1);",
      ],
    ],
  },
  {
    name: 'account_codes',
    columns: [
      { name: 'id', type: 'int' },
      { name: 'code', type: 'varchar(10)' },
    ],
    rows: [[{ number: '1' }, '4000']],
  },
];
