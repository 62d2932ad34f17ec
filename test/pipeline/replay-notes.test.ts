import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rejectsReplay } from '../../src/pipeline/replay.ts';
import { exportedRejects, saveMended } from '../support/mended.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns } from '../support/runs.ts';
import { MAPPINGS, type TestRun } from '../support/runtime.ts';

/** A mended note says of its host what a load of the whole mended export would have said. */

const start = testRuns();

const employee = (id: string, first_name: string, group: string, email: string) => ({
  ...{ id, first_name, email, group, username: first_name.toLowerCase(), last_name: 'Sample' },
  ...{ allowed_locations: '1', active: '1' },
});
const note = (id: string, of: Record<string, string>, created_by: string, text: string) => ({
  ...{ id, ...of, created_at: '2025-03-01 09:00:00', created_by, note_type: 'Call', note: text },
});

/** Notes by an employee, by one of two that are one person, by one who was rejected, and by a name; of nobody each second. */
function noted(): Records {
  const records = smallResort();
  records['employees'] = [
    employee('31', 'Pat', 'Managers', 'pat@example.test'),
    { ...employee('32', 'Kim', 'Managers', 'kim@example.test'), active: '0' },
    employee('33', 'Kim', 'Managers', 'kim@example.test'),
    employee('34', 'Lee', '', 'lee@example.test'),
  ];
  const notes = (column: string, host: string) => [
    note('1', { [column]: host }, '31', 'Asked about a bath'),
    note('2', { [column]: host }, '34', 'Asked again'),
    note('3', { [column]: host }, 'casey', 'Paid in full'),
    note('4', { [column]: '999' }, '32', 'Moved away: twice'),
  ];
  records['owner_notes'] = notes('owner_id', '101');
  records['animal_notes'] = notes('animal_id', '501');
  records['reservation_notes'] = notes('reservation_id', '901');
  const day = { incident_type: 'Injury', severity: 'Low', incident_date: '2026-02-03 10:30:00' };
  records['incidents'] = [
    { id: '1', animal_id: '999', ...day, description: 'Limped', employee_id: '31', reservation_id: '901' },
  ];
  records['report_cards'] = [
    {
      id: '1',
      animal_id: '999',
      owner_id: '',
      report_date: '2026-02-03',
      notes: 'Good',
      ...{ activities: 'Nap', employee_id: '31' },
    },
  ];
  return records;
}

const HOSTS = [
  ['owner_notes', 'owner_id', '101', '4', 'customers'],
  ['animal_notes', 'animal_id', '501', '4', 'pets'],
  ['reservation_notes', 'reservation_id', '901', '4', 'reservations'],
  ['incidents', 'animal_id', '501', '1', 'incidents'],
  ['report_cards', 'animal_id', '501', '1', 'report_cards'],
] as const;

/** Every row, all columns, without what says when and by which batch it was written. */
const rowsIn = async (run: TestRun, table: string) =>
  rowsOf(
    run,
    `SELECT to_jsonb(t) - ARRAY['createdAt', 'updatedAt', 'updatedBy', 'migrationBatchId'] AS row FROM ${table} t ORDER BY t.id`,
  );

describe('replay of a mended record, and a load of the whole mended export', () => {
  it('write the same rows, whoever wrote what', async () => {
    const overlay = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
    await mkdir(path.join(overlay, 'lookups'));
    const roles = 'lookup: staff_roles\nentries:\n  Managers: MANAGER\n';
    await writeFile(path.join(overlay, 'lookups/staff_roles.yaml'), roles);
    const settings = { mappingFolders: [MAPPINGS, overlay] };
    const whole = await start('postgres', settings);
    const records = noted();
    for (const [entity, column, host, id] of HOSTS) recordOf(records, entity, id)[column] = host;
    await runOn(whole, records);

    const run = await start('postgres', settings);
    await runOn(run, noted());
    const staff = await rowsOf(run, 'SELECT * FROM staff ORDER BY id');
    expect(staff).toHaveLength(2);
    const rejects = await exportedRejects(run);
    const files = HOSTS.map(([entity, column, host]) => {
      const file = rejects.get(entity);
      expect(file?.rows).toHaveLength(1);
      for (const row of file?.rows ?? []) row[column] = host;
      return file ? [saveMended(file)] : [];
    });
    const replay = await rejectsReplay(run.runtime, { files: await Promise.all(files.flat()) });
    expect(replay).toMatchObject({ given: 5, mended: 5 });
    expect(replay.run.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect(replay.run.entities.filter(({ balanced }) => !balanced)).toEqual([]);
    // Three authors and the one who is the same person; who was rejected is so again, and counts as nothing that came along.
    expect(replay.run.along).toMatchObject({ employees: 3 });
    expect(replay.run.entities.find(({ entity }) => entity === 'employees')).toMatchObject({
      ...{ read: 4, unchanged: 2, merged: 1, rejected: 1 },
    });
    for (const [, , , , table] of HOSTS)
      expect(await rowsIn(run, table), table).toEqual(await rowsIn(whole, table));
    const [owner] = await rowsOf(run, `SELECT notes FROM customers WHERE "externalId" = '101'`);
    expect(owner?.['notes']).toMatch(
      /Kim Sample \(Call\): Moved away: twice\n.*Lee Sample \(Call\): Asked again\n.*Pat Sample \(Call\): Asked about a bath\n.*casey \(Call\): Paid in full$/s,
    );
    expect(await rowsOf(run, 'SELECT * FROM staff ORDER BY id')).toEqual(staff);
  });
});
