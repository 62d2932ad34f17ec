import { usageError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import { isFileEntity, locationColumn } from '../gingr/catalogue.ts';
import type { SnapshotEntity } from '../snapshot/format.ts';

/**
 * What the operator declares of an entity's export (`complete`): all of it, or that of some locations (`owners@2`).
 * COMPLETE_WITHOUT_LOCATION (exit 2) where the entity's records say no location.
 */
export function declaredOf(
  entity: string,
  { complete }: Pick<Settings, 'complete'>,
): Pick<SnapshotEntity, 'completeness' | 'completeAt'> {
  if (complete.includes(entity)) return { completeness: 'complete' };
  const places = complete
    .filter((declared) => declared.startsWith(`${entity}@`))
    .map((declared) => declared.slice(entity.length + 1))
    .sort();
  if (places.length === 0) return { completeness: 'incomplete' };
  if (!isFileEntity(entity) || locationColumn(entity) === null) {
    throw usageError(
      'COMPLETE_WITHOUT_LOCATION',
      `${entity} cannot be complete for a location: its records say none.`,
      `Declare all of it (${entity}), or leave it out of \`complete\`.`,
    );
  }
  return { completeness: 'incomplete', completeAt: places };
}
