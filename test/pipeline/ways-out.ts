import { FIELD, FORMS, isOpen, iso, scheduleId } from '../support/gingr-server/shapes.ts';
import type { Records } from '../support/resort.ts';

type Cells = Record<string, string>;

/** Columns of a stay that the API's nested form has (gingr-sources.md 2.3.2). */
const STAY =
  `id start_date end_date r_notes type type_id a_id a_first o_id o_first o_last standing_reservation
  cancel_stamp confirmed_stamp check_in_stamp check_out_stamp created_at wait_list_stamp`.split(/\s+/);

/** Entities that no answer of the API holds (gingr-sources.md 1.6). */
const NOT_IN_API = [
  ...['employees', 'incidents', 'owner_notes', 'animal_notes', 'reservation_notes', 'agreements', 'files'],
  ...['owner_agreements', 'owner_packages', 'package_types', 'store_credits', 'gift_cards'],
  ...['standing_reservations', 'calendar_details'],
];

const idsOf = (rows: Cells[] | undefined, name = 'id') =>
  new Set((rows ?? []).map((row) => row[name]?.trim() ?? ''));

const only = (row: Cells, names: readonly string[]): Cells =>
  Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
const without = (row: Cells, ...names: string[]): Cells =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

/** The facts of a resort that export files and API both carry, in the words of the files. */
export function sharedFacts(data: Records): Records {
  const all = Object.fromEntries(Object.entries(data).filter(([entity]) => !NOT_IN_API.includes(entity)));
  const rows = (entity: string): Cells[] => all[entity] ?? [];
  const animals = idsOf(rows('animals'));
  const types = idsOf(rows('reservation_types'));
  const species = idsOf(rows('species'), 'value');
  const sales = idsOf(rows('invoices'));
  const payments = rows('payments').filter(({ invoice_id = '' }) => sales.has(invoice_id));
  // No sale is a receipt and an invoice in the API: the one ends where the other begins.
  const before = rows('receipts').filter(({ receipt_id = '' }) => !sales.has(receipt_id));
  const receipts = idsOf(before, 'receipt_id');
  const services = rows('reservation_services');
  const stays: Cells[] = rows('reservations')
    .filter(isPlain)
    .map((stay) => {
      const names = services
        .filter((line) => line['reservation_id'] === stay['id'])
        .map(({ name = '' }) => name);
      const own = names.filter((name) => name !== '');
      return {
        ...only(stay, STAY),
        location_id: '1',
        ...(own.length > 0 ? { services_string: own.join(', ') } : {}),
      };
    });
  const known = idsOf(stays);
  const soldTo = rows('invoices').map(({ reservation_id = '' }) => reservation_id);
  const booked = services.filter(
    ({ reservation_id = '', service_id = '' }) => known.has(reservation_id) && service_id !== '',
  );
  return {
    ...all,
    form_fields: FORMS.map((form) => ({ form, ...FIELD })),
    reservations: stays,
    reservation_services: booked.map((line, index) => {
      const { reservation_id: stay, service_id: service } = line;
      const nth = booked
        .slice(0, index + 1)
        .filter((other) => other['reservation_id'] === stay && other['service_id'] === service).length;
      return { ...line, id: `${stay}/${service}${nth === 1 ? '' : `/${nth}`}` };
    }),
    immunization_types: rows('immunization_types')
      .filter(({ species_id = '' }) => species.has(species_id))
      .map((type) => without(type, 'species')),
    immunizations: rows('immunizations')
      .filter(({ animal_id = '' }) => animals.has(animal_id))
      .map((vaccination) => without(vaccination, 'administered_date')),
    medications: rows('medications')
      .filter(({ animal_id = '' }) => animals.has(animal_id))
      .map((entry, _, all) => {
        const own = all.filter(({ animal_id }) => animal_id === entry['animal_id']);
        return { ...entry, medication_schedule_id: scheduleId(entry, own) };
      }),
    additional_services: rows('additional_services').filter(({ type_id = '' }) => types.has(type_id)),
    invoices: rows('invoices').map((invoice) => {
      const { reservation_id: stay = '' } = invoice;
      const isSure = known.has(stay) && soldTo.filter((id) => id === stay).length === 1;
      return {
        ...without(invoice, 'discount', 'tip_amount', 'surcharge_amount'),
        ...{ complete: isOpen(invoice) ? '0' : '1', reservation_id: isSure ? stay : '' },
      };
    }),
    invoice_lines: rows('invoice_lines').filter(({ invoice_id = '' }) => sales.has(invoice_id)),
    payments,
    deposits: [
      ...rows('deposits').filter(({ payment_id = '' }) => idsOf(payments).has(payment_id)),
      ...depositsOfStays(stays.filter(({ id = '' }) => !soldTo.includes(id))),
    ],
    receipts: before,
    receipt_payments: rows('receipt_payments').filter(({ receipt_id = '' }) => receipts.has(receipt_id)),
    receipt_lines: rows('receipt_lines').filter(({ receipt_id = '' }) => receipts.has(receipt_id)),
  };
}

/** What was paid for a stay without a sale: the API names no payment for it. */
const depositsOfStays = (unsold: Cells[]): Cells[] =>
  unsold.slice(0, 2).map(({ id: stay = '' }) => ({
    ...{ id: `${stay}/deposit`, reservation_id: stay, deposit_amount: '50.00', paid_amount: '50.00' },
  }));

/** A stay of one animal whose times the API can say: ISO instants know no hour that DST skips, nor an unreadable one. */
function isPlain(stay: Cells): boolean {
  const times = [
    'start_date',
    'end_date',
    'cancel_stamp',
    'confirmed_stamp',
    'check_in_stamp',
    'check_out_stamp',
  ];
  const isSaid = times.every((name) => {
    const text = stay[name]?.trim() ?? '';
    return text === '' || iso(text)?.slice(0, 16) === text.slice(0, 16).replace(' ', 'T');
  });
  const start = stay['start_date'] ?? '';
  return isSaid && start > '2025-06-01' && start < '2027' && !/[,;|[]/.test(stay['a_id'] ?? '');
}
