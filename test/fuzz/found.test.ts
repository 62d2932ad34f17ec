import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { extractFiles } from '../../src/extract/index.ts';
import { extract, folderOf, newFolder, settingsOf } from '../extract/support.ts';
import { moneyResort, recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns } from '../support/runs.ts';
import { encoded } from './writing.ts';

/** What the fuzzer found, each as small as it gets. The seed is the one that showed it first. */

const OWNERS = 'id,first_name,last_name,email\n101,A,B,a@example.test\n';
const run = testRuns();

it('a file that cannot be read ends no process (seed 14)', async () => {
  const folder = folderOf({ 'owners.csv': OWNERS });
  symlinkSync('/proc/self/mem', path.join(folder, 'vets.csv'));
  await expect(extract(folder)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
});

it('a file whose name is no UTF-8 is not passed over', async () => {
  const folder = folderOf({ 'owners.csv': OWNERS });
  writeFileSync(
    Buffer.concat([Buffer.from(`${folder}/vets `), Buffer.from([0xe9]), Buffer.from('.csv')]),
    OWNERS,
  );
  await expect(extract(folder)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
});

it('UTF-16 without a mark is told though other characters hold a NUL too (seed 100)', async () => {
  const text = OWNERS.replace('A,', '\u3000\u0100A,');
  for (const encoding of ['utf-16le', 'utf-16be'] as const) {
    const { manifest, column } = await extract(folderOf({ 'owners.csv': encoded(text, encoding) }));
    expect(manifest.files[0]?.encoding).toBe(encoding);
    expect(await column('owners', 'first_name')).toEqual(['\u3000\u0100A']);
  }
});

it('a header longer than a slice of the file is read whole', async () => {
  const more = Array.from({ length: 30_000 }, (_, at) => `some custom field ${at}`);
  const header = `id,first_name,last_name,email,${more.join(',')}\n`;
  const { manifest, column } = await extract(
    folderOf({ 'owners.csv': `${header}101,A,B,a@example.test${',v'.repeat(more.length)}\n` }),
  );
  expect(manifest.files[0]).toMatchObject({ lines: 1, unreadable: 0 });
  expect(manifest.files[0]?.columns).toHaveLength(more.length + 4);
  expect(await column('owners', 'some custom field 29999')).toEqual(['v']);
});

it('a header of more than a million characters is called that', async () => {
  const folder = folderOf({ 'owners.csv': `id,${'x'.repeat(1_100_000)}\n1,2\n` });
  await expect(extract(folder)).rejects.toThrow(/header of more than a million characters/);
});

it('lines that end in carriage returns alone are no header of a file without lines', async () => {
  const folder = folderOf({ 'owners.csv': OWNERS.replaceAll('\n', '\r') });
  await expect(extract(folder)).rejects.toThrow(/carriage return/);
});

it.each<[string, (file: string) => void]>([
  ['vanishes', (file) => rmSync(file)],
  [
    'becomes a folder',
    (file) => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
  ['becomes another', (file) => writeFileSync(file, `${OWNERS}102,A,B,b@example.test\n`)],
  ['becomes half a packed one', (file) => writeFileSync(file, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]))],
])('a file that %s between its two readings has changed', async (_what, change) => {
  const folder = folderOf({ 'owners.csv': OWNERS, 'vets.csv': 'id,name\n1,V\n' });
  const workspace = newFolder();
  let done = false;
  const extracting = extractFiles({
    ...{ paths: [folder], settings: settingsOf(workspace), timeZone: 'America/Denver', toolVersion: '0' },
    onProgress: () => {
      if (!done) change(path.join(folder, 'vets.csv'));
      done = true;
    },
  });
  await expect(extracting).rejects.toMatchObject({ code: 'FILE_CHANGED', exit: 4 });
});

it.each([
  [
    'between lines with blank ones between them (seed 777153)',
    '1,2026,"x\n\n2,2026,x\n\n3,2026,x\n\n4,2026,x"\n',
  ],
  ['in the id (seed 777427)', '1,2026,x\n"2"",2026,x\n3,2026,x\n5",2026,x\n'],
])('two stray quotes swallow no record %s', async (_where, lines) => {
  const { manifest, unreadable } = await extract(folderOf({ 'vets.csv': `id,name,phone_number\n${lines}` }));
  expect(manifest.files[0]?.lines).toBe(lines.split('\n').filter((line) => line !== '').length);
  expect((await unreadable('vets')).length).toBeGreaterThan(0);
});

/** Text that no index of a database can hold, compressed or not. */
const LONG = Array.from({ length: 4000 }, (_, at) =>
  String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000)),
).join('');

it('texts that no index can hold are cut, and ids that none can hold are rejected (seed 3)', async () => {
  const records = smallResort();
  Object.assign(recordOf(records, 'owners', '101'), { first_name: LONG, last_name: LONG });
  recordOf(records, 'animals', '502')['id'] = LONG;
  Object.assign(recordOf(records, 'reservations', '901'), { run_name: LONG });
  Object.assign(recordOf(records, 'reservation_types', '11'), { type: LONG });
  const target = await run('postgres');
  const found = await runOn(target, records);
  expect(found.status).toBe('ok');
  const codes = found.issues.map(({ code, count }) => `${code} ${count}`);
  expect(codes).toContain('RECORD_ID_UNUSABLE 2');
  expect(await rowsOf(target, 'SELECT max(length("firstName")) AS most FROM customers')).toEqual([
    { most: 300 },
  ]);
  // The stay of the pet whose id is none falls with it; that of the lodging without an id stands without one.
  expect(found.entities.find(({ entity }) => entity === 'reservations')).toMatchObject({
    inserted: 2,
    rejected: 1,
  });
});

it('a NUL in a cell moves nowhere, and breaks nothing that is kept of the line (seeds 10, 777029)', async () => {
  const records = moneyResort();
  Object.assign(records['species']?.[0] ?? {}, { label: 'D\u0000og' });
  Object.assign(recordOf(records, 'immunizations', '3001'), { animal_id: '5\u000001' });
  Object.assign(recordOf(records, 'payments', '6003'), {
    total_balance: '5\u000000.00',
    payment_method_type: 'Che\u0000ck',
  });
  const found = await runOn(await run('postgres'), records);
  expect(found.status).toBe('ok');
  expect(found.totals.filter(({ balanced }) => !balanced)).toEqual([]);
  expect(found.entities.find(({ entity }) => entity === 'immunizations')).toMatchObject({ rejected: 0 });
});

it('records that were merged and are told apart later never write one row (seed 207)', async () => {
  const records = moneyResort();
  records['immunization_types']?.push({ id: '9', type: 'Rabies', required: '1', species_id: '1' });
  const target = await run('postgres');
  expect((await runOn(target, records)).status).toBe('ok');
  recordOf(records, 'immunization_types', '9')['species_id'] = '2';
  recordOf(records, 'immunization_types', '1')['required'] = '0';
  const found = await runOn(target, records, '2026-03-09');
  expect(found.status).toBe('ok');
  // Each has a row of its own from here on.
  expect(found.entities.find(({ entity }) => entity === 'immunization_types')).toMatchObject({
    ...{ inserted: 1, updated: 1, rejected: 0 },
  });
});
