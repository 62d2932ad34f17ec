import { CATALOGUE, isFileEntity, isSecret } from './catalogue.ts';
import { headerKey } from './define.ts';

/**
 * Custom form fields (gingr-sources.md 2.11): the cell `form_data` of owners and animals is an object, or a JSON text of
 * one, with a value for each field that the resort made up. Here they are columns named `form_data.FIELD`.
 */

export const FORM_COLUMN = 'form_data';
const PREFIX = `${FORM_COLUMN}.`;

/** Whether the entity's records can have custom fields. */
export const hasForm = (entity: string): boolean =>
  isFileEntity(entity) && CATALOGUE[entity].columns.some(({ name }) => name === FORM_COLUMN);

export const isFormColumn = (column: string): boolean => column.startsWith(PREFIX);

/** The one name of a field's column: Gingr puts `_gingr` behind some technical names, in some answers. */
export const formColumn = (column: string): string =>
  `${PREFIX}${headerKey(isFormColumn(column) ? column.slice(PREFIX.length) : column).replace(/_gingr$/, '')}`;

const NOTHING: ReadonlyMap<string, string> = new Map();

/**
 * The fields of a cell that have a value, by the names of their columns; null where it is no form. Fields that are the same
 * but for `_gingr` are one: values that differ stand one behind the other.
 */
export function readForm(cell: string | null): ReadonlyMap<string, string> | null {
  const text = cell?.trim() ?? '';
  if (text === '') return NOTHING;
  const form = objectOf(text);
  if (form === null) return null;
  const fields = new Map<string, string[]>();
  for (const [name, value] of entriesOf(form)) {
    const said = textOf(value);
    if (said === '') continue;
    const column = formColumn(name);
    const known = fields.get(column) ?? [];
    fields.set(column, known.includes(said) ? known : [...known, said]);
  }
  return new Map([...fields].map(([column, values]) => [column, values.join('; ')]));
}

/** The cell without fields that must never be stored; as it is where there are none. */
export function withoutSecretFields(entity: string, cell: string): string {
  const form = objectOf(cell.trim());
  if (form === null) return cell;
  const kept = entriesOf(form).filter(([name]) => !isSecret(entity, name));
  return kept.length === entriesOf(form).length ? cell : JSON.stringify(Object.fromEntries(kept));
}

function objectOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    // A text of JSON inside JSON, as some exports double it.
    const inner: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    return typeof inner === 'object' ? (inner ?? []) : null;
  } catch {
    return null;
  }
}

/** Names and values: of an object, or of a list of `{name, value}`. PHP writes an empty object as `[]`. */
function entriesOf(form: object): [string, unknown][] {
  if (!Array.isArray(form)) return Object.entries(form);
  return form.map((field: unknown, index): [string, unknown] => {
    const name = typeof field === 'object' && field !== null ? nameOf(field) : null;
    return name === null ? [String(index + 1), field] : [name, Reflect.get(Object(field), 'value')];
  });
}

const nameOf = (field: object): string | null => {
  const found = ['name', 'field', 'key', 'label']
    .map((key): unknown => Reflect.get(field, key))
    .find((name) => typeof name === 'string' && name.trim() !== '');
  return typeof found === 'string' ? found : null;
};

/** What a person reads in the field: several choices one behind the other. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value).trim();
  if (Array.isArray(value))
    return value
      .map(textOf)
      .filter((text) => text !== '')
      .join(', ');
  for (const key of ['value', 'label']) {
    const inner: unknown = Reflect.get(value, key);
    if (inner !== undefined) return textOf(inner);
  }
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}

/** Fields that are counted by name; a cell could make up any number of them. */
const MOST_FIELDS = 1000;
const OTHERS = `${PREFIX}...`;

/** Counts the records that fill each field of a form which nobody reads. */
export class FormCounts {
  readonly #read: ReadonlySet<string>;
  #counts = new Map<string, number>();

  constructor(read: ReadonlySet<string>) {
    this.#read = read;
  }

  /** Returns false where the cell is no form. */
  add(cell: string | null): boolean {
    const fields = readForm(cell);
    if (fields === null) return false;
    for (const column of fields.keys()) if (!this.#read.has(column)) addTo(this.#counts, column, 1);
    return true;
  }

  /** By column; begins anew. */
  take(): Map<string, number> {
    const counts = this.#counts;
    this.#counts = new Map();
    return counts;
  }
}

/** Adds to a count; fields beyond the most that are named have one name together. */
export function addTo(counts: Map<string, number>, column: string, count: number): void {
  const name = counts.has(column) || counts.size < MOST_FIELDS ? column : OTHERS;
  counts.set(name, (counts.get(name) ?? 0) + count);
}
