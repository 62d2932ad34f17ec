import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { RULES } from '../../src/core/rules/index.ts';
import { DAY_EXPORT, dayLine, extract, folderOf, newFolder, quoted } from './support.ts';

const OWNERS = 'id,first_name,last_name,email,notes\n';

const refused = (code: string, exit: number, ...words: (string | RegExp)[]) =>
  expect.objectContaining({
    code,
    exit,
    message: expect.toSatisfy((message: string) =>
      words.every((word) => (typeof word === 'string' ? message.includes(word) : word.test(message))),
    ),
  });

it('reads a day export of 54 columns with quoted mark-up, tabs and newlines (P-G-15)', async () => {
  const icons =
    '<i class="fa fa-flag" style="color:#FF0000" data-original_title="Bites" title="Bites (Safety)">';
  const stay = {
    id: '900',
    a_id: '51',
    o_id: '40',
    type_id: '7',
    run_name: 'A  02',
    type: 'Boarding | Suite ',
    standing_reservation: 'FALSE',
  };
  const folder = folderOf({
    'gingr-export-2025-12-16.tsv': [
      DAY_EXPORT.join('\t'),
      dayLine({ ...stay, icons_string: quoted(icons), a_notes: quoted('<p>one\ttab</p>\r\n<p>"two"</p>') }),
      dayLine({ ...stay, id: '901' }),
      '',
    ].join('\r\n'),
  });
  const { manifest, lines, column } = await extract(folder);
  expect(DAY_EXPORT).toHaveLength(54);
  expect(manifest.files[0]).toMatchObject({
    entity: 'reservations',
    delimiter: '\t',
    encoding: 'utf-8',
    exportDate: '2025-12-16',
    lines: 2,
  });
  expect(manifest.entities[0]?.columns).toEqual(DAY_EXPORT);
  expect(await column('reservations', 'icons_string')).toEqual([icons, '']);
  expect(await column('reservations', 'a_notes')).toEqual(['<p>one\ttab</p>\r\n<p>"two"</p>', '']);
  expect(await column('reservations', 'type')).toEqual(['Boarding | Suite ', 'Boarding | Suite ']);
  expect((await lines('reservations')).map(({ line }) => line)).toEqual([2, 4]);
  // The end of that day in Denver.
  expect(manifest).toMatchObject({ asOf: '2025-12-17T06:59:59.999Z', asOfFrom: 'export-date' });
});

it.each([',', '\t', ';'] as const)('recognises the delimiter %j by the header', async (delimiter) => {
  const { manifest, column } = await extract(
    folderOf({ 'owners.csv': `${OWNERS}1,Ann,O,a@example.test,x\n`.replaceAll(',', delimiter) }),
  );
  expect(manifest.files[0]?.delimiter).toBe(delimiter);
  expect(await column('owners', 'email')).toEqual(['a@example.test']);
});

const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();
const accents = `${OWNERS}1,Zoë,“Peña”,a@example.test,€ 5 – ok\n`;
const cp1252 = Buffer.from(
  accents.replace(/[“”€–]/g, (c) => ({ '“': '\u0093', '”': '\u0094', '€': '\u0080', '–': '\u0096' })[c] ?? c),
  'latin1',
);

it.each([
  ['utf-8', 'without a mark', Buffer.from(accents)],
  ['utf-8', 'with a mark', Buffer.from(`\ufeff${accents}`)],
  ['utf-16le', 'with a mark', Buffer.from(`\ufeff${accents}`, 'utf16le')],
  ['utf-16be', 'with a mark', swapped(`\ufeff${accents}`)],
  ['utf-16le', 'without a mark', Buffer.from(accents, 'utf16le')],
  ['utf-16be', 'without a mark', swapped(accents)],
  ['windows-1252', 'by its bytes', cp1252],
] as const)('reads %s %s, and says when it is not UTF-8', async (encoding, _how, bytes) => {
  const { manifest, lines } = await extract(folderOf({ 'owners.csv': bytes }));
  expect(manifest.files[0]).toMatchObject({
    encoding,
    unreadable: 0,
    columns: ['id', 'first_name', 'last_name', 'email', 'notes'],
  });
  expect((await lines('owners'))[0]?.values).toEqual(['1', 'Zoë', '“Peña”', 'a@example.test', '€ 5 – ok']);
  const codes = manifest.findings.map(({ code }) => code);
  expect(codes).toEqual(encoding === 'utf-8' ? [] : ['FILE_ENCODING_RECOGNISED']);
  for (const code of codes) expect(Object.keys(RULES)).toContain(code);
});

