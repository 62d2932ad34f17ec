import { createHash } from 'node:crypto';
import { isObject } from './answer.ts';
import type { EndpointName, Row } from './endpoints.ts';
import { cellOf, type RawCells } from './flatten.ts';
import type { Journal, Stored } from './journal.ts';
import { feeding } from './medication.ts';
import { idOf, idText } from './rows.ts';
import { saleOf, stayId } from './stays.ts';
import { paidIn, transactionParts } from './transaction.ts';
import type { Unit } from './units.ts';

/** Endpoints whose records may come in several answers, and what tells such a record. */
const REPEATED: Partial<Record<EndpointName, (row: Row, unit: Unit) => string | null>> = {
  reservations: stayId,
  recently_cancelled_reservations: stayId,
  get_immunization_types: (row) => idOf('immunization_types', row),
  get_services_by_type: (row, { parameters }) => {
    const id = idOf('additional_services', row);
    return id === null ? null : `${parameters['type_id']}/${id}`;
  },
  report_card_files: (row) => idOf('report_cards', row),
  list_invoices: (row) => idOf('invoices', row),
};

/** Facts of a record that only the question says. */
const ASKED: Partial<Record<EndpointName, string>> = {
  reservations: 'location_id',
  recently_cancelled_reservations: 'location_id',
  get_services_by_type: 'location_id',
  report_card_files: 'location_id',
  get_immunization_types: 'species_id',
};

interface Seen {
  /** Index of the unit that the record is taken from. */
  unit: number;
  at: number;
  hash: string;
}

/**
 * What must be known of all answers before a record of one of them is written: which answer a repeated record is taken
 * from, and what one answer adds to the records of another. Grows with the number of records, not with their content.
 */
export class Survey {
  readonly #seen = new Map<string, Seen>();
  readonly #windowed = new Set<string>();
  readonly #asked = new Map<string, string | null>();
  readonly icons = { animals: new Map<string, string>(), owners: new Map<string, string>() };
  readonly feeding = new Map<string, RawCells>();
  readonly lodgings = new Map<string, RawCells>();
  readonly invoices = new Set<string>();
  readonly receipts = new Set<string>();
  /** What was paid for a receipt, payment by payment, added up: lists need not say it. */
  readonly paid = new Map<string, string>();
  /** Of a sale, the one stay that names it; null where several do. */
  readonly stayOf = new Map<string, string | null>();
  readonly absent: Unit[] = [];
  /** Records that were not the same in two answers of one key. */
  changed = 0;
  /** Records that came for several locations or species, so that none of them is known. */
  uncertain = new Map<EndpointName, number>();
  stays = 0;
  cancelled = 0;

  static async of(units: readonly Unit[], journal: Journal): Promise<Survey> {
    const survey = new Survey();
    for (const [index, unit] of units.entries()) survey.#take(unit, index, await journal.read(unit.id));
    return survey;
  }

  /** Whether the record is taken from this answer. */
  isFrom(unit: Unit, index: number, row: Row): boolean {
    const key = keyOf(unit, row);
    return key === null || this.#seen.get(key)?.unit === index;
  }

  /** What the question says of the record, where it is sure. */
  asked(unit: Unit, row: Row): RawCells {
    const name = ASKED[unit.endpoint];
    const id = REPEATED[unit.endpoint]?.(row, unit);
    if (name === undefined || id === undefined || id === null) return {};
    return { [name]: this.#asked.get(`${familyOf(unit.endpoint)}/${id}`) ?? null };
  }

  #take(unit: Unit, index: number, { at, value, absent }: Stored): void {
    if (absent) this.absent.push(unit);
    const rows = Array.isArray(value) ? (value as Row[]) : [];
    for (const row of rows) this.#repeat(unit, index, at, row);
    if (isObject(value)) this.#add(unit, value as Row, rows);
  }

