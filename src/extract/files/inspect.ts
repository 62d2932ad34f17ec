import { messageOf } from '../../core/errors.ts';
import { type Catalogue, FILE_ENTITIES, type FileEntityName, isSecret } from '../../gingr/catalogue.ts';
import { isDumpName, isDumpText } from '../dump/foreign.ts';
import { readTableForms } from '../dump/inspect.ts';
import { isGzip, openBytes, SLICE } from './bytes.ts';
import { type Delimiter, parseOne } from './csv.ts';
import { byteOrderMark, type Encoding, EncodingJudge, utf16Pattern } from './encoding.ts';
import type { InputFile } from './find.ts';
import { foreignForm, isWorkbook } from './foreign.ts';
import type { FileForm, Remark } from './form.ts';
import { type HeaderMatch, matchHeader } from './header.ts';
import { byteBlocks, LINE_LIMIT, type LineMark, textBlocks } from './lines.ts';
import type { Problem } from './problems.ts';
import { recognise } from './recognise.ts';
import { readSheetForms } from './sheets.ts';

/** What is known of a file before its records are read. */
export type InspectedFile = FileForm & {
  match: HeaderMatch;
  /** Indexes of columns whose values are dropped. */
  dropped: ReadonlySet<number>;
  /** Of the workbook or dump as a whole, such as sheets that hold something unknown; they are told with its first sheet or table. */
  remarks: readonly Remark[];
};

/** A workbook gives one file for each sheet that is known, a dump one for each table. */
export type Inspection = { kind: 'files'; files: InspectedFile[] } | NoFile;
type NoFile =
  | { kind: 'problem'; problem: Problem }
  /** A note that lies among the exports. */
  | { kind: 'ignored' };

/** What the operator said about a file (`--as`, `--encoding`). */
export interface Overrides {
  entity: FileEntityName | null;
  encoding: Encoding | null;
}

/** Reads a file once from end to end: its hash, its encoding, and what its header says that it holds. */
export async function inspect(
  file: InputFile,
  overridesOf: (file: InputFile) => Overrides,
  catalogue: Catalogue,
): Promise<Inspection> {
  const read = await readForms(file, overridesOf, catalogue);
  if (read.kind !== 'forms') return read;
  const files: InspectedFile[] = [];
  const unknown: { problem: Problem; sheet: string }[] = [];
  for (const form of read.forms) {
    const said = form.kind === 'table' ? form.entity : overridesOf(form.file).entity;
    const recognised = recognise(form.file.path, form.header, said, catalogue);
    if (recognised.kind === 'entity') files.push(inspected(form, recognised.match));
    else if (recognised.problem.code !== 'FILE_NOT_RECOGNISED' || form.kind !== 'sheet') return recognised;
    else unknown.push({ problem: recognised.problem, sheet: form.sheet.name });
  }
  const [first, ...others] = files;
  const [missed] = unknown;
  if (!first) return missed ? { kind: 'problem', problem: missed.problem } : { kind: 'ignored' };
  const passedOver = unknown.map(({ sheet }): Remark => ({ code: 'FILE_SHEET_UNKNOWN', detail: sheet }));
  return { kind: 'files', files: [{ ...first, remarks: [...read.remarks, ...passedOver] }, ...others] };
}

function inspected(form: FileForm, match: HeaderMatch): InspectedFile {
  const secret = (name: string, index: number) => (isSecret(match.entity, name) ? [index] : []);
  return { ...form, match, dropped: new Set(match.canonical.flatMap(secret)), remarks: [] };
}

