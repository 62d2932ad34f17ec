import { isObject } from './answer.ts';
import { flatten, type RawCells } from './flatten.ts';

/**
 * The fields of a form: objects with a label and a name, wherever they stand (gingr-sources.md 2.11). Labels repeat; the technical
 * name does not, and may be the key that the field stands under.
 */
export function formFields(value: unknown, form: string, key: string | null = null): RawCells[] {
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([name, part]) =>
    formFields(part, form, Array.isArray(value) ? null : name),
  );
  if (Array.isArray(value) || !isField(value, key)) return inner;
  return [{ ...(key === null ? {} : { name: key }), ...flatten(value), form }, ...inner];
}

const NAMES = ['name', 'technical_name', 'field_name'];

/** A choice of a field has a label too, but neither a name nor a type. */
const isField = (value: object, key: string | null): boolean =>
  'label' in value && (NAMES.some((name) => name in value) || (key !== null && 'type' in value));
