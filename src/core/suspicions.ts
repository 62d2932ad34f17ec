/** The cheap detectors of a load (gingr-sources.md 4): what each looks for. Their names are stable. */

export interface SuspicionText {
  /** One line for tables. */
  title: string;
  /** What it compares, and what it would have caught. */
  explanation: string;
  /** What a person can do about it. */
  remedy: string;
}

/** Declared in the order in which they are told. A suspicion is a warning: it never takes a load back. */
export const SUSPICIONS = {
  SUSPECT_ONE_VALUE: {
    title: 'One value fills a column',
    explanation:
      "At least nine in ten filled cells of a column hold the same value, over up to 500 rows of each kind, and Gingr's own cells do not. Where no cell of Gingr was read again, 19 in 20 are told. A first kennel for all stays, CASH for all payments or a price of 0 look like this.",
    remedy: 'Look at the column in the mapping: a default or a lookup may stand in for what Gingr says.',
  },
  SUSPECT_RECORD_IDS: {
    title: 'Ids that went in and did not come out',
    explanation:
      'Per kind, the distinct ids of Gingr are held against the distinct rows in Tailtown plus the ids that were merged, left out or rejected. Two records in one row, or an id that ended nowhere, look like this.',
    remedy: 'Compare the figures of the kind under "Is everything there?", and report it: this is a fault.',
  },
  SUSPECT_MONEY_GROUPS: {
    title: 'Money that differs in a month, location or method',
    explanation:
      'Each control total of money is held against Tailtown in every month, location and method, not in sum alone: amounts under the wrong date or method look right in sum.',
    remedy: 'Compare the groups named under "Money" with the reports of Gingr.',
  },
  SUSPECT_START_HOURS: {
    title: 'Stays that start at other hours than in Gingr',
    explanation:
      'The local hours at which stays start, read again from the raw lines, are held against those in Tailtown, hour by hour. A shifted or flattened histogram is a fault of time zones. The hours in which clocks change are left out.',
    remedy: 'Compare a stay with Gingr; look at the time zone and at reservationTimeMode in the config.',
  },
  SUSPECT_SHARED_TEXT: {
    title: 'One text or picture on pets of several owners',
    explanation:
      'An allergy, a medication or a picture stands on more pets than Gingr has it on, and they are of different owners. Texts joined by the name of an animal look like this.',
    remedy: 'Compare the pets with Gingr before anybody feeds or medicates by them.',
  },
  SUSPECT_DATES: {
    title: 'Dates that look like no real ones',
    explanation:
      'Stays that end when they start or before, dates on 1970-01-01 or 2000-01-01, and columns in which more than a tenth of the dates lie on the day of the snapshot or of the load: "now" put in the place of a missing date.',
    remedy: 'Look at the column in the mapping, and at such records in Gingr.',
  },
  SUSPECT_UNKNOWN_SHARE: {
    title: 'Many values are UNKNOWN or OTHER',
    explanation:
      "In a column with a closed list of values, more than a tenth of the rows hold UNKNOWN or OTHER, and Gingr's own words do not say so: a lookup lacks the resort's words.",
    remedy: "Add the resort's words to the lookup in an overlay (docs/adapting-the-mapping.md).",
  },
  SUSPECT_SECOND_RUN: {
    title: 'A second run changes rows',
    explanation:
      'Where the standing batch came from this very snapshot through this very mapping, a run must change no row.',
    remedy: 'Report it: this is a fault.',
  },
} as const satisfies Record<string, SuspicionText>;

export type SuspicionName = keyof typeof SUSPICIONS;

export const isSuspicionName = (text: string): text is SuspicionName => Object.hasOwn(SUSPICIONS, text);
