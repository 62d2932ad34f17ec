import { columnOf, type FileEntityName } from './catalogue.ts';
import { listOf } from './lists-in-cells.ts';

/** A column that holds the address of a picture or a file, and the one that says whose the record is. */
interface PictureColumn {
  entity: FileEntityName;
  column: string;
  owner: string | null;
  /** Whether a cell may hold several addresses. */
  several?: true;
  /** A file and no photo: many may share it, and it may be called whatever, without being a placeholder. */
  document?: true;
}

/** Columns with addresses of pictures and files (gingr-sources.md 2.13). */
export const PICTURE_COLUMNS: readonly PictureColumn[] = [
  { entity: 'animals', column: 'image', owner: 'owner_id' },
  { entity: 'retail_items', column: 'image', owner: null },
  { entity: 'incidents', column: 'photos', owner: null, several: true },
  { entity: 'report_cards', column: 'media', owner: null, several: true },
  { entity: 'owner_agreements', column: 'file_url', owner: null, document: true },
  { entity: 'files', column: 'file_url', owner: null, document: true },
];

/** Placeholder images that thousands of pets share, spinners too (P-NAME-10). */
const PLACEHOLDER =
  /(?:placeholder|no[-_]?(?:photo|image|pic)|default|spinner|loading|blank|ajax-loader)[^/]*$/i;

/** The address of an image: a placeholder's, one of its own, or null for what is no address. */
export function pictureOf(cell: string | null): { url: string; placeholder: boolean } | null {
  const url = cell?.trim() ?? '';
  return /^https?:\/\/[^\s]+$/i.test(url) ? { url, placeholder: PLACEHOLDER.test(url) } : null;
}

/** The addresses of a cell of such a column. */
export const picturesOf = (
  cell: string | null,
  { several = false, document = false }: { several?: boolean; document?: boolean },
): { url: string; placeholder: boolean }[] =>
  (several ? listOf(cell) : [cell]).flatMap((one) => {
    const picture = pictureOf(one);
    return picture === null ? [] : [{ ...picture, placeholder: picture.placeholder && !document }];
  });

/** Held together with the catalogue by a test. */
export const pictureColumnsAreKnown = (): boolean =>
  PICTURE_COLUMNS.every(({ entity, column, owner }) =>
    [column, ...(owner === null ? [] : [owner])].every((name) => columnOf(entity, name) !== undefined),
  );
