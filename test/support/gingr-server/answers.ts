import type { Records } from '../resort.ts';
import * as shape from './shapes.ts';

export interface Question {
  path: string;
  method: string;
  parameters: URLSearchParams;
  /** Locations that the key's user is allowed; null: all. */
  allowed: readonly string[] | null;
}

/** An answer; null: there is no such endpoint. `page`: rows of a list that is given page by page. */
export type Answer = { json: unknown } | { page: shape.Json[] } | null;

const envelope = (data: unknown) => ({ json: { success: true, error: false, data } });

/** How the invented Gingr numbers pages, and in which location a stay is. */
export interface Habits {
  locationOf: (stay: shape.Cells) => string;
  /** Stays that are in no window, though they are listed as cancelled. */
  cancelledOnly: ReadonlySet<string>;
}

/** What Gingr would answer, in its own shapes: envelopes, bare arrays, objects by id, `[]` for nothing. */
export function answer(data: Records, question: Question, habits: Habits): Answer {
  const { path, parameters, allowed } = question;
  const name = path.replace(/^\/api\/v1\//, '');
  const rows = (entity: string) => data[entity] ?? [];
  const asked = (parameter: string) => parameters.get(parameter) ?? '';
  switch (name) {
    case 'get_locations':
      return {
        json: rows('locations').filter(({ value = '' }) => allowed === null || allowed.includes(value)),
      };
    case 'get_species':
      return { json: rows('species') };
    case 'get_breeds':
      return { json: rows('breeds') };
    case 'get_temperaments':
      return { json: rows('temperaments') };
    case 'get_vets':
      return { json: rows('vets').map((vet) => ({ value: vet['id'], label: vet['name'], ...vet })) };
    case 'reservation_types':
      return envelope(rows('reservation_types'));
    case 'owners':
      return envelope(rows('owners').map(shape.ownerRow));
    case 'new_modified_owners':
      return envelope(rows('new_modified_owners').map(shape.ownerRow));
    case 'animals':
      return envelope(rows('animals').map(shape.animalRow));
    case 'get_immunization_types':
      return envelope(
        rows('immunization_types')
          .filter(({ species_id }) => species_id === asked('species_id'))
          .map(({ species_id: _i, species: _s, ...type }) => type),
      );
    case 'get_services_by_type':
      return envelope(
        rows('additional_services')
          .filter(({ type_id }) => type_id === asked('type_id'))
          .map(({ type_id: _, ...service }) => service),
      );
    case 'get_all_retail_items':
      return envelope(rows('retail_items'));
    case 'get_subscriptions':
      return { page: rows('subscriptions') };
    case 'list_invoices':
      return {
        page: rows('invoices')
          .filter((invoice) => shape.isOpen(invoice) !== (asked('complete') === 'true'))
          .map(shape.invoiceRow),
      };
    case 'list_transactions':
      return { page: rows('receipts') };
    case 'transaction': {
      const found = shape.transactionOf(asked('id'), data);
      return found ? envelope(found) : { json: { success: false, error: true, data: 'Not found' } };
    }
    case 'reservations':
      return envelope(window(data, question, habits));
    case 'recently_cancelled_reservations':
      return envelope(
        rows('reservations')
          .filter((stay) => habits.cancelledOnly.has(stay['id'] ?? ''))
          .map((stay) => flatStay(stay)),
      );
    case 'back_of_house':
      return envelope(rows('back_of_house'));
    case 'report_card_files':
      return envelope(rows('report_cards'));
    case 'get_animal_immunizations':
      return envelope(
        rows('immunizations')
          .filter(({ animal_id }) => animal_id === asked('animal_id'))
          .map(({ administered_date: _a, animal_id: _i, ...vaccination }) => vaccination),
      );
    case 'get_feeding_info': {
      const animal = rows('animals').find(({ id }) => id === asked('animal_id')) ?? {};
      return { json: [shape.feedingOf(animal)] };
    }
    case 'get_medication_info':
      return { json: shape.medicationOf(asked('animal_id'), data) };
    case 'get_icons':
      return envelope({
        animals: icons(data, 'animals', asked('animal_ids')),
        owners: icons(data, 'owners', asked('owner_ids')),
      });
    case '/forms/get_form':
      return envelope({ fields: [shape.FIELD] });
    default:
      return null;
  }
}

/** An object by id; `[]` where there is nothing. Days count on both ends. */
function window(data: Records, { parameters, allowed }: Question, habits: Habits): unknown {
  const [from, to] = [parameters.get('start_date') ?? '', parameters.get('end_date') ?? ''];
  const location = parameters.get('location_id');
  if ((Date.parse(to) - Date.parse(from)) / 86_400_000 > 30) throw new Error('a window of more than 30 days');
  const found = (data['reservations'] ?? []).filter((stay) => {
    const [start, end] = [stay['start_date'], stay['end_date']].map((time) => shape.iso(time)?.slice(0, 10));
    const at = habits.locationOf(stay);
    return (
      start !== undefined &&
      start <= to &&
      (end === undefined || end < start ? start : end) >= from &&
      (location === null || at === location) &&
      (allowed === null || allowed.includes(at)) &&
      !habits.cancelledOnly.has(stay['id'] ?? '')
    );
  });
  if (found.length === 0) return [];
  return Object.fromEntries(found.map((stay) => [stay['id'] ?? '', shape.stayRow(stay, data)]));
}

/** The flat form (gingr-sources.md 2.3.3). */
const flatStay = (stay: shape.Cells): shape.Json => ({
  ...{ r_id: stay['id'], a_id: stay['a_id'], o_id: stay['o_id'], type_id: stay['type_id'] },
  ...{ start_date: stay['start_date'], end_date: stay['end_date'], cancel_stamp: stay['cancel_stamp'] },
  cancellation_reason: 'Changed plans',
});

function icons(data: Records, kind: 'animals' | 'owners', ids: string): unknown {
  const wanted = new Set<string>(ids === '' ? [] : (JSON.parse(ids) as string[]));
  if (wanted.size > 200) throw new Error('more than 200 at once');
  const found = (data[kind] ?? []).filter(
    (row) => wanted.has(row['id'] ?? '') && (row['icons_string'] ?? '') !== '',
  );
  if (found.length === 0) return [];
  return Object.fromEntries(
    found.map((row) => [row['id'] ?? '', { icons: shape.iconList(row['icons_string'] ?? '') }]),
  );
}
