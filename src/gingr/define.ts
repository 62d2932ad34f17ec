/** The shape of the source catalogue: what an export file of one entity may hold (gingr-sources.md section 2). */

/** Entities that have files of their own. */
export const FILE_ENTITIES = [
  'locations',
  'species',
  'breeds',
  'temperaments',
  'vets',
  'reservation_types',
  'owners',
  'animals',
  'reservations',
  'immunization_types',
  'immunizations',
  'invoices',
  'invoice_lines',
  'payments',
  'deposits',
  'subscriptions',
  'package_types',
  'owner_packages',
  'store_credits',
  'gift_cards',
  'receipts',
  'receipt_lines',
  'receipt_payments',
  'calendar_details',
  'standing_reservations',
  'retail_items',
  'employees',
  'owner_notes',
  'animal_notes',
  'reservation_notes',
  'additional_services',
  'reservation_services',
  'incidents',
  'report_cards',
  'agreements',
  'owner_agreements',
  'medications',
  'files',
  'form_fields',
] as const;
export type FileEntityName = (typeof FILE_ENTITIES)[number];

/**
 * Entities without a file: the area and run labels of reservations, the categories of retail items, and the account under
 * which records stand whose author is no employee that moves.
 */
export const DERIVED_ENTITIES = ['lodgings', 'retail_categories', 'import_account'] as const;

/** All entities. */
export type EntityName = FileEntityName | (typeof DERIVED_ENTITIES)[number];

export interface CatalogueColumn {
  /** Canonical name: the one that snapshots, mappings and rules use. */
  readonly name: string;
  /** Other names of the same column, in any of Gingr's sources. Compared by `headerKey`. */
  readonly aliases: readonly string[];
  /** Aliases that Gingr itself puts beside the column with the same content; then they keep their own name. */
  readonly copies: readonly string[];
  /** A file without it is refused: the id and the mandatory references only. */
  readonly required: boolean;
  /**
   * Whether the column belongs to the record itself. False for what a stay's line repeats of its owner, its animal
   * and its type, and for what depends on the day of the export: those do not make two lines of one stay differ.
   */
  readonly own: boolean;
  /** A stamp that the status of a stay is derived from (gingr-sources.md 2.3.5). */
  readonly stamp: boolean;
  /** Dropped at ingest, never stored: credentials, tokens, references to payment processors. */
  readonly secret: boolean;
}

export interface CatalogueEntity {
  readonly name: FileEntityName;
  /** Canonical name of the id column; '' where there is none, and `key` says what identifies a record. */
  readonly id: string;
  /** Columns whose values together identify a record of an entity without ids, within one snapshot. */
  readonly key?: readonly string[];
  /** Columns that identify a record only together, ids all of them: the record's id is the JSON array of theirs. */
  readonly parts?: readonly string[];
  /** Words by which a file name says that it holds this entity. */
  readonly fileNames: readonly string[];
  readonly columns: readonly CatalogueColumn[];
}

interface ColumnOptions {
  aliases?: readonly string[];
  copies?: readonly string[];
  required?: boolean;
  own?: boolean;
  stamp?: boolean;
  secret?: boolean;
}

/** One column; `words` is its canonical name, or that and its aliases separated by blanks. */
export function column(words: string, options: ColumnOptions = {}): CatalogueColumn {
  const [name = '', ...aliases] = words.split(/\s+/).filter((word) => word !== '');
  return {
    name,
    aliases: [...aliases, ...(options.aliases ?? []), ...(options.copies ?? [])],
    copies: options.copies ?? [],
    required: options.required ?? false,
    own: options.own ?? true,
    stamp: options.stamp ?? false,
    secret: options.secret ?? false,
  };
}

/** Several columns without aliases that share their options. */
export const columns = (words: string, options: ColumnOptions = {}): CatalogueColumn[] =>
  words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => column(word, options));

/** Repeated from another record, which has it too. */
export const repeated = { own: false } as const satisfies ColumnOptions;

/** How header names are compared: without case, and with blanks and hyphens as underscores. */
export const headerKey = (header: string): string =>
  header
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
