import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { animals } from '../../src/gingr/animals.ts';
import { owners } from '../../src/gingr/owners.ts';
import { reservations } from '../../src/gingr/reservations.ts';
import { type Ended, expectStatus, type Home, home, jsonOf } from '../support/cli.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';

/** In every value that could be a person's; nothing else holds it. */
const MARK = 'zqx';

/** Columns whose value decides what kind of thing a record is, or whose record it is: a mark there tells of nobody. */
const STRUCTURE =
  /^id$|_id$|^id_|_stamp|_date$|^created|^starts_|^ends_|type|area_name|run_name|species|gender|fixed|banned|deactivated|deceased|opt_out|allow_online|vip|_count$|_iso$|location|standing|number_/;

/** A value of its own in every column of every record, and bad values in all of their shapes beside them. */
function markedResort(): Records {
  const records = smallResort();
  let number = 0;
  for (const entity of [owners, animals, reservations]) {
    for (const record of records[entity.name] ?? []) {
      for (const { name } of entity.columns) {
        number += 1;
        if (!STRUCTURE.test(name)) record[name] = `${MARK}${number} ${MARK}word`;
      }
    }
  }
  const owner = (id: string) => recordOf(records, 'owners', id);
  Object.assign(owner('101'), {
    email: `${MARK}-one@example.test`,
    secondary_email: `${MARK}-two@example.test`,
  });
  Object.assign(owner('102'), { email: `${MARK}-one@example.test` });
  Object.assign(owner('103'), { email: `${MARK}-three@example.test ${MARK}-four@example.test` });
  Object.assign(recordOf(records, 'animals', '502'), { vet_id: `${MARK}vet`, gender: `${MARK}gender` });
  Object.assign(recordOf(records, 'animals', '503'), { owner_id: '999' });
  Object.assign(recordOf(records, 'reservations', '902'), { end_date: `${MARK}date` });
  records['owners']?.push({ ...owner('101'), city: `${MARK}othercity` });
  return records;
}

let here: Home;
let from: string;
let batch: string;
const spoken: { command: string; ended: Ended }[] = [];

beforeAll(async () => {
  here = await home('postgres');
  from = await writeResort(markedResort());
  const say = async (...args: string[]) => {
    const ended = await here.cli([...args, '--log-level', 'trace']);
    spoken.push({ command: args.join(' '), ended });
    return ended;
  };
  await say('extract', '--from', from);
  await say('transform');
  await say('validate', '--json');
  await say('load', '--dry-run');
  const loaded = await say('run', '--from', from, '--json');
  batch = (jsonOf(loaded) as { batch: { id: string } }).batch.id;
  await say('run', '--from', from);
  await say('verify', '--json');
  await say('report');
  await say('status');
  await say('doctor');
  for (const [entity, id] of [
    ['owners', '102'],
    ['owners', '101'],
    ['animals', '502'],
    ['reservations', '901'],
  ] as const) {
    await say('explain', entity, id);
    await say('explain', entity, id, '--json');
  }
  await say('mapping', 'check');
  await say('rejects', 'export', '--batch', batch, '--out', 'rejects');
  await say('rollback', batch, '--dry-run');
  await say('rollback', batch, '--confirm', batch, '--json');
}, 600_000);
afterAll(() => here.drop());

/** All files below a folder. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** Where a text holds a mark, with some words around it. */
const marks = (text: string): string[] =>
  [...text.matchAll(new RegExp(`.{0,60}${MARK}.{0,40}`, 'gi'))].map(([found]) => found);

describe('values of people', () => {
  it('do move, so that the rest of this test means something', async () => {
    expect(spoken.every(({ ended }) => ended.status === 0 || ended.status === 4)).toBe(true);
    const snapshot = (await filesBelow(path.join(here.workspace, 'snapshots'))).filter((file) =>
      file.endsWith('owners.ndjson'),
    );
    expect(marks(await readFile(snapshot[0] ?? '', 'utf8')).length).toBeGreaterThan(10);
  });

  it('stand in no output of any command (P-PRIV-4)', () => {
    for (const { command, ended } of spoken) {
      expect(marks(ended.stdout), `stdout of ${command}`).toEqual([]);
      expect(marks(ended.stderr), `stderr of ${command}`).toEqual([]);
    }
  });

  it('stand in no log, at level trace', async () => {
    const logs = await filesBelow(path.join(here.workspace, 'logs'));
    expect(logs.length).toBeGreaterThanOrEqual(spoken.length);
    for (const log of logs) expect(marks(await readFile(log, 'utf8')), log).toEqual([]);
  });

  it('stand in no report, unless they are asked for', async () => {
    // The rejected records in Gingr's own columns lie in a folder of their own, for whoever mends them.
    const all = await filesBelow(here.reports);
    const reports = all.filter((file) => !file.split(path.sep).includes('rejects'));
    expect(reports.length).toBeLessThan(all.length);
    expect(reports.some((file) => file.endsWith('.html'))).toBe(true);
    for (const report of reports) expect(marks(await readFile(report, 'utf8')), report).toEqual([]);
    const shown = await here.cli(['run', '--from', from, '--show-personal-data', '--json']);
    const { report } = jsonOf(shown) as { report: { json: string } };
    expect(marks(await readFile(report.json, 'utf8')).length).toBeGreaterThan(0);
  });
});

it('every file that could hold them is for its owner alone', async () => {
  const embedded = await home('pglite');
  expectStatus(await embedded.cli(['run', '--from', await writeResort(smallResort())]), 0);
  const open: string[] = [];
  for (const { folder } of [here, embedded]) {
    for (const part of await readdir(folder)) {
      if (part.endsWith('.yaml')) continue;
      await collectOpen(path.join(folder, part), open);
    }
  }
  await embedded.drop();
  expect(open).toEqual([]);
});

/** Files and folders that others may look into. What lies inside the database's closed folder is closed. */
async function collectOpen(at: string, open: string[]): Promise<void> {
  const found = await stat(at);
  if ((found.mode & 0o077) !== 0) open.push(`${at} ${(found.mode & 0o777).toString(8)}`);
  if (!found.isDirectory() || path.basename(at) === 'embedded') return;
  for (const name of await readdir(at)) await collectOpen(path.join(at, name), open);
}