it('rejects single damaged lines of a UTF-8 file, and obeys --encoding', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`${OWNERS}1,Zoë,O,,\n2,Jos`),
    Buffer.from([0xe9]),
    Buffer.from(',O,,\n3,Al,O,,\n'),
  ]);
  const folder = folderOf({ 'owners.csv': bytes });
  const asUtf8 = await extract(folder);
  expect(asUtf8.manifest.files[0]).toMatchObject({ encoding: 'utf-8', lines: 3, unreadable: 1 });
  expect(await asUtf8.unreadable('owners')).toEqual([
    { file: 0, line: 3, code: 'FILE_LINE_UNDECODABLE', raw: '2,Jos\ufffd,O,,' },
  ]);
  const as1252 = await extract(folder, { fileEncodings: { 'owners.csv': 'windows-1252' } });
  expect(await as1252.column('owners', 'first_name')).toEqual(['ZoÃ«', 'José', 'Al']);
});

it('reads gzip whatever it is called, and refuses a truncated one', async () => {
  const packed = gzipSync(Buffer.from(`${OWNERS}1,Ann,O,,\n`.repeat(1)));
  const { manifest } = await extract(
    folderOf({ 'owners.csv.gz': packed, 'animals.csv': gzipSync('id,owner_id,first_name\n5,1,Rex\n') }),
  );
  expect(manifest.entities.map(({ entity, lines }) => [entity, lines])).toEqual([
    ['animals', 1],
    ['owners', 1],
  ]);
  const long = gzipSync(
    Buffer.from(OWNERS + Array.from({ length: 5000 }, (_, n) => `${n},${n * 7919},O,,\n`).join('')),
  );
  await expect(extract(folderOf({ 'owners.csv.gz': long.subarray(0, long.length / 2) }))).rejects.toEqual(
    refused('FILE_DAMAGED', 2, 'owners.csv.gz'),
  );
});

it('goes on behind an unclosed quote and accounts for every physical line', async () => {
  const text = `${OWNERS}1,"Ann,O,,\n2,Bob,O,,"two\nlines"\n3,Cy,O\n\n4,Dee,O,,\n`;
  const { manifest, lines, unreadable } = await extract(folderOf({ 'owners.csv': text }));
  expect(manifest.entities[0]).toMatchObject({ lines: 4, unreadable: 2 });
  expect((await unreadable('owners')).map(({ line, code }) => [line, code])).toEqual([
    [2, 'FILE_QUOTE_UNCLOSED'],
    [5, 'FILE_LINE_COLUMNS'],
  ]);
  expect((await lines('owners')).map(({ line }) => line)).toEqual([3, 7]);
});

it('keeps copies and conflicting lines of one id as they are', async () => {
  const folder = folderOf({
    'a/owners.csv': `${OWNERS}1,Ann,O,,x\n1,Ann,O,,x\n`,
    'b/owners.csv': `${OWNERS}1,Ann,O,,other\n`,
  });
  const { lines, manifest } = await extract(folder);
  expect(manifest.files.map(({ path }) => path)).toEqual(['a/owners.csv', 'b/owners.csv']);
  expect((await lines('owners')).map(({ file, line, values }) => [file, line, values[4]])).toEqual([
    [0, 2, 'x'],
    [0, 3, 'x'],
    [1, 2, 'other'],
  ]);
});

it('resolves aliases and misspelled keys, unites columns, and keeps unknown ones', async () => {
  const folder = folderOf({
    'one.csv': 'a_id,o_id,Animal Name,temperment,Favourite Toy\n5,1,Rex,3,Ball\n',
    'two.csv': 'id,owner_id,first_name,weight\n6,1,Tom,45\n',
  });
  const { manifest, lines } = await extract(folder);
  expect(manifest.entities[0]?.columns).toEqual([
    'id',
    'owner_id',
    'first_name',
    'weight',
    'temperament',
    'Favourite Toy',
  ]);
  expect((await lines('animals')).map(({ values }) => values)).toEqual([
    ['5', '1', 'Rex', null, '3', 'Ball'],
    ['6', '1', 'Tom', '45', null, null],
  ]);
  expect(manifest.findings).toEqual([{ code: 'FILE_COLUMN_UNKNOWN', file: 0, column: 'Favourite Toy' }]);
});

it('lets the copies that Gingr writes beside a column keep their names', async () => {
  const { manifest } = await extract(
    folderOf({ 'x.csv': 'label,value,id,location_id,name,phone_number\nV,1,1,1,V,555-0100\n' }),
  );
  expect(manifest.files[0]).toMatchObject({
    entity: 'vets',
    canonical: ['label', 'value', 'id', 'location_id', 'name', 'phone_number'],
    unknownColumns: [],
  });
});

