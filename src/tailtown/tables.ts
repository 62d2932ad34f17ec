/** The target catalogue: which of Tailtown's tables a migration fills, in which order, and what they have in common. */

/** Tables that a migration fills, parents before children: the order of inserts; deletes go the other way. */
export const FILLED_TABLES = [
  'staff',
  'customers',
  'notification_preferences',
  'services',
  'addon_services',
  'resources',
  'veterinarians',
  'pets',
  'vaccine_requirements',
  'medical_records',
  'pet_medications',
  'product_categories',
  'products',
  'daycare_pass_packages',
  'customer_daycare_passes',
  'standing_reservations',
  'reservations',
  'reservation_addons',
  'check_ins',
  'waitlist_entries',
  'invoices',
  'invoice_line_items',
  'payments',
  'incidents',
  'report_cards',
  'service_agreement_templates',
  'service_agreements',
  'documents',
] as const;

export type FilledTable = (typeof FILLED_TABLES)[number];

/** Without these nothing can be moved: a database that has some of Tailtown's tables must have all of them. */
export const SPINE_TABLES = [
  'tenants',
  'customers',
  'pets',
  'services',
  'resources',
  'reservations',
] as const;

/** Every table that the first migration creates. */
export const TAILTOWN_TABLES: readonly string[] = [
  ...FILLED_TABLES,
  'tenants',
  'tenant_users',
  'customer_payment_methods',
  'medication_logs',
  'feeding_logs',
  'custom_icons',
  'breeds',
  'temperament_types',
  'pet_temperaments',
  'resource_availability',
  'reservation_activity_logs',
  'groomer_appointments',
  'coupons',
  'tips',
  'daycare_pass_redemptions',
  'loyalty_members',
  'tenant_audit_logs',
];

const SNAKE_CASE_TABLES = new Set<string>([
  'vaccine_requirements',
  'custom_icons',
  'products',
  'product_categories',
  'groomer_appointments',
  'tenant_audit_logs',
]);

/** The column that holds `tenants.id`. */
export const tenantColumn = (table: string): 'tenantId' | 'tenant_id' =>
  SNAKE_CASE_TABLES.has(table) ? 'tenant_id' : 'tenantId';

/** Columns that hold the time of writing; runs that differ in nothing else are equal (promise 5). */
export const CLOCK_COLUMNS = ['createdAt', 'updatedAt', 'created_at', 'updated_at'] as const;

/** Columns that `prepare` adds, with every name under which a table may have one already. */
export const ADDITIVE_COLUMNS = [
  {
    name: 'deletedAt',
    type: 'TIMESTAMP(3)',
    known: ['deletedAt', 'deleted_at'],
    why: 'marks soft-deleted rows',
  },
  { name: 'createdBy', type: 'TEXT', known: ['createdBy', 'created_by'], why: 'says who created a row' },
  { name: 'updatedBy', type: 'TEXT', known: ['updatedBy', 'updated_by'], why: 'says who changed a row last' },
  {
    name: 'migrationBatchId',
    type: 'TEXT',
    known: ['migrationBatchId'],
    why: 'names the batch that wrote a row',
  },
] as const;

/** Columns that say where a row came from; provenance never depends on them. */
export const PROVENANCE_COLUMNS = ['createdBy', 'updatedBy', 'migrationBatchId'] as const;

/** What those columns hold for rows of this program. */
export const PROVENANCE_ACTOR = 'tailtown-migrate';
