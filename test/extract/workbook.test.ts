import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Book, type Cell, workbookOf } from '../support/workbook.ts';
import { extract, folderOf } from './support.ts';

const HEADER = ['id', 'first_name', 'last_name', 'email', 'notes'];
const owners = (...rows: (readonly Cell[] | string)[]): Book => ({ sheets: { Owners: [HEADER, ...rows] } });
const read = (book: Book, some = {}) => extract(folderOf({ 'export.xlsx': workbookOf(book) }), some);

describe('a workbook', () => {
  it('is read as its text export would be, with the rows of the sheet as lines', async () => {
    const { manifest, lines, column } = await read(
      owners(
        [51877, 'Ann', 'Ode', 'ann@example.test', 'first\nsecond'],
        '<row r="3"/>',
        '<row r="5"><c r="A5" t="inlineStr"><is><r><t>51</t></r><r><t>878</t></r><rPh><t>x</t></rPh></is></c><c r="C5" t="str"><v>Bell &amp; Co_x000D_</v></c></row>',
      ),
    );
    expect(manifest.files).toMatchObject([
      { path: 'export.xlsx', entity: 'owners', encoding: 'xlsx', delimiter: '', lines: 2, unreadable: 0 },
    ]);
    expect((await lines('owners')).map(({ line }) => line)).toEqual([2, 5]);
    expect(await column('owners', 'id')).toEqual(['51877', '51878']);
    expect(await column('owners', 'notes')).toEqual(['first\nsecond', '']);
    expect(await column('owners', 'last_name')).toEqual(['Ode', 'Bell & Co\r']);
    expect(manifest.findings).toEqual([]);
  });

  it('gives every kind of value as the sheet shows it', async () => {
    const cell = (attributes: string, value: string): Cell => ({ attributes, inner: `<v>${value}</v>` });
    const shown: [Cell, string][] = [
      [cell('t="b"', '1'), 'TRUE'],
      [cell('t="b"', '0'), 'FALSE'],
      [cell('t="e"', '#NAME?'), '#NAME?'],
      [cell('t="d"', '2025-03-04T07:15:00'), '2025-03-04T07:15:00'],
      [cell('s="1"', '45720'), '2025-03-04'],
      [cell('s="1"', '45720.302083333336'), '2025-03-04 07:15:00'],
      [cell('s="2"', '0.302083333333333'), '07:15:00'],
      [cell('s="3"', '2134'), '02134'],
      // The built-in short date, which has no code of its own.
      [cell('s="5"', '45720'), '2025-03-04'],
      [cell('s="1"', '59'), '1900-02-28'],
      [cell('s="1"', '61'), '1900-03-01'],
      // The 29 February 1900 never was, and a day before the first is none.
      [cell('s="1"', '60'), '60'],
      [cell('s="1"', '-1'), '-1'],
      [cell('', '45720.30208'), '45720.30208'],
      [cell('', '0.30000000000000004'), '0.3'],
      [cell('', '9.85141000123456E+14'), '985141000123456'],
      [cell('', '1234567890123456789'), '1.23456789012346E+18'],
      [cell('s="4"', '12.5'), '12.5'],
      [{ attributes: 't="str"', inner: '<f>"02"&amp;"134"</f><v>02134</v>' }, '="02134"'],
      [{ attributes: 't="e"', inner: '<f>+2 scoops</f><v>#NAME?</v>' }, '#NAME?'],
    ];
    const formats = ['yyyy\\-mm\\-dd hh:mm', '[$-409]h:mm AM/PM', '00000', '"d"0.00'];
    const rows = shown.map(([value], at) => [at + 1, 'Ann', 'Ode', '', value]);
    const { column, manifest } = await read({ ...owners(...rows), formats });
    expect(await column('owners', 'notes')).toEqual(shown.map(([, text]) => text));
    expect(manifest.findings).toEqual([]);
  });

  it('counts days from 1904 where the workbook says so', async () => {
    const day = { attributes: 's="1"', inner: '<v>44258</v>' };
    const book = { ...owners([1, 'Ann', 'Ode', '', day]), formats: ['m/d/yy'], date1904: true };
    expect(await (await read(book)).column('owners', 'notes')).toEqual(['2025-03-04']);
  });

  it('tells of days that may have been other texts, and takes them as they are shown', async () => {
    const part = (style: number): Cell => ({ attributes: `s="${style}"`, inner: '<v>45720</v>' });
    const rows = [1, 2, 2].map((style, at) => [at + 1, 'Ann', 'Ode', '', part(style)]);
    const { manifest, column } = await read({ ...owners(...rows), formats: ['d-mmm', 'mmm-yy'] });
    expect(await column('owners', 'notes')).toEqual(['4-Mar', 'Mar-25', 'Mar-25']);
    expect(manifest.findings).toEqual([
      { code: 'SPREADSHEET_DAY', file: 0, column: 'notes', detail: '3 cells, the first in row 2' },
    ]);
  });

  it('rejects a row with cells beyond the header, and one with too much text', async () => {
    const long = 'x'.repeat(600_000);
    const { unreadable, manifest } = await read(
      owners([1, 'Ann', 'Ode', '', '', 'more'], [2, 'Bo', 'Ode', '', ''], [3, long, long, '', '']),
    );
    expect(await unreadable('owners')).toMatchObject([
      { line: 2, code: 'FILE_LINE_COLUMNS', raw: '1\tAnn\tOde\t\t\tmore' },
      { line: 4, code: 'FILE_LINE_TOO_LONG' },
    ]);
    expect(manifest.files[0]).toMatchObject({ lines: 3, unreadable: 2 });
  });

  it('has a file of its own in each sheet that is known, and names those that are not', async () => {
    const sheets = {
      Filters: [['Report', 'All owners']],
      Empty: [],
      'A/B': [[], HEADER, [1, 'Ann', 'Ode', '', '']],
      Pets: [
        ['id', 'owner_id', 'animal_name', 'species_id'],
        ['7', '1', 'Rex', '1'],
      ],
    };
    const { manifest, lines } = await read({ sheets });
    expect(manifest.files).toMatchObject([
      { path: 'export.xlsx#A_B', entity: 'owners', lines: 1 },
      { path: 'export.xlsx#Pets', entity: 'animals', lines: 1 },
    ]);
    expect((await lines('owners'))[0]?.line).toBe(3);
    expect(manifest.findings).toEqual([{ code: 'FILE_SHEET_UNKNOWN', file: 0, detail: 'Filters' }]);
  });

  it('lets --as name the workbook or one of its sheets', async () => {
    const list = [
      ['value', 'label'],
      [1, 'Dog'],
    ];
    const book = { sheets: { One: list, Two: HEADER.length > 0 ? [HEADER, [1, 'Ann', 'Ode', '', '']] : [] } };
    const { manifest } = await read(book, { fileEntities: { 'export.xlsx#One': 'species' } });
    expect(manifest.files.map(({ entity }) => entity)).toEqual(['species', 'owners']);
    const one = await read({ sheets: { One: list } }, { fileEntities: { 'export.xlsx': 'species' } });
    expect(one.manifest.files.map(({ entity }) => entity)).toEqual(['species']);
    await expect(read(book, { fileEntities: { 'export.xlsx#None': 'species' } })).rejects.toMatchObject({
      message: expect.stringContaining('export.xlsx#None is named by --as'),
    });
  });

  it('drops secrets, and is known again when it is extracted a second time', async () => {
    const folder = folderOf({
      'export.xlsx': workbookOf({
        sheets: {
          S: [
            [...HEADER, 'password'],
            [1, 'A', 'B', '', '', 'x1y2z3'],
          ],
        },
      }),
    });
    const first = await extract(folder);
    expect(JSON.stringify(await first.lines('owners'))).not.toContain('x1y2z3');
    expect(first.manifest.files[0]?.droppedColumns).toEqual(['password']);
    expect((await extract(folder, {}, first.workspace)).reused).toBe(true);
  });

  it('reads 20,000 rows without keeping them', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => [
      at + 1,
      `Ann ${at % 7}`,
      'Ode',
      '',
      `note ${at}`,
    ]);
    const { manifest, column } = await read(owners(...rows));
    expect(manifest.files[0]).toMatchObject({ lines: 20_000, unreadable: 0 });
    expect((await column('owners', 'notes')).at(-1)).toBe('note 19999');
  });
});

