import {
  day,
  holds,
  idOf,
  instant,
  parent,
  type Reading,
  reading,
  startsWith,
  words,
  yes,
} from './define.ts';

const SEVERITIES = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** The written text stands first, whatever follows it. */
const first = (column: string, from: string): Reading => words(column, from, startsWith);

/** A text that is one or more lines below a label. */
const within = (column: string, ...from: string[]): Reading[] =>
  from.map((name) => words(column, name, holds));

/** What a person wrote in plain words cannot become something milder; other words are the resort's to decide. */
const severity = reading('incidents.severity', 'severity', (line) => {
  const word = line.raw('severity').toUpperCase();
  return SEVERITIES.includes(word) ? word : null;
});

export const incidentReadings: Reading[] = [
  parent('incidents.petId', 'animal_id', 'animals'),
  parent('incidents.reservationId', 'reservation_id', 'reservations'),
  parent('incidents.otherPetId', 'other_animal_id', 'animals'),
  parent('incidents.witnessedById', 'witness_id', 'employees'),
  severity,
  instant('incidents.occurredAt', 'incident_date'),
  first('incidents.description', 'description'),
  ...within('incidents.description', 'incident_type', 'severity', 'reported_by', 'witnessed_by'),
  words('incidents.location', 'location'),
  words('incidents.injuryType', 'injury_type'),
  words('incidents.bodyPart', 'body_part'),
  words('incidents.treatmentGiven', 'treatment'),
  yes('incidents.vetVisitRequired', 'vet_visit'),
  yes('incidents.vetNotified', 'vet_notified'),
  yes('incidents.ownerNotified', 'owner_notified'),
  instant('incidents.ownerNotifiedAt', 'owner_notified_at'),
  words('incidents.ownerResponse', 'owner_response'),
  words('incidents.resolutionNotes', 'resolution'),
  instant('incidents.resolvedAt', 'resolved_at'),
  yes('incidents.followUpRequired', 'follow_up'),
  words('incidents.followUpNotes', 'follow_up_notes'),
  day('incidents.followUpDate', 'follow_up_date'),
];

export const reportCardReadings: Reading[] = [
  parent('report_cards.petId', 'animal_id', 'animals'),
  // Where the card itself names no owner, its animal's stands.
  {
    ...parent('report_cards.customerId', 'owner_id', 'owners'),
    says: (line) => idOf(line, 'owner_id') || null,
  },
  parent('report_cards.reservationId', 'reservation_id', 'reservations'),
  day('report_cards.reportDate', 'report_date'),
  words('report_cards.title', 'title'),
  words('report_cards.summary', 'notes'),
  yes('report_cards.medicationGiven', 'medication_given'),
  words('report_cards.medicationNotes', 'medication_notes'),
  words('report_cards.behaviorNotes', 'behavior_notes'),
  instant('report_cards.sentAt', 'sent_at'),
  ...within('report_cards.notes', 'mood', 'created_by'),
];
