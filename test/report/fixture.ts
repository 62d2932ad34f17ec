import type { Example, RunModel, TotalAccount } from '../../src/reconcile/model.ts';

/** A rich run of an invented resort, in which everything adds up. */
export function model(change: Partial<RunModel> = {}): RunModel {
  return {
    command: 'run',
    status: 'attention',
    headline: 'Harbor Pet Resort was moved to Tailtown; 4 of 13,210 records were rejected.',
    dryRun: false,
    wrote: true,
    batch: {
      id: '0d3f5f3e-5a0e-5c6d-9a53-7b0f6f0f9b11',
      snapshot: SNAPSHOT,
      mapping: MAPPING,
      target: 'embedded',
      tenant: TENANT,
      state: 'verified',
    },
    context: {
      tenantId: TENANT,
      tenantName: 'Harbor Pet Resort',
      timeZone: 'America/Denver',
      reservationTimeMode: 'wall-as-utc',
      target: 'embedded',
      sourceDatabase: 'main',
      snapshot: SNAPSHOT,
      mapping: MAPPING,
      asOf: '2026-05-04T00:00:00.000Z',
      toolVersion: '0.1.0',
    },
    files: [
      {
        path: 'exports/owners.csv',
        entity: 'owners',
        lines: 2481,
        unreadable: 1,
        bytes: 812_345,
        encoding: 'utf-8',
      },
      {
        path: 'exports/animals.csv',
        entity: 'animals',
        lines: 3307,
        unreadable: 0,
        bytes: 1_204_551,
        encoding: 'windows-1252',
      },
      {
        path: 'exports/reservation_types.csv',
        entity: 'reservation_types',
        lines: 14,
        unreadable: 0,
        bytes: 640,
        encoding: 'utf-8',
      },
      {
        path: 'exports/days/2025-2026.csv.gz',
        entity: 'reservations',
        lines: 15_120,
        unreadable: 0,
        bytes: 4_100_200,
        encoding: 'utf-16le',
      },
    ],
    entities: [
      {
        entity: 'owners',
        lines: 2481,
        copies: 1,
        read: 2480,
        inserted: 2441,
        updated: 31,
        unchanged: 5,
        merged: 1,
        excluded: 1,
        rejected: 1,
        balanced: true,
      },
      {
        entity: 'animals',
        lines: 3307,
        copies: 0,
        read: 3307,
        inserted: 3305,
        updated: 0,
        unchanged: 0,
        merged: 0,
        excluded: 0,
        rejected: 2,
        balanced: true,
      },
      {
        entity: 'reservation_types',
        lines: 14,
        copies: 0,
        read: 14,
        inserted: 14,
        updated: 0,
        unchanged: 0,
        merged: 0,
        excluded: 0,
        rejected: 0,
        balanced: true,
      },
      {
        entity: 'lodgings',
        lines: 64,
        copies: 0,
        read: 64,
        inserted: 58,
        updated: 0,
        unchanged: 0,
        merged: 6,
        excluded: 0,
        rejected: 0,
        balanced: true,
      },
      {
        entity: 'reservations',
        lines: 15_120,
        copies: 7775,
        read: 7345,
        inserted: 7304,
        updated: 0,
        unchanged: 0,
        merged: 0,
        excluded: 40,
        rejected: 1,
        balanced: true,
      },
    ],
    reasons: [
      { entity: 'owners', outcome: 'inserted', code: null, count: 2441 },
      { entity: 'owners', outcome: 'merged', code: 'RECORD_CONFLICT_RESOLVED', count: 1 },
      { entity: 'owners', outcome: 'excluded', code: 'TARGET_ROW_DELETED', count: 1 },
      { entity: 'owners', outcome: 'rejected', code: 'FILE_LINE_COLUMNS', count: 1 },
      { entity: 'animals', outcome: 'rejected', code: 'ANIMAL_OWNER_MISSING', count: 2 },
      { entity: 'lodgings', outcome: 'merged', code: 'LODGING_LABEL_VARIANT', count: 6 },
      { entity: 'reservations', outcome: 'excluded', code: 'RESERVATION_SYNTHETIC', count: 40 },
      { entity: 'reservations', outcome: 'rejected', code: 'RESERVATION_END_BEFORE_START', count: 1 },
    ],
    tables: [
      { table: 'customers', inserted: 2441, updated: 31, unchanged: 5, softDeleted: 0 },
      { table: 'notification_preferences', inserted: 2477, updated: 0, unchanged: 0, softDeleted: 0 },
      { table: 'pets', inserted: 3305, updated: 0, unchanged: 0, softDeleted: 0 },
      { table: 'services', inserted: 14, updated: 0, unchanged: 0, softDeleted: 0 },
      { table: 'resources', inserted: 58, updated: 0, unchanged: 0, softDeleted: 3 },
      { table: 'reservations', inserted: 7304, updated: 0, unchanged: 0, softDeleted: 0 },
    ],
    totals: [
      total({
        name: 'reservations.starts',
        source: '7345',
        target: '7304',
        copies: '7775',
        excluded: '40',
        rejected: '1',
        groups: months(7304),
      }),
      total({
        name: 'reservations.nights',
        source: '21890',
        target: '21850',
        copies: '30110',
        excluded: '40',
        groups: months(21_850),
      }),
      total({
        name: 'invoices.total',
        unit: 'money',
        source: '1234567.89',
        target: '1234467.64',
        copies: '0.00',
        merged: '0.00',
        excluded: '100.00',
        rejected: '0.25',
        keptByPeople: '0.00',
      }),
    ],
    balances: null,
    issues: [
      {
        code: 'OWNER_EMAIL_SHARED',
        severity: 'warning',
        count: 212,
        examples: examples(20, 'owners', 'email', 'xxxx@xxxxxxx.xxxx'),
      },
      {
        code: 'FILE_LINE_COLUMNS',
        severity: 'error',
        count: 1,
        examples: [
          {
            entity: 'owners',
            sourceId: null,
            file: 'exports/owners.csv',
            line: 812,
            detail: '17 cells, the header has 18',
          },
        ],
      },
      {
        code: 'ANIMAL_OWNER_MISSING',
        severity: 'error',
        count: 2,
        examples: examples(2, 'animals', 'owner_id', '0'),
      },
      {
        code: 'RESERVATION_END_BEFORE_START',
        severity: 'error',
        count: 1,
        examples: examples(1, 'reservations', 'end_date', '2025-07-01 10:00:00'),
      },
      {
        code: 'PHONE_UNREADABLE',
        severity: 'warning',
        count: 37,
        examples: examples(12, 'owners', 'cell_phone', '999-99'),
      },
      {
        code: 'FILE_ENCODING_RECOGNISED',
        severity: 'info',
        count: 2,
        examples: [
          {
            entity: 'animals',
            sourceId: null,
            file: 'exports/animals.csv',
            line: null,
            detail: 'windows-1252',
          },
        ],
      },
      { code: 'FILE_COLUMN_UNKNOWN', severity: 'info', count: 3, examples: [] },
    ],
    alterations: [
      {
        table: 'customers',
        column: 'phone',
        kind: 'reformatted',
        count: 2301,
        examples: [{ entity: 'owners', sourceId: '40123', before: '(999) 999-9999', after: '+99999999999' }],
      },
      {
        table: 'customers',
        column: 'firstName',
        kind: 'trimmed',
        count: 114,
        examples: [{ entity: 'owners', sourceId: '40188', before: 'xxxxx  ', after: 'xxxxx' }],
      },
      {
        table: 'pets',
        column: 'weight',
        kind: 'defaulted',
        count: 9,
        examples: [{ entity: 'animals', sourceId: '7001', before: '', after: null }],
      },
      { table: 'pets', column: 'notes', kind: 'truncated', count: 1, examples: [] },
    ],
    forced: [
      { table: 'customers', column: 'email', count: 215 },
      { table: 'services', column: 'price', count: 6 },
    ],
    fidelity: FIDELITY,
    suspicions: [
      {
        name: 'SUSPECT_ONE_VALUE',
        looked: { count: 74, what: 'columns' },
        notLooked: [],
        found: 1,
        findings: [
          {
            ...{ where: 'services.price', count: 14, of: 14 },
            detail: '0 in 100 % of the filled cells; no cell of Gingr was read again for it',
          },
        ],
      },
      {
        name: 'SUSPECT_MONEY_GROUPS',
        looked: { count: 0, what: 'months, locations and methods' },
        notLooked: ['No money was read from Gingr.'],
        found: 0,
        findings: [],
      },
      {
        name: 'SUSPECT_START_HOURS',
        looked: { count: 7304, what: 'stays' },
        notLooked: [],
        found: 0,
        findings: [],
        hours: [
          { hour: '07', source: 4000, target: 4000 },
          { hour: '08', source: 3304, target: 3304 },
        ],
      },
    ],
    leftOut: [
      { what: 'owners.home_location', count: 2480, why: 'Tailtown has no column for it.' },
      { what: 'animals.feeding_notes', count: 310, why: 'This target has no column pets.feedingNotes.' },
    ],
    verification: {
      compared: 412_233,
      different: 0,
      missing: 0,
      unexpected: 0,
      safetyFacts: 6610,
      safetyDifferent: 0,
      notChecked: [{ check: 'Capacity of lodgings', why: 'Gingr does not export the capacity of a run.' }],
      differences: [],
    },
    fingerprints: { before: 'a'.repeat(64), after: 'b'.repeat(64) },
    durationsMs: { extract: 1240, transform: 3080, validate: 812, load: 140_200, report: 15 },
    wayBack: {
      ...{ until: '2026-06-01', changed: 0, deleted: 0 },
      rehearsal: {
        ...{ at: '2026-03-01 04:05:06', verdict: 'proven', target: 'staging', snapshot: '5'.repeat(64) },
        batches: { first: 'b-rehearsed', again: 'b-again' },
        ...{ records: 74, reversed: 120, differences: [] },
        fingerprints: { before: 'f'.repeat(64), rolledBack: 'f'.repeat(64) },
        durationsMs: { load: 140_200, rollback: 41_500, loadAgain: 139_000 },
      },
    },
    ...change,
  };
}

