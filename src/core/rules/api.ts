import { defineRules } from './define.ts';

/** What is told of a taking from Gingr's API; no single record is to blame. */
export const apiRules = defineRules('api', {
  API_LOCATION_UNSEEN: {
    severity: 'warning',
    title: 'Location that its key does not see',
    explanation:
      'A key of the API sees what its user may see. `get_locations` does not list the location that the key is for, so its records may be missing without a word.',
    remedy: "Give the user of the key the location in Gingr's Allowed Locations, and take the data anew.",
  },
  API_LOCATION_UNCOVERED: {
    severity: 'warning',
    title: 'Location without a key',
    explanation: 'Gingr has the location, and no key of the config is for it: its stays were not asked for.',
    remedy: 'Add a key for it under `gingr.keys`, or accept that its stays stay behind.',
  },
  API_WITHOUT_FACTS: {
    severity: 'info',
    title: 'Facts that the API does not have',
    explanation: 'No answer of the API holds them (gingr-sources.md 1.6).',
    remedy: 'Take them from export files or from a database backup, which Gingr support gives.',
  },
  API_SINCE_UNKNOWN: {
    severity: 'warning',
    title: 'Changes that `--since` cannot know',
    explanation:
      'Gingr lists changed owners, and nothing of the kind for animals, stays, vaccinations and sales. What belongs to a changed owner or to a stay since that day was taken whole; other changes are not in this snapshot.',
    remedy: 'Take everything once before the cutover, without --since.',
  },
  API_ENDPOINT_ABSENT: {
    severity: 'warning',
    title: 'Endpoint that this Gingr does not have',
    explanation:
      'Each attempt brought "not found", "not allowed" or a page of the web site. Nobody documents this endpoint.',
    remedy: 'Take what it would give from export files or a backup; icons say what is dangerous.',
  },
  API_ESTIMATE_WITHOUT_LINES: {
    severity: 'info',
    title: 'Open invoices without lines',
    explanation: 'The API lists estimates of stays that are not checked out, and has no lines for some.',
    remedy: 'Nothing, unless deposits were paid for them: compare with the deposits report.',
  },
  API_QUESTION_IGNORED: {
    severity: 'warning',
    title: 'Record that came for several locations or species',
    explanation:
      'The answers do not say it themselves, and the same record came whichever was asked for. It is left empty instead of guessed.',
    remedy: 'Use one key for each location, of a user who is allowed just that one.',
  },
  API_RECORD_CHANGED: {
    severity: 'info',
    title: 'Record that changed while the data was taken',
    explanation: 'Two answers held the record, and not alike. The one that came later is kept.',
    remedy: 'Nothing. A taking while the resort is closed has fewer of them.',
  },
  API_CANCELLED_UNSEEN: {
    severity: 'warning',
    title: 'No cancelled stay among all stays',
    explanation:
      'Real resorts cancel about one stay in ten. This Gingr may leave cancelled stays out of its answers.',
    remedy:
      'Compare with the report of cancellations; take stays from export files or a backup if it has any.',
  },
});
