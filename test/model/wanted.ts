import { createHash } from 'node:crypto';
import { TEST_TENANT } from '../support/databases.ts';
import {
  hasType,
  isState,
  lodgingName,
  lodgingOf,
  PARTS,
  type Source,
  type Sources,
  settle,
} from './fates.ts';
import { amount, type Cell, cents, type Row, type Rows } from './rows.ts';
import type { Shape } from './target.ts';

/** What the mapping made last of a record's row in the columns that the model looks at; null: never of its own. */
export interface Entry {
  id: string;
  base: Row | null;
}

/** What earlier loads left, by `entity/source/table/part`. */
export type Ledger = ReadonlyMap<string, Entry>;

/** One row that a load has to do with. */
export interface Planned {
  /** Its place in the ledger. */
  place: string;
  source: Source;
  table: string;
  id: string;
  how: 'new' | 'known' | 'adopted' | 'ambiguous';
  base: Row | null;
  want: Row;
}

/** What the target has, and what people say of Gingr. */
export interface Circumstances {
  shape: Shape;
  complete: ReadonlySet<string>;
  merges: ReadonlyMap<string, string>;
}

export interface Plan {
  sources: Sources;
  rows: Planned[];
}

const PRIMARY: Record<string, string> = {
  owners: 'customers',
  animals: 'pets',
  reservation_types: 'services',
  lodgings: 'resources',
  reservations: 'reservations',
  immunization_types: 'vaccine_requirements',
  immunizations: 'medical_records',
  invoices: 'invoices',
  invoice_lines: 'invoice_line_items',
  payments: 'payments',
};

/** References that a row cannot be without. */
const REQUIRED = ['customerId', 'petId', 'serviceId', 'invoiceId'];

export const primaryOf = (entity: string): string => PRIMARY[entity] ?? '';

export const placeOf = (entity: string, id: string, table = PRIMARY[entity] ?? '', part = '') =>
  `${entity}/${id}/${table}/${part}`;

