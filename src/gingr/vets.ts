import { type CatalogueEntity, column, columns } from './define.ts';

/** Vets: `get_vets`, with `vetFlag=true` the full record (gingr-sources.md 2.6); `value` and `label` are copies. */
export const vets: CatalogueEntity = {
  name: 'vets',
  id: 'id',
  fileNames: ['vets', 'vet', 'get_vets', 'veterinarians', 'veterinarian'],
  columns: [
    column('id vet_id', { required: true, copies: ['value'] }),
    column('name vet_name', { copies: ['label'] }),
    column('location_id'),
    column('phone_number phone vet_phone'),
    column('fax_number fax'),
    column('email'),
    column('address_1 address1 address'),
    column('address_2 address2'),
    column('city'),
    column('state region'),
    column('zip zip_code postal_code'),
    ...columns('notes status'),
  ],
};
