import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../src/core/rules/index.ts';
import { readUnknownColumns } from '../../../src/extract/index.ts';
import { CATALOGUE } from '../../../src/gingr/catalogue.ts';
import { type DumpStyle, dumpOf, type Literal, type WrittenTable } from '../../support/dump-writer.ts';
import { SECRET_OF_DUMP, writeGingrDump } from '../../support/gingr-dump.ts';
import { extract, folderOf, newFolder, settingsOf } from '../support.ts';

const n = (value: number | string): Literal => ({ number: String(value) });
const table = (name: string, columns: string, rows: Literal[][]): WrittenTable => ({
  name,
  columns: columns.split(' ').map((column) => {
    const [word = '', type = 'text'] = column.split(':');
    return { name: word, type };
  }),
  rows,
});
const OWNERS = table('owners', 'notes last_name id:int email favourite_treat password', [
  [
    "It's (late),('x'); INSERT INTO `owners` VALUES (9)",
    'Sample',
    n(40101),
    'pat@example.test',
    'carrots',
    SECRET_OF_DUMP,
  ],
  [null, '', n(40102), '😀@example.test', '', SECRET_OF_DUMP],
]);
const ANIMALS = table('animals', 'id:int owner_id:int first_name birthday:int temperment:int', [
  [n(51201), n(40101), 'Bella', n(1556431200), n(4)],
]);
const SESSIONS = table('ci_sessions', 'id data', [
  ['a', SECRET_OF_DUMP],
  ['b', ''],
]);

/** A folder with one dump in it that only its owner can read. */
function folderWith(
  bytes: Buffer,
  name = 'backup.sql',
  mode = 0o600,
  others: Record<string, string> = {},
): string {
  const folder = folderOf({ [name]: bytes, ...others });
  chmodSync(join(folder, name), mode);
  return folder;
}
const dumpIn = (tables: WrittenTable[], style: DumpStyle = {}, name = 'backup.sql') =>
  folderWith(name.endsWith('.gz') ? gzipSync(dumpOf(tables, style)) : dumpOf(tables, style), name);

const refused = (code: string, ...words: (string | RegExp)[]) =>
  expect.objectContaining({
    code,
    exit: 2,
    message: expect.toSatisfy((message: string) =>
      words.every((word) => (typeof word === 'string' ? message.includes(word) : word.test(message))),
    ),
  });

