/** What stands in the notes of the staff before the booking of a stay, and before lodgings that it had. */
export const BOOKING_LABEL = 'Booking in Gingr';
export const LODGINGS_LABEL = 'Other lodgings in Gingr';

/** What stands in them before services that cost nothing. */
export const SERVICES_LABEL = 'Services without a cost in Gingr';
/** What stands in the notes of an estimate that holds money. */
export const ESTIMATE_LABEL = 'Estimate in Gingr';
export const FORFEITED_LABEL = 'Forfeited deposit';

/** Labels under which steps over several records write into a column: the fidelity statement counts what stands there. */
export const STEP_LABELS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  bookedTogether: { staffNotes: [BOOKING_LABEL, LODGINGS_LABEL] },
  invoiceStay: { notes: [BOOKING_LABEL, 'Reservation in Gingr'] },
  tips: { notes: ['Tip in Gingr', 'Surcharge in Gingr'] },
};
