import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { reportAgain } from '../../src/pipeline/publish.ts';
import { extract, loadOnly } from '../../src/pipeline/run.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { exceptionsOf } from '../../src/reconcile/readiness.ts';
import { moneyResort, recordOf, writeResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns } from '../support/runs.ts';

const start = testRuns();

const cellsOf = ({ tomorrow }: RunModel, kind: string) =>
  (tomorrow?.cells ?? [])
    .filter((cell) => cell.kind === kind)
    .map(({ day, service, source, target, notMoved }) => [day.slice(8), service, source, target, notMoved]);

it.each(['wall-as-utc', 'utc'] as const)(
  'tells who comes, goes and stays on the days ahead, old against new, by the clock of the resort (%s)',
  async (reservationTimeMode) => {
    const run = await start('postgres', { reservationTimeMode });
    const records = moneyResort();
    const stay = recordOf(records, 'reservations', '901');
    records['reservations']?.push(
      { ...stay, id: '910', cancel_stamp: '2026-02-02 10:00:00' },
      { ...stay, id: '911', o_id: '999' },
      { ...stay, id: '912', start_date: '2026-05-01 08:00:00', end_date: '2026-05-02 08:00:00' },
      {
        ...stay,
        id: '913',
        start_date: '2026-03-10 22:30:00',
        end_date: '2026-03-10 23:45:00',
        run_name: '',
      },
    );
    const model = await runOn(run, records);
    expect(model.tomorrow?.notChecked).toBeNull();
    expect(model.tomorrow?.days).toHaveLength(30);
    expect(model.tomorrow?.days[0]).toBe('2026-03-02');
    expect(model.tomorrow?.services).toEqual({ '11': 'Boarding | Suite' });
    expect(cellsOf(model, 'arrivals')).toEqual([
      ['02', '11', 2, 1, 1],
      ['03', '11', 1, 1, 0],
      ['04', '11', 1, 1, 0],
      ['10', '11', 1, 1, 0],
    ]);
    expect(cellsOf(model, 'departures').map(([day]) => day)).toEqual(['04', '05', '06', '10']);
    expect(cellsOf(model, 'overnights')).toEqual([
      ['02', '11', 2, 1, 1],
      ['03', '11', 3, 2, 1],
      ['04', '11', 2, 2, 0],
      ['05', '11', 1, 1, 0],
    ]);
  },
);

it('counts the safety facts of both sides, and names every animal that was not moved with one', async () => {
  const run = await start('postgres');
  const records = moneyResort();
  recordOf(records, 'animals', '503')['feeding_notes'] = 'Two cups';
  records['animals']?.push({ ...recordOf(records, 'animals', '501'), id: '599', owner_id: '999' });
  const model = await runOn(run, records);
  const facts = Object.fromEntries(
    (model.safety ?? []).map(({ name, source, target, rejected, lost }) => [
      name,
      [source, target, rejected, lost],
    ]),
  );
  expect(facts).toEqual({
    allergies: [2, 1, 1, 1],
    medication: [1, 1, 0, 0],
    bites: [0, 0, 0, 0],
    'do-not-book': [1, 1, 0, 0],
    feeding: [1, 1, 0, 0],
    'vaccination-missing': [2, 1, 1, 0],
    'vaccination-expired': [0, 0, 0, 0],
  });
  expect(model.safety?.[0]?.losses).toEqual([{ sourceId: '599', code: 'ANIMAL_OWNER_UNKNOWN' }]);
});

it('names the rule that kept back the only vaccination of an animal, and counts whoever lost one without a rule', async () => {
  const run = await start('postgres');
  const records = moneyResort();
  Object.assign(recordOf(records, 'immunizations', '3003'), { type_id: '', type: '' });
  const model = await runOn(run, records);
  const missing = model.safety?.find(({ name }) => name === 'vaccination-missing');
  expect(missing).toMatchObject({ source: 1, target: 2, rejected: 0, lost: 1, wrong: 0 });
  expect(missing?.losses).toEqual([{ sourceId: '502', code: 'IMMUNIZATION_TYPE_MISSING' }]);
  expect(exceptionsOf(model).filter(({ kind }) => kind === 'safety')).toEqual([]);
  await person(run, "UPDATE public.pets SET \"vaccineExpirations\" = '{}' WHERE name = 'Pet501'");
  const again = await runOn(run, records, '2026-03-02');
  expect(again.safety?.find(({ name }) => name === 'vaccination-missing')).toMatchObject({
    lost: 2,
    wrong: 1,
  });
  expect(exceptionsOf(again).filter(({ kind }) => kind === 'safety')).toMatchObject([
    { code: 'safety.vaccination-missing', count: 1 },
  ]);
});

