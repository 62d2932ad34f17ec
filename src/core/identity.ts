import { hash } from 'node:crypto';

/** Namespace of every UUID v5 that this program makes: itself the v5 of `tailtown-migrate` under the URL namespace. */
const NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** What is hashed, the namespace first: filled anew for each name, and made larger for a longer one. */
let named = Buffer.concat([NAMESPACE, Buffer.alloc(1024)]);

const SEPARATOR = '\u001f';

/** UUID v5 (RFC 9562, SHA-1) of the parts joined by U+001F, which no identity may hold. */
export function uuidV5(...parts: readonly string[]): string {
  const name = parts.join(SEPARATOR);
  // A character of a string takes at most three bytes of UTF-8.
  const most = NAMESPACE.length + name.length * 3;
  if (most > named.length) named = Buffer.concat([NAMESPACE, Buffer.alloc(most)]);
  const size = named.write(name, NAMESPACE.length);
  const hex = hash('sha1', named.subarray(0, NAMESPACE.length + size), 'hex');
  const variant = VARIANT[hex.charAt(16)] ?? '';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A hexadecimal digit with its first two bits set to 10. */
const VARIANT: Record<string, string> = Object.fromEntries(
  [...'0123456789abcdef'].map((digit, value) => [digit, ((value & 3) | 8).toString(16)]),
);

export const SOURCE_SYSTEM = 'gingr';

/**
 * Longest text, in characters, that goes where an index holds it: an entry of PostgreSQL's B-tree has 2704 bytes, and a
 * tenant with two such texts of four bytes a character still fits.
 */
export const LONGEST_KEY = 300;

/** Whether a source id can be one: short enough for an index, and without the separator of identities. */
export const isUsableId = (id: string): boolean => id.length <= LONGEST_KEY && !id.includes(SEPARATOR);

export interface SourceScope {
  tenant: string;
  sourceDatabase: string;
}

/** The deterministic id of a new target row (DESIGN.md promise 3). */
export function targetId(
  scope: SourceScope,
  entity: string,
  sourceId: string,
  table: string,
  part = '',
): string {
  return uuidV5(scope.tenant, SOURCE_SYSTEM, scope.sourceDatabase, entity, sourceId, table, part);
}
