import { createHash } from 'node:crypto';

/** Namespace of every UUID v5 that this program makes: itself the v5 of `tailtown-migrate` under the URL namespace. */
const NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

const SEPARATOR = '\u001f';

/** UUID v5 (RFC 9562, SHA-1) of the parts joined by U+001F, which no identity may hold. */
export function uuidV5(...parts: readonly string[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(parts.join(SEPARATOR)).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const SOURCE_SYSTEM = 'gingr';

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
