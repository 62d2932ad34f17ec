import type { SampleRecord } from './records.ts';

/** An entry with everything, as its columns are where nothing else is said. */
export const MEDICATION = {
  ...{ medication_notes: 'Rimadyl, in cheese', medication_amount: '1', medication_unit: 'tablet' },
  ...{ medication_type: 'Pill', medication_schedule: '8:00 AM' },
} as const;

export const MEDICATIONS: readonly SampleRecord[] = [
  { cells: {} },
  // As the API answers it.
  {
    cells: {
      ...{
        medication_name: 'Insulin',
        medication_notes: '{"value":"Only after <b>food</b>"}',
        medication_schedule: 'AM, PM',
      },
      ...{
        medication_amount: '{"value":"3","value_string":"2.5"}',
        medication_unit: '{"value":"4","label":"units"}',
      },
      medication_type: '{"id":7,"label":"Injection"}',
    },
  },
  {
    cells: { medication_amount: '', medication_unit: '', medication_type: '', medication_schedule: '' },
    issues: ['MEDICATION_DOSAGE_MISSING', 'MEDICATION_METHOD_MISSING', 'MEDICATION_SCHEDULE_MISSING'],
    forced: ['dosage', 'administrationMethod', 'frequency'],
  },
  {
    cells: { medication_notes: '', medication_type: '' },
    issues: ['MEDICATION_NAME_MISSING', 'MEDICATION_METHOD_MISSING'],
    forced: ['medicationName', 'administrationMethod'],
  },
  {
    cells: { medication_notes: '', medication_amount: '', medication_unit: '', medication_type: '' },
    fate: ['excluded', 'MEDICATION_EMPTY', 'the entry says nothing but a time'],
  },
];

export const LOST_MEDICATIONS: readonly SampleRecord[] = [
  { cells: { animal_id: '0' }, fate: ['rejected', 'MEDICATION_ANIMAL_MISSING', 'the animal id is 0'] },
  {
    cells: { animal_id: '999000123' },
    fate: ['rejected', 'MEDICATION_ANIMAL_UNKNOWN', 'no animals file holds its animal'],
  },
];
