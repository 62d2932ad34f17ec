import { localToUtc, utcToLocal, zoneOf } from '../../../src/core/time.ts';
import { readIconCell } from '../../../src/transform/functions/icon-cell.ts';
import type { Records } from '../resort.ts';

/** How Gingr's API words a record: strings for nearly every scalar, `[]` for an empty object (gingr-sources.md 2). */

export type Cells = Record<string, string>;
export type Json = Record<string, unknown>;

export const ZONE = zoneOf('America/Denver');

/** Unix seconds stay; a wall-clock time becomes ISO with the offset of its day; nothing becomes null. */
export function iso(cell: string | undefined): string | null {
  const text = cell?.trim() ?? '';
  if (text === '' || text.startsWith('0000')) return null;
  if (/^\d{8,11}$/.test(text)) return isoOf(Number(text) * 1000);
  const [, y, m, d, h = '0', min = '0', s = '0'] =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?/.exec(text) ?? [];
  if (y === undefined) return text;
  return isoOf(localToUtc(ZONE, Number(y), Number(m), Number(d), Number(h), Number(min), Number(s)).epochMs);
}

function isoOf(epochMs: number): string {
  const { year, month, day, hour, minute, second } = utcToLocal(ZONE, epochMs);
  const two = (part: number) => String(part).padStart(2, '0');
  const offset = Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - epochMs) / 60_000);
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${zone}`;
}

/** The resort's own forms, each with one field. */
export const FORMS = ['owner_form', 'animal_form'] as const;
export const FIELD: Cells = { label: 'Favourite treat', name: 'favourite_treat_gingr', type: 'text' };

/** What must never be kept; tests look for the word. */
export const SECRET = 'hush-hush';

export const ownerRow = ({ icons_string: _, ...owner }: Cells): Json => ({
  ...owner,
  ...{ username: `${SECRET}-user`, password: `$2y$10$${SECRET}`, form_token: SECRET, key: SECRET },
  ...{ stripe_customer_id: `cus_${SECRET}`, reset_token_hash: SECRET, submission_id: `${SECRET}-9` },
});

export const animalRow = ({ icons_string: _, ...animal }: Cells): Json => ({ ...animal, form_token: SECRET });

export function stayRow(stay: Cells, data: Records): Json {
  const id = stay['id'] ?? '';
  const sale = data['invoices']?.find((invoice) => invoice['reservation_id'] === id);
  const services = (data['reservation_services'] ?? []).filter((line) => line['reservation_id'] === id);
  return {
    reservation_id: id,
    standing_reservation: /^(?:true|1|yes)$/i.test(stay['standing_reservation'] ?? ''),
    ...{ start_date: iso(stay['start_date']), end_date: iso(stay['end_date']) },
    ...{ cancelled_date: iso(stay['cancel_stamp']), confirmed_date: iso(stay['confirmed_stamp']) },
    ...{ check_in_date: iso(stay['check_in_stamp']), check_out_date: iso(stay['check_out_stamp']) },
    ...{ created_date: iso(stay['created_at']), wait_list_date: iso(stay['wait_list_stamp']) },
    reservation_type: { id: stay['type_id'] ?? null, type: stay['type'] ?? null },
    notes: {
      ...{ reservation_notes: stay['r_notes'] ?? '', animal_notes: stay['a_notes'] ?? '' },
      owner_notes: stay['o_notes'] ?? '',
    },
    warnings: { medicines: stay['medicines'] ?? '', allergies: stay['allergies'] ?? '' },
    animal: { id: stay['a_id'] ?? null, name: stay['a_first'] ?? null, breed: stay['breed_name'] ?? null },
    owner: {
      ...{ id: stay['o_id'] ?? null, first_name: stay['o_first'] ?? '', last_name: stay['o_last'] ?? '' },
      ...{ email: stay['email'] ?? null, region: stay['state'] ?? '', password: SECRET },
    },
    services: services.map(({ id: _id, reservation_id: _stay, service_id, ...service }) => ({
      id: service_id,
      ...service,
    })),
    deposit: sale ? [] : depositOf(id, data),
    transaction: sale ? { price: sale['total'], pos_transaction_id: sale['id'] } : [],
  };
}

/** A deposit that names its stay and no payment; `[]` where there is none. */
function depositOf(stay: string, data: Records): Json | [] {
  const own = data['deposits']?.find((one) => one['reservation_id'] === stay && !one['payment_id']);
  if (!own) return [];
  const { deposit_amount: amount, paid_amount, consumed_at, forfeited_at, refunded_at } = own;
  const stamps = { consumed_at, forfeited_at, refunded_at };
  return { amount, paid_amount, last_email_sent: null, ...stamps };
}

/** Without lines, payments and the stay; what is open is told by the list alone. */
export function invoiceRow(invoice: Cells): Json {
  const {
    reservation_id: _s,
    complete: _c,
    discount: _d,
    tip_amount: _t,
    surcharge_amount: _g,
    ...row
  } = invoice;
  return row;
}

export const isOpen = (invoice: Cells): boolean =>
  /^(?:0|false|no)$/i.test(invoice['complete']?.trim() ?? '');

/** `transaction(id)`: its payments as an object by id, with a `deposit` key beside them. */
export function transactionOf(id: string, data: Records): Json | null {
  const isReceipt = data['receipts']?.some((receipt) => receipt['receipt_id'] === id) ?? false;
  const sale = data['invoices']?.find((invoice) => invoice['id'] === id);
  if (!sale && !isReceipt) return null;
  const parent = isReceipt ? 'receipt_id' : 'invoice_id';
  const of = (entity: string) => (data[entity] ?? []).filter((row) => row[parent] === id);
  const bare = ({ [parent]: _, ...row }: Cells): Json => row;
  const payments = of(isReceipt ? 'receipt_payments' : 'payments');
  const paid = new Set(payments.map((payment) => payment['id']));
  const deposits = (data['deposits'] ?? []).filter((deposit) => paid.has(deposit['payment_id']));
  return {
    id,
    items: of(isReceipt ? 'receipt_lines' : 'invoice_lines').map(bare),
    payment_items:
      payments.length === 0
        ? []
        : {
            ...Object.fromEntries(
              payments.map(({ id: payment = '', ...row }) => [payment, { ...bare(row), card_token: SECRET }]),
            ),
            deposit: { total: '0.00' },
          },
    deposits,
  };
}

/** `icons[]` of one record, with one that Gingr computes by itself. */
export const iconList = (cell: string): Json[] => [
  ...readIconCell(cell).map(({ title, group, color, content }, index) => ({
    ...{ color_label_template_id: String(index + 1), color_label_template_group_id: '1', title },
    ...{ name: group ?? '', color: color ?? '', class: 'fa fa-flag', comment: '', content: content ?? '' },
    type: 'custom',
  })),
  {
    ...{ title: 'Birthday', name: '', color: '', class: 'fa fa-gift', comment: '', content: '' },
    type: 'system',
  },
];

/** The option lists, and what the animal has of them. */
export const feedingOf = (animal: Cells): Json => ({
  feedingSchedules: [{ id: '1', time: '8:00 AM' }],
  feedingMethodOptions: [{ value: '1', label: 'Feed alone' }],
  feedingMethod: { label: animal['feeding_method'] ?? '' },
  foodType: { label: animal['food_type'] ?? '' },
  feedingNotes: animal['feeding_notes'] ?? '',
});

/** The number of a medication's time among those of its animal, from 1. */
export const scheduleId = (entry: Cells, entries: readonly Cells[]): string =>
  String(timesOf(entries).indexOf(entry['medication_schedule'] ?? '') + 1);

const timesOf = (entries: readonly Cells[]): string[] => [
  ...new Set(entries.map((entry) => entry['medication_schedule'] ?? '')),
];

/** One of the shapes that were met, by the animal's number (gingr-sources.md 2.12). */
export function medicationOf(animal: string, data: Records): Json {
  const entries = (data['medications'] ?? []).filter((entry) => entry['animal_id'] === animal);
  const times = timesOf(entries);
  const medicationSchedules = times.map((time, index) => ({ id: String(index + 1), time }));
  const worded = entries.map((entry) => ({
    ...{ id: entry['id'], medication_schedule_id: scheduleId(entry, entries) },
    ...(entry['medication_name'] ? { medication_name: entry['medication_name'] } : {}),
    medication_notes: { value: entry['medication_notes'] ?? '' },
    medication_amount: { value: '1', value_string: entry['medication_amount'] ?? '' },
    medication_unit: { value: '1', label: entry['medication_unit'] ?? '' },
    medication_type: { value: '1', label: entry['medication_type'] ?? '' },
  }));
  const byShape: readonly unknown[] = [
    Object.fromEntries(
      times.map((_, index) => [
        String(index + 1),
        worded.filter(({ medication_schedule_id: id }) => id === String(index + 1)),
      ]),
    ),
    worded,
    Object.fromEntries(worded.map(({ id, ...entry }) => [id, entry])),
  ];
  const shaped = entries.length === 0 ? [] : byShape[Number(animal) % byShape.length];
  return { medicationSchedules, animal_id: animal, animal_medication_schedules: shaped };
}
