import { type CatalogueEntity, column, columns, repeated } from './define.ts';

/**
 * Additional services: `get_services_by_type` of each reservation type (gingr-sources.md 2.4: id, name; doc), put into
 * one file with the type that was asked for. A service of several types stands there once for each, and Tailtown has it
 * once for each, so both ids together say which record it is. Price and duration are (inf).
 */
export const additionalServices: CatalogueEntity = {
  name: 'additional_services',
  id: 'id',
  parts: ['id', 'type_id'],
  fileNames: ['additional_services', 'additional_service', 'get_services_by_type', 'services', 'addons'],
  columns: [
    column('id service_id additional_service_id', { required: true }),
    column('type_id reservation_type_id', { required: true }),
    column('name service_name label'),
    column('description'),
    column('price cost default_price'),
    column('duration duration_minutes'),
    column('is_taxed taxable'),
    ...columns('status is_deleted'),
    // The same service is listed for every location that was asked for.
    column('location_id', repeated),
    column('type reservation_type', repeated),
  ],
};

/** Services of stays: `services[]` of the API's reservations (gingr-sources.md 2.3.2; doc), one line each. */
export const reservationServices: CatalogueEntity = {
  name: 'reservation_services',
  id: 'id',
  fileNames: ['reservation_services', 'reservation_service', 'stay_services', 'booked_services'],
  columns: [
    column('id reservation_service_id', { required: true }),
    column('reservation_id r_id', { required: true }),
    column('service_id additional_service_id', { required: true }),
    column('type_id reservation_type_id', repeated),
    column('name service_name'),
    column('cost price amount'),
    ...columns('scheduled_at scheduled_until assigned_to completed_by completed_at'),
    column('notes'),
  ],
};
