import {
  type CatalogueColumn,
  type CatalogueEntity,
  column,
  columns,
  type FileEntityName,
} from './define.ts';

/** The lists of `{value, label}` (gingr-sources.md 2.6). They share their header, so the file name tells them apart. */
function list(
  name: FileEntityName,
  singular: string,
  fileNames: readonly string[],
  more: readonly CatalogueColumn[] = [],
): CatalogueEntity {
  return {
    name,
    id: 'value',
    fileNames,
    columns: [
      column('value', { required: true, aliases: ['id', `${singular}_id`] }),
      column('label', { aliases: ['name', `${singular}_name`, singular] }),
      ...more,
    ],
  };
}

export const species = list('species', 'species', ['species', 'get_species', 'animal_species']);

export const breeds = list('breeds', 'breed', ['breeds', 'breed', 'get_breeds'], [column('species_id')]);

export const temperaments = list('temperaments', 'temperament', [
  ...['temperaments', 'temperament', 'get_temperaments'],
  ...['temperments', 'temperment', 'get_temperments', 'temperament_types', 'temperment_types'],
]);

export const locations = list('locations', 'location', ['locations', 'location', 'get_locations']);

/** Fields that the resort made up for its forms: `/forms/get_form` (gingr-sources.md 2.11). Their values stand in `form_data`. */
export const formFields: CatalogueEntity = {
  name: 'form_fields',
  id: '',
  parts: ['form', 'name'],
  fileNames: ['form_fields', 'get_form', 'custom_fields'],
  columns: [
    column('form form_name', { required: true }),
    column('name technical_name field_name', { required: true }),
    ...columns('label type'),
  ],
};
