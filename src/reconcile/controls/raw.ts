import { centsOf } from './amounts.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { NO_MONTH } from './names.ts';

export interface LineControls {
  /** The line's group: its dimensions joined by `|`. */
  group: string;
  /** Cents or counts, in the order of the entity's controls. */
  values: bigint[];
}

/** Reads the amounts that one raw line adds to the control totals; null for a line that adds none. */
export type ControlReader = (get: (column: string) => string | null) => LineControls | null;

/**
 * The reader of an entity's lines, or null for an entity without control totals. `timeZone` is the manifest's, at
 * extract and at transform, so that a configuration that changed between them cannot make them disagree. An amount
 * that cannot be read counts 0: the mapping rejects its record.
 */
export function controlReader(entity: string, timeZone: string): ControlReader | null {
  const read = READERS[entity]?.(calendarOf(timeZone));
  // PostgreSQL takes no NUL, so the mapping reads each cell without it.
  return read ? (get) => read((column) => get(column)?.replaceAll('\0', '') ?? null) : null;
}

/** The group of owners whose stated balance cannot be read; they have no value. */
export const UNREADABLE_BALANCE = 'unreadable';

const ONE = 1n;
const money = (raw: string | null): bigint => centsOf(raw) ?? 0n;

const READERS: Record<string, (calendar: Calendar) => ControlReader> = {
  owners: () => (get) => {
    const stated = get('current_balance');
    const cents = centsOf(stated);
    if (cents !== null) return { group: `|${place(get('home_location'))}`, values: [cents] };
    return (stated ?? '').trim() === '' ? null : { group: UNREADABLE_BALANCE, values: [] };
  },
  reservations: (calendar) => (get) => {
    const start = calendar.dayOf(get('start_date'));
    const end = calendar.dayOf(get('end_date'));
    if (start === null) return { group: NO_MONTH, values: [ONE, 0n] };
    return { group: start.slice(0, 7), values: [ONE, end === null ? 0n : daysBetween(start, end)] };
  },
  reservation_services: () => (get) => ({ group: '', values: [ONE, money(get('cost'))] }),
  standing_reservations: () => () => ({ group: '', values: [ONE] }),
  immunizations: () => () => ({ group: '', values: [ONE] }),
  invoices: (calendar) => (get) => ({
    group: `${calendar.monthOf(get('create_stamp')) ?? NO_MONTH}|${place(get('location_id'))}`,
    values: [
      ...[ONE, money(get('subtotal')), money(get('tax_amount'))],
      ...[money(get('discount')), money(get('total'))],
      NO.includes((get('complete') ?? '').trim().toLowerCase()) ? ONE : 0n,
      ...[money(get('tip_amount')), money(get('surcharge_amount'))],
    ],
  }),
  invoice_lines: () => (get) => ({
    group: '',
    values: [ONE, money(get('total')), money(get('refund_amount')) + money(get('tax_refund_amount'))],
  }),
  payments: (calendar) => (get) => {
    const amount = money(get('total_balance'));
    const month = calendar.monthOf(get('transaction_time')) ?? NO_MONTH;
    return {
      group: `${month}|${place(get('location_id'))}|${methodOf(get('payment_method_type'))}`,
      values: [ONE, amount > 0n ? amount : 0n, amount < 0n ? -amount : 0n],
    };
  },
  deposits: () => (get) => ({ group: fateOf(get), values: [ONE, money(get('paid_amount'))] }),
  retail_items: () => (get) => ({ group: '', values: [ONE, money(get('price'))] }),
  owner_packages: () => (get) => {
    const credits = wholeOf(get('remaining_credits')) ?? 0n;
    return { group: '', values: [ONE, credits, worthOf(get, credits)] };
  },
  store_credits: () => (get) => ({ group: '', values: [ONE, money(get('store_credit'))] }),
  gift_cards: () => (get) => ({ group: '', values: [ONE, money(get('gift_card_balance'))] }),
  receipts: (calendar) => (get) => {
    const [total, paid] = [money(get('total')), money(get('amount_paid'))];
    return {
      group: `${calendar.monthOf(get('create_stamp')) ?? NO_MONTH}|${place(get('location_id'))}`,
      values: [
        ...[ONE, money(get('subtotal')), money(get('tax_amount')), money(get('discount')), total, paid],
        total - paid,
      ],
    };
  },
  receipt_payments: () => (get) => {
    const amount = money(get('total_balance'));
    return { group: '', values: [ONE, amount > 0n ? amount : 0n, amount < 0n ? -amount : 0n] };
  },
  receipt_lines: () => (get) => ({ group: '', values: [ONE, money(get('total'))] }),
  subscriptions: () => (get) => ({ group: '', values: [ONE, money(get('price'))] }),
};

const NO = ['0', 'false', 'no', 'n'];
const isSet = (raw: string | null): boolean => !/^\s*(?:0|0000-00-00.*)?\s*$/.test(raw ?? '');

/** What became of a deposit, by its stamps; of a cancelled stay one may stay undecided for ever (P-G-9). */
function fateOf(get: (column: string) => string | null): string {
  if (isSet(get('forfeited_at'))) return 'forfeited';
  if (isSet(get('refunded_at'))) return 'refunded';
  if (isSet(get('consumed_at')) || isSet(get('check_out_stamp'))) return 'consumed';
  return isSet(get('cancel_stamp')) ? 'undecided' : 'open';
}

function daysBetween(from: string, to: string): bigint {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return Number.isNaN(days) ? 0n : BigInt(days);
}

const wholeOf = (raw: string | null): bigint | null => {
  const text = (raw ?? '').trim();
  return /^\d{1,9}$/.test(text) ? BigInt(text) : null;
};

/** What the credits left are worth: price by quantity times credits, in cents; else what Gingr states; else nothing. */
function worthOf(get: (column: string) => string | null, credits: bigint): bigint {
  const price = centsOf(get('price'));
  const quantity = wholeOf(get('quantity'));
  if (price === null || quantity === null || quantity === 0n) {
    const stated = money(get('remaining_value'));
    return credits > 0n && stated > 0n ? stated : 0n;
  }
  const [whole, rest] = [(price * credits) / quantity, (price * credits) % quantity];
  return 2n * rest >= quantity ? whole + 1n : whole;
}

/** A location's id; what does not look like one is not told, and does not make groups without end. */
function place(raw: string | null): string {
  const id = (raw ?? '').trim();
  return id === '' || /^\w{1,12}$/.test(id) ? id : 'other';
}

/** The methods that Tailtown has one word for are found again by that word, the others by Gingr's. */
const SAME_METHOD: Record<string, string> = { cash: 'CASH', check: 'CHECK', 'credit card': 'CREDIT_CARD' };
export const FOUND_METHODS = Object.values(SAME_METHOD);

function methodOf(raw: string | null): string {
  const word = (raw ?? '').trim().replace(/\s+/g, ' ');
  const same = SAME_METHOD[word.toLowerCase()];
  if (same) return same;
  return word === '' || (/^[A-Za-z][A-Za-z /&-]{0,29}$/.test(word) && !FOUND_METHODS.includes(word))
    ? word
    : 'other';
}
