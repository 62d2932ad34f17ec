import { CATALOGUE, columnOf, type FileEntityName, isSecret } from '../../gingr/catalogue.ts';
import { headerKey } from '../../gingr/define.ts';
import { FORM_COLUMN, withoutSecretFields } from '../../gingr/form-data.ts';
import { isObject } from './answer.ts';

/** Secret columns of owners, animals and subscriptions, wherever a part of such a record is repeated. */
const SECRETS: ReadonlySet<string> = new Set(
  (['owners', 'animals', 'subscriptions'] as const).flatMap((entity) =>
    CATALOGUE[entity].columns.filter(({ secret }) => secret).map(({ name }) => name),
  ),
);

/** Objects inside a record that are records of their own. */
const NESTED: Readonly<Record<string, FileEntityName>> = { owner: 'owners', animal: 'animals' };

/**
 * An answer without password hashes, tokens and references to payment processors, which Gingr sends (gingr-sources.md 2.1);
 * nothing else is ever written to the disk. Where the server repeats a key of the API, `***` stands in its place.
 */
export function withoutSecrets(entity: FileEntityName, value: unknown, keys: readonly string[]): unknown {
  if (typeof value === 'string') return keys.reduce((text, key) => text.replaceAll(key, '***'), value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(entity, item, keys));
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const key = headerKey(name);
    if (isHidden(entity, key)) continue;
    const own = NESTED[key] ?? entity;
    const clean = withoutSecrets(own, inner, keys);
    kept[name] = key === FORM_COLUMN && typeof clean === 'string' ? withoutSecretFields(own, clean) : clean;
  }
  return kept;
}

function isHidden(entity: FileEntityName, key: string): boolean {
  const known = columnOf(entity, key);
  return known ? known.secret : isSecret(entity, key) || SECRETS.has(key);
}
