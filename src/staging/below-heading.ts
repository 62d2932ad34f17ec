import { literal } from '../database/sql.ts';

/** SQL for the place of a heading in a text; 0 where it is not there. */
export const placeOf = (text: string, heading: string): string =>
  `position(${literal(heading)} IN coalesce(${text}, ''))`;

/** SQL for what stands before the heading; null for nothing. */
export const ownText = (text: string, heading: string): string =>
  `nullif(btrim(CASE WHEN ${placeOf(text, heading)} > 0 THEN left(${text}, ${placeOf(text, heading)} - 1) ELSE ${text} END, E'\\n'), '')`;

/** SQL for the heading and what stands behind it; null where it is not there. */
export const tailText = (text: string, heading: string): string =>
  `substr(${text}, nullif(${placeOf(text, heading)}, 0))`;
