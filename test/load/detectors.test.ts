import { describe, expect, it } from 'vitest';
import { SUSPICIONS } from '../../src/core/suspicions.ts';
import { recordOf } from '../support/resort.ts';
import { person, runOn, testRuns } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';
import { MANY, manyResort, overlay, suspected, suspicion } from './many.ts';

const fresh = testRuns();

/** A program that writes its own value behind the load's back. */
const meddle = (run: TestRun, table: string, body: string) =>
  person(
    run,
    `CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
     CREATE TRIGGER meddle BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION meddle()`,
  );

describe('the detectors', () => {
  it.each(['wall-as-utc', 'utc'] as const)(
    'each say what they looked at, and find nothing in an honest load, %s',
    async (reservationTimeMode) => {
      const run = await fresh('postgres', { reservationTimeMode, mappingFolders: await overlay() });
      const first = await runOn(run, manyResort());
      expect(first.suspicions.map(({ name }) => name)).toEqual([...Object.keys(SUSPICIONS), 'VALUE_SUSPECT']);
      expect(first.suspicions.filter(({ found }) => found > 0)).toEqual([]);
      for (const { name, looked, notLooked } of first.suspicions)
        expect(looked.count > 0 || notLooked.length > 0, name).toBe(true);
      const silent = first.suspicions.filter(({ looked }) => looked.count === 0).map(({ name }) => name);
      expect(silent).toEqual(['SUSPECT_SECOND_RUN']);
      expect(first).toMatchObject({ status: 'ok', wrote: true });

      const second = await runOn(run, manyResort());
      expect(second.wrote).toBe(false);
      expect(suspected(second)).toEqual([]);
      expect(suspicion(second, 'SUSPECT_SECOND_RUN').looked.count).toBeGreaterThan(5 * MANY);
    },
  );

  it('say why where there was nothing to look at, and show no personal value', async () => {
    const { owners, animals } = manyResort();
    const run = await fresh('postgres', { reservationTimeMode: 'date-only' });
    const model = await runOn(run, { owners, animals } as ReturnType<typeof manyResort>);
    expect(suspicion(model, 'SUSPECT_MONEY_GROUPS')).toMatchObject({
      looked: { count: 0 },
      notLooked: ['No money was read from Gingr.'],
    });
    expect(suspicion(model, 'SUSPECT_START_HOURS').notLooked).toEqual([
      'The config has stays without their time (reservationTimeMode: date-only).',
    ]);
    expect(JSON.stringify(model.suspicions)).not.toMatch(/First\d|Town|example\.test|Chicken|pill/);
  });

  it('say that a refused load holds nothing to look at', async () => {
    const run = await fresh('postgres', {
      rejects: { accept: {}, refuse: { '*': { kind: 'count', value: 0 } } },
    });
    const records = manyResort();
    recordOf(records, 'animals', '501')['owner_id'] = '';
    const model = await runOn(run, records);
    expect(model.status).toBe('refused');
    for (const name of ['SUSPECT_ONE_VALUE', 'SUSPECT_START_HOURS', 'SUSPECT_SHARED_TEXT', 'SUSPECT_DATES'])
      expect(suspicion(model, name)).toMatchObject({
        looked: { count: 0 },
        notLooked: ['Refused before anything was written.'],
      });
  });
});

