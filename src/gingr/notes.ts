import { type CatalogueEntity, column, columns, type FileEntityName } from './define.ts';

/**
 * What employees wrote in the log of an owner, an animal or a stay, calls among them: a tab of its own in Gingr that no
 * API gives (gingr-sources.md 2.11: that it is there (doc); names of files and columns (inf)). The text is required: with
 * the id of the record alone the file could be any other of the record's.
 */
const notes = (
  name: FileEntityName,
  record: string,
  fileNames: readonly string[],
  others: string,
): CatalogueEntity => ({
  name,
  id: 'id',
  fileNames,
  columns: [
    column('id note_id log_id', { required: true }),
    column(record, { required: true }),
    ...columns(others),
    column('created_at date created_date note_date timestamp create_stamp'),
    column('created_by author employee employee_id user_id username created_by_username'),
    column('note_type type kind category'),
    column('note text body comment content employee_notes', { required: true }),
  ],
});

export const ownerNotes = notes(
  'owner_notes',
  'owner_id o_id parent_id customer_id',
  ['owner_notes', 'owner_log', 'call_log', 'call_logs', 'calls', 'employee_notes'],
  'animal_id reservation_id',
);

export const animalNotes = notes(
  'animal_notes',
  'animal_id a_id pet_id',
  ['animal_notes', 'animal_log', 'pet_notes'],
  '',
);

export const reservationNotes = notes(
  'reservation_notes',
  'reservation_id r_id stay_id booking_id',
  ['reservation_notes', 'reservation_log', 'stay_notes', 'booking_notes'],
  '',
);
