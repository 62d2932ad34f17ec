import { unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/** Times of a check-in are the stay's own, so that both tables say the same; without one that can be read there is none. */
export const checkIn: DeriveStep = async ({ session, layout, unit }) => {
  const stays = unitOf(layout, unit.entity);
  if (!stays) return;
  await session.exec(`
    UPDATE ${unit.staged} c SET "checkInTime" = s."checkInDate", "checkOutTime" = s."checkOutDate"
      FROM ${stays.staged} s WHERE s._n = c._n;
    DELETE FROM ${unit.staged} WHERE "checkInTime" IS NULL`);
};
