import { entityNumber, unitOf } from '../staging/layout.ts';
import type { ValidationRule } from './index.ts';

/** Owners that no animal of this snapshot names (413 at one resort): kept, and said. */
export const ownersWithoutAnimals: ValidationRule = async (session, layout) => {
  const animals = unitOf(layout, 'animals');
  if (!animals) return;
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code)
    SELECT l.n, l.entity, l.file, 'validate', 'OWNER_WITHOUT_ANIMALS' FROM ${layout.lines} l
    WHERE l.entity = ${entityNumber(layout, 'owners')} AND l.state = 'ready'
      AND NOT EXISTS (SELECT FROM ${animals.staged} s WHERE s."customerId" = l.source_id)`);
};

/** The stay names one owner, the animal another: both are kept as Gingr has them. */
export const petsOfOtherOwners: ValidationRule = async (session, layout) => {
  const animals = unitOf(layout, 'animals');
  const stays = unitOf(layout, 'reservations');
  if (!animals || !stays) return;
  await session.query(`
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, detail)
    SELECT l.n, l.entity, l.file, 'validate', 'RESERVATION_PET_OF_OTHER_OWNER', 'o_id',
      'stay of owners/' || s."customerId" || ', animal of owners/' || a."customerId"
    FROM ${stays.staged} s JOIN ${stays.lines} l ON l.n = s._n AND l.state = 'ready'
    JOIN ${animals.staged} a ON a._source_id = s."petId" WHERE a."customerId" <> s."customerId"`);
};