it('tells lists that share a header by their name or by --as, and refuses else', async () => {
  const list = 'value,label\n1,Dog\n';
  const named = await extract(
    folderOf({
      'get_species.csv': list,
      'Breed List 2025-12-16.csv': list,
      'locations.tsv': list.replace(',', '\t'),
    }),
  );
  expect(named.manifest.files.map(({ entity }) => entity)).toEqual(['breeds', 'species', 'locations']);
  await expect(extract(folderOf({ 'list.csv': list }))).rejects.toEqual(
    refused('FILE_AMBIGUOUS', 2, 'list.csv', 'species', 'temperaments'),
  );
  const forced = await extract(folderOf({ 'list.csv': list }), {
    fileEntities: { 'list.csv': 'temperaments' },
  });
  expect(forced.manifest.files[0]?.entity).toBe('temperaments');
});

it('judges by the header where the file name says something else', async () => {
  const { manifest } = await extract(
    folderOf({ 'owners.tsv': `${DAY_EXPORT.join('\t')}\n${dayLine({ id: '1' })}\n` }),
  );
  expect(manifest.files[0]?.entity).toBe('reservations');
});

it('names every file that it cannot take, in one error (P-RES-11)', async () => {
  const folder = folderOf({
    'animals.csv': 'id,first_name,species_id,breed_id\n5,Rex,1,2\n',
    'mystery.csv': 'foo,bar\n1,2\n',
    'owners.csv': `${OWNERS}1,Ann,O,,\n`,
    'owners2.csv': 'id,o_id,email\n1,1,a@example.test\n',
    'spend.csv':
      'id,first_name,last_name,email,source,created_at,last_reservation,subtotal,tax_amount,total\n',
    'book.csv': Buffer.from('PK\u0003\u0004rest'),
    'empty.csv': '',
  });
  await expect(extract(folder)).rejects.toEqual(
    refused(
      'FILE_COLUMN_REQUIRED',
      2,
      /animals\.csv holds animals, but lacks the column owner_id \(or o_id/,
      /mystery\.csv .*foo, bar/,
      /owners2\.csv .*mean the same: id, o_id/,
      /spend\.csv .*customer spend report/,
      /book\.csv is a zip archive/,
      /empty\.csv is empty/,
    ),
  );
});

it('does not show what may be a record instead of a header', async () => {
  const error: unknown = await extract(folderOf({ 'x.csv': '77123,Rexalina,pat@example.test\n' })).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toEqual(refused('FILE_NOT_RECOGNISED', 2));
  expect(String(error)).not.toMatch(/77123|Rexalina|pat@/);
});

it('refuses no input, and settings that name nothing', async () => {
  await expect(extract(newFolder())).rejects.toEqual(refused('NO_INPUT', 2));
  await expect(extract(join(newFolder(), 'nowhere'))).rejects.toEqual(refused('NO_INPUT', 2, 'nowhere'));
  const folder = folderOf({ 'owners.csv': `${OWNERS}1,Ann,O,,\n` });
  await expect(extract(folder, { fileEntities: { 'owner.csv': 'owners' } })).rejects.toEqual(
    refused('SETTING_UNUSED', 2, 'owner.csv'),
  );
  await expect(extract(folder, { fileEncodings: { 'owners.csv': 'utf-7' } })).rejects.toEqual(
    refused('SETTING_UNKNOWN', 2, 'utf-7'),
  );
});

it('leaves hidden files, configs and notes alone, and never a csv', async () => {
  const folder = folderOf({
    'owners.csv': `${OWNERS}1,Ann,O,,\n`,
    'README.md': '# x',
    'key.json': '{}',
    'config.yaml': 'a: 1',
    'note.txt': 'Exported on Monday.\n',
    '.hidden.csv': 'x',
  });
  expect((await extract(folder)).manifest.files.map(({ path }) => path)).toEqual(['owners.csv']);
});

it('never stores a secret, not in an unreadable line either', async () => {
  const header = 'id,email,password,stripe_customer_id,api_key,notes\n';
  const { manifest, workspace } = await extract(
    folderOf({
      'owners.csv': `${header}1,a@example.test,S3CRET,cus_S3CRET,S3CRET,n\n2,b@example.test,S3CRET,x\n3,"S3CRET\n`,
    }),
  );
  expect(manifest.files[0]).toMatchObject({
    lines: 3,
    unreadable: 2,
    droppedColumns: ['password', 'stripe_customer_id', 'api_key'],
  });
  const folder = join(workspace, 'snapshots', manifest.id);
  for (const file of readdirSync(folder))
    expect(readFileSync(join(folder, file), 'utf8')).not.toContain('S3CRET');
});

it('gives the same id to the same data in any order, place and age, and writes it once', async () => {
  const files = { 'owners.csv': `${OWNERS}1,Ann,O,,\n`, 'animals.csv': 'id,owner_id,weight\n5,1,45\n' };
  const first = await extract(folderOf(files));
  const again = folderOf(files);
  for (const name of Object.keys(files))
    utimesSync(join(again, name), new Date('2020-01-01'), new Date('2020-01-01'));
  const second = await extract([join(again, 'owners.csv'), join(again, 'animals.csv')], {}, first.workspace);
  expect(second.manifest).toEqual(first.manifest);
  expect([first.reused, second.reused]).toEqual([false, true]);
  expect(readdirSync(join(first.workspace, 'snapshots'))).toEqual([first.manifest.id]);
  const elsewhere = await extract(again);
  expect(elsewhere.manifest.id).toBe(first.manifest.id);
  expect(elsewhere.manifest).toMatchObject({
    asOf: '2020-01-01T00:00:00.000Z',
    asOfFrom: 'modification-time',
  });
  const other = await extract(folderOf({ ...files, 'owners.csv': `${OWNERS}1,Anne,O,,\n` }));
  expect(other.manifest.id).not.toBe(first.manifest.id);
});

it('keeps tenants apart that have the same data', async () => {
  const folder = folderOf({ 'owners.csv': `${OWNERS}1,Ann,O,,\n` });
  const first = await extract(folder);
  const second = await extract(
    folder,
    { tenant: { id: '22222222-2222-4222-8222-222222222222', name: null, timeZone: null } },
    first.workspace,
  );
  expect(second.reused).toBe(false);
  expect(second.manifest.id).not.toBe(first.manifest.id);
});

it('refuses other words about data that is sealed', async () => {
  const folder = folderOf({ 'owners.csv': `${OWNERS}1,Ann,O,,\n` });
  const first = await extract(folder, { asOf: '2025-12-16T12:00:00Z', complete: ['owners'] });
  expect(first.manifest).toMatchObject({
    asOf: '2025-12-16T12:00:00.000Z',
    asOfFrom: 'operator',
    entities: [{ completeness: 'complete' }],
  });
  await expect(
    extract(folder, { asOf: '2025-12-17T12:00:00Z', complete: ['owners'] }, first.workspace),
  ).rejects.toEqual(refused('SNAPSHOT_CONTRADICTED', 4));
  await expect(extract(folder, {}, first.workspace)).rejects.toEqual(
    refused('SNAPSHOT_CONTRADICTED', 4, 'owners'),
  );
  const same = await extract(folder, { complete: ['owners'] }, first.workspace);
  expect(same.manifest.asOf).toBe('2025-12-16T12:00:00.000Z');
});

it('sums the control totals from the raw values, copies included', async () => {
  const stay = {
    id: '1',
    a_id: '1',
    o_id: '1',
    type_id: '1',
    start_date: '2025-03-04 07:15:00',
    end_date: '2025-03-06 09:00:00',
  };
  const lines = [
    DAY_EXPORT.join('\t'),
    dayLine(stay),
    dayLine(stay),
    dayLine({ ...stay, id: '2', start_date: '2025-04-01 08:00:00', end_date: '2025-04-01 18:00:00' }),
  ];
  const { manifest } = await extract(folderOf({ 'stays.tsv': `${lines.join('\n')}\n` }));
  expect(manifest.entities[0]?.controls).toEqual([
    { name: 'reservations.starts', group: '2025-03', value: '2' },
    { name: 'reservations.starts', group: '2025-04', value: '1' },
    { name: 'reservations.nights', group: '2025-03', value: '4' },
    { name: 'reservations.nights', group: '2025-04', value: '0' },
  ]);
});

it('reports a file without lines, and the progress (P-RES-12)', async () => {
  const steps: { entity: string; lines: number; bytes: number; totalBytes: number }[] = [];
  const folder = folderOf({ 'owners.csv': OWNERS, 'owners-b.csv': `${OWNERS}1,Ann,O,,\n` });
  const { manifest } = await extract(folder, {}, newFolder(), { onProgress: (step) => steps.push(step) });
  expect(manifest.findings).toEqual([{ code: 'FILE_WITHOUT_LINES', file: 1 }]);
  const last = steps.at(-1);
  const bytes = statSync(join(folder, 'owners.csv')).size + statSync(join(folder, 'owners-b.csv')).size;
  expect(last).toEqual({ entity: 'owners', lines: 1, bytes, totalBytes: bytes });
});

it('stops when it is told to, and leaves nothing behind', async () => {
  const stop = new AbortController();
  const workspace = newFolder();
  const run = extract(folderOf({ 'owners.csv': `${OWNERS}1,Ann,O,,\n` }), {}, workspace, {
    signal: stop.signal,
    onProgress: () => stop.abort(new Error('stopped')),
  });
  await expect(run).rejects.toThrow('stopped');
  expect(readdirSync(join(workspace, 'snapshots'))).toEqual([]);
});
