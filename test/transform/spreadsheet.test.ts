import { describe, expect, it, test } from 'vitest';
import { linesOf } from '../../src/snapshot/read.ts';
import { isDamagedId, SPREADSHEET_MARKS } from '../../src/transform/spreadsheet.ts';
import { recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns } from '../support/runs.ts';
import { mapLine } from './support.ts';

const codes = (line: { issues: readonly { code: string; column?: string | undefined }[] }) =>
  line.issues.map(({ code, column }) => `${code} ${column ?? ''}`.trim());

const animal = { id: '5', owner_id: '4', first_name: 'Rex', species_id: '1' };

describe('an id that a spreadsheet program rewrote is none', () => {
  test.each([
    '4.0123E+04',
    '4E+04',
    '-4.01E+04',
    '1,23457E+11',
    '40123.00',
    '40,123',
    '#NAME?',
    '#####',
    '="40123"',
    '=+40123',
  ])('%j is damaged', (id) => expect(isDamagedId(id)).toBe(true));

  test.each(['40123', '0040123', 'A-40', '4E5', '1e3', '12E+04', '4,01', '40123.5', '#12', '='])(
    '%j is not',
    (id) => expect(isDamagedId(id)).toBe(false),
  );

  it('rejects the record by its own code, and gives it no identity and no row', async () => {
    const line = await mapLine('animals', { id: ' 5.0123E+04', owner_id: '40123', first_name: 'Rex' });
    expect(line).toMatchObject({ state: 'rejected', code: 'SPREADSHEET_ID', sourceId: null, rows: [] });
    expect(line.issues).toContainEqual({ code: 'SPREADSHEET_ID', column: 'id', value: '5.0123E+04' });
  });

  test.each([
    ['animals', { id: '5', owner_id: '4.0123E+04' }, 'owner_id'],
    [
      'reservations',
      {
        id: '9',
        a_id: '5',
        o_id: '4',
        type_id: '1.2E+01',
        start_date: '2025-03-04 07:15:00',
        end_date: '2025-03-05 07:15:00',
      },
      'type_id',
    ],
    ['invoice_lines', { id: '8', invoice_id: '="7001"', total: '1.00' }, 'invoice_id'],
  ])('rejects %s whose mandatory reference was rewritten', async (entity, values, column) => {
    const line = await mapLine(entity, values);
    expect(line).toMatchObject({ state: 'rejected', code: 'SPREADSHEET_REFERENCE' });
    expect(codes(line)).toContain(`SPREADSHEET_REFERENCE ${column}`);
  });

  it('leaves the labels of lodgings alone: they are words, not ids', async () => {
    const line = await mapLine('reservations', {
      ...{ id: '9', a_id: '5', o_id: '4', type_id: '1', run_name: '10.00', area_name: '1,000' },
      ...{ start_date: '2025-03-04 07:15:00', end_date: '2025-03-05 07:15:00' },
    });
    expect(line.state).toBe('ready');
  });
});

describe('other cells are told of and taken as they stand', () => {
  test.each([
    [{ microchip: '9.85141E+14' }, 'SPREADSHEET_NUMBER microchip', 'microchipNumber'],
    [{ feeding_notes: '=+2 scoops' }, 'SPREADSHEET_FORMULA feeding_notes', 'foodNotes'],
    [{ notes: '#NAME?' }, 'SPREADSHEET_TEXT_LOST notes', 'notes'],
    [{ first_name: '########' }, 'SPREADSHEET_TEXT_LOST first_name', 'name'],
  ])('%j', async (cells, told, column) => {
    const line = await mapLine('animals', { ...animal, ...cells });
    expect(line.state).toBe('ready');
    expect(codes(line)).toEqual([told]);
    expect(line.row('pets')[column]).toBe(Object.values(cells)[0]);
  });

  test.each([
    'E+ vitamins',
    '=) happy dog',
    '+1 505 555 0142',
    '- no chicken',
    '#1 dog',
    'see #NAME? tag',
    '5e+3',
    'a = "b"',
  ])('nothing is said of %j', async (notes) =>
    expect((await mapLine('animals', { ...animal, notes })).issues).toEqual([]),
  );

  it('nothing is said of what a stay repeats of its animal: that is told of the animal', async () => {
    const line = await mapLine('reservations', {
      ...{
        id: '9',
        a_id: '5',
        o_id: '4',
        type_id: '1',
        a_notes: '#NAME?',
        zip: '2134',
        home_phone: '5.055E+09',
      },
      ...{ start_date: '2025-03-04 07:15:00', end_date: '2025-03-05 07:15:00' },
    });
    expect(line.issues).toEqual([]);
  });

  test.each([
    ['animals', 'allergies'],
    ['animals', 'medicines'],
    ['animals', 'banned'],
    ['owners', 'opt_out_email'],
    ['owners', 'banned'],
  ])('a safety fact of %s that is lost rejects its record: %s', async (entity, column) => {
    const line = await mapLine(entity, { ...animal, email: 'a@example.test', [column]: '#NAME?' });
    expect(line).toMatchObject({ state: 'rejected', code: 'SPREADSHEET_SAFETY_LOST' });
    expect(codes(line)).toContain(`SPREADSHEET_SAFETY_LOST ${column}`);
  });
});

