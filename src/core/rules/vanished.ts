import { defineRules } from './define.ts';

/** Rows that earlier loads made of records for which a later snapshot gives no reason (docs/runbooks/incremental-loads.md). */
export const vanishedRules = defineRules('target', {
  TARGET_ROW_VANISHED: {
    severity: 'warning',
    title: 'Record of an earlier load that Gingr no longer has',
    explanation:
      'Its export was declared complete and does not hold it. Nothing is deleted unless that is asked for: the row stays as it is.',
    remedy:
      'Look in Gingr whether it was deleted. Then mark the row deleted in Tailtown by hand, or ask for it with `vanished: soft-delete` (--delete-vanished).',
  },
  TARGET_ROW_SOFT_DELETED: {
    severity: 'info',
    title: 'Row that was marked deleted, since Gingr no longer has its record',
    explanation:
      'That was asked for with `vanished: soft-delete`. The row stays, inactive or cancelled, and rollback brings it back as it was; so does the record if it comes back.',
    remedy: 'Nothing to do.',
  },
  TARGET_ROW_REVIVED: {
    severity: 'info',
    title: 'Row that an earlier load marked deleted, and whose record is back',
    explanation: 'It is again as it was before, with what people changed in it since.',
    remedy: 'Nothing to do.',
  },
  TARGET_ROW_MOVED: {
    severity: 'info',
    title: 'Row of an earlier load that follows a merge in Gingr',
    explanation:
      'It hung on a record that `decisions.merges` says was merged, this snapshot does not hold it, and nobody gave it to somebody else since: it hangs on the survivor now.',
    remedy: 'Nothing to do.',
  },
  TARGET_MONEY_VANISHED: {
    severity: 'warning',
    title: 'Money in Tailtown that Gingr no longer has',
    explanation:
      'An export that was declared complete does not hold the record. Its row counts in Tailtown as before: no program takes money out of the books, since Tailtown has no state for a payment that never was.',
    remedy:
      'Find out in Gingr what became of it, and correct Tailtown by hand: cancel the invoice, or refund the payment.',
  },
  TARGET_MONEY_OUTDATED: {
    severity: 'warning',
    title: 'Money in Tailtown of a record that does not move any more',
    explanation:
      'The record is excluded, merged or rejected now, and its amount is accounted there; the row of the earlier load still counts in Tailtown as well.',
    remedy: 'Compare the two, and cancel the row named in Tailtown by hand if it is wrong.',
  },
  TARGET_VANISHED_EDITED: {
    severity: 'warning',
    title: 'Record that Gingr no longer has, and that people changed in Tailtown',
    explanation:
      'The row, or another one of the same record, is not as the last load left it, so it was not marked deleted.',
    remedy: 'Decide by hand whether the row stays.',
  },
  TARGET_VANISHED_NEEDED: {
    severity: 'warning',
    title: 'Record that Gingr no longer has, and that another one refers to',
    explanation:
      'A record of this snapshot, or a row that people made in Tailtown, refers to the row, so it was not marked deleted. Owners merged in Gingr look like that.',
    remedy:
      'Move what refers to it, or decide by hand. Two owners that are one now go into the file that `decisions.merges` names.',
  },
  TARGET_VANISHED_UNSURE: {
    severity: 'warning',
    title: 'Record that Gingr may no longer have',
    explanation:
      'Its export was declared complete but has lines that could not be read, and it may stand on one of them. It was not marked deleted.',
    remedy: 'Export the file again.',
  },
  TARGET_VANISHED_STATELESS: {
    severity: 'warning',
    title: 'Record that Gingr no longer has, in a table that knows no deleted rows',
    explanation:
      'The table has neither a column for the time of deletion nor a state, so the row stays as it is.',
    remedy: 'Run `tailtown-migrate prepare`, which adds the column, or delete the row by hand.',
  },
  TARGET_VANISHED_SHOWN: {
    severity: 'warning',
    title: 'Rows marked deleted that Tailtown shows as before',
    explanation:
      'The table has a column for the time of deletion, but no state that the application itself understands.',
    remedy: 'Remove the rows in Tailtown by hand if nobody should see them.',
  },
  TARGET_VANISHED_OVER_LIMIT: {
    severity: 'error',
    effect: 'report',
    title: 'More records would be marked deleted than allowed',
    explanation:
      'So many at once are rather an export that was cut off than deletions. The load was refused, and nothing was written.',
    remedy:
      'Compare the number of records with Gingr. If they are gone for good, raise `vanishedLimit` for the entity; if not, export again.',
  },
});