describe('tables of a dump', () => {
  it.each(['backup.sql', 'db-backup-harbor-2025-12-17T03_00_00-07_00.sql.gz'])(
    'are files of their own: %s (P-SQL-3)',
    async (name) => {
      const { manifest, column, lines } = await extract(dumpIn([OWNERS, ANIMALS], {}, name));
      expect(manifest).toMatchObject({
        source: 'gingr-dump',
        findings: [{ code: 'FILE_COLUMN_UNKNOWN', file: 0, column: 'favourite_treat' }],
      });
      expect(
        manifest.files.map(({ path, entity, encoding, lines }) => [path, entity, encoding, lines]),
      ).toEqual([
        [`${name}#owners`, 'owners', 'sql', 2],
        [`${name}#animals`, 'animals', 'sql', 1],
      ]);
      // By the names of CREATE TABLE, whatever their order; NULL is no text.
      expect(await column('owners', 'id')).toEqual(['40101', '40102']);
      expect(await column('owners', 'notes')).toEqual([OWNERS.rows[0]?.[0], null]);
      expect(await column('owners', 'last_name')).toEqual(['Sample', '']);
      expect(await column('owners', 'email')).toEqual(['pat@example.test', '😀@example.test']);
      expect(await column('animals', 'temperament')).toEqual(['4']);
      expect((await lines('owners')).map(({ line }) => line)).toEqual([1, 2]);
      const day = name === 'backup.sql' ? '2026-03-15T03:00:05' : '2025-12-17T03:00:00';
      expect(manifest.files[0]?.exportDate).toBe(day);
    },
  );

  it('that are not known are counted and told, and so is one that lacks a column; none is read (P-SQL-5)', async () => {
    const others = [
      SESSIONS,
      table('email_log', 'id:int owner_id:int first_name last_name email', [
        [n(1), n(40101), 'Ann', 'Sample', 'pat@example.test'],
      ]),
      table('incidents', 'id:int note', [[n(1), 'Bite']]),
      table('customers', 'id:int first_name', [[n(1), 'Twice']]),
      table('empty_log', 'id:int', []),
    ];
    const { manifest } = await extract(dumpIn([...others, OWNERS]));
    expect(manifest.entities.map(({ entity }) => entity)).toEqual(['owners']);
    expect(
      manifest.findings.filter(({ code }) => code === 'DUMP_TABLE_UNREAD').map(({ detail }) => detail),
    ).toEqual([
      'ci_sessions: 2 rows; no table of Gingr that is known',
      'email_log: 1 row; no table of Gingr that is known',
      'incidents: 1 row; as incidents it lacks the column animal_id, incident_type',
      'customers: 1 row; owners is read as owners',
    ]);
    expect(manifest.findings.every(({ code }) => code in RULES)).toBe(true);
  });

  it('can be named by --as, and are found by mapping suggest', async () => {
    const folder = dumpIn([table('kunden', 'id:int first_name treat', [[n(1), 'Ann', 'carrots']])]);
    const fileEntities = { 'backup.sql#kunden': 'owners' };
    const { manifest } = await extract(folder, { fileEntities });
    expect(manifest.files.map(({ path, entity }) => [path, entity])).toEqual([
      ['backup.sql#kunden', 'owners'],
    ]);
    const options = {
      paths: [dumpIn([OWNERS])],
      entity: null,
      settings: settingsOf(newFolder()),
      catalogue: CATALOGUE,
      most: 9,
    };
    const [columns] = await readUnknownColumns(options);
    expect(columns).toMatchObject({
      lines: 2,
      unknown: [{ header: 'favourite_treat', filled: 1, texts: ['carrots'] }],
    });
    await expect(extract(folder, { fileEntities: { 'backup.sql': 'owners' } })).rejects.toEqual(
      refused('SETTING_UNUSED', '--as'),
    );
    await expect(extract(folder, { fileEntities: { 'backup.sql#kunde': 'owners' } })).rejects.toEqual(
      refused('SETTING_UNUSED', 'backup.sql#kunde is', 'kunden'),
    );
  });

  it('beside export files in one folder', async () => {
    const folder = folderWith(dumpOf([OWNERS]), 'backup.sql', 0o600, {
      'animals.csv': 'id,owner_id,first_name\n1,40101,Rex\n',
    });
    const { manifest, column } = await extract(folder);
    expect(manifest.source).toBe('gingr-files');
    expect(await column('animals', 'first_name')).toEqual(['Rex']);
    expect(await column('owners', 'id')).toEqual(['40101', '40102']);
  });

  it('give the same snapshot however they are written, and the same once more', async () => {
    const styles: DumpStyle[] = [
      {},
      { rowsPerInsert: 1, columnLists: true },
      { ansi: true, plainBackslash: true },
      { program: 'MariaDB', rowPerLine: true, comments: false },
    ];
    const ids = await Promise.all(
      styles.map(async (style) => (await extract(dumpIn([OWNERS, ANIMALS], style))).manifest.id),
    );
    expect(new Set(ids).size).toBe(1);
    const folder = dumpIn([OWNERS]);
    const workspace = newFolder();
    expect((await extract(folder, {}, workspace)).reused).toBe(false);
    expect((await extract(folder, {}, workspace)).reused).toBe(true);
  });

  it('in which a text is no UTF-8, or too long, lose that row alone, and say so', async () => {
    const long = 'x'.repeat(1_100_000);
    const bytes = dumpOf(
      [
        table('owners', 'id:int notes', [
          [n(1), 'a'],
          [n(2), 'MARK'],
          [n(3), long],
          [n(4), 'b'],
        ]),
      ],
      { rowsPerInsert: 9 },
    );
    bytes[bytes.indexOf('MARK')] = 0xff;
    const { column, unreadable, manifest } = await extract(folderWith(bytes));
    expect(await column('owners', 'id')).toEqual(['1', '4']);
    expect((await unreadable('owners')).map(({ line, code }) => [line, code])).toEqual([
      [2, 'FILE_LINE_UNDECODABLE'],
      [3, 'FILE_LINE_TOO_LONG'],
    ]);
    expect(manifest.files[0]).toMatchObject({ lines: 4, unreadable: 2 });
  });

  it('in Latin-1 are read by what the dump says, or the operator', async () => {
    const text = dumpOf([OWNERS]).toString('utf8').replaceAll('😀', 'é');
    const said = text.replace('SET NAMES utf8mb4', 'SET NAMES latin1');
    const latin = await extract(folderWith(Buffer.from(said, 'latin1')));
    expect(await latin.column('owners', 'email')).toContain('é@example.test');
    const silent = Buffer.from(text.replace('/*!50503 SET NAMES utf8mb4 */;', ''), 'latin1');
    const told = await extract(folderWith(silent), { fileEncodings: { 'backup.sql': 'windows-1252' } });
    expect(await told.column('owners', 'email')).toContain('é@example.test');
    const sjis = text.replace('SET NAMES utf8mb4', 'SET NAMES sjis');
    await expect(extract(folderWith(Buffer.from(sjis)))).rejects.toEqual(
      refused('DUMP_CHARSET_UNKNOWN', 'owners'),
    );
  });
});

