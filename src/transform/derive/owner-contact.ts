import { ident } from '../../database/sql.ts';
import { unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

/**
 * The owner's emergency contact, on each of the owner's animals too: staff look for it on the pet (P-ORPHAN-3). Which of
 * the animals have an owner in this snapshot is noted: of the others it says nothing.
 */
export const ownerContact: DeriveStep = async ({ session, layout, unit }) => {
  const owners = unitOf(layout, 'owners');
  if (!owners) return;
  const pairs = [
    ['emergencyContactName', 'emergencyContact'],
    ['emergencyContactPhone', 'emergencyPhone'],
  ].flatMap(([name = '', from = '']) =>
    unit.columns.some((column) => column.name === name) ? [`${ident(name)} = o.${ident(from)}`] : [],
  );
  await session.query(`
    UPDATE ${unit.staged} s SET ${[...pairs, '"contactSaid" = o._source_id'].join(', ')}
    FROM ${owners.staged} o JOIN ${owners.lines} l ON l.n = o._n AND l.mapped_state = 'ready'
    WHERE o._source_id = s."customerId"`);
};
