import type { RuleCode } from '../../core/rules/index.ts';
import type { ReservationTimeMode } from '../../core/settings.ts';
import { cents as exactCents, literal } from '../../database/sql.ts';
import { FOUND_METHODS } from './raw.ts';

/** How stays are stored, and the zone of the local months. */
export interface ControlTime {
  mode: ReservationTimeMode;
  /** IANA; the manifest's. */
  timeZone: string;
}

/** The rows of one unit in which amounts of an entity are found again: SQL over target row `t` and line `l`. */
export interface TargetRows {
  table: string;
  part: string;
  group: string;
  /** Whole cents or counts, in the order of the entity's controls; null where another unit's rows hold the amount. */
  values: (string | null)[];
  /** They count only where their record has no row in the table before: it stands here instead. */
  instead?: true;
  /** SQL, true for lines `l` whose amounts are left out though they have a row: it is not theirs yet. */
  apart?: string;
  /** The entity whose records the lines end merged in: their amounts are found again in its rows. */
  into?: string;
  /** SQL, true for rows that are told apart without their lines: no other row holds their amounts. */
  only?: string;
}

const cents = (column: string) => `${exactCents(`t."${column}"`)}::bigint`;

/** Part of the line's own group, for what the target does not know. */
const ofLine = (dimension: number) => `split_part(l.control_group, '|', ${dimension})`;

/** What came in with a payment, and what went back. */
const inAndOut = [`greatest(${cents('amount')}, 0)`, `greatest(-${cents('amount')}, 0)`];

const TARGETS: Readonly<Record<string, (time: ControlTime) => TargetRows[]>> = {
  // Stays are stored by the mode, and read back to the local calendar day by it.
  reservations: ({ mode, timeZone }) => {
    const local = (column: string) => (mode === 'utc' ? localOf(column, timeZone) : `t."${column}"`);
    const between = (first: string, last: string) => ({
      group: `to_char(${local(first)}, 'YYYY-MM')`,
      values: ['1', `(${local(last)}::date - ${local(first)}::date)`],
    });
    // Requests that still wait stand on the wait list alone; those that became stays stand there too.
    return [
      ...rows('reservations', between('startDate', 'endDate')),
      ...rows('waitlist_entries', {
        ...between('requestedStartDate', 'requestedEndDate'),
        instead: true,
      }),
    ];
  },
  reservation_services: () => rows('reservation_addons', { group: `''`, values: ['1', cents('price')] }),
  standing_reservations: () => rows('standing_reservations', { group: `''`, values: ['1'] }),
  immunizations: () => rows('medical_records', { group: `''`, values: ['1'] }),
  invoices: ({ timeZone }) => {
    const place = ofLine(2);
    const group = `${monthOf('issueDate', timeZone)} || '|' || ${place}`;
    const none = [null, null, null, null, null, null];
    const extras = (table: string, amount: string, grouped: string) => [
      ...rows(table, { part: 'tip', group: grouped, values: [...none, cents(amount), null] }),
      ...rows(table, { part: 'surcharge', group: grouped, values: [...none, null, cents(amount)] }),
    ];
    return [
      ...rows('invoices', {
        group,
        values: ['1', ...['subtotal', 'taxAmount', 'discount', 'total'].map(cents), '0', null, null],
        // The row of an estimate owes nothing but what was forfeited, and no sale of Gingr's says that.
        apart: 'coalesce(l.control[6], 0) = 1',
        only: `t."status"::text NOT IN ('DRAFT', 'DEPOSIT_PAID')`,
      }),
      ...extras('invoices', 'total', group),
      // A line has no date of its own.
      ...extras('invoice_line_items', 'amount', `${ofLine(1)} || '|' || ${place}`),
    ];
  },
  // What was returned stands in a credit note of the line.
  invoice_lines: () => [
    ...rows('invoice_line_items', { group: `''`, values: ['1', cents('amount'), null] }),
    ...rows('invoices', { part: 'return', group: `''`, values: [null, null, `-${cents('total')}`] }),
  ],
  payments: ({ timeZone }) => {
    const method = `CASE WHEN ${ofLine(3)} IN (${FOUND_METHODS.map(literal).join(', ')}) THEN t."method"::text ELSE ${ofLine(3)} END`;
    return rows('payments', {
      group: `${monthOf('paymentDate', timeZone)} || '|' || ${ofLine(2)} || '|' || ${method}`,
      values: ['1', ...inAndOut],
    });
  },
  // Each is a payment as well, and is found there.
  deposits: () =>
    rows('payments', { into: 'payments', group: ofLine(1), values: ['1', cents('amount')], only: 'false' }),
  retail_items: () => rows('products', { group: `''`, values: ['1', cents('price')] }),
  owner_packages: () =>
    rows('customer_daycare_passes', {
      group: `''`,
      values: [
        '1',
        't."passesRemaining"',
        `round(coalesce(${cents('purchasePrice')} * t."passesRemaining"::numeric / nullif(t."passesPurchased", 0), 0))`,
      ],
    }),
  // An invoice of nothing carries the credit: a payment that pays for nothing is what Tailtown shows as one.
  store_credits: () => [
    ...rows('invoices', { group: `''`, values: ['1', null] }),
    ...rows('payments', { part: 'credit', group: `''`, values: [null, cents('amount')] }),
  ],
  // What was not paid went to a running balance that is gone: a row of its own takes it off.
  receipts: ({ timeZone }) => {
    const group = `${monthOf('issueDate', timeZone)} || '|' || ${ofLine(2)}`;
    const none = [null, null, null, null, null];
    return [
      ...rows('invoices', {
        group,
        values: ['1', ...['subtotal', 'taxAmount', 'discount', 'total'].map(cents), null, null],
      }),
      ...rows('payments', {
        part: 'receipt',
        group: `${monthOf('paymentDate', timeZone)} || '|' || ${ofLine(2)}`,
        values: [...none, cents('amount'), null],
      }),
      ...rows('invoices', { part: 'carried', group, values: [...none, null, `-${cents('total')}`] }),
    ];
  },
  receipt_payments: () => rows('payments', { group: `''`, values: ['1', ...inAndOut] }),
  receipt_lines: () => rows('invoice_line_items', { group: `''`, values: ['1', cents('amount')] }),
  // Tailtown has none: all are left out, by what became of them.
  gift_cards: () => [],
  subscriptions: () => [],
};

/** Amounts of records that move which a rule leaves out: the issue that says so, and the places of the controls. */
export const LEFT_BY_RULE: Readonly<Record<string, { code: RuleCode; controls: readonly number[] }>> = {
  invoices: { code: 'INVOICE_TIP_APART', controls: [6, 7] },
  // Found again payment by payment.
  receipts: { code: 'RECEIPT_PAID_IN_PARTS', controls: [5] },
};

/** Where an entity's amounts are found again; null for an entity whose totals are not kept by conservation. */
export const targetRows = (entity: string, time: ControlTime): TargetRows[] | null =>
  TARGETS[entity]?.(time) ?? null;

function rows(
  table: string,
  { part = '', ...more }: Omit<TargetRows, 'table' | 'part'> & { part?: string },
): TargetRows[] {
  return [{ table, part, ...more }];
}

const localOf = (column: string, timeZone: string) =>
  `(t."${column}" AT TIME ZONE 'UTC' AT TIME ZONE ${literal(timeZone)})`;

const monthOf = (column: string, timeZone: string) => `to_char(${localOf(column, timeZone)}, 'YYYY-MM')`;
