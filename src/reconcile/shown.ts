import { mask } from '../core/mask.ts';
import { isFileEntity } from '../gingr/catalogue.ts';
import type { Layout } from '../staging/layout.ts';

/** What of an identity a report may show unasked. */

/** A derived record's id is its labels, which name no person. */
export const isDerived = (layout: Layout, entity: number): boolean =>
  layout.entities[entity]?.derivedFrom !== undefined;

/** Gingr's ids are numbers; anything else may be a name that slipped into the column. */
export const idShown = (id: string): string => (/^\d+$/.test(id) ? id : mask(id));

/** The id behind `owners/`, wherever a detail names a record. */
export const detailShown = (detail: string): string =>
  detail.replace(/\b([a-z_]+)\/([^\s,]+)/g, (whole, entity: string, id: string) =>
    isFileEntity(entity) ? `${entity}/${idShown(id)}` : whole,
  );
