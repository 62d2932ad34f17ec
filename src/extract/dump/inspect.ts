import { stat } from 'node:fs/promises';
import { messageOf } from '../../core/errors.ts';
import type { Catalogue } from '../../gingr/catalogue.ts';
import type { InputFile } from '../files/find.ts';
import type { Remark, TableForm } from '../files/form.ts';
import type { Overrides } from '../files/inspect.ts';
import type { Problem } from '../files/problems.ts';
import { headOf, openDump } from './bytes.ts';
import { refuseForeign } from './foreign.ts';
import { DumpProblem, HINTS } from './problem.ts';
import { DumpReader } from './reader.ts';
import type { Charset } from './session.ts';
import { shownName, tableKey } from './statements.ts';
import { type CountedTable, chooseTables, type UnreadTable } from './tables.ts';

/**
 * Reads a dump once from end to end: its hash, its tables with their columns and rows, and whether it is whole. Each table that
 * is known becomes a file of its own, `backup.sql.gz#animals`; what is told of the others stands in `remarks`.
 */
export async function readTableForms(
  file: InputFile,
  overridesOf: (file: InputFile) => Overrides,
  catalogue: Catalogue,
): Promise<{ kind: 'forms'; forms: TableForm[]; remarks: Remark[] } | { kind: 'problem'; problem: Problem }> {
  const { path } = file;
  const said = overridesOf(file);
  const wrong = unfit(path, said);
  if (wrong) return { kind: 'problem', problem: wrong };
  const charset: Charset = said.encoding === 'windows-1252' ? 'latin1' : 'utf-8';
  try {
    const scanned = await scanDump(file, charset);
    const saidOf = (name: string) => overridesOf({ ...file, path: pathOf(file, name) }).entity;
    const { read, unread } = chooseTables(scanned.tables, ({ name }) => saidOf(name), catalogue);
    if (read.length === 0) throw nothingKnown(unread);
    const strange = read.find(({ otherCharset }) => otherCharset !== null);
    if (strange)
      throw new DumpProblem(
        'DUMP_CHARSET_UNKNOWN',
        `has text in a character set that is not read, at ${strange.otherCharset}`,
      );
    if (new Set(read.map(({ table }) => table.database)).size > 1)
      throw new DumpProblem('DUMP_SEVERAL_DATABASES', 'holds several databases with tables of Gingr');
    const forms = read.map(
      ({ table, entity }): TableForm => ({
        kind: 'table',
        file: { ...file, path: pathOf(file, table.name) },
        dump: file,
        sha256: scanned.sha256,
        headerLine: 0,
        header: table.columns.map(({ name }) => name),
        table: tableKey(table),
        entity,
        charset,
        completed: scanned.completed,
      }),
    );
    const remarks = [
      ...(await readableByOthers(file)),
      ...ends(scanned.isMarked),
      ...unread.filter(({ rows }) => rows > 0).map(told),
    ];
    return { kind: 'forms', forms, remarks };
  } catch (error) {
    if (!(error instanceof DumpProblem)) throw error;
    return {
      kind: 'problem',
      problem: { path, code: error.code, text: error.message, hint: HINTS[error.code] },
    };
  }
}

interface Scanned {
  sha256: string;
  tables: CountedTable[];
  isMarked: boolean;
  completed: string | null;
}

async function scanDump(file: InputFile, charset: Charset): Promise<Scanned> {
  const reader = new DumpReader({ charset, takerOf: () => null });
  try {
    refuseForeign(await headOf(file.absolute));
    const bytes = await openDump(file.absolute);
    for await (const chunk of bytes.chunks) reader.take(chunk);
    const { isMarked } = reader.finish();
    const [nameless] = reader.tablesWithoutColumns;
    if (nameless) {
      const name = shownName(nameless.name);
      throw new DumpProblem(
        'DUMP_COLUMNS_UNKNOWN',
        `has rows of table ${name} and no CREATE TABLE that names its columns`,
      );
    }
    return { sha256: bytes.sha256(), tables: reader.tables, isMarked, completed: reader.completed };
  } catch (error) {
    if (error instanceof DumpProblem) throw error;
    throw new DumpProblem('DUMP_CUT', `cannot be read beyond ${reader.place} (${messageOf(error)})`);
  }
}

const pathOf = ({ path }: InputFile, table: string): string => `${path}#${shownName(table)}`;

function unfit(path: string, { entity, encoding }: Overrides): Problem | null {
  if (entity !== null) {
    const hint = 'Name one of its tables: --as backup.sql.gz#TABLE=ENTITY.';
    return {
      path,
      code: 'SETTING_UNUSED',
      text: 'is a database dump of several tables, but is named by --as',
      hint,
    };
  }
  if (encoding === null || encoding === 'utf-8' || encoding === 'windows-1252') return null;
  const hint = 'A dump says itself how its text is written; of one that does not, say utf-8 or windows-1252.';
  return { path, code: 'SETTING_UNUSED', text: `is a database dump, which is never in ${encoding}`, hint };
}

function nothingKnown(unread: readonly UnreadTable[]): DumpProblem {
  const names = unread.map(({ name, why }) => `${name} (${why})`);
  const shown = `${names.slice(0, 12).join(', ')}${names.length > 12 ? `, and ${names.length - 12} more` : ''}`;
  return new DumpProblem(
    'DUMP_FOREIGN',
    names.length === 0 ? 'makes no table' : `holds no table of Gingr that can be read: ${shown}`,
  );
}

const told = ({ name, rows, why }: UnreadTable): Remark => ({
  code: 'DUMP_TABLE_UNREAD',
  detail: `${name}: ${rows} ${rows === 1 ? 'row' : 'rows'}; ${why}`,
});

const ends = (isMarked: boolean): Remark[] => (isMarked ? [] : [{ code: 'DUMP_END_UNMARKED', detail: '' }]);

/** A dump holds everybody's data, and passwords too (P-SQL-6). Modes of files mean nothing on Windows. */
async function readableByOthers({ absolute }: InputFile): Promise<Remark[]> {
  if (process.platform === 'win32') return [];
  const { mode } = await stat(absolute);
  if ((mode & 0o077) === 0) return [];
  return [{ code: 'DUMP_READABLE_BY_OTHERS', detail: `mode ${(mode & 0o777).toString(8)}` }];
}
