import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rejectsExport } from '../../src/pipeline/rejects.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { ENGINES } from '../support/effort.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';
import { rowsOf, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** The calendar with human headings: names, no ids (gingr-sources.md 1.1, shape a). */

const fresh = testRuns();

const HEADER = 'Animal,Owner,Start Date,End Date,Type,Lodging,Services,Confirmed,Cancelled,Completed';
const REX =
  'Pet501,First101 Last101,Monday 3/2/2026 7:15 am,Wednesday 3/4/2026 5:00 pm,Boarding | Suite,A 01,,✓,,';
const TOM =
  'Pet502,First102  Last102,Tuesday 3/3/2026 7:15 am,Thursday 3/5/2026 5:00 pm,Boarding | Suite,A 02,,✓,,';

/** Runs on the records and, beside them, a file that is called as a day export is. */
async function runWith(run: TestRun, records: Records, lines: readonly string[]) {
  const folder = await writeResort(records);
  await writeFile(
    path.join(folder, 'Reservations For Monday, 03_02_2026.csv'),
    `${[HEADER, ...lines].join('\n')}\n`,
  );
  return { model: await runAll(run.runtime, { command: 'run', from: [folder] }), folder };
}

type Model = Awaited<ReturnType<typeof runWith>>['model'];
const account = (model: Model) => model.entities.find(({ entity }) => entity === 'calendar_details');
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const verdicts = (run: TestRun) =>
  rowsOf(
    run,
    `SELECT outcome, code FROM migration.outcomes WHERE entity = 'calendar_details' AND outcome <> 'merged' ORDER BY 2`,
  );

describe('a line of the calendar', () => {
  it.each(ENGINES)(
    'ends merged in the stay that it shows where all names are exact, and makes no row, on %s',
    async (kind) => {
      const run = await fresh(kind);
      const { model } = await runWith(run, smallResort(), [REX, TOM, REX]);
      expect(model.status).toBe('ok');
      expect(account(model)).toMatchObject({
        lines: 3,
        copies: 1,
        read: 2,
        merged: 2,
        rejected: 0,
        balanced: true,
      });
      expect(countOf(model, 'CALENDAR_STAY_DIFFERS')).toBe(0);
      const rows = await rowsOf(run, 'SELECT "externalId" AS id FROM reservations ORDER BY 1');
      expect(rows).toEqual([{ id: '901' }, { id: '902' }, { id: '903' }]);
    },
  );

  it('is rejected with its reason where anything is not exact, and the stays move by their ids', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    const twin = { ...recordOf(records, 'owners', '102'), id: '104', email: 'twin@example.test' };
    records['owners']?.push(twin, {
      ...recordOf(records, 'owners', '101'),
      id: '105',
      first_name: 'Solo',
      email: 'solo@example.test',
    });
    const pet = recordOf(records, 'animals', '503');
    records['animals']?.push(
      { ...pet, id: '504', owner_id: '105', first_name: 'Duke' },
      { ...pet, id: '505', owner_id: '105', first_name: 'Duke ' },
      { ...pet, id: '506', owner_id: '105', first_name: 'Ace' },
    );
    records['reservations']?.push({ ...recordOf(records, 'reservations', '903'), id: '913' });
    const at = 'Monday 3/2/2026 7:15 am,Wednesday 3/4/2026 5:00 pm,Boarding | Suite,,,,,';
    const { model } = await runWith(run, records, [
      // Two owners of one name; a misspelt name; another case; two animals of one name; no such stay; two such stays.
      TOM,
      `Pet501,Frist101 Last101,${at}`,
      `PET501,First101 Last101,${at}`,
      `Duke,Solo Last101,${at}`,
      `Ace,Solo Last101,${at}`,
      'Pet503,First103 Last103,Wednesday 3/4/2026 7:15 am,Friday 3/6/2026 5:00 pm,Boarding | Suite,,,,,',
      `,First101 Last101,${at}`,
      'Pet501,First101 Last101,someday,Wednesday 3/4/2026 5:00 pm,Boarding | Suite,,,,,',
      'Pet501,First101 Last101,Monday 3/2/2026 7:16 am,Wednesday 3/4/2026 5:00 pm,Boarding | Suite,,,,,',
    ]);
    expect(account(model)).toMatchObject({ read: 9, merged: 0, rejected: 9, balanced: true });
    expect((await verdicts(run)).map(({ code }) => code)).toEqual([
      ...['CALENDAR_ANIMAL_UNKNOWN', 'CALENDAR_ANIMAL_UNKNOWN', 'CALENDAR_ANIMAL_UNKNOWN'],
      ...['CALENDAR_NAME_AMBIGUOUS', 'CALENDAR_NAME_AMBIGUOUS', 'CALENDAR_STAY_AMBIGUOUS'],
      ...['CALENDAR_STAY_UNKNOWN', 'CALENDAR_STAY_UNKNOWN', 'RESERVATION_DATES_MISSING'],
    ]);
    const stays = model.entities.find(({ entity }) => entity === 'reservations');
    expect(stays).toMatchObject({ inserted: 4, rejected: 0, balanced: true });
  });

  it('counts namesakes that were rejected themselves: they exist', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    // An animal of the same name without a readable owner cannot be of that owner; one of the owner that fell can.
    const fallen = { ...recordOf(records, 'animals', '501'), id: '599', medicines: '#NAME?' };
    records['animals']?.push(fallen);
    const { model } = await runWith(run, records, [REX]);
    expect(await verdicts(run)).toEqual([{ outcome: 'rejected', code: 'CALENDAR_NAME_AMBIGUOUS' }]);
    expect(countOf(model, 'SPREADSHEET_SAFETY_LOST')).toBe(1);
  });

  it('falls with the stay that it shows', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    Object.assign(recordOf(records, 'reservations', '901'), { type_id: '' });
    Object.assign(recordOf(records, 'reservations', '902'), {
      confirmed_stamp: '',
      wait_list_stamp: '2026-02-01 10:00:00',
    });
    await runWith(run, records, [REX, TOM]);
    expect(await verdicts(run)).toEqual([
      // Rejected both: nobody reviewed the kind of service that the second waits for.
      { outcome: 'rejected', code: 'PARENT_NOT_LOADED' },
      { outcome: 'rejected', code: 'PARENT_NOT_LOADED' },
    ]);
  });

  it('says where it and the stay disagree on a cancellation; the stay moves as its own export says', async () => {
    const run = await fresh('postgres');
    const records = smallResort();
    Object.assign(recordOf(records, 'reservations', '902'), { cancel_stamp: '2026-03-01 10:00:00' });
    const { model } = await runWith(run, records, [REX.replace('✓,,', '✓,✓,'), TOM]);
    expect(countOf(model, 'CALENDAR_STAY_DIFFERS')).toBe(2);
    const rows = await rowsOf(
      run,
      'SELECT "externalId" AS id, status::text FROM reservations ORDER BY 1 LIMIT 2',
    );
    expect(rows).toEqual([
      { id: '901', status: 'CONFIRMED' },
      { id: '902', status: 'CANCELLED' },
    ]);
  });

  it('is rejected where it is all there is, without an invented id; a raw export later brings the stay once', async () => {
    const run = await fresh('postgres');
    const { reservations, ...others } = smallResort();
    const first = await runWith(run, others, [REX]);
    expect(await verdicts(run)).toEqual([{ outcome: 'rejected', code: 'CALENDAR_STAY_UNKNOWN' }]);
    expect(first.model.entities.find(({ entity }) => entity === 'animals')).toMatchObject({ inserted: 3 });
    // The line itself is lost to nobody.
    const { files } = await rejectsExport(run.runtime, { out: path.join(first.folder, 'rejects') });
    const [written] = files;
    const text = await readFile(written?.path ?? '', 'utf8');
    expect(text).toContain(`"${REX.replaceAll(',', '","')}",`);
    expect(text).toContain('"2","CALENDAR_STAY_UNKNOWN",');
    const { model } = await runWith(run, { ...others, reservations: reservations ?? [] }, [REX]);
    expect(account(model)).toMatchObject({ merged: 1, rejected: 0 });
    expect(await rowsOf(run, 'SELECT 1 FROM reservations')).toHaveLength(3);

    const { model: again } = await runWith(run, { ...others, reservations: reservations ?? [] }, [REX]);
    expect(again.wrote).toBe(false);
    await undo(run, model.batch);
    expect(await rowsOf(run, 'SELECT 1 FROM reservations')).toHaveLength(0);
  });

  it('puts no name into an id, so none into a report or a log', async () => {
    const run = await fresh('postgres');
    const { model } = await runWith(run, smallResort(), [REX, `Pet77,${TOM.slice(7)}`]);
    expect(JSON.stringify(model)).not.toMatch(/First10[12]|Pet77/);
    const ids = await rowsOf(
      run,
      `SELECT source_id AS id FROM migration.outcomes WHERE entity = 'calendar_details'`,
    );
    for (const { id } of ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
  });

  it('is found at any time mode', async () => {
    for (const reservationTimeMode of ['utc', 'date-only'] as const) {
      const run = await fresh('postgres', { reservationTimeMode });
      const { model } = await runWith(run, smallResort(), [REX, TOM]);
      expect(account(model), reservationTimeMode).toMatchObject({ merged: 2, rejected: 0 });
    }
  });

  it('is read from tab-separated files, and a damaged line is counted as one', async () => {
    const run = await fresh('postgres');
    const folder = await writeResort(smallResort());
    const file = path.join(folder, 'x.txt');
    await writeFile(file, `\ufeff${[HEADER, TOM].join('\r\n').replaceAll(',', '\t')}\r\n`);
    await appendFile(file, 'Pet503\tFirst103\r\n');
    const model = await runAll(run.runtime, { command: 'run', from: [folder] });
    expect(account(model)).toMatchObject({ read: 2, merged: 1, rejected: 1, balanced: true });
    expect(countOf(model, 'FILE_LINE_COLUMNS')).toBe(1);
  });
});
