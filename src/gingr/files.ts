import { type CatalogueEntity, column } from './define.ts';

/**
 * Files that Gingr keeps for owners and animals, such as vaccination records and contracts: the paths in the dump, the
 * Partner API's media (gingr-sources.md 1.6 and 2.13: that they are there (doc), their names (inf)). Photos stand on animals.
 */
export const files: CatalogueEntity = {
  name: 'files',
  id: 'id',
  fileNames: ['files', 'owner_files', 'animal_files', 'pet_files', 'documents', 'attachments'],
  columns: [
    column('id file_id attachment_id document_id', { required: true }),
    column('file_url url file_path path storage_path', { required: true }),
    column('owner_id o_id parent_id customer_id'),
    column('animal_id a_id pet_id'),
    column('title'),
    column('file_name filename original_name name'),
    column('description notes note'),
    column('file_category category kind type'),
    column('mime_type content_type file_type'),
    column('file_size size bytes'),
    column('uploaded_at created_at uploaded'),
    column('uploaded_by created_by'),
    column('location_id'),
  ],
};
