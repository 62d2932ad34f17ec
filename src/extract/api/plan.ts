import type { GingrKey, GingrSettings } from '../../core/settings.ts';
import type { FileEntityName } from '../../gingr/catalogue.ts';
import { firstYear, windows } from './days.ts';
import { ENDPOINTS, type Row } from './endpoints.ts';
import type { Journal } from './journal.ts';
import { byId, idOf } from './rows.ts';
import { type Unit, unit } from './units.ts';

/** What the plan needs to know of a taking. */
export interface Taking {
  settings: GingrSettings;
  /** Day of the first call in the resort's zone, YYYY-MM-DD. */
  today: string;
}

const ICONS_AT_ONCE = 200;
const REPORT_CARDS = { limit: '10000', number_days: '3650' };

/** The lists that everything else is planned by: one call each, or some pages. */
export function listUnits({ settings }: Taking): Unit[] {
  return settings.keys.flatMap((key) => [
    ...(['get_locations', 'get_species', 'get_breeds', 'get_temperaments'] as const).map((name) =>
      unit(key, name),
    ),
    unit(key, 'get_vets', { vetFlag: 'true' }),
    // Without `active_only`: stays refer to types that are not in use any more (P-RES-16).
    unit(key, 'reservation_types'),
    unit(key, 'owners'),
    unit(key, 'animals'),
    unit(key, 'get_all_retail_items'),
    unit(key, 'get_subscriptions', { include_deleted: 'true' }),
    unit(key, 'list_invoices'),
    ...(settings.since === null ? [] : [unit(key, 'new_modified_owners', { from_date: settings.since })]),
  ]);
}

/** Sales that are over, after the open ones: what is checked out meanwhile stands in both then, and in none it would be lost. */
export const saleUnits = ({ settings }: Taking): Unit[] =>
  settings.keys.flatMap((key) => [
    unit(key, 'list_invoices', { complete: 'true' }),
    ...(settings.since === null ? [unit(key, 'list_transactions')] : []),
  ]);

/** Stays by windows, and what is asked for by type, species and location. */
export async function windowUnits(taking: Taking, journal: Journal): Promise<Unit[]> {
  const { settings, today } = taking;
  const first = settings.since ?? settings.firstDay ?? (await firstDayOf(taking, journal));
  const steps = windows(first, today, settings.since === null);
  const units: Unit[] = [];
  const late: Unit[] = [];
  for (const key of settings.keys) {
    const locations = await locationsOf(key, journal);
    for (const species_id of idsOf('species', await rowsOf(journal, unit(key, 'get_species'))))
      units.push(unit(key, 'get_immunization_types', { species_id }));
    const types = idsOf('reservation_types', await rowsOf(journal, unit(key, 'reservation_types')));
    for (const form of ['owner_form', 'animal_form']) late.push(unit(key, 'get_form', { form }));
    for (const location_id of locations) {
      for (const type_id of types) units.push(unit(key, 'get_services_by_type', { type_id, location_id }));
      for (const { from, to } of steps)
        units.push(unit(key, 'reservations', { start_date: from, end_date: to, location_id }));
      units.push(unit(key, 'back_of_house', { location_id }));
      units.push(unit(key, 'report_card_files', { ...REPORT_CARDS, location_id }));
      late.push(unit(key, 'recently_cancelled_reservations', { location_id }));
    }
  }
  // Behind all windows: they fill up what no window has.
  return [...units, ...late];
}

/** What is asked for record by record. A record that several keys see is asked for once. */
export async function recordUnits(taking: Taking, journal: Journal, wanted: Wanted): Promise<Unit[]> {
  const units: Unit[] = [];
  const asked = new Set<string>();
  const once = (kind: string, id: string) => !asked.has(`${kind}/${id}`) && asked.add(`${kind}/${id}`);
  for (const key of taking.settings.keys) {
    const animals = idsOf('animals', await rowsOf(journal, unit(key, 'animals'))).filter(wanted.animal);
    const owners = idsOf('owners', await rowsOf(journal, unit(key, 'owners'))).filter(wanted.owner);
    const mine = animals.filter((id) => once('animals', id));
    for (const batch of chunks(mine, ICONS_AT_ONCE))
      units.push(unit(key, 'get_icons', { animal_ids: JSON.stringify(batch) }));
    for (const batch of chunks(
      owners.filter((id) => once('owners', id)),
      ICONS_AT_ONCE,
    ))
      units.push(unit(key, 'get_icons', { owner_ids: JSON.stringify(batch) }));
    for (const animal_id of mine) {
      units.push(unit(key, 'get_animal_immunizations', { animal_id }));
      units.push(unit(key, 'get_feeding_info', { animal_id }));
      units.push(unit(key, 'get_medication_info', { animal_id }));
    }
  }
  for (const key of taking.settings.keys) {
    for (const { id, open } of await salesOf(taking, key, journal)) {
      if (wanted.sale(id) && once('sales', id)) units.push(unit(key, 'transaction', { id }, open));
    }
  }
  return units;
}

/** Which records are asked for one by one; all of them but with `--since`. */
export interface Wanted {
  animal(id: string): boolean;
  owner(id: string): boolean;
  sale(id: string): boolean;
  /** Whether nothing is left out, so that what no record names is not there. */
  all: boolean;
}

export const EVERYTHING: Wanted = { animal: () => true, owner: () => true, sale: () => true, all: true };

/** The ids of invoices and receipts that a key lists, in the order of their numbers; an open one may have no lines yet. */
async function salesOf(taking: Taking, key: GingrKey, journal: Journal) {
  const sales = new Map<string, boolean>();
  for (const each of [unit(key, 'list_invoices'), ...saleUnits(taking).filter((sale) => sale.key === key)]) {
    const open = each.endpoint === 'list_invoices' && each.parameters['complete'] === undefined;
    for (const id of idsOf(ENDPOINTS[each.endpoint].entity, await rowsOf(journal, each))) sales.set(id, open);
  }
  return [...sales].map(([id, open]) => ({ id, open })).sort((a, b) => byId(a.id, b.id));
}

/** The location of a key, else all that it sees. */
export async function locationsOf(key: GingrKey, journal: Journal): Promise<string[]> {
  if (key.location !== null) return [key.location];
  return idsOf('locations', await rowsOf(journal, unit(key, 'get_locations')));
}

async function firstDayOf({ settings }: Taking, journal: Journal): Promise<string> {
  const created: unknown[] = [];
  for (const key of settings.keys) {
    for (const name of ['owners', 'animals'] as const) {
      for (const row of await rowsOf(journal, unit(key, name))) created.push(row['created_at']);
    }
  }
  return firstYear(created);
}

/** The rows of a stored list; none where the API does not have it. */
export async function rowsOf(journal: Journal, { id }: Unit): Promise<Row[]> {
  const { value } = await journal.read(id);
  return Array.isArray(value) ? (value as Row[]) : [];
}

/** Ids of an entity's rows, each once. Rows without one are nothing that could be asked for. */
export const idsOf = (entity: FileEntityName, rows: readonly Row[]): string[] => [
  ...new Set(rows.flatMap((row) => idOf(entity, row) ?? [])),
];

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
