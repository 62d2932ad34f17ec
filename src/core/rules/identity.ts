import { defineRules } from './define.ts';

export const identityRules = defineRules('identity', {
  RECORD_ID_MISSING: {
    severity: 'error',
    title: 'Record without an id',
    explanation: 'The id is empty. Names are never used to identify a record.',
    remedy: 'Export the file again with its id column filled.',
  },
  RECORD_ID_UNUSABLE: {
    severity: 'error',
    title: 'Id that cannot be one',
    explanation: 'The id has more than 300 characters or holds a control character that separates ids.',
    remedy: 'Look at the line: a shifted column or a broken quote is the usual cause. Export the file again.',
  },
  RECORD_CONFLICT_RESOLVED: {
    severity: 'warning',
    title: 'Same id with other content; the newest was kept',
    explanation:
      'Several lines carry one id and differ. The line with the newest export date was kept, then the newest file, then the one with more status stamps.',
    remedy: 'Compare the places named; take one export after the other rather than mixing them.',
  },
  RECORD_CONFLICT_UNDECIDED: {
    severity: 'error',
    title: 'Same id with other content, and none is newer',
    explanation: 'Several lines carry one id and differ, and nothing says which is right, so none is taken.',
    remedy: 'Remove the wrong line from the places named, and run again.',
  },
  RECORD_WITHOUT_PLACE: {
    severity: 'error',
    title: 'Record of which the mapping says nothing',
    explanation: 'No table takes it and no rule leaves it out, so nobody decided what becomes of it.',
    remedy: 'Add a rule under `exclude` to the mapping of its entity, or a table.',
  },
  REFERENCE_ONLY: {
    severity: 'info',
    effect: 'exclude',
    title: 'Reference list, carried into the records that use it',
    explanation:
      'The label is written on every record that refers to it; the list has no table of its own in the target.',
    remedy: 'Nothing to do.',
  },
});
