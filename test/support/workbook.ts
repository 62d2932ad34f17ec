import { type ZipEntry, zipOf } from './zip.ts';

/** A cell as XML inside `<c r="A1"...>`: its attributes without the place, and what stands in it. */
export type Cell = string | number | null | { attributes?: string; inner: string };

export interface Book {
  /** Rows by sheet name; a row is its cells, or its XML. */
  sheets: Record<string, readonly (readonly Cell[] | string)[]>;
  date1904?: boolean;
  /** Codes of number formats; a cell with `s="1"` has the first. */
  formats?: readonly string[];
  /** Parts that replace those that are made; null takes one away. */
  parts?: Record<string, string | Buffer | null>;
  /** What the zip file says of a part, where that is not so. */
  says?: Record<string, ZipEntry['says']>;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DOC = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** An Excel workbook (.xlsx) with a table of shared texts, as Excel writes one. */
export function workbookOf({ sheets, date1904 = false, formats = [], parts = {}, says = {} }: Book): Buffer {
  const strings: string[] = [];
  const names = Object.keys(sheets);
  const all: Record<string, string | Buffer | null> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${DOC}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${names
      .map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}">${names
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="${DOC}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join(
        '',
      )}<Relationship Id="rIdS" Type="${DOC}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdF" Type="${DOC}/styles" Target="/xl/styles.xml"/></Relationships>`,
    ...Object.fromEntries(
      names.map((name, at) => [`xl/worksheets/sheet${at + 1}.xml`, sheetXml(sheets[name] ?? [], strings)]),
    ),
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${formats
      .map((code, at) => `<numFmt numFmtId="${170 + at}" formatCode="${escaped(code)}"/>`)
      .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${formats
      .map((_, at) => `<xf numFmtId="${170 + at}"/>`)
      .join('')}<xf numFmtId="14"/></cellXfs></styleSheet>`,
  };
  all['xl/sharedStrings.xml'] =
    `${HEAD}<sst xmlns="${MAIN}">${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`;
  Object.assign(all, parts);
  return zipOf(
    Object.entries(all).flatMap(([name, content]) =>
      content === null ? [] : [{ name, content, ...(says[name] ? { says: says[name] } : {}) }],
    ),
  );
}

function sheetXml(rows: readonly (readonly Cell[] | string)[], strings: string[]): string {
  const data = rows.map((row, at) => (typeof row === 'string' ? row : rowXml(row, at + 1, strings)));
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${data.join('')}</sheetData></worksheet>`;
}

function rowXml(cells: readonly Cell[], line: number, strings: string[]): string {
  const xml = cells.map((cell, at) => {
    const place = `r="${letters(at)}${line}"`;
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c ${place}><v>${cell}</v></c>`;
    if (typeof cell !== 'string') return `<c ${place} ${cell.attributes ?? ''}>${cell.inner}</c>`;
    return `<c ${place} t="s"><v>${strings.push(cell) - 1}</v></c>`;
  });
  return `<row r="${line}">${xml.join('')}</row>`;
}

const letters = (at: number): string =>
  at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26);

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