describe('dates', () => {
  const stay = { id: '9', a_id: '5', o_id: '4', type_id: '1' };

  test.each(['45720.30208', '45720', '45720,5', '3/4/2025 7:15', '3/4/25 7:15', '3/4/25'])(
    '%j is the date of a spreadsheet, and never a day of 1970',
    async (raw) => {
      const line = await mapLine('animals', { ...animal, birthday: raw });
      expect(codes(line)).toEqual(['SPREADSHEET_DATE birthday']);
      expect(line.row('pets')['birthdate']).toBeNull();
    },
  );

  it('rejects a stay whose times are serial numbers', async () => {
    const line = await mapLine('reservations', {
      ...stay,
      start_date: '45720.30208',
      end_date: '45722.70833',
    });
    expect(line).toMatchObject({ state: 'rejected', code: 'RESERVATION_DATES_MISSING' });
    expect(codes(line)).toEqual([
      ...['SPREADSHEET_DATE end_date', 'RESERVATION_DATES_MISSING end_date'],
      ...['SPREADSHEET_DATE start_date', 'RESERVATION_DATES_MISSING start_date'],
    ]);
  });

  test.each(['3/4/2025', 'Tuesday 3/4/2025 7:15 am', '3/4/2025 7:15:00 PM', '1741097700'])(
    '%j is sound',
    async (raw) => expect((await mapLine('animals', { ...animal, birthday: raw })).issues).toEqual([]),
  );
});

describe('ZIP codes', () => {
  const owner = { id: '4', first_name: 'Ann', last_name: 'O', email: 'a@example.test' };

  test.each(['2134', '501', '21341234'])(
    '%j lost its leading zero, which is told and not mended',
    async (zip) => {
      const line = await mapLine('owners', { ...owner, zip });
      expect(codes(line).filter((code) => code.startsWith('SPREADSHEET'))).toEqual(['SPREADSHEET_ZIP zip']);
      expect(line.row('customers')['zipCode']).toBe(zip);
    },
  );

  test.each(['02134', '02134-1234', '021341234', 'K1A 0B1', '', 'none'])('%j is left alone', async (zip) =>
    expect(codes(await mapLine('owners', { ...owner, zip })).join()).not.toContain('SPREADSHEET'),
  );
});

it('knows in a whole chunk of lines whether any cell is to be looked at closely', () => {
  for (const cell of [
    '9.85141E+14',
    '#NAME?',
    '#VALUE!',
    '#REF!',
    '#DIV/0!',
    '#N/A',
    '#NUM!',
    '#NULL!',
    '#SPILL!',
    '#CALC!',
    '####',
    '=+2',
    '="2"',
    '=SUM(A1)',
  ]) {
    const bytes = Buffer.from(`${JSON.stringify([0, 2, 'x', cell])}\n`);
    expect([...linesOf({ kind: 'lines', bytes, lines: 1 })][0]?.values[1]).toBe(cell);
    expect(
      SPREADSHEET_MARKS.some((mark) => bytes.includes(mark)),
      cell,
    ).toBe(true);
  }
  const quiet = JSON.stringify([
    0,
    2,
    '<i class="fa" style="color:#DD0000">',
    'joe+tag@example.test',
    '#1 & a="b"',
  ]);
  expect(SPREADSHEET_MARKS.filter((mark) => quiet.includes(mark))).toEqual([]);
});

describe('a file that was opened in a spreadsheet program', () => {
  const fresh = testRuns();

  it('is taken as far as it is sound; what is damaged is counted, and an undamaged export mends it', async () => {
    const run = await fresh('postgres');
    const damaged = smallResort();
    Object.assign(recordOf(damaged, 'owners', '101'), { zip: '2134' });
    Object.assign(recordOf(damaged, 'animals', '502'), { medicines: '#NAME?' });
    Object.assign(recordOf(damaged, 'animals', '503'), { id: '5.03E+02' });
    Object.assign(recordOf(damaged, 'reservations', '901'), { start_date: '46083.30208' });
    const model = await runOn(run, damaged);
    expect(model.entities.every(({ balanced }) => balanced)).toBe(true);
    expect(model.verification).toMatchObject({ different: 0, missing: 0, safetyDifferent: 0 });
    const count = (code: string) => model.issues.find((issue) => issue.code === code)?.count;
    expect(count('SPREADSHEET_ID')).toBe(1);
    expect(count('SPREADSHEET_SAFETY_LOST')).toBe(1);
    expect(count('SPREADSHEET_ZIP')).toBe(1);
    expect(count('SPREADSHEET_DATE')).toBe(1);
    const ids = async (table: string) =>
      (await rowsOf(run, `SELECT "externalId" AS id FROM ${table} ORDER BY 1`)).map((row) => row['id']);
    expect(await ids('pets')).toEqual(['501']);
    expect(await ids('reservations')).toEqual([]);

    const sound = await runOn(run, smallResort(), '2026-03-02');
    expect(sound.status).toBe('ok');
    expect(await ids('pets')).toEqual(['501', '502', '503']);
    expect(await ids('reservations')).toEqual(['901', '902', '903']);
  });
});