const SHEET = 'xl/worksheets/sheet1.xml';
const XML = '<?xml version="1.0"?>';
const sheetOf = (inner: string) => `${XML}<worksheet><sheetData>${inner}</sheetData></worksheet>`;
const rowWith = (inner: string) => sheetOf(`<row r="1">${inner}</row>`);
const sound = owners([1, 'Ann', 'Ode', '', '']);
const BILLION_LAUGHS = `${XML}<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>`;

describe('a workbook that is not in order is refused', () => {
  it.each<[string, Book, string, RegExp]>([
    [
      'an entity of its own',
      { ...sound, parts: { [SHEET]: BILLION_LAUGHS } },
      'FILE_DAMAGED',
      /document type/,
    ],
    [
      'an entity that is nowhere',
      { ...sound, parts: { [SHEET]: rowWith('<c><v>&b;</v></c>') } },
      'FILE_DAMAGED',
      /no XML/,
    ],
    ['a missing sheet', { ...sound, parts: { [SHEET]: null } }, 'FILE_DAMAGED', /sheet1\.xml is missing/],
    [
      'a missing list of parts',
      { ...sound, parts: { 'xl/_rels/workbook.xml.rels': null } },
      'FILE_DAMAGED',
      /is missing/,
    ],
    [
      'missing texts',
      { ...sound, parts: { 'xl/sharedStrings.xml': `${XML}<sst/>` } },
      'FILE_DAMAGED',
      /text that is not there/,
    ],
    [
      'a sheet cut short',
      { ...sound, parts: { [SHEET]: `${XML}<worksheet><sheetData><row r="1">` } },
      'FILE_DAMAGED',
      /no XML/,
    ],
    [
      'bytes that are no text',
      { ...sound, parts: { [SHEET]: Buffer.from('<worksheet>\xff\xfe\xff</worksheet>', 'latin1') } },
      'FILE_DAMAGED',
      /no text/,
    ],
    ['a wrong hash', { ...sound, says: { [SHEET]: { crc: 1 } } }, 'FILE_DAMAGED', /hash/],
    [
      'a size that is too small',
      { ...sound, says: { [SHEET]: { size: 10 } } },
      'FILE_DAMAGED',
      /too many bytes/,
    ],
    [
      'a size that is too large',
      { ...sound, says: { [SHEET]: { size: 1_000_000 } } },
      'FILE_DAMAGED',
      /not enough bytes/,
    ],
    [
      'a part with a password',
      { ...sound, says: { 'xl/workbook.xml': { flags: 1 } } },
      'FILE_SPREADSHEET',
      /password/,
    ],
    [
      'a bomb',
      { ...sound, parts: { [SHEET]: sheetOf(' '.repeat(40 * 1024 * 1024)) } },
      'FILE_TOO_LARGE',
      /more than 200 times/,
    ],
    [
      'a size of many gigabytes',
      { ...sound, says: { 'xl/workbook.xml': { size: 0xfffffff0 } } },
      'FILE_TOO_LARGE',
      /unpacks to 4096 MB/,
    ],
    [
      'a text without an end',
      { ...sound, parts: { [SHEET]: rowWith(`<c t="${'x'.repeat(5_000_000)}"/>`) } },
      'FILE_TOO_LARGE',
      /without an end/,
    ],
    [
      'deep nesting',
      { ...sound, parts: { [SHEET]: rowWith('<a>'.repeat(80) + '</a>'.repeat(80)) } },
      'FILE_TOO_LARGE',
      /nested/,
    ],
    [
      'rows out of order',
      { ...sound, parts: { [SHEET]: sheetOf('<row r="2"/><row r="2"/>') } },
      'FILE_DAMAGED',
      /no later row/,
    ],
    [
      'two cells in one place',
      { ...sound, parts: { [SHEET]: rowWith('<c r="A1"/><c r="A1"/>') } },
      'FILE_DAMAGED',
      /out of order/,
    ],
    [
      'a cell of another row',
      { ...sound, parts: { [SHEET]: rowWith('<c r="A9"/>') } },
      'FILE_DAMAGED',
      /place A9/,
    ],
    [
      'a cell beyond the last column',
      { ...sound, parts: { [SHEET]: rowWith('<c r="XFE1"/>') } },
      'FILE_DAMAGED',
      /beyond column/,
    ],
    ['nothing in it', { sheets: { S: [] } }, 'FILE_NOT_RECOGNISED', /is empty/],
    [
      'a header that nobody knows',
      { sheets: { S: [['Report', 'All owners']] } },
      'FILE_NOT_RECOGNISED',
      /unknown kind/,
    ],
    [
      'a known header without its id',
      { sheets: { S: [['first_name', 'last_name', 'email', 'city', 'opt_out_email']] } },
      'FILE_COLUMN_REQUIRED',
      /lacks/,
    ],
  ])('%s', async (_what, book, code, says) => {
    await expect(read(book)).rejects.toMatchObject({ code, exit: 2, message: expect.stringMatching(says) });
  });

  it('when its end is missing, whatever comes before', async () => {
    const whole = workbookOf(sound);
    for (const length of [200, whole.length - 30, whole.length - 1]) {
      await expect(extract(folderOf({ 'a.xlsx': whole.subarray(0, length) }))).rejects.toMatchObject({
        code: expect.stringMatching(/FILE_DAMAGED|FILE_ARCHIVE/),
        exit: 2,
      });
    }
  });

  it('when damage shows only behind the header', async () => {
    const rows = `<row r="1">${HEADER.map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join('')}</row>`;
    const more = Array.from(
      { length: 30_000 },
      (_, at) => `<row r="${at + 2}"><c><v>${at}</v></c></row>`,
    ).join('');
    const parts = { [SHEET]: sheetOf(`${rows}${more}<row r="5"/>`) };
    await expect(read({ ...sound, parts })).rejects.toMatchObject({ code: 'FILE_DAMAGED', exit: 2 });
  });

  it('when it is packed once more, or is given an encoding', async () => {
    const bytes = workbookOf(sound);
    await expect(extract(folderOf({ 'a.xlsx.gz': gzipSync(bytes) }))).rejects.toMatchObject({
      code: 'FILE_ARCHIVE',
    });
    await expect(
      extract(folderOf({ 'a.xlsx': bytes }), { fileEncodings: { 'a.xlsx': 'utf-8' } }),
    ).rejects.toMatchObject({ code: 'SETTING_UNUSED' });
  });

  it('when it changes while it is read', async () => {
    const rows = Array.from({ length: 5000 }, (_, at) => [at + 1, 'Ann', 'Ode', '', `note ${at}`]);
    const folder = folderOf({ 'a.xlsx': workbookOf(owners(...rows)) });
    let changed = false;
    const onProgress = () => {
      if (!changed) appendFileSync(join(folder, 'a.xlsx'), 'x');
      changed = true;
    };
    await expect(extract(folder, {}, undefined, { onProgress })).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      exit: 4,
    });
  });
});
