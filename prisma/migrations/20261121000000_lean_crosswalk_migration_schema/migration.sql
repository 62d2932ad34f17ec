-- A load may write a row or more per record into crosswalk, outcomes and alterations. Checking each against the one row of scopes or
-- batches that the load itself made cost more than writing it; the indexes served no query that a look at all rows could not.

-- DropForeignKey
ALTER TABLE "migration"."alterations" DROP CONSTRAINT "alterations_batch_fkey";

-- DropIndex
DROP INDEX "migration"."alterations_batch_target_table_column_name_idx";

-- DropForeignKey
ALTER TABLE "migration"."outcomes" DROP CONSTRAINT "outcomes_batch_fkey";

-- DropForeignKey
ALTER TABLE "migration"."crosswalk" DROP CONSTRAINT "crosswalk_scope_fkey";

-- Closed entries move to a table of their own: closing them in place made an index entry anew for each, which was a
-- third of a rollback. What stays is open, and its own key says that there is one entry per source record.

-- CreateTable
CREATE TABLE "migration"."crosswalk_closed" (
    "scope" INTEGER NOT NULL,
    "source_id" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "opened_batch" INTEGER NOT NULL,
    "closed_batch" INTEGER NOT NULL,
    "base_batch" INTEGER,
    "file" TEXT,
    "line" INTEGER,

    CONSTRAINT "crosswalk_closed_pkey" PRIMARY KEY ("closed_batch","scope","source_id")
);

INSERT INTO "migration"."crosswalk_closed" ("scope", "source_id", "target_id", "kind", "opened_batch", "closed_batch", "base_batch", "file", "line")
SELECT "scope", "source_id", "target_id", "kind", "opened_batch", "closed_batch", "base_batch", "file", "line"
  FROM "migration"."crosswalk" WHERE "closed_batch" IS NOT NULL;

DELETE FROM "migration"."crosswalk" WHERE "closed_batch" IS NOT NULL;

DROP INDEX "migration"."crosswalk_open_key";

-- DropIndex
DROP INDEX "migration"."crosswalk_target_id_idx";

-- AlterTable
ALTER TABLE "migration"."crosswalk" DROP CONSTRAINT "crosswalk_pkey",
DROP COLUMN "id",
DROP COLUMN "closed_batch",
ADD CONSTRAINT "crosswalk_pkey" PRIMARY KEY ("scope","source_id");
