-- Up to how many records, rows or owners an acceptance goes: one of 3 does not cover 10.

-- AlterTable
ALTER TABLE "migration"."waivers" ADD COLUMN     "up_to" INTEGER;
