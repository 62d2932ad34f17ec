import { type Gingr, OWNER_FIELDS } from './gingr.ts';
import { cents } from './rows.ts';

/** What becomes of a record, and, where it is merged, in which one. */
export type Fate =
  | { state: 'ready' }
  | { state: 'rejected' }
  | { state: 'excluded' }
  | { state: 'merged'; into: string };

export interface Source {
  entity: string;
  id: string;
  fields: Record<string, string>;
  fate: Fate;
}

/** Records of the export by `entity/id`. */
export type Sources = Map<string, Source>;

/** Mandatory references: a record stands and falls with what they name. */
const PARENTS: Record<string, [string, string][]> = {
  animals: [['owners', 'owner_id']],
  reservations: [
    ['owners', 'o_id'],
    ['animals', 'a_id'],
    ['reservation_types', 'type_id'],
  ],
  immunizations: [['animals', 'animal_id']],
  invoices: [['owners', 'owner_id']],
  invoice_lines: [['invoices', 'invoice_id']],
  payments: [['invoices', 'invoice_id']],
};

/** Parts of an invoice: with one of them it falls as a whole. */
export const PARTS = ['invoice_lines', 'payments'];

const AMOUNTS: Record<string, string> = {
  invoices: 'total',
  invoice_lines: 'total',
  payments: 'total_balance',
};

export const isState = (source: Source | undefined, state: Fate['state']) => source?.fate.state === state;

/** Everything in the export, each record ready until something speaks against it. */
export function sourcesOf(gingr: Gingr): Sources {
  const sources: Sources = new Map();
  for (const [entity, records] of Object.entries(gingr.entities)) {
    for (const [id, { present, fields }] of Object.entries(records)) {
      if (present)
        sources.set(`${entity}/${id}`, {
          entity,
          id,
          fields: led(fields, gingr.merges),
          fate: { state: 'ready' },
        });
    }
  }
  for (const { fields } of [...sources.values()].filter(({ entity }) => entity === 'reservations')) {
    const id = lodgingOf(fields);
    sources.set(`lodgings/${id}`, { entity: 'lodgings', id, fields, fate: { state: 'ready' } });
  }
  return sources;
}

/** What names an owner who was merged names the survivor. */
function led(fields: Record<string, string>, merges: ReadonlyMap<string, string>): Record<string, string> {
  const named = OWNER_FIELDS.filter((field) => merges.has(fields[field] ?? ''));
  return {
    ...fields,
    ...Object.fromEntries(named.map((field) => [field, merges.get(fields[field] ?? '') ?? ''])),
  };
}

/** The label that a stay names, which is the identity of a lodging. */
export const lodgingOf = (stay: Record<string, string>): string =>
  JSON.stringify([stay['area_name'] ?? '', stay['run_name'] ?? '']);

export const lodgingName = (stay: Record<string, string>): string =>
  (stay['run_name'] ?? '').replace(' ', '') || (stay['area_name'] ?? '');

/** What settling looks at beside the export. */
export interface Ways {
  /** Whether an earlier load brought the record `entity/id`. */
  known: (key: string) => boolean;
  /** Whether the target has no table for the entity. */
  isAbsent: (entity: string) => boolean;
  merges: ReadonlyMap<string, string>;
}