const FIDELITY: RunModel['fidelity'] = [
  {
    ...{
      name: 'records/payments/PAYMENT_ZERO',
      what: 'payments, excluded',
      code: 'PAYMENT_ZERO',
      count: 380,
    },
    ...{ value: '0.00', kept: 'snapshot', where: 'in the snapshot only' },
  },
  {
    ...{
      name: 'notes/customers.notes/Second e-mail',
      what: 'owners: Second e-mail',
      code: null,
      count: 1210,
    },
    ...{ value: null, kept: 'notes', where: 'in customers.notes, labelled' },
  },
  {
    ...{ name: 'column/owners.gift_balance', what: 'owners.gift_balance', code: null, count: 31 },
    ...{ value: '1240.50', kept: 'snapshot', where: 'in the snapshot only' },
  },
];

const SNAPSHOT = '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8';
const MAPPING = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const TENANT = '11111111-1111-4111-8111-111111111111';

/** A balanced control total of nothing, with the parts given. */
export function total(parts: Partial<TotalAccount>): TotalAccount {
  return {
    name: 'none',
    unit: 'count',
    source: '0',
    target: '0',
    copies: '0',
    merged: '0',
    excluded: '0',
    rejected: '0',
    keptByPeople: '0',
    balanced: true,
    ...parts,
  };
}

/** Twenty-four months with a summer and a winter, adding up to `sum`. */
function months(sum: number): NonNullable<TotalAccount['groups']> {
  const shares = Array.from({ length: 24 }, (_, index) => 5 + 3 * Math.sin((index / 12) * 2 * Math.PI));
  const all = shares.reduce((a, b) => a + b, 0);
  const counts = shares.map((share) => Math.floor((share / all) * sum));
  counts[0] = (counts[0] ?? 0) + sum - counts.reduce((a, b) => a + b, 0);
  return counts.map((value, index) => {
    const group = `${2024 + Math.floor((index + 5) / 12)}-${String(((index + 5) % 12) + 1).padStart(2, '0')}`;
    return { group, source: String(value), target: String(value), balanced: true };
  });
}

export const examples = (many: number, entity: string, column: string, value: string): Example[] =>
  Array.from({ length: many }, (_, index) => ({
    entity,
    sourceId: String(40_100 + index),
    file: `exports/${entity}.csv`,
    line: 2 + index * 41,
    column,
    value,
    detail: index % 3 === 0 ? `also ${entity}/${40_900 + index}` : '',
  }));
