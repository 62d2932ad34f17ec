import { defineRules } from './define.ts';

export const reservationRules = defineRules('reservations', {
  RESERVATION_SYNTHETIC: {
    severity: 'info',
    effect: 'exclude',
    title: 'Stay that never was (2000-01-01 12:00)',
    explanation:
      'Gingr\'s tool "create completed reservations" makes such rows to satisfy booking rules (P-G-2).',
    remedy: 'Nothing to do.',
  },
  RESERVATION_WAIT_LISTED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Request on the wait list',
    explanation:
      "It becomes an entry of Tailtown's wait list and never a pending booking (P-RES-6). A database without a wait list has no place for it: there it is left out.",
    remedy: 'Nothing to do, unless the fidelity statement names it as left out: then note it by hand.',
  },
  WAIT_LIST_KIND_UNREVIEWED: {
    severity: 'error',
    title: 'Request on the wait list for a service of no reviewed kind',
    explanation:
      "Tailtown's wait list insists on boarding, daycare, grooming or training. Gingr does not say which a reservation type is, and lookups/services.yaml has no such category for it.",
    remedy: 'Give the type its category in lookups/services.yaml in an overlay and run again.',
  },
  WAIT_LIST_PAST_UNREVIEWED: {
    severity: 'info',
    title: 'Past wait of a stay of no reviewed kind',
    explanation:
      'The stay was on the wait list before it was accepted or cancelled. The stay moves; that it waited has no place without a reviewed kind of service and a date that can be read.',
    remedy: 'Give the type its category in lookups/services.yaml in an overlay, if the past wait matters.',
  },
  RESERVATION_DATES_MISSING: {
    severity: 'error',
    title: 'Stay without a start or an end',
    explanation: 'The start or the end is empty or cannot be read. It never becomes "now" (P-TZ).',
    remedy: 'Mend the dates in Gingr and export again.',
  },
  RESERVATION_END_BEFORE_START: {
    severity: 'error',
    title: 'Stay that ends before it starts',
    explanation: 'Tailtown refuses such a stay.',
    remedy: 'Mend the dates in Gingr and export again.',
  },
  RESERVATION_ZERO_LENGTH: {
    severity: 'error',
    title: 'Stay of no length',
    explanation: "Start and end are equal; such a row breaks Tailtown's conflict check.",
    remedy: 'Mend the dates in Gingr and export again.',
  },
  RESERVATION_CHECKOUT_BEFORE_CHECKIN: {
    severity: 'warning',
    title: 'Check-out before check-in',
    explanation: 'Both stamps are kept as Gingr has them.',
    remedy: 'Look at the stay.',
  },
  RESERVATION_CANCELLED_AND_CHECKED_IN: {
    severity: 'warning',
    title: 'Cancelled, and yet checked in',
    explanation: 'A mistake at the desk; cancelled wins (gingr-sources 2.3.5), the stamps are kept.',
    remedy: 'Look at the stay.',
  },
  RESERVATION_TIME_IN_GAP: {
    severity: 'warning',
    title: 'Local time that does not exist',
    explanation:
      'The time falls into the hour that the clocks skip in spring. As an instant it is read with the offset before the change.',
    remedy: 'Look at the stay.',
  },
  RESERVATION_TIME_AMBIGUOUS: {
    severity: 'warning',
    title: 'Local time that exists twice',
    explanation:
      'The time falls into the hour that the clocks repeat in autumn. As an instant it is read as the first of the two.',
    remedy: 'Look at the stay.',
  },
  RESERVATION_BOOKED_TOGETHER: {
    severity: 'info',
    title: 'Several animals in one booking',
    explanation:
      'A reservation of Tailtown has one animal, so each has its own: the id is that of the booking, a slash and that of the animal. The notes for the staff name the booking.',
    remedy:
      'Nothing to do. What refers to the booking as a whole, such as an invoice, has no one reservation to refer to.',
  },
  RESERVATION_SEVERAL_LODGINGS: {
    severity: 'warning',
    title: 'One stay in several lodgings',
    explanation:
      'Lines of the same age tell one stay in several lodgings, and not when in which. A reservation of Tailtown has one, so each lodging has a reservation over the whole stay. The notes for the staff name the booking.',
    remedy: 'Shorten the reservations in Tailtown where the animal changed its lodging on the way.',
  },
  RESERVATION_OVERLAP_PET: {
    severity: 'warning',
    title: 'Overlapping stays of one pet',
    explanation: 'Two active stays of one pet overlap. Both are kept.',
    remedy: 'Cancel the wrong one in Gingr, or in Tailtown after the move.',
  },
});
