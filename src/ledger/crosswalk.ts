/** Columns of an entry, open (`migration.crosswalk`) or closed (`migration.crosswalk_closed`, with `closed_batch`). */
export const CROSSWALK_ENTRY =
  'scope, source_id, target_id, kind, opened_batch, base_batch, file, line, location';
