import { DumpProblem } from './problem.ts';

/** How a dump of MySQL or MariaDB begins, whatever its file is called; SET and CREATE begin those of other programs too. */
const BEGINS =
  /^(?:-- (?:MySQL|MariaDB) dump |-- phpMyAdmin SQL Dump|-- mysqldump|\/\*M?!\d{5,6}|DROP TABLE IF EXISTS [`"]|CREATE TABLE `|INSERT (?:IGNORE )?INTO `|LOCK TABLES `)/;

const NAME = /\.sql(?:\.gz|\.gzip)?$/i;

export const isDumpName = (path: string): boolean => NAME.test(path);

/** Whether a text is a dump of MySQL or MariaDB by its first bytes. */
export const isDumpText = (head: Buffer): boolean =>
  BEGINS.test(
    head
      .toString('latin1', 0, 4096)
      .replace(/^\u00ef\u00bb\u00bf/, '')
      .trimStart(),
  );

/** Throws DUMP_FOREIGN where the first bytes say that it is the dump of another engine, or of another form. */
export function refuseForeign(head: Buffer): void {
  const what = foreignOf(head);
  if (what !== null) throw new DumpProblem('DUMP_FOREIGN', what);
}

function foreignOf(head: Buffer): string | null {
  const text = head.toString('latin1', 0, 4096).trimStart();
  if (text === '') return 'is empty';
  if (text.startsWith('PGDMP')) return 'is a dump of PostgreSQL in its own form';
  if (/^--\s+PostgreSQL database/m.test(text)) return 'is a dump of PostgreSQL';
  if (text.startsWith('SQLite format 3')) return 'is a database of SQLite';
  if (/^PRAGMA foreign_keys/i.test(text)) return 'is a dump of SQLite';
  if (/^\/\*+ Object: /m.test(text) || /^SET IDENTITY_INSERT/im.test(text) || /^GO\r?$/m.test(text))
    return 'is a script of SQL Server';
  if (/^<\?xml|^<mysqldump/i.test(text)) return 'is a dump in XML (--xml)';
  if (text.startsWith('PK\u0003\u0004')) return 'is a zip archive';
  if (head[0] === 0xff || head[0] === 0xfe || text.slice(0, 200).includes('\0'))
    return 'is no plain text; a dump that was written through PowerShell is UTF-16';
  return null;
}
