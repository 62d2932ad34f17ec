import { z } from 'zod';
import type { FileEntityName } from '../../gingr/catalogue.ts';
import { isObject } from './answer.ts';
import { ApiFailure } from './failure.ts';
import { isReadable } from './medication.ts';

/** One record as an answer has it. */
export type Row = Record<string, unknown>;

interface Endpoint {
  /** Behind the host. */
  path: string;
  method: 'GET' | 'POST';
  /** All that may be asked; the key comes beside them. */
  parameters: readonly string[];
  /** The entity whose secret columns are taken out of its answers. */
  entity: FileEntityName;
  /** The answer's records, or its one object, without envelope. Throws ApiFailure of kind `shape`. */
  read(answer: unknown): Row[] | Row;
  /** Nobody documents it, or not every resort has it: a 404 is an answer, which extract tells. */
  optional?: true;
}

const row = z.record(z.string(), z.unknown());
const rows = z.array(row);
/** PHP writes an empty object as `[]`. */
const keyed = z.union([z.record(z.string(), row), z.tuple([])]);

const noShape = () => new ApiFailure('shape', 'the answer has another shape than is known');

/**
 * Records in any of their shapes: a bare array, `data` as an array, or `data` as an object by id. The id of a row that does
 * not repeat it is its key. Nothing else is "no records" (P-RES-12).
 */
function list(idName: string) {
  return (answer: unknown): Row[] => {
    const data = isObject(answer) && !Array.isArray(answer) ? answer['data'] : answer;
    const array = rows.safeParse(data);
    if (array.success) return array.data;
    const object = keyed.safeParse(data);
    if (!object.success) throw noShape();
    return Object.entries(object.data).map(([id, value]) => ({ [idName]: id, ...value }));
  };
}

const inside = (answer: unknown): unknown => {
  const data = isObject(answer) && 'data' in answer ? answer['data'] : answer;
  return Array.isArray(data) && data.length === 1 ? data[0] : data;
};

/** One object, at the top, under `data`, or in an array of one. */
const object =
  (shape: z.ZodType<Row>) =>
  (answer: unknown): Row => {
    const read = shape.safeParse(inside(answer));
    if (!read.success) throw noShape();
    return read.data;
  };

const anyObject = z.looseObject({});
/** Beside the payments by their ids, `deposit` says something of all of them. */
const payments = z.union([rows, z.record(z.string(), z.unknown()), z.tuple([])]);
const transaction = z
  .looseObject({
    items: z.union([rows, keyed]),
    payment_items: payments.nullish(),
    detailed_payments: payments.nullish(),
    deposits: z.union([rows, keyed]).nullish(),
  })
  .refine(({ payment_items, detailed_payments }) => (payment_items ?? detailed_payments ?? null) !== null);
const entries = z.union([z.array(z.unknown()), row]);
const medication = z
  .union([z.looseObject({ animal_medication_schedules: entries }), z.looseObject({ medications: entries })])
  .refine(isReadable);
const icons = z.union([z.looseObject({ animals: keyed }), z.looseObject({ owners: keyed })]);

const API = '/api/v1/';
const get = (path: string, entity: FileEntityName, parameters: readonly string[], idName = 'id') =>
  ({ path: API + path, method: 'GET', entity, parameters, read: list(idName) }) as const satisfies Endpoint;
const optional = { optional: true } as const;

/**
 * All of Gingr's API that is ever called: endpoints that read (gingr-sources.md 1.2). What is not in this list cannot be
 * called, least of all `quick_checkin`, `receive_call` and `authorize_owner`, which write.
 */
export const ENDPOINTS = {
  get_locations: get('get_locations', 'locations', [], 'value'),
  get_species: get('get_species', 'species', [], 'value'),
  get_breeds: get('get_breeds', 'breeds', [], 'value'),
  get_temperaments: get('get_temperaments', 'temperaments', [], 'value'),
  get_vets: get('get_vets', 'vets', ['vetFlag']),
  reservation_types: get('reservation_types', 'reservation_types', ['active_only']),
  owners: get('owners', 'owners', []),
  new_modified_owners: get('new_modified_owners', 'owners', ['from_date']),
  animals: get('animals', 'animals', []),
  get_immunization_types: get('get_immunization_types', 'immunization_types', ['species_id']),
  get_services_by_type: get('get_services_by_type', 'additional_services', ['type_id', 'location_id']),
  get_all_retail_items: { ...get('get_all_retail_items', 'retail_items', []), ...optional },
  get_subscriptions: get('get_subscriptions', 'subscriptions', ['limit', 'offset', 'include_deleted']),
  reservations: {
    ...get('reservations', 'reservations', ['start_date', 'end_date', 'location_id'], 'reservation_id'),
    method: 'POST',
  },
  recently_cancelled_reservations: {
    ...get('recently_cancelled_reservations', 'reservations', ['location_id'], 'reservation_id'),
    ...optional,
  },
  back_of_house: { ...get('back_of_house', 'reservations', ['location_id']), ...optional },
  get_animal_immunizations: get('get_animal_immunizations', 'immunizations', ['animal_id']),
  get_feeding_info: { ...get('get_feeding_info', 'animals', ['animal_id']), read: object(anyObject) },
  get_medication_info: {
    ...get('get_medication_info', 'medications', ['animal_id']),
    read: object(medication),
  },
  list_invoices: get('list_invoices', 'invoices', ['per_page', 'page', 'complete']),
  list_transactions: get('list_transactions', 'receipts', ['per_page', 'page']),
  transaction: { ...get('transaction', 'payments', ['id']), read: object(transaction) },
  get_icons: {
    ...get('get_icons', 'animals', ['animal_ids', 'owner_ids']),
    ...{ method: 'POST', read: object(icons) },
    ...optional,
  },
  report_card_files: {
    ...get('report_card_files', 'report_cards', ['limit', 'number_days', 'location_id']),
    ...optional,
  },
  get_form: {
    ...get('', 'form_fields', ['form']),
    path: '/forms/get_form',
    read: object(anyObject),
    ...optional,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;

/**
 * The endpoint of a name, where every parameter is one of its own. Throws for anything else, before anything is sent: the
 * types say the same, and this holds where they were argued away.
 */
export function endpointOf(name: EndpointName, parameters: Readonly<Record<string, string>>): Endpoint {
  const endpoint: Endpoint | undefined = Object.hasOwn(ENDPOINTS, name) ? ENDPOINTS[name] : undefined;
  if (!endpoint) throw new Error(`${name} is not among the endpoints that may be called`);
  const other = Object.keys(parameters).find((parameter) => !endpoint.parameters.includes(parameter));
  if (other !== undefined) throw new Error(`${name} is not asked for ${other}`);
  return endpoint;
}
