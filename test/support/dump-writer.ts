/** Writes what mysqldump writes (MySQL manual, "mysqldump" and "String literals"), independently of the reader. */

export interface WrittenTable {
  name: string;
  columns: readonly { name: string /** Its SQL type. */; type: string }[];
  /** By column. A number is written as it stands, bytes as a binary string or in hexadecimal. */
  rows: readonly (readonly Literal[])[];
}

export type Literal = null | string | Buffer | { number: string };

export interface DumpStyle {
  /** Rows of one INSERT; several INSERTs a table where it has more. Default 50. */
  rowsPerInsert?: number;
  /** Each row on a line of its own, as newer versions write. */
  rowPerLine?: boolean;
  columnLists?: boolean;
  hexBlob?: boolean;
  /** SQL mode NO_BACKSLASH_ESCAPES, which the dump then says. */
  plainBackslash?: boolean;
  /** Names in quotes, SQL mode ANSI_QUOTES. */
  ansi?: boolean;
  /** Whether the header, the last line and the comments between are there. Default true. */
  comments?: boolean;
  verb?: 'INSERT INTO' | 'INSERT IGNORE INTO' | 'REPLACE INTO';
  /** Of MySQL 8 or of MariaDB. Default MySQL. */
  program?: 'MySQL' | 'MariaDB';
  completed?: string;
}

const ESCAPES: Record<string, string> = {
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\u001a': '\\Z',
};

export function quotedText(text: string, plainBackslash = false): string {
  if (plainBackslash) return `'${text.replaceAll("'", "''")}'`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what MySQL escapes
  return `'${text.replace(/[\0\n\r\\'"\u001a]/g, (character) => ESCAPES[character] ?? character)}'`;
}

function literal(cell: Literal, { hexBlob = false, plainBackslash = false }: DumpStyle): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return quotedText(cell, plainBackslash);
  if (!Buffer.isBuffer(cell)) return cell.number;
  if (hexBlob || plainBackslash) return cell.length === 0 ? "''" : `0x${cell.toString('hex').toUpperCase()}`;
  return `_binary ${quotedText(cell.toString('latin1'))}`;
}

/** The dump as bytes; bytes of binary strings stand in it as they are. */
export function dumpOf(tables: readonly WrittenTable[], style: DumpStyle = {}): Buffer {
  const { comments = true, program = 'MySQL', ansi = false, plainBackslash = false } = style;
  const note = (text: string) => (comments ? `\n--\n-- ${text}\n--\n\n` : '\n');
  const parts: Buffer[] = [];
  const add = (text: string) => parts.push(Buffer.from(text, 'utf8'));
  if (program === 'MariaDB') add('/*M!999999\\- enable the sandbox mode */ \n');
  if (comments)
    add(
      `-- ${program} dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: localhost    Database: gingr\n`,
    );
  if (comments)
    add('-- ------------------------------------------------------\n-- Server version\t8.0.36\n\n');
  add(HEADER);
  add(`/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='${modes(style)}' */;\n`);
  add('/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;\n');
  if (program === 'MySQL') add(GTID);
  for (const table of tables) {
    const name = quotedName(table.name, ansi);
    add(`${note(`Table structure for table ${name}`)}DROP TABLE IF EXISTS ${name};\n`);
    add(
      '/*!40101 SET @saved_cs_client     = @@character_set_client */;\n/*!50503 SET character_set_client = utf8mb4 */;\n',
    );
    const columns = table.columns.map((column) => `  ${quotedName(column.name, ansi)} ${column.type}`);
    const key = `  KEY ${quotedName('a key', ansi)} (${quotedName(table.columns[0]?.name ?? '', ansi)})`;
    add(
      `CREATE TABLE ${name} (\n${[...columns, key].join(',\n')}\n) ENGINE=InnoDB /*!80013 DEFAULT ENCRYPTION='N' */ COMMENT='it''s; (this)';\n`,
    );
    add(
      `/*!40101 SET character_set_client = @saved_cs_client */;\n${note(`Dumping data for table ${name}`)}`,
    );
    add(`LOCK TABLES ${name} WRITE;\n/*!40000 ALTER TABLE ${name} DISABLE KEYS */;\n`);
    parts.push(...inserts(table, style));
    add(`/*!40000 ALTER TABLE ${name} ENABLE KEYS */;\nUNLOCK TABLES;\n`);
  }
  if (program === 'MySQL') add('SET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN;\n');
  add(TRIGGER(plainBackslash));
  add(FOOTER);
  if (comments) add(`\n-- Dump completed on ${style.completed ?? '2026-03-15  3:00:05'}\n`);
  return Buffer.concat(parts);
}

function* inserts({ name, columns, rows }: WrittenTable, style: DumpStyle): Generator<Buffer> {
  const {
    rowsPerInsert = 50,
    rowPerLine = false,
    columnLists = false,
    verb = 'INSERT INTO',
    ansi = false,
  } = style;
  const list = columnLists ? ` (${columns.map((column) => quotedName(column.name, ansi)).join(', ')})` : '';
  for (let at = 0; at < rows.length; at += rowsPerInsert) {
    const some = rows
      .slice(at, at + rowsPerInsert)
      .map((row) => `(${row.map((cell) => literal(cell, style)).join(',')})`);
    const text = `${verb} ${quotedName(name, ansi)}${list} VALUES${rowPerLine ? '\n' : ' '}${some.join(rowPerLine ? ',\n' : ',')};\n`;
    yield textWithBytes(text);
  }
}

/** Binary strings came in as Latin-1: everything behind `_binary '` is bytes, everything else UTF-8. */
function textWithBytes(text: string): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(/_binary '(?:[^'\\]|\\.)*'/gs)) {
    parts.push(Buffer.from(text.slice(from, match.index), 'utf8'), Buffer.from(match[0], 'latin1'));
    from = match.index + match[0].length;
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(from), 'utf8')]);
}

const quotedName = (name: string, ansi: boolean): string =>
  ansi ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``;

const modes = ({ plainBackslash = false, ansi = false }: DumpStyle): string =>
  [
    'NO_AUTO_VALUE_ON_ZERO',
    ...(plainBackslash ? ['NO_BACKSLASH_ESCAPES'] : []),
    ...(ansi ? ['ANSI_QUOTES'] : []),
  ].join(',');

const HEADER = `/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!50503 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
`;

const GTID = `SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN;
SET @@SESSION.SQL_LOG_BIN= 0;

--
-- GTID state at the beginning of the backup 
--

SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-23';
`;

const TRIGGER = (plainBackslash: boolean): string => `/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
/*!50003 SET sql_mode              = 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES' */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER \`before_owner\` BEFORE INSERT ON \`owners\` FOR EACH ROW BEGIN
  -- It's a comment; with a quote
  SET NEW.notes = 'INSERT INTO \`owners\` VALUES (1);${plainBackslash ? '' : " it\\'s"}'; /* and; more */
END */;;
DELIMITER ;
/*!50003 SET sql_mode              = @saved_sql_mode */ ;
`;

const FOOTER = `/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;
`;
