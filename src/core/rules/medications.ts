import { defineRules } from './define.ts';

const look = 'Look the medication up in Gingr by its id, and complete it in Tailtown before the next stay.';

export const medicationRules = defineRules('medications', {
  MEDICATION_EMPTY: {
    severity: 'info',
    effect: 'exclude',
    title: 'Medication entry without anything',
    explanation: 'It has no name, no notes, no amount and no kind: nothing can be given by it.',
    remedy: 'Nothing to do.',
  },
  MEDICATION_ANIMAL_MISSING: {
    severity: 'error',
    title: 'Medication without an animal',
    explanation: 'The animal id is empty or 0, and a name is never used to join (P-NAME-1).',
    remedy: 'Look the medication up in Gingr by its id and export it again.',
  },
  MEDICATION_ANIMAL_UNKNOWN: {
    severity: 'error',
    title: 'Medication of an animal that is not there',
    explanation: 'The animal id stands in no file of this snapshot and in no earlier load.',
    remedy: 'Export the animals too, inactive ones included, and run again.',
  },
  MEDICATION_NAME_MISSING: {
    severity: 'warning',
    title: 'Medication that is not named',
    explanation:
      'Tailtown insists on a name; neither the name nor the notes nor the kind of the entry says one, so it is left empty.',
    remedy: look,
  },
  MEDICATION_DOSAGE_MISSING: {
    severity: 'warning',
    title: 'Medication without an amount',
    explanation: 'Tailtown insists on a dosage, and none may be guessed; it is left empty.',
    remedy: look,
  },
  MEDICATION_SCHEDULE_MISSING: {
    severity: 'warning',
    title: 'Medication that does not say when it is given',
    explanation:
      'Tailtown insists on a frequency. Gingr states none, or the number of a schedule that no file explains; it is left empty, and the number stands in the instructions.',
    remedy: look,
  },
  MEDICATION_METHOD_MISSING: {
    severity: 'warning',
    title: 'Medication that does not say how it is given',
    explanation: 'Tailtown insists on a method, and none may be guessed; it is left empty.',
    remedy: look,
  },
});