it('chooses the same spot checks again, and shows values and names only where they were asked for', async () => {
  const run = await start('postgres', { balanceSign: 'owes-positive' });
  const records = moneyResort();
  recordOf(records, 'owners', '103')['current_balance'] = '999.00';
  records['animals']?.push({ ...recordOf(records, 'animals', '501'), id: '599', owner_id: '999' });
  const model = await runOn(run, records);
  const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as RunModel;
  const shown = await read(model.report.json);
  expect(shown.spots?.map(({ entity, sourceId, why }) => [entity, sourceId, why])).toEqual(
    model.spots?.map(({ entity, sourceId, why }) => [entity, sourceId, why]),
  );
  expect(shown.spots).toContainEqual(
    expect.objectContaining({ entity: 'owners', sourceId: '103', why: 'balance' }),
  );
  const pet = shown.spots?.find(({ sourceId }) => sourceId === '501');
  expect(pet).toMatchObject({ why: 'safety' });
  expect(pet?.fields).toContainEqual({
    label: 'Allergies',
    source: 'xxxxxxx & xxxx',
    target: 'xxxxxxx & xxxx',
  });
  expect(await readFile(model.report.html, 'utf8')).not.toMatch(/Chicken|Last103|Pet599/);

  const personal = { ...run.runtime, settings: { ...run.runtime.settings, showPersonalData: true } };
  const open = await reportAgain(personal, {});
  const told = await read(open.json);
  expect(told.spots?.find(({ sourceId }) => sourceId === '501')?.fields).toContainEqual({
    ...{ label: 'Allergies', source: 'Chicken & beef', target: 'Chicken & beef' },
  });
  const page = await readFile(open.html, 'utf8');
  expect(page).toContain('owners/103, First103 Last103');
  expect(page).toContain('animals/599 (Pet501)');
  // And masked again where it is not asked for, whatever was written before.
  const again = await reportAgain(run.runtime, {});
  expect(await readFile(again.html, 'utf8')).not.toMatch(/Chicken|Last103/);
});

it('fills the spot checks of a dry run in before its rows are gone', async () => {
  const run = await start('postgres');
  await extract(run.runtime, { from: [await writeResort(moneyResort())] });
  const dry = await loadOnly(run.runtime, { dryRun: true });
  expect(dry.spots?.find(({ sourceId }) => sourceId === '501')?.fields).toContainEqual({
    ...{ label: 'Allergies', source: 'xxxxxxx & xxxx', target: 'xxxxxxx & xxxx' },
  });
  expect(await readFile(dry.report.html, 'utf8')).toContain('xxxxxxx &amp; xxxx');
  expect(await rowsOf(run, 'SELECT 1 FROM pets')).toEqual([]);
});

it('lays the rejected records beside the report, in the columns of Gingr, also of a load that was refused', async () => {
  const run = await start('postgres', {
    rejects: { accept: {}, refuse: { '*': { kind: 'count', value: 0 } } },
  });
  const records = moneyResort();
  records['animals']?.push({ ...recordOf(records, 'animals', '501'), id: '599', owner_id: '999' });
  const refused = await runOn(run, records);
  expect(refused.status).toBe('refused');
  const name = 'animals (exported 2026-03-01).csv.rejects.csv';
  const beside = (model: { report: { html: string } }) =>
    readFile(path.join(path.dirname(model.report.html), 'rejects', name), 'utf8');
  expect((await beside(refused)).split('\r\n')[1]).toContain('"599","999"');
  expect(await readFile(refused.report.html, 'utf8')).toContain(`href="rejects/${encodeURI(name)}"`);

  run.runtime.settings.rejects.refuse = {};
  const loaded = await runOn(run, records);
  expect((await beside(loaded)).split('\r\n')[0]).toMatch(
    /^\ufeff"id","owner_id",.*"reject_file","reject_line","reject_code","reject_reason","reject_remedy"$/,
  );
  expect(await beside(loaded)).toContain('"ANIMAL_OWNER_UNKNOWN"');
});

it('says what changed against an earlier batch, and how many rows people changed since', async () => {
  const run = await start('postgres');
  const records = moneyResort();
  recordOf(records, 'animals', '503')['owner_id'] = '999';
  const first = await runOn(run, records);
  const second = await runOn(run, moneyResort(), '2026-03-02');
  await person(run, `UPDATE pets SET color = 'Red' WHERE "externalId" = '503'`);
  const lists = async (file: string) =>
    (await readFile(path.join(path.dirname(second.report.html), file), 'utf8')).split('\r\n').length - 2;
  const told = await rowsOf(run, 'SELECT 1 FROM migration.issues WHERE batch = 2');
  expect(await lists('every-issue.csv')).toBe(told.length);
  expect(await lists('every-alteration.csv')).toBe(
    (await rowsOf(run, 'SELECT 1 FROM migration.alterations WHERE batch = 2')).length,
  );
  const { html } = await reportAgain(run.runtime, { compare: first.batch?.id ?? '' });
  const page = await readFile(html, 'utf8');
  expect(path.dirname(html)).toContain(second.batch?.id);
  expect(page).toContain('What changed since');
  expect(page.replace(/\s*<[^<>]*>\s*/g, ' ')).toMatch(/Animals: could not be moved\s+1\s+none/);
  expect(page).toContain('1 row that people changed since');
});
