/** The days ahead of the export, which one file holds: who is booked from the day after it on. */
export const AHEAD = {
  ...{ path: 'export/reservations-ahead (exported 2026-03-15).csv', first: '2026-03-16', last: '2026-04-14' },
  /** Stays of which nothing is odd, in the columns of those that have been. */
  stays: `
90110 51201 101 2026-03-16 08:00 2026-03-19 11:00 A/02/0 sure
90111 51202 101 2026-03-16 08:00 2026-03-18 17:00 A/03/0 sure
90112 51205 104 2026-03-16 07:15 2026-03-16 17:30 - sure
90113 51204 103 2026-03-17 09:00 2026-03-21 17:00 C/01/0 sure
90114 51206 104 2026-03-18 07:15 2026-03-18 17:30 - sure
90115 51211 102 2026-03-19 09:00 2026-03-24 11:00 B/05/0 sure
90116 51216 109 2026-03-20 10:00 2026-03-20 11:00 - sure
90117 51222 101 2026-03-21 08:00 2026-03-28 17:00 A/04/0 sure
90118 51225 101 2026-03-26 08:00 2026-03-30 12:00 A/06/0 cancelled
90119 51229 101 2026-04-03 08:00 2026-04-06 17:00 A/07/0 sure
90120 51235 104 2026-04-10 07:15 2026-04-10 17:30 - sure`,
} as const;
