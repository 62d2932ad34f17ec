-- Additive columns of tables that a migration fills since: src/database/additive.ts derives the same on a live Tailtown.

-- AlterTable
ALTER TABLE "veterinarians" ADD COLUMN     "createdBy" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMP(3),
ADD COLUMN     "migrationBatchId" TEXT,
ADD COLUMN     "updatedBy" TEXT;
