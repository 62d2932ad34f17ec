import { defineRules } from './define.ts';

export const immunizationRules = defineRules('immunizations', {
  IMMUNIZATION_TYPE_NAME_MISSING: {
    severity: 'error',
    title: 'Vaccine type without a name',
    explanation:
      'Tailtown knows a vaccine by its name alone, and an empty one never becomes Rabies (P-VAX 4).',
    remedy: 'Name the type in Gingr and export again.',
  },
  IMMUNIZATION_TYPE_UNKNOWN: {
    severity: 'warning',
    title: 'Vaccine that the mapping does not know',
    explanation:
      'The label is in no lookup, so it was kept word for word. Tailtown counts a vaccine only under its exact key (tailtown-target trap 14).',
    remedy: 'Add the label to lookups/vaccines.yaml in an overlay if it is one of the known vaccines.',
  },
  IMMUNIZATION_TYPE_TWIN: {
    severity: 'info',
    effect: 'merge',
    title: 'Second type of one vaccine and species',
    explanation:
      'Two types of Gingr are one requirement in Tailtown. The required one stays, else the one with the smaller id (gingr-sources 2.5).',
    remedy: 'Nothing to do; look at the two types if only one of them is required.',
  },
  IMMUNIZATION_ANIMAL_MISSING: {
    severity: 'error',
    title: 'Vaccination without an animal',
    explanation: 'The animal id is empty or 0, and names are never used to join.',
    remedy: 'Look the vaccination up in Gingr by its id and export it again.',
  },
  IMMUNIZATION_ANIMAL_UNKNOWN: {
    severity: 'error',
    title: 'Vaccination of an animal that is not there',
    explanation: 'The animal id stands in no animals file of this snapshot and in no earlier load.',
    remedy: 'Export the animals that are missing (check the location filter), and run again.',
  },
  IMMUNIZATION_TYPE_MISSING: {
    severity: 'error',
    title: 'Vaccination that names no vaccine',
    explanation:
      'There is neither a type id that is known nor the name of a type. It never becomes Rabies (P-VAX 3 and 4).',
    remedy: 'Export the immunization types of every species, and run again.',
  },
  IMMUNIZATION_ON_PET: {
    severity: 'info',
    effect: 'merge',
    title: 'Vaccination that stands on its pet',
    explanation:
      "Gingr states no administered date, and none is invented (gingr-sources 2.5, P-VAX 2 and 6). The vaccination stands in the pet's own vaccine columns.",
    remedy: 'Nothing to do.',
  },
  IMMUNIZATION_SUPERSEDED: {
    severity: 'info',
    effect: 'merge',
    title: 'Older vaccination of the same kind, without an administered date',
    explanation:
      'Another record of this animal and vaccine expires later and is the current one. Without an administered date there is no row for the older one (tailtown-target trap 14).',
    remedy: 'Nothing to do.',
  },
  IMMUNIZATION_EXPIRY_MISSING: {
    severity: 'warning',
    title: 'Vaccination without an expiry',
    explanation:
      'The expiry is empty or cannot be read, so the vaccination is PENDING on the pet. No date is ever invented (P-VAX 2).',
    remedy: 'Enter the expiry from the paper in Gingr, or in Tailtown after the move.',
  },
  IMMUNIZATION_EXPIRY_DISAGREES: {
    severity: 'warning',
    title: 'Two expiries on different days',
    explanation:
      'The two expiry columns of Gingr name different days; `expiration_date` was taken (gingr-sources 2.5).',
    remedy: 'Compare the expiry with the paper.',
  },
  IMMUNIZATION_EXPIRY_IS_ENTRY_DAY: {
    severity: 'warning',
    title: 'Expiry on the day of entry',
    explanation:
      "Gingr tells staff to enter today's date with a note where a record is missing (P-G-3). The expiry and the note are kept.",
    remedy: 'Read the note, and ask for the paper.',
  },
});