describe('a detector warns and takes no load back:', () => {
  it('one value fills a column (SUSPECT_ONE_VALUE)', async () => {
    const mappingFolders = await overlay({
      'owners.yaml': 'entity: owners\ntables: { customers: { columns: { city: { value: Springfield } } } }\n',
    });
    const run = await fresh('postgres', { mappingFolders });
    const model = await runOn(run, manyResort());
    expect(model).toMatchObject({ status: 'ok', wrote: true });
    expect(suspicion(model, 'SUSPECT_ONE_VALUE').findings).toEqual([
      {
        ...{ where: 'customers.city', count: MANY, of: MANY },
        detail: "one value in 100 % of the filled cells; Gingr's most frequent value is in 50 % of its cells",
      },
    ]);
  });

  it('a price of 0 that Gingr has nothing to hold against (SUSPECT_ONE_VALUE, SUSPECT_UNKNOWN_SHARE)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    const records = manyResort();
    records['reservation_types'] = Array.from({ length: 25 }, (_, place) => ({
      ...{ id: String(11 + place), type: `Suite ${place}`, is_taxed: '1', is_deleted: '0' },
    }));
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(suspicion(model, 'SUSPECT_ONE_VALUE').findings).toContainEqual({
      ...{ where: 'services.price', count: 25, of: 25 },
      detail: '0 in 100 % of the filled cells; no cell of Gingr was read again for it',
    });
    expect(suspicion(model, 'SUSPECT_UNKNOWN_SHARE').findings).toEqual([
      {
        ...{ where: 'services.serviceCategory', count: 25, of: 25 },
        detail: '100 % hold OTHER, for 25 different words of Gingr',
      },
    ]);
  });

  it('stays at other hours than in Gingr (SUSPECT_START_HOURS)', async () => {
    const mappingFolders = await overlay({
      'reservations.yaml':
        'entity: reservations\ntables: { reservations: { columns: { startDate: { from: check_in_stamp, apply: [stayStart] } } } }\n',
    });
    const run = await fresh('postgres', { mappingFolders });
    const model = await runOn(run, manyResort());
    expect(model).toMatchObject({ status: 'ok', wrote: true });
    const account = suspicion(model, 'SUSPECT_START_HOURS');
    expect(account.findings).toMatchObject([{ where: 'reservations.startDate', count: MANY, of: MANY }]);
    expect(account.hours).toEqual(
      ['07', '08', '09', '10', '12', '13', '14', '15'].map((hour) => ({
        ...{ hour, source: hour < '12' ? MANY / 4 : 0, target: hour < '12' ? 0 : MANY / 4 },
      })),
    );
  });

  it('stays that people moved are theirs (SUSPECT_START_HOURS)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    await runOn(run, manyResort());
    await person(run, `UPDATE reservations SET "startDate" = "startDate" + interval '3 hours'`);
    expect(suspected(await runOn(run, manyResort()))).toEqual([]);
  });

  it('one picture on pets of several owners (SUSPECT_SHARED_TEXT)', async () => {
    const mappingFolders = await overlay({
      'animals.yaml':
        "entity: animals\ntables: { pets: { columns: { profilePhoto: { value: 'https://photos.example.test/3.jpg' } } } }\n",
    });
    const run = await fresh('postgres', { mappingFolders });
    const model = await runOn(run, manyResort());
    expect(model.status).toBe('ok');
    expect(suspicion(model, 'SUSPECT_SHARED_TEXT').findings).toEqual([
      {
        ...{ where: 'pets.profilePhoto', count: MANY, of: null },
        detail: `the same on ${MANY} pets of ${MANY} owners, in Gingr on 1; first on animals/500`,
      },
    ]);
  });

  it('not where Gingr has the text on all of them (SUSPECT_SHARED_TEXT)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    const records = manyResort();
    for (const animal of records['animals'] ?? []) animal['medicines'] = 'Half a pill at night, with food';
    const model = await runOn(run, records);
    expect(suspicion(model, 'SUSPECT_SHARED_TEXT').looked.count).toBeGreaterThan(MANY);
    expect(suspected(model)).toEqual([]);
  });

  it('dates that are no real ones (SUSPECT_DATES)', async () => {
    const mappingFolders = await overlay({
      'reservations.yaml':
        'entity: reservations\ntables: { reservations: { columns: { endDate: { from: start_date, apply: [stayStart] } } } }\n',
    });
    const run = await fresh('postgres', { mappingFolders });
    const records = manyResort();
    recordOf(records, 'animals', '501')['birthday'] = '2000-01-01';
    for (const owner of records['owners'] ?? []) owner['created_at'] = '';
    const model = await runOn(run, records);
    expect(model).toMatchObject({ status: 'ok', wrote: true });
    expect(suspicion(model, 'SUSPECT_DATES').findings).toEqual([
      {
        ...{ where: 'customers.createdAt', count: MANY, of: MANY },
        detail: '100 % of the dates lie on the day of the snapshot or of the load',
      },
      { where: 'pets.birthdate', count: 1, of: MANY, detail: 'on 2000-01-01' },
      { where: 'reservations.endDate', count: MANY, of: MANY, detail: 'equal to the start of the stay' },
    ]);
  });

  it('a word that the lookup lacks (SUSPECT_UNKNOWN_SHARE)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    const records = manyResort();
    for (const [place, animal] of (records['animals'] ?? []).entries())
      if (place < 8) animal['species_id'] = '3';
    expect(suspicion(await runOn(run, records), 'SUSPECT_UNKNOWN_SHARE').findings).toEqual([
      {
        ...{ where: 'pets.type', count: 8, of: MANY },
        detail: '20 % hold OTHER, for one word of Gingr',
      },
    ]);
  });

  it('a word that Gingr says itself is none (SUSPECT_UNKNOWN_SHARE)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    const records = manyResort();
    for (const [place, animal] of (records['animals'] ?? []).entries())
      if (place < 20) animal['gender'] = 'Unknown';
    expect(suspected(await runOn(run, records))).toEqual([]);
  });

  it('a second run that changes rows (SUSPECT_SECOND_RUN)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    await runOn(run, manyResort());
    await person(
      run,
      `UPDATE customers SET city = 'Elsewhere' WHERE "externalId" = '103';
       UPDATE migration.after_customers SET city = 'Elsewhere' WHERE "externalId" = '103'`,
    );
    const model = await runOn(run, manyResort());
    expect(model.status).toBe('ok');
    expect(suspicion(model, 'SUSPECT_SECOND_RUN').findings).toEqual([
      { where: 'customers', count: 1, of: MANY, detail: '0 new and 1 changed rows' },
    ]);
  });
});

