import { type CatalogueEntity, column, columns } from './define.ts';

/**
 * Incidents: the animal's tab and rows of the dump; no API lists them (gingr-sources.md 2.11: that they are there (doc);
 * names of files and columns (inf)). The kind is required: without it the file could be any other of the animal's.
 */
export const incidents: CatalogueEntity = {
  name: 'incidents',
  id: 'id',
  fileNames: ['incidents', 'incident', 'animal_incidents', 'incident_reports', 'incident_report'],
  columns: [
    column('id incident_id', { required: true }),
    column('animal_id a_id pet_id', { required: true }),
    column('reservation_id r_id'),
    column('incident_type incident_type_name type', { required: true }),
    column('severity incident_severity'),
    column('incident_date occurred_at incident_stamp incident_time date'),
    column('location incident_location place'),
    column('location_id'),
    column('description incident_description details note notes incident_notes'),
    column('employee_id reported_by_id user_id created_by_id'),
    column('reported_by created_by username employee'),
    column('witness_id witnessed_by_id'),
    column('witnessed_by witness'),
    column('other_animal_id involved_animal_id other_pet_id'),
    column('injury_type injury'),
    column('body_part'),
    column('treatment treatment_given action_taken'),
    column('vet_visit vet_visit_required'),
    column('vet_notified vet_contacted'),
    column('owner_notified owner_contacted'),
    column('owner_notified_at owner_notified_stamp'),
    column('owner_notified_by'),
    column('owner_response'),
    column('photos images media image'),
    column('status incident_status'),
    column('resolution resolution_notes'),
    column('resolved_at resolved_stamp'),
    column('resolved_by_id'),
    column('resolved_by'),
    column('follow_up follow_up_required'),
    column('follow_up_notes'),
    column('follow_up_date'),
    column('created_at created_stamp create_stamp'),
    ...columns('animal_name owner_id owner_name', { own: false }),
  ],
};

/**
 * Report cards: the Partner API's (petId, locationId, date, notes, activities, media: doc), the API's `report_card_files` (recent
 * uploads only) and rows of the dump (inf). What was done that day is required: it tells them apart from notes.
 */
export const reportCards: CatalogueEntity = {
  name: 'report_cards',
  id: 'id',
  fileNames: ['report_cards', 'report_card', 'report_card_files', 'pet_report_cards'],
  columns: [
    column('id report_card_id', { required: true }),
    column('animal_id a_id pet_id petid', { required: true }),
    column('activities activity', { required: true }),
    column('owner_id o_id parent_id'),
    column('reservation_id r_id'),
    column('location_id locationid'),
    column('report_date date report_card_date'),
    column('type_id reservation_type_id'),
    column('reservation_type type'),
    column('title'),
    column('notes note comments summary'),
    column('mood'),
    column('meals meals_eaten'),
    column('bathroom_breaks potty_breaks'),
    column('medication_given medicine_given'),
    column('medication_notes'),
    column('behavior_notes behavior'),
    column('media photos images url file_url'),
    column('employee_id created_by_id user_id'),
    column('created_by username employee'),
    column('sent_at sent_stamp emailed_at'),
    column('viewed_at'),
    column('created_at created_stamp create_stamp'),
    ...columns('animal_name owner_name', { own: false }),
  ],
};
