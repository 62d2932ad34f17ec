-- Additive columns and foreign key indexes, for a database whose tables the first migration created.
-- On a live Tailtown src/database/additive.ts derives the same from what is there.

-- AlterTable
ALTER TABLE "customers" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "notification_preferences" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "documents" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "pets" ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "medical_records" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "vaccine_requirements" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "pet_medications" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "incidents" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "report_cards" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "services" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "addon_services" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "resources" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "product_categories" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "reservations" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "reservation_addons" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "check_ins" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "standing_reservations" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "waitlist_entries" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "invoices" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "invoice_line_items" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "daycare_pass_packages" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "customer_daycare_passes" ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- AlterTable
ALTER TABLE "service_agreement_templates" ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT;

-- AlterTable
ALTER TABLE "service_agreements" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;

-- CreateIndex
CREATE INDEX "documents_customerId_migrate_idx" ON "documents"("customerId");

-- CreateIndex
CREATE INDEX "medical_records_petId_migrate_idx" ON "medical_records"("petId");

-- CreateIndex
CREATE INDEX "pet_medications_petId_migrate_idx" ON "pet_medications"("petId");

-- CreateIndex
CREATE INDEX "medication_logs_petId_migrate_idx" ON "medication_logs"("petId");

-- CreateIndex
CREATE INDEX "incidents_petId_migrate_idx" ON "incidents"("petId");

-- CreateIndex
CREATE INDEX "incidents_reportedById_migrate_idx" ON "incidents"("reportedById");

-- CreateIndex
CREATE INDEX "incidents_witnessedById_migrate_idx" ON "incidents"("witnessedById");

-- CreateIndex
CREATE INDEX "addon_services_serviceId_migrate_idx" ON "addon_services"("serviceId");

-- CreateIndex
CREATE INDEX "resource_availability_resourceId_migrate_idx" ON "resource_availability"("resourceId");

-- CreateIndex
CREATE INDEX "reservations_petId_migrate_idx" ON "reservations"("petId");

-- CreateIndex
CREATE INDEX "reservations_resourceId_migrate_idx" ON "reservations"("resourceId");

-- CreateIndex
CREATE INDEX "reservations_serviceId_migrate_idx" ON "reservations"("serviceId");

-- CreateIndex
CREATE INDEX "reservations_staffAssignedId_migrate_idx" ON "reservations"("staffAssignedId");

-- CreateIndex
CREATE INDEX "reservation_addons_addOnId_migrate_idx" ON "reservation_addons"("addOnId");

-- CreateIndex
CREATE INDEX "reservation_addons_reservationId_migrate_idx" ON "reservation_addons"("reservationId");

-- CreateIndex
CREATE INDEX "check_ins_reservationId_migrate_idx" ON "check_ins"("reservationId");

-- CreateIndex
CREATE INDEX "standing_reservations_customerId_migrate_idx" ON "standing_reservations"("customerId");

-- CreateIndex
CREATE INDEX "standing_reservations_petId_migrate_idx" ON "standing_reservations"("petId");

-- CreateIndex
CREATE INDEX "standing_reservations_resourceId_migrate_idx" ON "standing_reservations"("resourceId");

-- CreateIndex
CREATE INDEX "standing_reservations_serviceId_migrate_idx" ON "standing_reservations"("serviceId");

-- CreateIndex
CREATE INDEX "standing_reservations_staffAssignedId_migrate_idx" ON "standing_reservations"("staffAssignedId");

-- CreateIndex
CREATE INDEX "groomer_appointments_customer_id_migrate_idx" ON "groomer_appointments"("customer_id");

-- CreateIndex
CREATE INDEX "groomer_appointments_pet_id_migrate_idx" ON "groomer_appointments"("pet_id");

-- CreateIndex
CREATE INDEX "groomer_appointments_service_id_migrate_idx" ON "groomer_appointments"("service_id");

-- CreateIndex
CREATE INDEX "waitlist_entries_convertedToReservationId_migrate_idx" ON "waitlist_entries"("convertedToReservationId");

-- CreateIndex
CREATE INDEX "waitlist_entries_groomerId_migrate_idx" ON "waitlist_entries"("groomerId");

-- CreateIndex
CREATE INDEX "waitlist_entries_petId_migrate_idx" ON "waitlist_entries"("petId");

-- CreateIndex
CREATE INDEX "waitlist_entries_resourceId_migrate_idx" ON "waitlist_entries"("resourceId");

-- CreateIndex
CREATE INDEX "waitlist_entries_serviceId_migrate_idx" ON "waitlist_entries"("serviceId");

-- CreateIndex
CREATE INDEX "invoices_customerId_migrate_idx" ON "invoices"("customerId");

-- CreateIndex
CREATE INDEX "invoice_line_items_invoiceId_migrate_idx" ON "invoice_line_items"("invoiceId");

-- CreateIndex
CREATE INDEX "payments_invoiceId_migrate_idx" ON "payments"("invoiceId");

-- CreateIndex
CREATE INDEX "tips_customerId_migrate_idx" ON "tips"("customerId");

-- CreateIndex
CREATE INDEX "tips_groomerId_migrate_idx" ON "tips"("groomerId");

-- CreateIndex
CREATE INDEX "customer_daycare_passes_packageId_migrate_idx" ON "customer_daycare_passes"("packageId");

-- CreateIndex
CREATE INDEX "daycare_pass_redemptions_customerPassId_migrate_idx" ON "daycare_pass_redemptions"("customerPassId");

-- CreateIndex
CREATE INDEX "service_agreements_templateId_migrate_idx" ON "service_agreements"("templateId");