/** The deterministic id of promise 3: UUID v5 of its parts, computed here once more. */
export function idOf(entity: string, source: string, table: string, part: string): string {
  const name = [TEST_TENANT.id, 'gingr', 'main', entity, source, table, part].join('\u001f');
  const namespace = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What a load has to do, from what Gingr says, what earlier loads left and what stands in the target. */
export function planLoad(sources: Sources, ledger: Ledger, rows: Rows, around: Circumstances): Plan {
  const isAbsent = (entity: string) => !around.shape.columns.has(primaryOf(entity));
  const fallen = new Map<string, 'excluded' | 'rejected'>();
  for (;;) {
    settle(sources, fallen, {
      ...{ isAbsent, merges: around.merges, known: (key) => ledger.has(placeOf(...split(key))) },
    });
    const plan = new Planner(sources, ledger, rows, around).plan();
    const more = [...forbidden(plan, sources, rows), ...lostShots(sources, ledger, rows)].filter(
      ([key]) => !fallen.has(key),
    );
    if (more.length === 0) return { sources, rows: plan.filter((row) => !isGone(row, rows)) };
    for (const [key, state] of more) fallen.set(key, state);
  }
}

const split = (key: string): [string, string] => {
  const at = key.indexOf('/');
  return [key.slice(0, at), key.slice(at + 1)];
};

/** An earlier load made the row, and people deleted it. */
const isGone = ({ how, table, id }: Planned, rows: Rows) => how === 'known' && !rows.has(`${table}/${id}`);

/** Whether the row is the one by which its record's outcome is told. */
export const isPrimary = ({ table, source, place }: Planned) =>
  PRIMARY[source.entity] === table && place.endsWith('/');

function forbidden(plan: Planned[], sources: Sources, rows: Rows): [string, 'excluded' | 'rejected'][] {
  return plan.flatMap((row): [string, 'excluded' | 'rejected'][] => {
    const key = `${row.source.entity}/${row.source.id}`;
    if (isPrimary(row) && isGone(row, rows)) return [[key, 'excluded']];
    if (row.how === 'ambiguous') return [[key, 'rejected']];
    // A credit note has the dates of its invoice, which this export does not hold.
    const dateless =
      row.place.endsWith('/invoices/return') && !sources.has(`invoices/${row.source.fields['invoice_id']}`);
    const lacks = dateless || REQUIRED.some((column) => column in row.want && row.want[column] === null);
    return row.how === 'new' && lacks ? [[key, 'rejected']] : [];
  });
}

/**
 * A current vaccination of an animal that this export does not hold finds no place in the animal's row, unless it
 * stands there: a fact of safety that would be lost rejects its record (promise 10).
 */
function lostShots(sources: Sources, ledger: Ledger, rows: Rows): [string, 'rejected'][] {
  return [...sources.values()].flatMap((source): [string, 'rejected'][] => {
    const { entity, id, fields, fate } = source;
    if (entity !== 'immunizations' || fate.state === 'rejected' || fate.state === 'excluded') return [];
    const vaccine = vaccineOf(source, sources);
    const others = [...sources.values()].filter(
      (other) =>
        other.entity === entity &&
        hasType(other, sources) &&
        other.fields['animal_id'] === fields['animal_id'] &&
        vaccineOf(other, sources) === vaccine,
    );
    const rank = (shot: Source) =>
      [shot.fields['expiration_date'], shot.fields['administered_date'] || '0', shot.id].join();
    if (sources.has(`animals/${fields['animal_id']}`) || others.some((other) => rank(other) > rank(source)))
      return [];
    const pet = rows.get(`pets/${ledger.get(placeOf('animals', fields['animal_id'] ?? ''))?.id}`);
    const days = pet?.['vaccineExpirations'];
    const there =
      typeof days === 'object' && days !== null && !Array.isArray(days) ? days[vaccine] : undefined;
    return there === fields['expiration_date'] ? [] : [[`${entity}/${id}`, 'rejected']];
  });
}

const vaccineOf = ({ fields }: Source, sources: Sources): string =>
  sources.get(`immunization_types/${fields['type_id']}`)?.fields['type'] ?? '';

class Planner {
  readonly #sources: Sources;
  readonly #ledger: Ledger;
  readonly #rows: Rows;
  readonly #around: Circumstances;

  constructor(sources: Sources, ledger: Ledger, rows: Rows, around: Circumstances) {
    this.#around = around;
    this.#sources = sources;
    this.#ledger = ledger;
    this.#rows = rows;
  }

  plan(): Planned[] {
    return [...this.#sources.values()]
      .filter((source) => isState(source, 'ready'))
      .flatMap((source) => this.#rowsOf(source))
      .flatMap((row) => this.#inShape(row));
  }

  /** The row as far as the target has a place for it. */
  #inShape(row: Planned): Planned[] {
    const columns = this.#around.shape.columns.get(row.table);
    if (!columns) return [];
    const want = Object.fromEntries(Object.entries(row.want).filter(([column]) => columns.has(column)));
    return [{ ...row, want }];
  }

  #rowsOf(source: Source): Planned[] {
    const { entity, id, fields } = source;
    const text = (field: string): Cell => fields[field] || null;
    const ref = (to: string, field: string): Cell => this.#reference(to, fields[field] ?? '');
    const make = (want: Row, table = PRIMARY[entity] ?? '', part = ''): Planned => {
      const place = placeOf(entity, id, table, part);
      return { place, source, table, want, ...this.#identity(place, entity, id, table, part, want) };
    };
    switch (entity) {
      case 'owners': {
        const consent = fields['opt_out_email'] === '0';
        return [
          make({ externalId: id, firstName: text('first_name') ?? '', city: text('city') }),
          make(
            { customerId: this.#reference('owners', id), emailNotifications: consent },
            'notification_preferences',
          ),
        ];
      }
      case 'animals': {
        const expirations = this.#expirations(id);
        // What a complete export does not hold there is none of.
        const before = this.#ledger.get(placeOf(entity, id))?.base?.['vaccineExpirations'];
        const carried = this.#around.complete.has('immunizations') ? null : (before ?? null);
        return [
          make({
            ...{ externalId: id, name: text('first_name') ?? '', allergies: text('allergies') },
            ...{ customerId: ref('owners', 'owner_id'), vaccineExpirations: expirations ?? carried },
          }),
        ];
      }
      case 'reservation_types':
        return [make({ externalId: id, name: text('type') })];
      case 'lodgings':
        return [make({ name: lodgingName(fields) })];
      case 'reservations':
        return [
          make({
            ...{ externalId: id, customerId: ref('owners', 'o_id'), petId: ref('animals', 'a_id') },
            ...{ serviceId: ref('reservation_types', 'type_id'), notes: text('r_notes') },
            ...{ resourceId: this.#reference('lodgings', lodgingOf(fields)) },
            endDate: (fields['end_date'] ?? '').replace(' ', 'T'),
          }),
        ];
      case 'immunization_types':
        return [make({ name: text('type') })];
      case 'immunizations':
        return [
          make({
            petId: ref('animals', 'animal_id'),
            expirationDate: `${fields['expiration_date']}T00:00:00`,
            recordDate: `${fields['administered_date']}T00:00:00`,
          }),
        ];
      case 'invoices': {
        const { paid, due } = this.#money(id, cents(fields['total']) ?? 0n);
        return [
          make({
            ...{ externalId: id, customerId: ref('owners', 'owner_id'), total: dollars(fields['total']) },
            ...{ reservationId: ref('reservations', 'reservation_id'), depositPaid: amount(paid) },
            ...{
              balanceDue: amount(due),
              status: due <= 0n ? 'PAID' : paid > 0n ? this.#partlyPaid() : 'SENT',
            },
          }),
        ];
      }
      case 'invoice_lines': {
        const returned = cents(fields['refund_amount']) ?? 0n;
        const rows = [make({ invoiceId: ref('invoices', 'invoice_id'), amount: dollars(fields['total']) })];
        if (returned === 0n) return rows;
        const note = make(
          { customerId: this.#customerOf(fields['invoice_id'] ?? ''), total: amount(-returned) },
          'invoices',
          'return',
        );
        const item = make({ invoiceId: note.id, amount: amount(-returned) }, 'invoice_line_items', 'return');
        return [...rows, note, item];
      }
      case 'payments':
        return [
          make({
            invoiceId: ref('invoices', 'invoice_id'),
            customerId: this.#customerOf(fields['invoice_id'] ?? ''),
            amount: dollars(fields['total_balance']),
          }),
        ];
      default:
        throw new Error(`no mapping of ${entity}`);
    }
  }

  #identity(place: string, entity: string, source: string, table: string, part: string, want: Row) {
    const entry = this.#ledger.get(place);
    // Records that were one for a while are two again; spellings of a lodging are one for good.
    const parted = ['immunization_types', 'owners'].includes(entity) && entry?.base === null;
    if (entry && !parted) return { id: entry.id, how: 'known' as const, base: entry.base };
    const id = idOf(entity, source, table, part);
    if (this.#rows.has(`${table}/${id}`)) return { id, how: 'adopted' as const, base: null };
    const claims = [...this.#rows].filter(([key, row]) => this.#recognises(key, row, table, source, want));
    const [only] = claims;
    if (only && claims.length === 1)
      return { id: only[0].slice(table.length + 1), how: 'adopted' as const, base: null };
    if (only) return { id, how: 'ambiguous' as const, base: null };
    return { id, how: 'new' as const, base: null };
  }

  /** Whether a row that no record has is this record's: by what older importers wrote, or a name. */
  #recognises(key: string, row: Row, table: string, source: string, want: Row): boolean {
    if (!key.startsWith(`${table}/`)) return false;
    const id = key.slice(table.length + 1);
    if ([...this.#ledger].some(([place, one]) => one.id === id && place.split('/').at(-2) === table))
      return false;
    const email = String(row['email']).toLowerCase();
    switch (table) {
      case 'resources':
      case 'vaccine_requirements':
        return row['name'] === want['name'];
      case 'customers':
        if (row['externalId'] === source) return true;
        return !row['externalId'] && leftoverEmails(source).includes(email);
      case 'pets':
        return row['externalId'] === source || row['externalId'] === `${source}-tailtown`;
      default:
        return false;
    }
  }

  /** A target without a word for it takes the nearest. */
  #partlyPaid(): string {
    return this.#around.shape.invoiceStatuses.includes('PARTIALLY_PAID') ? 'PARTIALLY_PAID' : 'SENT';
  }

  /** Id of the row that a record's reference leads to, or null. */
  #reference(entity: string, source: string): Cell {
    const found = this.#sources.get(`${entity}/${source}`);
    const survivor = found?.fate.state === 'merged' ? found.fate.into : source;
    const table = PRIMARY[entity] ?? '';
    const place = placeOf(entity, survivor);
    if (found) {
      if (!isState(found, 'ready') && !isState(found, 'merged')) return null;
      const want = entity === 'lodgings' ? { name: lodgingName(found.fields) } : {};
      return this.#identity(place, entity, survivor, table, '', want).id;
    }
    const entry = this.#ledger.get(place);
    return entry && this.#rows.has(`${table}/${entry.id}`) ? entry.id : null;
  }

  /** Gingr's payments and lines name no owner: theirs is the invoice's. */
  #customerOf(invoice: string): Cell {
    const found = this.#sources.get(`invoices/${invoice}`);
    if (found) return this.#reference('owners', found.fields['owner_id'] ?? '');
    const id = this.#ledger.get(placeOf('invoices', invoice))?.id;
    const owner = this.#rows.get(`invoices/${id}`)?.['customerId'] ?? null;
    for (const [away, into] of this.#around.merges) {
      const entry = this.#ledger.get(placeOf('owners', away));
      if (entry?.base && entry.id === owner) return this.#reference('owners', into) ?? owner;
    }
    return owner;
  }

  /** The last day of each vaccine of an animal; null where Gingr says nothing. */
  #expirations(animal: string): Cell {
    const days: Record<string, Cell> = {};
    for (const source of this.#sources.values()) {
      const { entity, fields } = source;
      if (entity !== 'immunizations' || fields['animal_id'] !== animal || !hasType(source, this.#sources))
        continue;
      const vaccine = vaccineOf(source, this.#sources);
      const day = fields['expiration_date'] ?? '';
      if (day > String(days[vaccine] ?? '')) days[vaccine] = day;
    }
    return Object.keys(days).length > 0 ? days : null;
  }

  /** What an invoice was paid and still owes: by everything that loads brought of it, and this one brings. */
  #money(invoice: string, total: bigint): { paid: bigint; due: bigint } {
    let paid = 0n;
    let due = total;
    for (const part of this.#sources.values()) {
      if (part.fields['invoice_id'] !== invoice || !PARTS.includes(part.entity)) continue;
      if (part.entity === 'payments') paid += cents(part.fields['total_balance']) ?? 0n;
      else due -= cents(part.fields['refund_amount']) ?? 0n;
    }
    const id = this.#ledger.get(placeOf('invoices', invoice))?.id;
    for (const [place, { base }] of this.#ledger) {
      const [entity = '', source = '', table, part] = place.split('/');
      if (!PARTS.includes(entity) || this.#sources.has(`${entity}/${source}`)) continue;
      const line = this.#ledger.get(placeOf(entity, source))?.base;
      if (line?.['invoiceId'] !== id || id === undefined) continue;
      if (entity === 'payments') paid += cents(base?.['amount']) ?? 0n;
      else if (table === 'invoices' && part === 'return') due += cents(base?.['total']) ?? 0n;
    }
    return { paid, due: due - paid };
  }
}

/** Addresses that older importers made up for an owner (tailtown-target.md 8). */
export const leftoverEmails = (id: string): string[] => [
  ...[`customer${id}@imported.local`, `gingr-${id}@placeholder.com`],
  ...[`gingr-${id}@tailtown.placeholder`, `gingr-dup-${id}@tailtown.placeholder`],
];

const dollars = (text: string | undefined): Cell => amount(cents(text) ?? 0n);
