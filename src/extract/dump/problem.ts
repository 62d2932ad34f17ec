export type DumpCode =
  | 'DUMP_CUT'
  | 'DUMP_UNREADABLE'
  | 'DUMP_COLUMNS_UNKNOWN'
  | 'DUMP_CHARSET_UNKNOWN'
  | 'DUMP_FOREIGN'
  | 'DUMP_SEVERAL_DATABASES';

/** Why a dump cannot be read. The message is a sentence part that follows the file's path, and shows no value. */
export class DumpProblem extends Error {
  readonly code: DumpCode;

  constructor(code: DumpCode, message: string) {
    super(message);
    this.name = 'DumpProblem';
    this.code = code;
  }
}

const AGAIN = 'Copy or download the file again, compare its size with the original, or ask for a new dump.';

/** What a person can do about it. */
export const HINTS: Record<DumpCode, string> = {
  DUMP_CUT: AGAIN,
  DUMP_UNREADABLE: `The file must be as mysqldump or mariadb-dump wrote it. ${AGAIN}`,
  DUMP_COLUMNS_UNKNOWN:
    'Ask for a dump with its CREATE TABLE statements (without --no-create-info); columns are never guessed from their order.',
  DUMP_CHARSET_UNKNOWN: 'Ask for a dump in UTF-8 (--default-character-set=utf8mb4).',
  DUMP_FOREIGN:
    'Only dumps that mysqldump or mariadb-dump wrote as SQL text are read; ask for such a dump, or use export files.',
  DUMP_SEVERAL_DATABASES:
    'Ask for one dump for each database, and extract each with its own --source-database: ids of several databases collide.',
};
