import { shownAs } from '../core/data-classes.ts';
import { mask } from '../core/mask.ts';
import { isFileEntity } from '../gingr/catalogue.ts';
import { sourceClass } from '../gingr/classes.ts';
import type { Layout } from '../staging/layout.ts';
import { targetClass } from '../tailtown/classes.ts';

/** What of an identity a report may show unasked. */

/** A derived record's id is its labels, which name no person. */
export const isDerived = (layout: Layout, entity: number): boolean =>
  layout.entities[entity]?.derivedFrom !== undefined;

/** Gingr's ids are numbers and Tailtown's are UUIDs; anything else may be a name that slipped into the column. */
export const idShown = (id: string): string => (ID.test(id) ? id : mask(id));

const ID = /^(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The id behind `owners/`, wherever a detail names a record. */
export const detailShown = (detail: string): string =>
  detail.replace(/\b([a-z_]+)\/([^\s,]+)/g, (whole, entity: string, id: string) =>
    isFileEntity(entity) ? `${entity}/${idShown(id)}` : whole,
  );

/** A value of a source column, as its class allows. */
export const sourceValueShown = (entity: string, column: string | null | undefined, value: string): string =>
  shownAs(column ? sourceClass(entity, column) : undefined, value);

/** A value that a target column was given, or nearly was. */
export const targetValueShown = (table: string, column: string, value: string): string =>
  shownAs(targetClass(table, column), value);