/** Reads a file once from end to end: its hash, its encoding and its header; of a workbook or dump, that of each sheet or table. */
export async function readForms(
  file: InputFile,
  overridesOf: (file: InputFile) => Overrides,
  catalogue: Catalogue,
): Promise<{ kind: 'forms'; forms: FileForm[]; remarks: Remark[] } | NoFile> {
  if (isDumpName(file.path)) return readTableForms(file, overridesOf, catalogue);
  const overrides = overridesOf(file);
  const scanned = await scan(file);
  if ('problem' in scanned) return { kind: 'problem', problem: scanned.problem };
  const { head, sha256 } = scanned;
  if (isWorkbook(head)) {
    const unused = await unreadableWorkbook(file, overrides);
    if (unused) return { kind: 'problem', problem: unused };
    const read = await readSheetForms(file, sha256);
    return read.kind === 'forms' ? { ...read, remarks: [] } : read;
  }
  if (isDumpText(head)) return readTableForms(file, overridesOf, catalogue);
  const foreign = foreignForm(head);
  if (foreign) return { kind: 'problem', problem: { path: file.path, ...foreign } };

  const encoding = overrides.encoding ?? scanned.encoding;
  const line = await firstLine(head, encoding);
  if (line === null) return unreadable(file, 'is empty', 'Export it again, or remove it from the input.');
  if (line.mark === 'FILE_LINE_TOO_LONG') {
    const hint = 'Export it again; a file without line ends is the usual cause.';
    return unreadable(file, 'has a header of more than a million characters', hint);
  }
  if (line.text.includes('\r')) {
    const hint = 'Save it with the line ends of Windows or Unix (CRLF or LF), or export it again.';
    return unreadable(file, 'has lines that end in a carriage return alone', hint);
  }
  if (line.mark) {
    return unreadable(
      file,
      `has a header that is no text in ${encoding}`,
      'Export it as UTF-8, or say --encoding FILE=ENCODING.',
    );
  }
  const { delimiter, header } = chooseDelimiter(line.text, overrides.entity, catalogue);
  if (!file.named && /\.txt$/i.test(file.path) && header.length === 1 && !overrides.entity)
    return { kind: 'ignored' };
  const form = { file, sha256, encoding, delimiter, headerLine: line.line, header };
  return { kind: 'forms', forms: [{ kind: 'text', ...form }], remarks: [] };
}

async function unreadableWorkbook(file: InputFile, { encoding }: Overrides): Promise<Problem | null> {
  const { path } = file;
  if (encoding !== null) {
    const hint = 'Leave out --encoding for it: a workbook says itself how its text is written.';
    return { path, code: 'SETTING_UNUSED', text: 'is a workbook, but is named by --encoding', hint };
  }
  // Its parts are found from its end, which a packed file does not have.
  if (!(await isGzip(file.absolute))) return null;
  const hint = 'Unpack it, and give the workbook itself; or export it as CSV.';
  return { path, code: 'FILE_ARCHIVE', text: 'is an Excel workbook (.xlsx) packed once more', hint };
}

/** The longest line that is read, in UTF-16 and a slice more: the header lies in it whole, or is too long. */
const HEAD_BYTES = 2 * LINE_LIMIT + SLICE;

async function scan(
  file: InputFile,
): Promise<{ head: Buffer; sha256: string; encoding: Encoding } | { problem: Problem }> {
  try {
    const bytes = await openBytes(file.absolute);
    const judge = new EncodingJudge();
    const parts: Buffer[] = [];
    let size = 0;
    const chunks = async function* () {
      for await (const chunk of bytes.chunks) {
        if (size < HEAD_BYTES) parts.push(chunk);
        size += chunk.length;
        yield chunk;
      }
    };
    for await (const block of byteBlocks(chunks())) judge.take(block.bytes);
    const head = Buffer.concat(parts);
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
    for (let at = 0; at < head.length; at += SLICE) yield head.subarray(at, at + SLICE);
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
  catalogue: Catalogue,
): { delimiter: Delimiter; header: string[] } {
  const choices = ([',', '\t', ';'] as const).map((delimiter) => {
    const parsed = parseOne(line, delimiter);
    const header = parsed.kind === 'record' ? [...parsed.cells] : [line];
    return { delimiter, header, known: knownOf(header, forced, catalogue) };
  });
  choices.sort((a, b) => b.known - a.known || b.header.length - a.header.length);
  const [best] = choices;
  return best ?? { delimiter: ',', header: [line] };
}

function knownOf(header: readonly string[], forced: FileEntityName | null, catalogue: Catalogue): number {
  const entities = forced ? [forced] : FILE_ENTITIES;
  return Math.max(...entities.map((entity) => matchHeader(catalogue, entity, header).known));
}

const unreadable = (file: InputFile, text: string, hint: string): NoFile => ({
  kind: 'problem',
  problem: { path: file.path, code: 'FILE_NOT_RECOGNISED', text, hint },
});
