import type { LookupTable } from '../../core/mapping.ts';
import { mask } from '../../core/mask.ts';
import { bookingOf } from '../../gingr/bookings.ts';
import { pictureOf } from '../../gingr/pictures.ts';
import type { FunctionArgs } from '../../mapping/vocabulary.ts';
import { lookupKey } from '../../mapping/vocabulary.ts';
import type { ListEntry } from '../context.ts';
import type { Cell, Makers, Step, StepEnvironment } from './step.ts';
import { NOTHING } from './step.ts';

const isCell = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The cells of a table by normalised key; `field` picks from entries that are maps. */
function cellsOf(table: LookupTable | undefined, field: string | undefined): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [key, entry] of Object.entries(table?.entries ?? {})) {
    const value: unknown =
      field !== undefined && typeof entry === 'object' && entry !== null ? Reflect.get(entry, field) : entry;
    if (isCell(value)) cells.set(lookupKey(key), value);
  }
  return cells;
}

function lookup(args: FunctionArgs<'lookup'>, { lookups }: StepEnvironment): Step {
  const cells = cellsOf(lookups[args.table], args.field);
  return ([raw = null]) => {
    if (raw === null || raw.trim() === '') return { value: args.default ?? null };
    const value = cells.get(lookupKey(raw));
    if (value !== undefined) {
      // The same word in other letters loses nothing.
      if (lookupKey(raw) === lookupKey(String(value))) return { value };
      return { value, alterations: [{ kind: 'looked-up', before: raw, after: String(value) }] };
    }
    const issues = args.unknown === undefined ? [] : [{ code: args.unknown, value: raw }];
    return { value: args.keep === true ? raw.trim() : (args.default ?? null), issues };
  };
}

const fieldOf = (entry: ListEntry, field: string | undefined): string | null => {
  const value = field === undefined ? entry.label : (entry.extra[field] ?? null);
  const single = value?.replace(/\s+/g, ' ').trim() ?? '';
  return single === '' ? null : single;
};

/** No first entry is ever taken for an id that the list does not hold (P-REF-1). */
function listLabel(args: FunctionArgs<'listLabel'>, { context }: StepEnvironment): Step {
  const list = context.lists.get(args.list);
  if (args.several === true && list?.size === 1) return () => NOTHING;
  return ([rawId = null, beside = null]) => {
    const id = rawId?.trim() ?? '';
    const entry = id === '' || id === '0' ? undefined : list?.get(id);
    const label = entry === undefined ? null : fieldOf(entry, args.field);
    if (label !== null) return { value: label };
    const own = beside?.replace(/\s+/g, ' ').trim() ?? '';
    if (own !== '' && own !== '0') return { value: own, picked: 1 };
    if (entry !== undefined || id === '' || id === '0' || args.quiet === true) return NOTHING;
    // Some exports hold the name, of a vet say, where the id belongs.
    const named = /^\d+$/.test(id) ? id : mask(id);
    return {
      value: null,
      issues: [{ code: 'LIST_ENTRY_UNKNOWN', value: id, detail: `${args.list}/${named}` }],
    };
  };
}

/** Placeholder images, and whatever is no address of an image, are no photo. */
const photo: Step = ([raw = null]) => {
  const picture = pictureOf(raw);
  return picture === null || picture.placeholder ? NOTHING : { value: picture.url };
};

/** Gingr's id; another database of a chain says its name, since their ids collide (P-G-12). */
const externalId =
  (sourceDatabase: string): Step =>
  ([raw = null]) => {
    const id = raw?.trim() ?? '';
    if (id === '') return NOTHING;
    return { value: sourceDatabase === 'main' ? id : `${sourceDatabase}:${id}` };
  };

const booking: Step = ([stated = null, id = null]) => {
  const said = stated?.trim() ?? '';
  if (said !== '' && said !== '0') return { value: said };
  const own = bookingOf(id?.trim() ?? '');
  return own === null
    ? NOTHING
    : { value: own, issues: [{ code: 'RESERVATION_BOOKED_TOGETHER', input: 1, value: own }] };
};

export const referenceFunctions: Makers<
  'lookup' | 'notInLookup' | 'listLabel' | 'photo' | 'externalId' | 'booking'
> = {
  booking: () => booking,
  lookup,
  notInLookup: ({ table }, { lookups }) => {
    const known = new Set(Object.keys(lookups[table]?.entries ?? {}).map(lookupKey));
    return ([raw = null]) => ({ value: raw === null || known.has(lookupKey(raw)) ? null : raw });
  },
  listLabel,
  photo: () => photo,
  externalId: (_, { context }) => externalId(context.sourceDatabase),
};
