import { type Aftermath, NOTHING_AFTER } from '../../src/reconcile/aftermath.ts';
import type { RunModel, TomorrowCell } from '../../src/reconcile/model.ts';
import { moneyModel } from './money-fixture.ts';

/** A run of which every part of the report has something to tell; everything adds up. */
export function fullModel(change: Partial<RunModel> = {}): RunModel {
  return moneyModel({
    tomorrow: {
      notChecked: null,
      days: DAYS,
      cells: DAYS.flatMap((day, index) => cellsOf(day, index)),
      services: { '101': 'Boarding | Indoor Suite', '102': 'Day Camp' },
    },
    safety: [
      {
        name: 'allergies',
        source: 310,
        target: 308,
        leftOut: 0,
        rejected: 2,
        lost: 2,
        wrong: 0,
        losses: LOSSES,
      },
      {
        name: 'medication',
        source: 122,
        target: 122,
        leftOut: 0,
        rejected: 0,
        lost: 0,
        wrong: 0,
        losses: [],
      },
      {
        ...{ name: 'bites', source: 9, target: 8, leftOut: 0, rejected: 0, lost: 1, wrong: 1 },
        losses: [{ sourceId: '7100', code: null }],
      },
    ],
    spots: [
      {
        ...{ entity: 'animals', sourceId: '7001', why: 'safety' },
        fields: [
          { label: 'Name', source: 'xxxxx', target: 'xxxxx' },
          { label: 'Allergies', source: 'xxxxxxx', target: null },
        ],
      },
      {
        ...{ entity: 'owners', sourceId: '40100', why: 'chance' },
        fields: [{ label: 'E-mail', source: 'xxx@xxxxxxx.xxxx', target: 'xxx@xxxxxxx.xxxx' }],
      },
    ],
    ...change,
  });
}

/** What is known of it since: signed once, one exception accepted, lists beside it. */
export const aftermath = (change: Partial<Aftermath> = {}): Aftermath => ({
  ...NOTHING_AFTER,
  hash: 'c'.repeat(64),
  waivers: [
    {
      ...{ code: 'FILE_LINE_COLUMNS', reason: 'entered by hand', name: 'R. Rivera' },
      ...{ at: '2026-05-04T16:00:00.000Z', upTo: null },
    },
  ],
  signOffs: [
    {
      ...{ name: 'R. Rivera', at: '2026-05-04T16:10:00.000Z', snapshot: 'a', mapping: 'b' },
      ...{ report: 'c'.repeat(64), accepted: ['FILE_LINE_COLUMNS'] },
    },
  ],
  wayBack: {
    purged: null,
    ...{ until: '2026-06-01', changed: 3, deleted: 0 },
    rehearsal: {
      ...{ at: '2026-03-01 04:05:06', verdict: 'proven', target: 'staging', snapshot: '5'.repeat(64) },
      batches: { first: 'b-rehearsed', again: 'b-again' },
      ...{ records: 74, reversed: 120, differences: [] },
      fingerprints: { before: 'f'.repeat(64), rolledBack: 'f'.repeat(64) },
      durationsMs: { load: 140_200, rollback: 41_500, loadAgain: 139_000 },
    },
  },
  downloads: [
    {
      ...{ path: 'rejects/exports_owners.csv.rejects.csv', what: 'exports/owners.csv', lines: 1 },
      codes: { FILE_LINE_COLUMNS: 1 },
    },
  ],
  compared: {
    batch: 'b1',
    changes: [{ what: 'Owners: could not be moved', before: '12', after: '1' }],
  },
  ...change,
});

const LOSSES = [
  { sourceId: '7003', code: 'ANIMAL_OWNER_MISSING' },
  { sourceId: '7004', code: 'ANIMAL_OWNER_MISSING' },
];

const DAYS = Array.from({ length: 30 }, (_, index) =>
  new Date(Date.UTC(2026, 4, 4 + index)).toISOString().slice(0, 10),
);

function cellsOf(day: string, index: number): TomorrowCell[] {
  const kinds = ['arrivals', 'departures', 'overnights'] as const;
  return kinds.flatMap((kind, place) =>
    ['101', '102'].map((service) => {
      const count = 1 + ((index * 7 + place * 3) % 9);
      return { day, kind, service, source: count, target: count, notMoved: 0 };
    }),
  );
}
