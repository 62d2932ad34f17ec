import { type CatalogueEntity, column, columns } from './define.ts';

/** Vaccine types: REST `get_immunization_types` (gingr-sources.md 2.5). One name may stand for several species. */
export const immunizationTypes: CatalogueEntity = {
  name: 'immunization_types',
  id: 'id',
  fileNames: ['immunization_types', 'immunization_type', 'get_immunization_types', 'vaccine_types'],
  columns: [
    column('id type_id immunization_type_id', { required: true }),
    column('type name label immunization_type'),
    column('required is_required'),
    column('species_id'),
    column('species species_name'),
  ],
};

/**
 * Vaccinations of animals: the list report, `get_animal_immunizations`, the partner's `pet immunizations`
 * (gingr-sources.md 2.5). Gingr keeps the current expiry per animal and type; v1 has no administered date.
 */
export const immunizations: CatalogueEntity = {
  name: 'immunizations',
  id: 'id',
  fileNames: [
    ...['immunizations', 'immunization', 'get_animal_immunizations', 'animal_immunizations'],
    ...['vaccinations', 'vaccines'],
  ],
  columns: [
    column('id immunization_id animal_immunization_id', { required: true }),
    column('animal_id a_id pet_id', { required: true }),
    column('type_id immunization_type_id immunizationtypeid'),
    column('type immunization_type name'),
    column('expiration_date expires expirationdate'),
    // Sic: Gingr's own spelling (gingr-sources.md 2.0, misspelled keys).
    column('formated_expiry_date formatted_expiry_date'),
    column('administered_date administereddate date_administered'),
    column('note notes'),
    column('last_updated updated_at'),
    column('updated_by'),
    ...columns('is_expired animal_name', { own: false }),
  ],
};
