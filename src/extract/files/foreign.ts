import { otherSpreadsheet } from '../workbook/problem.ts';
import type { Problem } from './problems.ts';

/** What a file is that is neither text nor an .xlsx workbook, told by its bytes and never by its name; null where it may be one. */
export function foreignForm(head: Buffer): Omit<Problem, 'path'> | null {
  const begins = (bytes: string) => head.toString('latin1', 0, bytes.length) === bytes;
  if (begins('PK\u0003\u0004')) return zipped(namesIn(head), head);
  if (begins('PK\u0005\u0006')) return archive;
  if (begins('\u00d0\u00cf\u0011\u00e0'))
    return workbook('an Excel workbook of the old kind (.xls), or one with a password');
  if (begins('%PDF')) return { code: 'FILE_NOT_RECOGNISED', text: 'is a PDF, not text', hint: EXPORT_TEXT };
  // A byte order mark may come first. The export of a web page goes by the name .xls too.
  const text = head
    .toString('latin1', 0, 2048)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (/^<\?xml/i.test(text) && text.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return workbook('an Excel workbook in XML');
  if (!/^<(?:!doctype html|html|head|body|table|meta)\b/i.test(text)) return null;
  return {
    code: 'FILE_WEB_PAGE',
    text: 'is a web page (HTML), whatever its name says',
    hint: 'It may be the page that asks to sign in: sign in to Gingr and download the report again, as CSV or tab-separated text.',
  };
}

const EXPORT_TEXT = 'Export it as CSV or tab-separated text.';

/** Of workbooks only `.xlsx` is read. */
function workbook(what: string): Omit<Problem, 'path'> {
  const { code, message: text, hint } = otherSpreadsheet(what);
  return { code, text, hint };
}

/** Whether the bytes are those of an Excel workbook (.xlsx), which is read sheet by sheet. */
export const isWorkbook = (head: Buffer): boolean =>
  head.indexOf(LOCAL_HEADER) === 0 && namesIn(head).some((name) => name.startsWith('xl/'));

const archive: Omit<Problem, 'path'> = {
  code: 'FILE_ARCHIVE',
  text: 'is a zip archive',
  hint: 'Unpack it, and give the folder with its files.',
};

function zipped(names: readonly string[], head: Buffer): Omit<Problem, 'path'> {
  const holds = (folder: string) => names.some((name) => name.startsWith(folder));
  const [first] = names;
  const type = first === 'mimetype' ? head.toString('latin1', 38, 38 + 60) : '';
  if (type.startsWith('application/vnd.oasis.opendocument.spreadsheet'))
    return workbook('an OpenDocument spreadsheet (.ods)');
  if (holds('word/') || type.startsWith('application/vnd.oasis.opendocument'))
    return { code: 'FILE_NOT_RECOGNISED', text: 'is a document, not an export', hint: EXPORT_TEXT };
  return archive;
}

const LOCAL_HEADER = Buffer.from('PK\u0003\u0004', 'latin1');

/** Names of the entries whose local headers lie in the head of a zip file (APPNOTE.TXT 4.3.7). */
function namesIn(head: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at !== -1 && at + 30 <= head.length; at = head.indexOf(LOCAL_HEADER, at + 4)) {
    names.push(head.toString('latin1', at + 30, at + 30 + head.readUInt16LE(at + 26)));
  }
  return names;
}
