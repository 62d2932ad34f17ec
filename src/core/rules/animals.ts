import { defineRules } from './define.ts';

export const animalRules = defineRules('animals', {
  ANIMAL_NAME_MISSING: {
    severity: 'warning',
    title: 'Animal without a name',
    explanation: 'Tailtown insists on a name; it is left empty (36 such animals at one resort).',
    remedy: 'Complete the name in Gingr or, after the move, in Tailtown.',
  },
  ANIMAL_SPECIES_UNMAPPED: {
    severity: 'warning',
    title: 'Species that Tailtown does not have',
    explanation:
      'The species becomes OTHER and its label is kept in the notes. It never becomes a cat (P-REF-5).',
    remedy: 'Add the label to lookups/species.yaml in an overlay if Tailtown has the species.',
  },
  ANIMAL_BIRTHDAY_FUTURE: {
    severity: 'warning',
    title: 'Birthday after the export',
    explanation: 'The birthday lies after the day of the snapshot; it stays unknown.',
    remedy: 'Mend the birthday in Gingr.',
  },
  ANIMAL_BIRTHDAY_TOO_OLD: {
    severity: 'warning',
    title: 'Birthday before 1980',
    explanation: 'No dog or cat is that old; the birthday stays unknown.',
    remedy: 'Mend the birthday in Gingr.',
  },
  ANIMAL_WEIGHT_UNREADABLE: {
    severity: 'warning',
    title: 'Weight that is not a number',
    explanation: 'The weight stays unknown.',
    remedy: 'Mend the weight in Gingr.',
  },
  ANIMAL_WEIGHT_NEGATIVE: {
    severity: 'warning',
    title: 'Negative weight',
    explanation: 'The weight stays unknown.',
    remedy: 'Mend the weight in Gingr.',
  },
  ANIMAL_WEIGHT_ABSURD: {
    severity: 'warning',
    title: 'Weight above 400 pounds',
    explanation: 'No dog is that heavy; the weight stays unknown.',
    remedy: 'Mend the weight in Gingr.',
  },
  ANIMAL_PERHAPS_DECEASED: {
    severity: 'warning',
    title: 'Name that says the animal has died',
    explanation: 'The name holds a word such as DECEASED. Nothing is changed: a name is no fact.',
    remedy: 'Deactivate the pet in Tailtown if it is so.',
  },
  SAFETY_FACT_LOST: {
    severity: 'error',
    title: 'Safety fact that would not arrive',
    explanation:
      'Allergies, medication, a do-not-book flag or consent would not stand word for word on the right record; checked by code that the mapping does not share (promise 10).',
    remedy: 'Mend the mapping of the column named, or add the missing column to the target.',
  },
});
