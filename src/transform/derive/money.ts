import { BOOKING_LABEL } from '../../core/labels.ts';
import type { Session } from '../../database/session.ts';
import { cents, literal } from '../../database/sql.ts';
import {
  besidePerInvoice,
  creditedPerInvoice,
  isEstimate,
  paidPerInvoice,
  statusOfInvoice,
} from '../../staging/invoice-sums.ts';
import { type Layout, type Unit, unitOf } from '../../staging/layout.ts';
import type { DeriveStep } from './index.ts';

const dollars = (amount: string): string => `(${amount} / 100)::double precision`;

/** What an invoice was paid and still owes, and the status that follows. */
export const invoiceMoney: DeriveStep = async ({ session, layout, unit }) => {
  const left = `${cents('i.total')} + coalesce(credited.cents, 0) + coalesce(beside.cents, 0) - coalesce(paid.cents, 0)`;
  await session.exec(`
    UPDATE ${unit.staged} s SET "depositPaid" = ${dollars('m.paid')}, "balanceDue" = ${dollars('m.due')},
      status = ${statusOfInvoice(unit, 'm.due', 'm.paid', isEstimate('s'))}
    FROM (
      SELECT i._n AS n, coalesce(paid.cents, 0) AS paid, ${left} AS due FROM ${unit.staged} i
      LEFT JOIN (${paidPerInvoice(layout, 'mapped_state')}) paid ON paid.invoice = i._source_id
      LEFT JOIN (${creditedPerInvoice(layout, 'mapped_state')}) credited ON credited.invoice = i._source_id
      LEFT JOIN (${besidePerInvoice(layout, 'mapped_state')}) beside ON beside.invoice = i._source_id
    ) m WHERE m.n = s._n`);
};

/**
 * Tailtown takes one invoice per stay (trap 4). The first one that Gingr made keeps the link; a later one says in its
 * notes whose it is, and never takes the link away.
 */
export const invoiceStay: DeriveStep = async ({ session, layout, unit }) => {
  await noteBookings(session, layout, unit);
  await session.exec(`
    CREATE TEMP TABLE later AS
    SELECT n, reservation FROM (
      SELECT s._n AS n, s."reservationId" AS reservation, row_number() OVER (
        PARTITION BY s."reservationId" ORDER BY ${isEstimate('s')}, s."createdAt", length(s._source_id), s._source_id) AS place
      FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND l.mapped_state = 'ready'
      WHERE s."reservationId" IS NOT NULL) ranked
    WHERE place > 1;
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value, detail)
      SELECT l.n, l.entity, l.file, 'transform', 'INVOICE_STAY_SECOND', 'reservation_id', later.reservation,
        'reservations/' || later.reservation FROM later JOIN ${unit.lines} l USING (n);
    UPDATE ${unit.staged} s SET "reservationId" = NULL,
        notes = concat_ws(E'\\n\\n', s.notes, 'Reservation in Gingr: ' || later.reservation)
      FROM later WHERE later.n = s._n;
    DROP TABLE later`);
};

/**
 * A family's invoice may name the booking of all its animals, of which each has a reservation of its own. Tailtown links one
 * reservation and no group: none is picked, and the notes say which booking it was.
 */
async function noteBookings(session: Session, layout: Layout, unit: Unit): Promise<void> {
  const stays = unitOf(layout, 'reservations');
  if (!stays?.columns.some(({ name }) => name === 'booking')) return;
  await session.exec(`
    CREATE TEMP TABLE booked AS
    SELECT s._n AS n, s."reservationId" AS booking FROM ${unit.staged} s
    JOIN ${layout.lines} l ON l.n = s._n AND l.mapped_state = 'ready'
    WHERE s."reservationId" IN (SELECT booking FROM ${stays.staged})
      AND NOT EXISTS (SELECT FROM ${stays.staged} r WHERE r._source_id = s."reservationId");
    INSERT INTO ${layout.issues} (n, entity, file, stage, code, column_name, value)
      SELECT l.n, l.entity, l.file, 'transform', 'INVOICE_OF_BOOKING', 'reservation_id', b.booking
      FROM booked b JOIN ${layout.lines} l USING (n);
    UPDATE ${unit.staged} s SET "reservationId" = NULL,
        notes = concat_ws(E'\\n\\n', s.notes, ${literal(`${BOOKING_LABEL}: `)} || b.booking)
      FROM booked b WHERE b.n = s._n;
    DROP TABLE booked`);
}

/** Gingr does not say when a line was returned, so the credit note has its invoice's date; its due date is forced. */
export const creditNote: DeriveStep = async ({ session, layout, unit }) => {
  const invoices = unitOf(layout, 'invoices');
  if (!invoices) return;
  await session.exec(`
    UPDATE ${unit.staged} s SET "issueDate" = i."issueDate", "dueDate" = i."dueDate", "createdAt" = i."createdAt"
    FROM ${invoices.staged} i WHERE i._source_id = s."invoiceId";
    INSERT INTO ${layout.alterations} (n, stage, target_table, column_name, kind, before, after)
      SELECT s._n, 'transform', ${literal(unit.table)}, 'dueDate', 'forced', NULL, s."dueDate"::text
      FROM ${unit.staged} s WHERE s."dueDate" IS NOT NULL`);
};
