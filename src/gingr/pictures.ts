import { columnOf, type FileEntityName } from './catalogue.ts';

/** Columns that hold the address of a picture (gingr-sources.md 2.13), with the column that says whose the record is. */
export const PICTURE_COLUMNS: readonly { entity: FileEntityName; column: string; owner: string | null }[] = [
  { entity: 'animals', column: 'image', owner: 'owner_id' },
  { entity: 'retail_items', column: 'image', owner: null },
];

/** Placeholder images that thousands of pets share, spinners too (P-NAME-10). */
const PLACEHOLDER =
  /(?:placeholder|no[-_]?(?:photo|image|pic)|default|spinner|loading|blank|ajax-loader)[^/]*$/i;

/** The address of an image: a placeholder's, one of its own, or null for what is no address. */
export function pictureOf(cell: string | null): { url: string; placeholder: boolean } | null {
  const url = cell?.trim() ?? '';
  return /^https?:\/\/[^\s]+$/i.test(url) ? { url, placeholder: PLACEHOLDER.test(url) } : null;
}

/** Held together with the catalogue by a test. */
export const pictureColumnsAreKnown = (): boolean =>
  PICTURE_COLUMNS.every(({ entity, column, owner }) =>
    [column, ...(owner === null ? [] : [owner])].every((name) => columnOf(entity, name) !== undefined),
  );
