import { type CatalogueEntity, column } from './define.ts';

/**
 * Agreements: the texts that a resort has signed, by location and type, and what owners signed: one signature with its
 * moment, or a scanned file (gingr-sources.md 2.11: that they are there (doc); names of files and columns (inf)).
 */
export const agreements: CatalogueEntity = {
  name: 'agreements',
  id: 'id',
  fileNames: ['agreements', 'agreement', 'agreement_templates', 'agreement_template', 'waivers'],
  columns: [
    column('id agreement_id agreement_template_id', { required: true }),
    column('agreement_name name title label'),
    // A list of agreements without their texts is no use; it also tells the file apart.
    column('agreement_text content text body html agreement_content', { required: true }),
    column('version agreement_version'),
    column('requires_signature signature_required'),
    column('is_default'),
    column('is_active active status'),
    column('is_deleted deleted'),
    column('effective_date'),
    column('expires_at expiration_date'),
    column('location_id'),
    column('reservation_type_id type_id'),
    column('created_at created_stamp'),
  ],
};

export const ownerAgreements: CatalogueEntity = {
  name: 'owner_agreements',
  id: 'id',
  fileNames: [
    'owner_agreements',
    'signed_agreements',
    'agreement_signatures',
    'parent_agreements',
    'signatures',
  ],
  columns: [
    column('id owner_agreement_id signed_agreement_id signature_id', { required: true }),
    column('owner_id o_id parent_id customer_id', { required: true }),
    column('agreement_id agreement_template_id template_id'),
    column('animal_id a_id pet_id'),
    column('agreement_name agreement agreement_title'),
    column('agreement_text signed_text text content body'),
    column('agreement_version version'),
    column('signed_at signed_stamp signature_date date_signed signed_date', { required: true }),
    column('signed_by signer signature_name signed_name'),
    column('signature signature_data signature_image'),
    column('file_url scan scan_url document_url url file'),
    column('file_name filename'),
    column('ip_address ip'),
    column('user_agent'),
    column('expires_at expiration_date'),
    column('is_valid valid'),
    column('location_id'),
    column('owner_name', { own: false }),
  ],
};