it('secrets of a dump never reach the snapshot', async () => {
  const exports = folderOf({
    'owners.csv': 'id,first_name\n40101,Ann\n',
    'animals.csv': 'id,owner_id\n1,40101\n',
  });
  const file = await writeGingrDump(exports, join(newFolder(), 'backup.sql.gz'));
  const { workspace, manifest } = await extract(file);
  expect(manifest.files.find(({ entity }) => entity === 'owners')?.droppedColumns).toEqual([
    'password',
    'form_token',
    'stripe_customer_id',
  ]);
  const names = readdirSync(workspace, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(names.length).toBeGreaterThan(3);
  for (const entry of names)
    expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).not.toContain(SECRET_OF_DUMP);
});

it.skipIf(process.platform === 'win32')('a dump that others can read is told of (P-SQL-6)', async () => {
  const codes = async (mode: number) =>
    (await extract(folderWith(dumpOf([ANIMALS]), 'backup.sql', mode))).manifest.findings;
  expect(await codes(0o600)).toEqual([]);
  expect(await codes(0o640)).toEqual([{ code: 'DUMP_READABLE_BY_OTHERS', file: 0, detail: 'mode 640' }]);
  expect(await codes(0o604)).toEqual([{ code: 'DUMP_READABLE_BY_OTHERS', file: 0, detail: 'mode 604' }]);
});

describe('a dump that is not whole', () => {
  const whole = dumpOf([OWNERS, ANIMALS, SESSIONS], { rowsPerInsert: 1 });

  it.each([
    [
      'inside a value',
      whole.indexOf('pat@'),
      /middle of a statement, at line \d+ \(byte \d+\), in table owners/,
    ],
    [
      'between two INSERTs of a table',
      whole.lastIndexOf('\nINSERT INTO `owners`') + 1,
      /ends at line \d+ \(byte \d+\) without/,
    ],
    ['between two tables', whole.indexOf('DROP TABLE IF EXISTS `animals`'), /without its last line/],
    ['inside CREATE TABLE', whole.indexOf('`favourite_treat`'), /middle of a statement/],
    [
      'before its last line',
      whole.indexOf('-- Dump completed'),
      /without its last line, "-- Dump completed"/,
    ],
  ])('is refused with the place: %s (P-SQL-2)', async (_where, end, words) => {
    const workspace = newFolder();
    await expect(extract(folderWith(whole.subarray(0, end)), {}, workspace)).rejects.toEqual(
      refused('DUMP_CUT', 'backup.sql', words),
    );
    expect(readdirSync(workspace)).toEqual([]);
  });

  it('is refused where its gzip breaks off or is damaged', async () => {
    const packed = gzipSync(whole);
    for (const end of [packed.length - 1, packed.length - 9, Math.floor(packed.length / 2), 20])
      await expect(extract(folderWith(packed.subarray(0, end), 'backup.sql.gz'))).rejects.toEqual(
        refused('DUMP_CUT', 'backup.sql.gz', /cannot be read beyond line/),
      );
    const damaged = Buffer.from(packed);
    damaged.fill(0x55, 200, 260);
    await expect(extract(folderWith(damaged, 'backup.sql.gz'))).rejects.toEqual(
      refused('DUMP_CUT', 'backup.sql.gz'),
    );
  });

  it('and cannot tell so is told of', async () => {
    const bytes = Buffer.from(
      "CREATE TABLE `owners` (`id` int, `first_name` text);\nINSERT INTO `owners` VALUES (1,'Ann');\n",
    );
    const { manifest } = await extract(folderWith(bytes));
    expect(manifest.findings).toEqual([{ code: 'DUMP_END_UNMARKED', file: 0 }]);
  });
});

