import { defineRules } from './define.ts';

export const targetRules = defineRules('target', {
  TARGET_ADOPTED: {
    severity: 'info',
    title: 'Row that was already in Tailtown',
    explanation:
      'The row was recognised by its external id or natural key and adopted: empty columns were filled, its id kept.',
    remedy: 'Nothing to do.',
  },
  TARGET_ADOPTION_AMBIGUOUS: {
    severity: 'error',
    title: 'Several rows in Tailtown could be this record',
    explanation:
      'More than one row matches, or one row matches several records; the issue names them. None is chosen by chance.',
    remedy:
      'Merge or remove the extra rows in Tailtown, or say which one it is in the file that `decisions.adoption` names, and run again.',
  },
  TARGET_ADOPTION_DECIDED: {
    severity: 'info',
    title: 'Row in Tailtown that people decided on',
    explanation:
      'The file that `decisions.adoption` names says which row the record is, or that it gets a new one.',
    remedy: 'Nothing to do; the audit trail keeps the decision.',
  },
  TARGET_ADOPTION_DECISION_WRONG: {
    severity: 'error',
    title: 'Decision for a row that the record cannot have',
    explanation:
      'The row that `decisions.adoption` names is not in the table of this resort, or another record has it.',
    remedy: 'Correct the id of the row in the file of decisions.',
  },
  TARGET_ADOPTION_DECISION_UNUSED: {
    severity: 'warning',
    title: 'Decision that decides nothing',
    explanation:
      'The record that `decisions.adoption` names is not in this snapshot, or an earlier load gave it another row, which it keeps.',
    remedy: 'Correct the id of the record in the file of decisions, or take the line out.',
  },
  TARGET_ADOPTED_MONEY: {
    severity: 'error',
    title: 'Invoice in Tailtown with lines or payments of its own',
    explanation:
      "An older importer left the invoice together with lines or payments. Beside Gingr's own they would count the same money twice.",
    remedy:
      'Remove the invoice, or its lines and payments, in Tailtown and run again; the invoice that stands stays as it is.',
  },
  TARGET_ROW_TAKEN: {
    severity: 'error',
    title: 'Unique value that another row in Tailtown already has',
    explanation: 'A value that must be unique in the resort stands on another row of the target.',
    remedy: 'Look at both rows; one of them has a wrong value.',
  },
  TARGET_LINK_TAKEN: {
    severity: 'warning',
    title: 'Reference that another row in Tailtown already has',
    explanation:
      "The reference, such as an invoice's stay, must be unique in the resort and stands on a row that is not from this record. The record can be without it, so it stays empty.",
    remedy: 'Look at both rows in Tailtown and decide by hand which of them keeps it.',
  },
  TARGET_ROW_DELETED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Row that people deleted in Tailtown',
    explanation:
      'The row was loaded before and deleted by people since. It is not created again (promise 7).',
    remedy: 'Nothing to do; roll the batch back and load again if it should come back.',
  },
  TARGET_ROW_OUTDATED: {
    severity: 'warning',
    title: 'Row of an earlier load that Gingr no longer gives a reason for',
    explanation:
      'The record is excluded, merged or rejected now, or what gave it this further row is gone in Gingr, such as a return that was taken back. The row stays as it is, and a credit note still counts.',
    remedy:
      'Look at the record in Gingr. Cancel the row named in Tailtown by hand if it is wrong, or ask for it with `vanished: soft-delete`.',
  },
  TARGET_CONFLICT_KEPT: {
    severity: 'warning',
    title: 'Changed in Gingr and in Tailtown; the value in Tailtown was kept',
    explanation: 'The field was changed on both sides since the last load, and the policy is target-wins.',
    remedy: 'Compare the two values named in the list and decide by hand.',
  },
  TARGET_CONFLICT_OVERWRITTEN: {
    severity: 'warning',
    title: "Changed in Gingr and in Tailtown; Gingr's value was written",
    explanation: 'The field was changed on both sides since the last load, and the policy is source-wins.',
    remedy: 'Compare the two values named in the list and decide by hand.',
  },
  TARGET_CONFLICT_FAILS: {
    severity: 'error',
    title: 'Changed in Gingr and in Tailtown',
    explanation: 'The field was changed on both sides since the last load, and the policy is fail.',
    remedy: 'Make the two values equal, or choose another policy.',
  },
  TARGET_TABLE_ABSENT: {
    severity: 'warning',
    effect: 'exclude',
    title: 'Tailtown has no table for it',
    explanation:
      'This database lacks the table that such records go to; its shape decides, and nothing is lost in silence.',
    remedy: 'Update Tailtown and run again, or accept that these records stay behind.',
  },
  TARGET_COLUMN_ABSENT: {
    severity: 'info',
    title: 'Column that this target does not have',
    explanation: 'The values that the mapping made for the column found no place.',
    remedy: 'Bring the Tailtown database up to date, or accept that the column stays behind.',
  },
  COLUMN_NOT_EXPORTED: {
    severity: 'warning',
    title: 'Column that earlier exports had and this one lacks',
    explanation:
      'The files of this snapshot lack a column that the field was made of in an earlier load. They say nothing of it, so what was loaded stays, and changes of it in Gingr do not arrive.',
    remedy: 'Export again with all columns of before, and run again.',
  },
  TARGET_VALUE_REQUIRED: {
    severity: 'error',
    title: 'Value that this target insists on',
    explanation:
      'The column is NOT NULL without a default, Gingr does not state it, and the closed list of forced values has none for it.',
    remedy: 'Fill the value in Gingr, or map the column in an overlay.',
  },
  TARGET_ENUM_VALUE_ABSENT: {
    severity: 'error',
    title: 'Value that this target does not know',
    explanation: 'The column is an enum whose values in this database lack the one that the mapping made.',
    remedy: 'Map the value to another one in an overlay, or bring the Tailtown database up to date.',
  },
});
