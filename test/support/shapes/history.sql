-- The history shape (tailtown-target.md 2, 4 and 5), run on the merged one: what replaying the migrations gives.

-- What only the reservation service has.
DROP TABLE reservation_activity_logs, check_in_belongings, check_in_medications, check_in_responses;
ALTER TABLE check_ins DROP COLUMN "customerId", DROP COLUMN "templateId", DROP COLUMN status, DROP COLUMN current_step;
DROP TABLE check_in_templates;
ALTER TABLE services DROP COLUMN "depositRequired", DROP COLUMN "depositType", DROP COLUMN "depositAmount";
ALTER TABLE resources DROP COLUMN size, DROP COLUMN "maxPets";
DROP INDEX "reservations_tenantId_petId_status_startDate_idx",
  "reservations_tenantId_resourceId_status_startDate_endDate_idx", "check_ins_tenantId_reservationId_idx";

-- What is in no migration file.
DROP TABLE service_agreements, service_agreement_versions, service_agreement_templates, incidents, vaccine_requirements,
  customer_payment_methods, tenant_audit_logs, groomer_appointments, groomer_preferences, groomer_breaks;
ALTER TABLE customers DROP COLUMN password_hash, DROP COLUMN reset_token, DROP COLUMN reset_token_expiry,
  DROP COLUMN last_portal_login;
ALTER TABLE pets DROP COLUMN "emergencyContactName", DROP COLUMN "emergencyContactPhone",
  DROP COLUMN "emergencyContactRelation", DROP COLUMN "isVip", DROP COLUMN "feedingSchedule", DROP COLUMN "feedingMethod",
  DROP COLUMN "foodType", DROP COLUMN "nextVaccineDate", DROP COLUMN "evaluationCategories",
  DROP COLUMN "evaluationNotes", DROP COLUMN "incidentCount", DROP COLUMN "createdBy";
ALTER TABLE invoices DROP COLUMN "depositAmount", DROP COLUMN "depositPaid", DROP COLUMN "balanceDue";
DROP TYPE "ActivityActorType", "DepositType", "MedicationMethod", "ReservationActivityType", "RoomSize", checkinstatus,
  "IncidentSeverity", "IncidentStatus", "IncidentType";

-- Other types, defaults and keys.
ALTER TABLE customers ALTER icon TYPE varchar(50), ALTER "iconColor" TYPE varchar(50);
ALTER TABLE pets ALTER temperament TYPE varchar(50), ALTER "healthFlags" SET DEFAULT '[]',
  ALTER "behaviorFlags" SET DEFAULT '[]', ALTER "aggressionFlags" SET DEFAULT '[]';
DROP INDEX pets_tenant_external_id_unique;
ALTER TABLE products ALTER tenant_id TYPE varchar(255), ALTER sku TYPE varchar(100), ALTER name TYPE varchar(255),
  ALTER barcode TYPE varchar(100), ALTER created_at TYPE timestamp(6), ALTER updated_at TYPE timestamp(6);
ALTER TABLE product_categories ALTER tenant_id TYPE varchar(255), ALTER name TYPE varchar(255),
  ALTER created_at TYPE timestamp(6), ALTER updated_at TYPE timestamp(6);

ALTER TYPE "InvoiceStatus" RENAME TO merged_invoice_status;
CREATE TYPE "InvoiceStatus" AS ENUM ('DRAFT', 'SENT', 'PAID', 'OVERDUE', 'CANCELLED', 'REFUNDED');
ALTER TABLE invoices ALTER status DROP DEFAULT, ALTER status TYPE "InvoiceStatus" USING status::text::"InvoiceStatus",
  ALTER status SET DEFAULT 'DRAFT';
ALTER TYPE "PlayGroupType" RENAME TO merged_play_group;
CREATE TYPE "PlayGroupType" AS ENUM ('SMALL_DOGS', 'MEDIUM_DOGS', 'LARGE_DOGS', 'HIGH_ENERGY', 'LOW_ENERGY', 'PUPPIES',
  'SENIORS', 'SPECIAL_NEEDS');
ALTER TABLE pets ALTER "idealPlayGroup" TYPE "PlayGroupType" USING "idealPlayGroup"::text::"PlayGroupType";
-- The reference says of it no more than that the history has fewer values.
ALTER TYPE "UserRole" RENAME TO merged_user_role;
CREATE TYPE "UserRole" AS ENUM ('SUPER_ADMIN', 'TENANT_ADMIN', 'MANAGER', 'STAFF');
ALTER TABLE tenant_users ALTER role DROP DEFAULT, ALTER role TYPE "UserRole" USING role::text::"UserRole",
  ALTER role SET DEFAULT 'STAFF';
DROP TYPE merged_invoice_status, merged_play_group, merged_user_role;