  #repeat(unit: Unit, index: number, at: number, row: Row): void {
    const key = keyOf(unit, row);
    if (key === null) return;
    const id = key.slice(key.indexOf('/') + 1);
    if (unit.endpoint === 'reservations') this.#windowed.add(id);
    // Another form of a stay that some window has already.
    if (unit.endpoint === 'recently_cancelled_reservations' && this.#windowed.has(id)) return;
    this.#ask(unit, id);
    const hash = createHash('sha256').update(JSON.stringify(row)).digest('base64');
    const before = this.#seen.get(key);
    if (before === undefined) {
      this.#seen.set(key, { unit: index, at, hash });
      if (familyOf(unit.endpoint) === 'reservations') this.#count(row);
    } else if (before.hash !== hash) {
      // Gingr goes on while it is read: the later answer is the newer one.
      this.changed += 1;
      if (at >= before.at) this.#seen.set(key, { unit: index, at, hash });
    }
  }

  #ask({ endpoint, parameters }: Unit, id: string): void {
    const name = ASKED[endpoint];
    if (name === undefined) return;
    const key = `${familyOf(endpoint)}/${id}`;
    const value = parameters[name] ?? null;
    const before = this.#asked.get(key);
    if (before === undefined) this.#asked.set(key, value);
    else if (before !== value && before !== null) {
      this.#asked.set(key, null);
      this.uncertain.set(endpoint, (this.uncertain.get(endpoint) ?? 0) + 1);
    }
  }

  #count(row: Row): void {
    this.stays += 1;
    if ((row['cancelled_date'] ?? row['cancel_stamp'] ?? null) !== null) this.cancelled += 1;
  }

  #add({ endpoint, parameters }: Unit, value: Row, rows: readonly Row[]): void {
    switch (endpoint) {
      case 'get_icons':
        for (const kind of ['animals', 'owners'] as const) addIcons(this.icons[kind], value[kind]);
        break;
      case 'get_feeding_info':
        this.feeding.set(parameters['animal_id'] ?? '', feeding(value));
        break;
      case 'back_of_house':
        for (const row of rows) addLodging(this.lodgings, row);
        break;
      case 'list_invoices':
        for (const row of rows) this.invoices.add(idOf('invoices', row) ?? '');
        break;
      case 'list_transactions':
        for (const row of rows) this.receipts.add(idOf('receipts', row) ?? '');
        break;
      case 'transaction': {
        const id = parameters['id'] ?? '';
        const paid = this.receipts.has(id) ? paidIn(transactionParts(value, 'receipt_id', id)) : null;
        if (paid !== null) this.paid.set(id, paid);
        break;
      }
      case 'reservations':
        for (const row of rows) this.#addSale(row);
        break;
    }
  }

  #addSale(row: Row): void {
    const [sale, stay] = [saleOf(row), stayId(row)];
    if (sale === null || stay === null) return;
    const before = this.stayOf.get(sale);
    this.stayOf.set(sale, before === undefined || before === stay ? stay : null);
  }
}

/** Recently cancelled stays are stays. */
const familyOf = (endpoint: EndpointName): string =>
  endpoint === 'recently_cancelled_reservations' ? 'reservations' : endpoint;

function keyOf(unit: Unit, row: Row): string | null {
  const id = REPEATED[unit.endpoint]?.(row, unit);
  if (id === undefined || id === null) return null;
  return `${encodeURIComponent(unit.key.name)} ${familyOf(unit.endpoint)}/${id}`;
}

/** `icons[]` of each, as the icon mapping reads them. */
function addIcons(icons: Map<string, string>, value: unknown): void {
  if (!isObject(value)) return;
  for (const [id, one] of Object.entries(value)) {
    const cell = isObject(one) ? cellOf(one['icons'] ?? one) : null;
    if (cell !== null) icons.set(id, cell);
  }
}

function addLodging(lodgings: Map<string, RawCells>, row: Row): void {
  const [id, run, area] = [idText(row['id']), idText(row['run_name']), idText(row['area_name'])];
  if (id !== null && (run !== null || area !== null)) lodgings.set(id, { run_name: run, area_name: area });
}
