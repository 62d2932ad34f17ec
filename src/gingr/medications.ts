import { type CatalogueEntity, column } from './define.ts';

/**
 * Medications of animals that Gingr keeps one by one: the entries of `get_medication_info` (gingr-sources.md 2.12; doc, obs),
 * one line each with the animal that was asked for, and rows of the dump (inf). Parts of an entry stand there as a text, as
 * dotted columns or as a JSON object. The animal's `medicines` is a text of its own and stays one.
 */
export const medications: CatalogueEntity = {
  name: 'medications',
  id: 'id',
  fileNames: [
    'medications',
    'medication',
    'animal_medications',
    'get_medication_info',
    'animal_medication_schedules',
  ],
  columns: [
    column('id animal_medication_id', { required: true }),
    column('animal_id a_id pet_id', { required: true }),
    column('medication_name medication.name'),
    column('medication_notes', { copies: ['medication_notes.value'] }),
    column('medication_amount', {
      copies: ['medication_amount.value_string', 'medication_amount.value', 'medication_amount.label'],
    }),
    column('medication_unit', { copies: ['medication_unit.label', 'medication_unit.value'] }),
    column('medication_type', { copies: ['medication_type.label', 'medication_type.value'] }),
    column('medication_schedule', {
      aliases: ['medication_time', 'schedule_time', 'medication_schedule_name'],
      copies: ['medication_schedule.time', 'medication_schedule.label'],
    }),
    column('medication_schedule_id'),
    column('with_food give_with_food'),
    column('start_date'),
    column('end_date'),
    column('prescribing_vet prescribed_by'),
    column('is_active active status'),
    column('is_deleted deleted'),
    column('animal_name', { own: false }),
  ],
};