/** Settles every record by the words of DESIGN.md section 2. `fallen`: what the target forbids. */
export function settle(
  sources: Sources,
  fallen: ReadonlyMap<string, 'excluded' | 'rejected'>,
  { known, isAbsent, merges }: Ways,
): void {
  for (const [key, source] of sources) {
    const column = AMOUNTS[source.entity];
    const readable =
      hasType(source, sources) && (column === undefined || cents(source.fields[column]) !== null);
    source.fate = { state: readable ? 'ready' : 'rejected' };
    const state = fallen.get(key);
    if (state && (readable || state === 'excluded')) source.fate = { state };
    if (isAbsent(source.entity)) source.fate = { state: 'excluded' };
  }
  for (let before = ''; before !== summary(sources); ) {
    before = summary(sources);
    for (const source of sources.values()) fallWithParents(source, sources, known);
    for (const part of sources.values()) {
      const invoice = sources.get(`invoices/${part.fields['invoice_id']}`);
      if (PARTS.includes(part.entity) && isState(part, 'rejected') && isState(invoice, 'ready') && invoice)
        invoice.fate = { state: 'rejected' };
    }
  }
  mergeOwners(sources, known, merges);
  mergeTypes(sources);
  mergeLodgings(sources);
  for (const source of sources.values()) {
    if (source.entity !== 'immunizations' || source.fields['administered_date'] !== '') continue;
    if (isState(source, 'ready')) source.fate = { state: 'merged', into: source.fields['animal_id'] ?? '' };
  }
}

/** A vaccination is of a vaccine that the export names. */
export const hasType = ({ entity, fields }: Source, sources: Sources): boolean =>
  entity !== 'immunizations' || sources.has(`immunization_types/${fields['type_id']}`);

const summary = (sources: Sources) => [...sources.values()].map(({ fate }) => fate.state).join();

function fallWithParents(source: Source, sources: Sources, known: (key: string) => boolean): void {
  for (const [entity, column] of PARENTS[source.entity] ?? []) {
    const key = `${entity}/${source.fields[column]}`;
    const parent = sources.get(key);
    if (isState(parent, 'excluded')) source.fate = { state: 'excluded' };
    else if ((isState(parent, 'rejected') || (!parent && !known(key))) && isState(source, 'ready'))
      source.fate = { state: 'rejected' };
  }
}

/** An older export has the line of an owner who was merged; without the survivor anywhere, the decision is wrong. */
function mergeOwners(sources: Sources, known: Ways['known'], merges: Ways['merges']): void {
  for (const [id, into] of merges) {
    const source = sources.get(`owners/${id}`);
    if (!source || !isState(source, 'ready')) continue;
    const survivor = sources.get(`owners/${into}`);
    const stands = survivor ? isState(survivor, 'ready') : known(`owners/${into}`);
    source.fate = stands ? { state: 'merged', into } : { state: 'rejected' };
  }
}

/** Types of one name are one; the required one stays, then the one with the first id. */
function mergeTypes(sources: Sources): void {
  const ready = [...sources.values()].filter(
    (source) => source.entity === 'immunization_types' && isState(source, 'ready'),
  );
  for (const source of ready) {
    const [first] = ready
      .filter(({ fields }) => fields['type'] === source.fields['type'])
      .sort(
        (a, b) =>
          `${b.fields['required']}`.localeCompare(`${a.fields['required']}`) || a.id.localeCompare(b.id),
      );
    if (first && first.id !== source.id) source.fate = { state: 'merged', into: first.id };
  }
}

/** Spellings of one lodging are merged into the one that most stays use; one that no moving stay uses is excluded. */
function mergeLodgings(sources: Sources): void {
  const uses = new Map<string, number>();
  for (const stay of sources.values()) {
    if (stay.entity !== 'reservations' || !isState(stay, 'ready')) continue;
    uses.set(lodgingOf(stay.fields), (uses.get(lodgingOf(stay.fields)) ?? 0) + 1);
  }
  const ready = [...sources.values()].filter(
    (source) => source.entity === 'lodgings' && isState(source, 'ready'),
  );
  const rank = (id: string) => uses.get(id) ?? 0;
  const merged = ready.map((source) => {
    const [first] = ready
      .filter(({ fields }) => lodgingName(fields) === lodgingName(source.fields))
      .sort((a, b) => rank(b.id) - rank(a.id) || (a.id < b.id ? -1 : 1));
    return { source, into: first?.id ?? source.id };
  });
  for (const { source, into } of merged) {
    if (rank(source.id) === 0) source.fate = { state: 'excluded' };
    else if (into !== source.id) source.fate = { state: 'merged', into };
  }
}
