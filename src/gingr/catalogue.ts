import { agreements, ownerAgreements } from './agreements.ts';
import { animals } from './animals.ts';
import { calendarDetails } from './calendar.ts';
import {
  type CatalogueColumn,
  type CatalogueEntity,
  FILE_ENTITIES,
  type FileEntityName,
  headerKey,
} from './define.ts';
import { employees } from './employees.ts';
import { files } from './files.ts';
import { immunizations, immunizationTypes } from './immunizations.ts';
import { breeds, formFields, locations, species, temperaments } from './lists.ts';
import { medications } from './medications.ts';
import { deposits, invoiceLines, invoices, payments } from './money.ts';
import { animalNotes, ownerNotes, reservationNotes } from './notes.ts';
import { owners } from './owners.ts';
import { giftCards, ownerPackages, packageTypes, storeCredits, subscriptions } from './prepaid.ts';
import { receiptLines, receiptPayments, receipts } from './receipts.ts';
import { incidents, reportCards } from './records.ts';
import { reservationTypes } from './reservation-types.ts';
import { reservations } from './reservations.ts';
import { retailItems } from './retail.ts';
import { additionalServices, reservationServices } from './services.ts';
import { standingReservations } from './standing.ts';
import { vets } from './vets.ts';

export type { CatalogueColumn, CatalogueEntity, EntityName, FileEntityName } from './define.ts';
export { DERIVED_ENTITIES, FILE_ENTITIES, headerKey } from './define.ts';

export type Catalogue = Readonly<Record<FileEntityName, CatalogueEntity>>;

/** Every entity that has files, by name. */
export const CATALOGUE: Catalogue = {
  locations,
  species,
  breeds,
  temperaments,
  vets,
  reservation_types: reservationTypes,
  owners,
  animals,
  reservations,
  immunization_types: immunizationTypes,
  immunizations,
  invoices,
  invoice_lines: invoiceLines,
  payments,
  deposits,
  subscriptions,
  package_types: packageTypes,
  owner_packages: ownerPackages,
  store_credits: storeCredits,
  gift_cards: giftCards,
  receipts,
  receipt_lines: receiptLines,
  receipt_payments: receiptPayments,
  calendar_details: calendarDetails,
  standing_reservations: standingReservations,
  retail_items: retailItems,
  employees,
  owner_notes: ownerNotes,
  animal_notes: animalNotes,
  reservation_notes: reservationNotes,
  additional_services: additionalServices,
  reservation_services: reservationServices,
  incidents,
  report_cards: reportCards,
  agreements,
  owner_agreements: ownerAgreements,
  medications,
  files,
  form_fields: formFields,
};

/** More header names of columns: entity, canonical column, names as a resort's exports have them. */
export type HeaderAliases = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The catalogue with a resort's own header names behind Gingr's. */
export function withAliases(more: HeaderAliases): Catalogue {
  const entities = FILE_ENTITIES.map((name): [FileEntityName, CatalogueEntity] => {
    const own = more[name];
    if (own === undefined) return [name, CATALOGUE[name]];
    const columns = CATALOGUE[name].columns.map((column) => ({
      ...column,
      aliases: [...column.aliases, ...(own[column.name] ?? []).map(headerKey)],
    }));
    return [name, { ...CATALOGUE[name], columns }];
  });
  return Object.fromEntries(entities) as Catalogue;
}

/** Whether the word names an entity that has files. */
export const isFileEntity = (word: string): word is FileEntityName =>
  (FILE_ENTITIES as readonly string[]).includes(word);

/** The column with this canonical name, or undefined for a column that the catalogue does not know. */
export const columnOf = (entity: string, name: string): CatalogueColumn | undefined =>
  isFileEntity(entity) ? CATALOGUE[entity].columns.find((column) => column.name === name) : undefined;

/** Canonical name of the id column; `id` for derived entities. */
export const idColumnOf = (entity: string): string => (isFileEntity(entity) ? CATALOGUE[entity].id : 'id');

/** Columns that identify a record of an entity without an id of its own; null where there is an id. */
export const keyColumnsOf = (entity: string): readonly string[] | null =>
  isFileEntity(entity) ? (CATALOGUE[entity].key ?? null) : null;

/** Columns whose ids identify a record together; null where one id does. */
export const idPartsOf = (entity: string): readonly string[] | null =>
  isFileEntity(entity) ? (CATALOGUE[entity].parts ?? null) : null;

/**
 * Of the given columns, those that decide whether two lines of one record say the same. Columns that the
 * catalogue does not know count: nothing says that they repeat another record.
 */
export const ownColumns = (entity: string, names: readonly string[]): string[] =>
  names.filter((name) => columnOf(entity, name)?.own ?? true);

/** Canonical name of the column that says where a record belongs: its own, not that of another record; null for none. */
export const locationColumn = (entity: string): string | null =>
  ['location_id', 'home_location'].find((name) => columnOf(entity, name)?.own) ?? null;

/** Canonical names of the status stamps of an entity, in the order of the catalogue. */
export const stampColumns = (entity: string): string[] =>
  isFileEntity(entity)
    ? CATALOGUE[entity].columns.filter((column) => column.stamp).map((column) => column.name)
    : [];

const SECRET_NAME = /passw|token|secret|api_?key|card_?number|cvv/;

/** Whether a column must never be stored, by its canonical or raw name; unknown names are judged by their words. */
export const isSecret = (entity: string, name: string): boolean =>
  columnOf(entity, name)?.secret ?? SECRET_NAME.test(name.toLowerCase());
