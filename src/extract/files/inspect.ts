import { messageOf } from '../../core/errors.ts';
import { FILE_ENTITIES, type FileEntityName, isSecret } from '../../gingr/catalogue.ts';
import { openBytes } from './bytes.ts';
import { type Delimiter, parseOne } from './csv.ts';
import { byteOrderMark, type Encoding, EncodingJudge, utf16Pattern } from './encoding.ts';
import type { InputFile } from './find.ts';
import { type HeaderMatch, matchHeader } from './header.ts';
import { byteBlocks, type LineMark, textBlocks } from './lines.ts';
import type { Problem } from './problems.ts';
import { recognise } from './recognise.ts';

/** What is known of a file before its records are read. */
export interface InspectedFile {
  file: InputFile;
  sha256: string;
  encoding: Encoding;
  delimiter: Delimiter;
  /** Physical line of the header, 1 unless blank lines come before it. */
  headerLine: number;
  header: string[];
  match: HeaderMatch;
  /** Indexes of columns whose values are dropped. */
  dropped: ReadonlySet<number>;
}

export type Inspection =
  | { kind: 'file'; file: InspectedFile }
  | { kind: 'problem'; problem: Problem }
  /** A note that lies among the exports. */
  | { kind: 'ignored' };

/** What the operator said about a file (`--as`, `--encoding`). */
export interface Overrides {
  entity: FileEntityName | null;
  encoding: Encoding | null;
}

/** Reads a file once from end to end: its hash, its encoding, and what its header says that it holds. */
export async function inspect(file: InputFile, overrides: Overrides): Promise<Inspection> {
  const scanned = await scan(file);
  if ('problem' in scanned) return { kind: 'problem', problem: scanned.problem };
  const { head, sha256 } = scanned;
  const binary = BINARY.find(({ starts }) => head.toString('latin1', 0, 4).startsWith(starts));
  if (binary)
    return unreadable(file, `is ${binary.what}, not text`, 'Export it as CSV or tab-separated text.');

  const encoding = overrides.encoding ?? scanned.encoding;
  const line = await firstLine(head, encoding);
  if (line === null) return unreadable(file, 'is empty', 'Export it again, or remove it from the input.');
  if (line.mark) {
    return unreadable(
      file,
      `has a header that is no text in ${encoding}`,
      'Export it as UTF-8, or say --encoding FILE=ENCODING.',
    );
  }
  const { delimiter, header } = chooseDelimiter(line.text, overrides.entity);
  if (!file.named && /\.txt$/i.test(file.path) && header.length === 1 && !overrides.entity)
    return { kind: 'ignored' };
  const recognised = recognise(file.path, header, overrides.entity);
  if (recognised.kind === 'problem') return recognised;
  const { match } = recognised;
  const dropped = new Set(
    match.canonical.flatMap((name, index) => (isSecret(match.entity, name) ? [index] : [])),
  );
  return {
    kind: 'file',
    file: { file, sha256, encoding, delimiter, headerLine: line.line, header, match, dropped },
  };
}

const BINARY = [
  { starts: 'PK\u0003\u0004', what: 'a zip archive or a spreadsheet' },
  { starts: '%PDF', what: 'a PDF' },
  { starts: '\u00d0\u00cf\u0011\u00e0', what: 'an old spreadsheet' },
];

const HEAD_BYTES = 256 * 1024;

async function scan(
  file: InputFile,
): Promise<{ head: Buffer; sha256: string; encoding: Encoding } | { problem: Problem }> {
  try {
    const bytes = await openBytes(file.absolute);
    const judge = new EncodingJudge();
    let head = Buffer.alloc(0);
    const chunks = async function* () {
      for await (const chunk of bytes.chunks) {
        if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]);
        yield chunk;
      }
    };
    for await (const block of byteBlocks(chunks())) judge.take(block.bytes);
    const encoding = byteOrderMark(head)?.encoding ?? utf16Pattern(head) ?? judge.verdict();
    return { head, sha256: bytes.sha256(), encoding };
  } catch (error) {
    const text = `cannot be read to its end (${messageOf(error)})`;
    const hint = 'Copy or download the file again, and see that it may be read.';
    return { problem: { path: file.path, code: 'FILE_DAMAGED', text, hint } };
  }
}

interface HeaderLine {
  text: string;
  line: number;
  mark: LineMark | undefined;
}

/** The first line that is not blank, or null. */
async function firstLine(head: Buffer, encoding: Encoding): Promise<HeaderLine | null> {
  const bytes = async function* () {
    yield head;
  };
  let before = 1;
  for await (const block of textBlocks(bytes(), encoding)) {
    const lines = block.text.split('\n').map((line) => line.replace(/\r$/, ''));
    const at = lines.findIndex((text) => text.trim() !== '');
    const text = lines[at];
    if (text !== undefined) return { text, line: before + at, mark: block.marks.get(at) };
    before += lines.length - 1;
  }
  return null;
}

/** The delimiter by which the catalogue knows most of the header. */
function chooseDelimiter(
  line: string,
  forced: FileEntityName | null,
): { delimiter: Delimiter; header: string[] } {
  const choices = ([',', '\t', ';'] as const).map((delimiter) => {
    const parsed = parseOne(line, delimiter);
    const header = parsed.kind === 'record' ? [...parsed.cells] : [line];
    return { delimiter, header, known: knownOf(header, forced) };
  });
  choices.sort((a, b) => b.known - a.known || b.header.length - a.header.length);
  const [best] = choices;
  return best ?? { delimiter: ',', header: [line] };
}

function knownOf(header: readonly string[], forced: FileEntityName | null): number {
  return Math.max(...(forced ? [forced] : FILE_ENTITIES).map((entity) => matchHeader(entity, header).known));
}

const unreadable = (file: InputFile, text: string, hint: string): Inspection => ({
  kind: 'problem',
  problem: { path: file.path, code: 'FILE_NOT_RECOGNISED', text, hint },
});
