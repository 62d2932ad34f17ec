import { centsOf } from './controls/amounts.ts';
import { type Calendar, calendarOf } from './controls/calendar.ts';

/**
 * What the front desk asks of a raw line: on which days a stay comes and goes, whether an animal has its own feeding, what
 * a payment or a return takes off what is open of an invoice (`off`: whole cents, negative for a refund).
 * Read by code that the mapping does not share, as control totals and safety facts are. Null for lines that say nothing
 * of it, which is most.
 */
export type DeskFacts =
  | { from: string; to: string; type: string }
  | { feeding: true }
  | { invoice: string; off: string };

export type DeskReader = (get: (column: string) => string | null) => DeskFacts | null;

/** How many days are looked ahead, tomorrow the first. */
export const DAYS_AHEAD = 30;

/** The days from tomorrow on, by the resort's clock, as `YYYY-MM-DD`. `asOf` is the snapshot's, an ISO instant. */
export function daysAhead(asOf: string, timeZone: string): string[] {
  const today = calendarOf(timeZone).dayOf(asOf) ?? asOf.slice(0, 10);
  const start = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: DAYS_AHEAD }, (_, index) =>
    new Date(start + (index + 1) * 86_400_000).toISOString().slice(0, 10),
  );
}

/** The reader of an entity's lines, or null for an entity without such facts. */
export function deskReader(entity: string, timeZone: string, asOf: string): DeskReader | null {
  switch (entity) {
    case 'reservations':
      return stayReader(calendarOf(timeZone), daysAhead(asOf, timeZone));
    case 'animals':
      return (get) => (FEEDING.some((column) => says(get(column))) ? { feeding: true } : null);
    case 'payments':
      return (get) =>
        ['zero_payment', 'payment_allocation_refund'].some(
          (column) => isSet(get(column)) && !isNo(get(column)),
        )
          ? null
          : offInvoice(get, ['total_balance']);
    case 'invoice_lines':
      return (get) =>
        isSet(get('voided')) && !isNo(get('voided'))
          ? null
          : offInvoice(get, ['refund_amount', 'tax_refund_amount']);
    default:
      return null;
  }
}

function offInvoice(get: (column: string) => string | null, amounts: string[]): DeskFacts | null {
  const invoice = (get('invoice_id') ?? '').trim();
  const off = amounts.reduce((sum, column) => sum + (centsOf(get(column)) ?? 0n), 0n);
  return invoice === '' || off === 0n ? null : { invoice, off: off.toString() };
}

const isNo = (raw: string | null): boolean => /^\s*(?:false|no|n)\s*$/i.test(raw ?? '');

/** Stays that touch the days ahead: not cancelled, not gone already, and no mere request on the wait list. */
function stayReader(calendar: Calendar, days: readonly string[]): DeskReader {
  const first = days[0] ?? '';
  const last = days.at(-1) ?? '';
  return (get) => {
    if (['cancel_stamp', 'check_out_stamp'].some((column) => isSet(get(column)))) return null;
    const booked = ['confirmed_stamp', 'check_in_stamp', 'wait_list_accepted_stamp'];
    if (isSet(get('wait_list_stamp')) && !booked.some((column) => isSet(get(column)))) return null;
    const from = calendar.dayOf(get('start_date'));
    const to = calendar.dayOf(get('end_date'));
    if (from === null || to === null || !isDay(from) || !isDay(to)) return null;
    if (from > last || to < first) return null;
    return { from, to, type: (get('type_id') ?? '').trim() };
  };
}

const FEEDING = [
  ...['feeding_schedule', 'feeding_time', 'feeding_method'],
  ...['food_type', 'feeding_type', 'feeding_notes'],
];

/** A day that there is: not the 31st of a month with 30, and none whose day and month changed places. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().slice(0, 10) === day;
}

const isSet = (raw: string | null): boolean => !/^\s*(?:0|0000-00-00.*)?\s*$/.test(raw ?? '');

const says = (raw: string | null): boolean => /[\p{L}\p{N}]/u.test((raw ?? '').replace(/<[^<>]*>/g, ''));
