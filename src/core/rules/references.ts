import { defineRules } from './define.ts';

const exportParent =
  'Export the file that holds the missing record (check the location filter), and run again.';

export const referenceRules = defineRules('references', {
  MERGED_IN_GINGR: {
    severity: 'info',
    effect: 'merge',
    title: 'Record that was merged into another one in Gingr',
    explanation:
      'The file that `decisions.merges` names says so; Gingr exports no merges. What refers to it refers to the survivor, and its row of an earlier load is marked deleted.',
    remedy: 'Nothing to do.',
  },
  REFERENCE_MERGED_IN_GINGR: {
    severity: 'info',
    title: 'Reference to a record that was merged into another one in Gingr',
    explanation: 'By the file that `decisions.merges` names, it leads to the survivor.',
    remedy: 'Nothing to do.',
  },
  MERGE_WITHOUT_SURVIVOR: {
    severity: 'error',
    title: 'Merged into a record that does not move',
    explanation:
      'The survivor that `decisions.merges` names is neither in this snapshot nor of an earlier load, or could not be moved.',
    remedy: 'Correct the file, or mend the survivor.',
  },
  PARENT_NOT_LOADED: {
    severity: 'error',
    title: 'Its owner, animal, type or invoice could not be moved',
    explanation: 'A record that this one cannot be without was rejected; the root cause is named.',
    remedy: 'Mend the record named as the root; this one then follows.',
  },
  PARENT_EXCLUDED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Its owner, animal, type or invoice was left out on purpose',
    explanation:
      'A record that this one cannot be without was excluded by a rule, or is a request on the wait list; the root is named.',
    remedy: 'Nothing to do, unless the root should be moved after all.',
  },
  ANIMAL_OWNER_MISSING: {
    severity: 'error',
    title: 'Animal without an owner',
    explanation:
      'The owner id is empty or 0. A pet in Tailtown must have a customer, and names are never used to join.',
    remedy: 'Give the animal an owner in Gingr and export again.',
  },
  ANIMAL_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Animal of an owner that is not there',
    explanation: 'The owner id stands in no owners file of this snapshot and in no earlier load.',
    remedy: exportParent,
  },
  RESERVATION_OWNER_MISSING: {
    severity: 'error',
    title: 'Stay without an owner',
    explanation: 'The owner id of the stay is empty.',
    remedy: 'Look the stay up in Gingr by its id and export it again.',
  },
  RESERVATION_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Stay of an owner that is not there',
    explanation: 'The owner id stands in no owners file of this snapshot and in no earlier load.',
    remedy: exportParent,
  },
  RESERVATION_ANIMAL_MISSING: {
    severity: 'error',
    title: 'Stay without an animal',
    explanation: 'The animal id of the stay is empty.',
    remedy: 'Look the stay up in Gingr by its id and export it again.',
  },
  RESERVATION_ANIMAL_UNKNOWN: {
    severity: 'error',
    title: 'Stay of an animal that is not there',
    explanation: 'The animal id stands in no animals file of this snapshot and in no earlier load.',
    remedy: exportParent,
  },
  RESERVATION_TYPE_MISSING: {
    severity: 'error',
    title: 'Stay without a type',
    explanation: 'The type id of the stay is empty; a guessed service would be invented.',
    remedy: 'Look the stay up in Gingr by its id and export it again.',
  },
  RESERVATION_TYPE_UNKNOWN: {
    severity: 'error',
    title: 'Stay of a type that is not there',
    explanation: 'The type id stands in no reservation types file. Inactive types are needed too (P-RES-16).',
    remedy: 'Export the reservation types again, inactive ones included.',
  },
  RESERVATION_PET_OF_OTHER_OWNER: {
    severity: 'warning',
    title: 'Stay whose animal belongs to another owner',
    explanation: 'The owner of the stay is not the owner of the animal. Both are kept as Gingr has them.',
    remedy: 'Look at the stay; the animal may have changed hands.',
  },
  OPTIONAL_REFERENCE_UNKNOWN: {
    severity: 'warning',
    title: 'Reference to a record that did not move',
    explanation:
      'The record can be without it, so the reference stays empty. Nothing else is put in its place.',
    remedy: 'Mend the record that it refers to, and run again.',
  },
  OWNER_WITHOUT_ANIMALS: {
    severity: 'info',
    title: 'Owner without animals',
    explanation: 'No animal in this snapshot names this owner. Gingr has such owners (413 at one resort).',
    remedy: 'Nothing to do; check that the animals export was complete if there are many.',
  },
});
