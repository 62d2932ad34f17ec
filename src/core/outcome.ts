/**
 * How a source record ended, exactly one of these (DESIGN.md section 2).
 * The order is the order in which reports print them.
 */
export const OUTCOMES = ['inserted', 'updated', 'unchanged', 'merged', 'excluded', 'rejected'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How far a line of a snapshot got in the staging schema, before the load gives it an outcome. */
export const LINE_STATES = ['ready', 'copy', 'unreadable', 'excluded', 'rejected', 'merged'] as const;
export type LineState = (typeof LINE_STATES)[number];