describe('what is no dump of MySQL or MariaDB', () => {
  const create = 'CREATE TABLE `owners` (`id` int, `first_name` text);\n';
  it.each<[string, string | Buffer, string, string | RegExp]>([
    ['a letter', 'Dear all,\nhere is the dump.\n', 'DUMP_UNREADABLE', 'at line 1'],
    ['nothing', '', 'DUMP_FOREIGN', 'is empty'],
    ['comments alone', '-- nothing here\n', 'DUMP_FOREIGN', 'makes no table'],
    [
      'a dump of PostgreSQL',
      '--\n-- PostgreSQL database dump\n--\nCOPY public.owners (id) FROM stdin;\n1\n\\.\n',
      'DUMP_FOREIGN',
      'PostgreSQL',
    ],
    ['a packed dump of PostgreSQL', 'PGDMP\u0001\u000e', 'DUMP_FOREIGN', 'PostgreSQL'],
    ['a dump of SQLite', 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n', 'DUMP_FOREIGN', 'SQLite'],
    ['a script of SQL Server', 'SET IDENTITY_INSERT [owners] ON\nGO\n', 'DUMP_FOREIGN', 'SQL Server'],
    ['a dump in XML', '<?xml version="1.0"?>\n<mysqldump></mysqldump>\n', 'DUMP_FOREIGN', 'XML'],
    ['a dump in UTF-16', Buffer.from('\ufeff-- MySQL dump', 'utf16le'), 'DUMP_FOREIGN', 'UTF-16'],
    [
      'a dump without columns',
      dumpOf([OWNERS])
        .toString()
        .replace(/CREATE TABLE[\s\S]*?;\n/, ''),
      'DUMP_COLUMNS_UNKNOWN',
      'owners',
    ],
    [
      'a row with a value too many',
      `${create}INSERT INTO \`owners\` VALUES (1,'a'),(2,'b',3);\n`,
      'DUMP_UNREADABLE',
      /row of 3 values.*2 columns.*line 2.*owners/,
    ],
    [
      'an unknown column',
      `${create}INSERT INTO \`owners\` (\`id\`,\`name\`) VALUES (1,'a');\n`,
      'DUMP_UNREADABLE',
      'columns that its table does not have',
    ],
    [
      'a function for a value',
      `${create}INSERT INTO \`owners\` VALUES (1,NOW());\n`,
      'DUMP_UNREADABLE',
      'no literal',
    ],
    ['rows from a query', `${create}INSERT INTO \`owners\` SELECT 1, 'a';\n`, 'DUMP_UNREADABLE', 'INSERT'],
    [
      'a change behind the rows',
      `${create}INSERT INTO \`owners\` VALUES (1,'a');\nUPDATE \`owners\` SET id = 2;\n`,
      'DUMP_UNREADABLE',
      'UPDATE',
    ],
    [
      'a column added later',
      `${create}ALTER TABLE \`owners\` ADD COLUMN x int;\n`,
      'DUMP_UNREADABLE',
      'ALTER',
    ],
    [
      'several databases',
      `USE \`one\`;\n${create}USE \`two\`;\n${create}`,
      'DUMP_SEVERAL_DATABASES',
      'several databases',
    ],
    ['tables of something else', 'CREATE TABLE `wp_posts` (`id` int);\n', 'DUMP_FOREIGN', 'wp_posts'],
    ['animals without owners', 'CREATE TABLE `animals` (`id` int);\n', 'FILE_COLUMN_REQUIRED', 'owner_id'],
    [
      'a quote that never ends',
      `${create}INSERT INTO \`owners\` VALUES (1,'${'x'.repeat(300_000)}`,
      'DUMP_CUT',
      'in table owners',
    ],
  ])('is refused: %s', async (_what, content, code, words) => {
    await expect(extract(folderWith(Buffer.from(content as string)))).rejects.toEqual(refused(code, words));
  });

  it('a zip archive of one keeps its own refusal', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'backup.zip'), Buffer.from('PK\u0003\u0004'.padEnd(60, '\0'), 'latin1'));
    await expect(extract(folder)).rejects.toEqual(refused('FILE_ARCHIVE', 'zip archive'));
  });
});

it('keys, views, routines and what phpMyAdmin adds change no row', async () => {
  const bytes = Buffer.from(`-- phpMyAdmin SQL Dump
SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
START TRANSACTION;
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
CREATE TABLE owners (id int(11) NOT NULL, first_name varchar(80) CHARACTER SET utf8 COMMENT 'it''s', flag bit(1)) ENGINE=InnoDB;
INSERT INTO gingr.nothing (id) VALUES (1); CREATE TABLE gingr.nothing (id int);
INSERT INTO owners (first_name, id) VALUES -- one
("Ann ""the"" \\"O\\"", 1), # two
(N'Pat', +2), /* three */ (_utf8mb4'é\\%', 0x33), ( _utf8mb4 'é' , 4.0 )
;
REPLACE LOW_PRIORITY INTO \`owners\` VALUE (5, x'4142', b'1'), (6, TRUE, '\\0');
ALTER TABLE owners ADD PRIMARY KEY (id), ADD KEY a_key (first_name), MODIFY id int(11) NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=7;
COMMIT;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
`);
  const text = bytes.toString().replace(/^INSERT INTO gingr.*$/m, '');
  const { column, manifest } = await extract(folderWith(Buffer.from(text), 'backup.gz'));
  expect(await column('owners', 'first_name')).toEqual(['Ann "the" "O"', 'Pat', 'é\\%', 'é', 'AB', '1']);
  expect(await column('owners', 'id')).toEqual(['1', '+2', '51', '4.0', '5', '6']);
  expect(await column('owners', 'flag')).toEqual([null, null, null, null, '1', '0']);
  expect(manifest.findings.map(({ code }) => code)).toEqual(['FILE_COLUMN_UNKNOWN']);
});