describe('a detector sees what also takes the load back:', () => {
  it('ids that ended nowhere (SUSPECT_RECORD_IDS)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    await meddle(
      run,
      'payments',
      `IF NEW."transactionId" = 'GINGR-6007' THEN RETURN NULL; END IF; RETURN NEW;`,
    );
    const model = await runOn(run, manyResort());
    expect(model.status).toBe('failed');
    expect(suspicion(model, 'SUSPECT_RECORD_IDS').findings).toEqual([
      {
        ...{ where: 'payments', count: 1, of: MANY },
        detail: `${MANY} distinct ids in, ${MANY - 1} distinct rows and 0 ids without one`,
      },
    ]);
  });

  it('money in another month (SUSPECT_MONEY_GROUPS)', async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    await meddle(
      run,
      'payments',
      `IF NEW."transactionId" = 'GINGR-6000' THEN NEW."paymentDate" := '2025-11-11'; END IF; RETURN NEW;`,
    );
    const model = await runOn(run, manyResort());
    expect(model.status).toBe('failed');
    expect(
      suspicion(model, 'SUSPECT_MONEY_GROUPS').findings.map(({ where, detail }) => `${where} ${detail}`),
    ).toEqual([
      'payments.received 2025-11, Lakeside, CASH: 0.00 in Gingr, 20.00 in Tailtown',
      expect.stringMatching(
        /^payments\.received 2026-01, Lakeside, CASH: [\d.]+ in Gingr, [\d.]+ in Tailtown$/,
      ),
    ]);
  });

  it("one animal's medication on all pets (SUSPECT_SHARED_TEXT)", async () => {
    const run = await fresh('postgres', { mappingFolders: await overlay() });
    await meddle(run, 'pets', `NEW."medicationNotes" := 'Half a pill at night'; RETURN NEW;`);
    const model = await runOn(run, manyResort());
    expect(model.status).toBe('failed');
    expect(suspicion(model, 'SUSPECT_SHARED_TEXT').findings).toMatchObject([
      {
        where: 'pets.medicationNotes',
        count: MANY,
        detail: `the same on ${MANY} pets of ${MANY} owners, in Gingr on 1; first on animals/500`,
      },
    ]);
  });
});
