import { expect, it } from 'vitest';
import { foreignForm } from '../../src/extract/files/foreign.ts';
import { extract, folderOf } from './support.ts';

/** A zip file with stored entries and no directory: its local headers are all that is looked at. */
function zip(entries: Record<string, string>): Buffer {
  const parts = Object.entries(entries).map(([name, content]) => {
    const header = Buffer.alloc(30);
    header.write('PK\u0003\u0004', 'latin1');
    header.writeUInt32LE(content.length, 18);
    header.writeUInt32LE(content.length, 22);
    header.writeUInt16LE(name.length, 26);
    return Buffer.concat([header, Buffer.from(name), Buffer.from(content)]);
  });
  return Buffer.concat(parts);
}

const ODS = zip({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' });
const OLD = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600)]);
const XML_BOOK =
  '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet/></Workbook>';

it.each([
  ['an OpenDocument spreadsheet', 'owners.ods', ODS, 'FILE_SPREADSHEET', /OpenDocument/],
  ['an old workbook', 'owners.xls', OLD, 'FILE_SPREADSHEET', /of the old kind/],
  [
    'a workbook in XML',
    'owners.xls',
    Buffer.from(`\ufeff${XML_BOOK}`),
    'FILE_SPREADSHEET',
    /workbook in XML/,
  ],
  [
    'a web page called .xls',
    'owners.xls',
    Buffer.from('\r\n<TABLE border=1><tr><td>id</td></tr></TABLE>'),
    'FILE_WEB_PAGE',
    /web page/,
  ],
  [
    'a page that asks to sign in',
    'owners.csv',
    Buffer.from('<!DOCTYPE html>\n<html><title>Sign in</title></html>'),
    'FILE_WEB_PAGE',
    /web page/,
  ],
  ['an archive', 'all.zip', zip({ 'owners.csv': 'id\n1\n' }), 'FILE_ARCHIVE', /zip archive/],
  [
    'an empty archive',
    'all.zip',
    Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]),
    'FILE_ARCHIVE',
    /zip archive/,
  ],
  [
    'a text document',
    'owners.docx',
    zip({ '[Content_Types].xml': '', 'word/document.xml': '' }),
    'FILE_NOT_RECOGNISED',
    /document/,
  ],
  ['a PDF', 'owners.pdf', Buffer.from('%PDF-1.7\n'), 'FILE_NOT_RECOGNISED', /PDF/],
] as const)('refuses %s by its bytes, with what to do', async (_what, name, bytes, code, says) => {
  await expect(extract(folderOf({ [name]: bytes }))).rejects.toMatchObject({
    ...{ code, exit: 2, context: { hint: expect.stringMatching(/CSV|Unpack/) } },
    message: expect.stringMatching(says),
  });
});

it('reads a text export whatever its name says', async () => {
  const { manifest } = await extract(
    folderOf({ 'owners.xlsx': 'id,first_name,last_name,email\n1,Ann,O,\n' }),
  );
  expect(manifest.files[0]).toMatchObject({ entity: 'owners', lines: 1 });
});

it('takes no text for another form that merely begins alike', () => {
  for (const text of [
    'id,name\n1,PK\u0003\u0004\n',
    'PK\n1\n',
    '<id>,name\n',
    'table,html\n',
    '<tabletop>,x\n',
  ])
    expect(foreignForm(Buffer.from(text)), text).toBeNull();
});

it('passes over the lock that Excel leaves beside an open workbook', async () => {
  const { manifest } = await extract(
    folderOf({ 'owners.csv': 'id,email\n1,\n', '~$owners.csv': '\u0005Ann' }),
  );
  expect(manifest.files.map(({ path }) => path)).toEqual(['owners.csv']);
});
