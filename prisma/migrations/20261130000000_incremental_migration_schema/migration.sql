-- What an incremental load must know of records that a snapshot does not hold: where they belonged, and which rows of
-- them were soft-deleted.

-- AlterTable
ALTER TABLE "migration"."crosswalk" ADD COLUMN "location" TEXT;

-- AlterTable
ALTER TABLE "migration"."crosswalk_closed" ADD COLUMN "location" TEXT;

-- CreateTable
CREATE TABLE "migration"."soft_deletes" (
    "scope" INTEGER NOT NULL,
    "source_id" TEXT NOT NULL,
    "batch" INTEGER NOT NULL,
    "deleted" BOOLEAN NOT NULL,

    CONSTRAINT "soft_deletes_pkey" PRIMARY KEY ("scope","source_id","batch")
);
