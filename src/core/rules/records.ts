import { defineRules } from './define.ts';

export const importAccountRules = defineRules('import account', {
  IMPORT_ACCOUNT_UNNEEDED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Import account that nothing needs',
    explanation: 'Every record that must have an author names an employee who moves.',
    remedy: 'Nothing to do.',
  },
  IMPORT_ACCOUNT_ONCE: {
    severity: 'info',
    effect: 'merge',
    title: 'Import account that stands there already',
    explanation: 'One account stands in for all records of one Gingr database.',
    remedy: 'Nothing to do.',
  },
});

const employees = 'Export the employees with their ids as well, and run again.';

export const incidentRules = defineRules('incidents', {
  INCIDENT_ANIMAL_MISSING: {
    severity: 'error',
    title: 'Incident without an animal',
    explanation: 'The animal id is empty or 0, and a name is never used to join.',
    remedy: 'Look the incident up in Gingr by its id and export it again.',
  },
  INCIDENT_ANIMAL_UNKNOWN: {
    severity: 'error',
    title: 'Incident of an animal that is not there',
    explanation: 'The animal id stands in no file of this snapshot and in no earlier load.',
    remedy: 'Export the animals too, inactive ones included, and run again.',
  },
  INCIDENT_DATE_MISSING: {
    severity: 'error',
    title: 'Incident without a date',
    explanation: 'Tailtown insists on the moment, and none may be invented.',
    remedy: 'Complete the incident in Gingr and export it again.',
  },
  INCIDENT_TEXT_MISSING: {
    severity: 'warning',
    title: 'Incident that says nothing',
    explanation:
      'Tailtown insists on a description, and Gingr has none; it is left empty, so that the incident is not lost.',
    remedy: 'Complete it in Tailtown where somebody remembers.',
  },
  INCIDENT_TYPE_UNREVIEWED: {
    severity: 'warning',
    title: 'Incident of a kind that nobody reviewed',
    explanation:
      "Tailtown insists on one of seven kinds, and lookups/incident_types.yaml has no entry for the word; it becomes OTHER, and Gingr's word stands in the description.",
    remedy: 'Add the word to lookups/incident_types.yaml in an overlay and run again.',
  },
  INCIDENT_SEVERITY_UNDECIDED: {
    severity: 'error',
    title: 'Incident whose severity nobody decided',
    explanation:
      'Tailtown insists on a severity, and a bite must not become a trifle by a guess: lookups/incident_severities.yaml has neither the severity nor, where Gingr states none, the kind.',
    remedy:
      'Say how severe such incidents are in lookups/incident_severities.yaml of an overlay, and run again.',
  },
  INCIDENT_AUTHOR_UNKNOWN: {
    severity: 'warning',
    title: 'Incident whose author is no employee that moves',
    explanation:
      'Tailtown insists on a person who reported it. The inactive import account stands in; what Gingr says of the author stands in the description.',
    remedy: employees,
  },
});

export const reportCardRules = defineRules('report cards', {
  REPORT_CARD_ANIMAL_MISSING: {
    severity: 'error',
    title: 'Report card without an animal',
    explanation: 'The animal id is empty or 0, and a name is never used to join.',
    remedy: 'Look the report card up in Gingr by its id and export it again.',
  },
  REPORT_CARD_ANIMAL_UNKNOWN: {
    severity: 'error',
    title: 'Report card of an animal that is not there',
    explanation: 'The animal id stands in no file of this snapshot and in no earlier load.',
    remedy: 'Export the animals too, inactive ones included, and run again.',
  },
  REPORT_CARD_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Report card of an owner who is not there',
    explanation: 'Neither the report card nor its animal names an owner who moves.',
    remedy: 'Export the owners too, inactive ones included, and run again.',
  },
  REPORT_CARD_DATE_MISSING: {
    severity: 'error',
    title: 'Report card without a day',
    explanation: 'Tailtown insists on the day, and none may be invented.',
    remedy: 'Complete the report card in Gingr and export it again.',
  },
  REPORT_CARD_AUTHOR_UNKNOWN: {
    severity: 'warning',
    title: 'Report card whose author is no employee that moves',
    explanation:
      'Tailtown insists on a person who wrote it. The inactive import account stands in; what Gingr says of the author stands in the notes.',
    remedy: employees,
  },
});
