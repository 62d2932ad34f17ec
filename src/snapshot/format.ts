/** The snapshot's file format (DESIGN.md 6.4). A snapshot is a sealed directory; its id derives from its data files. */

export const SNAPSHOT_FORMAT = 2;

/** The ways out of Gingr (gingr-sources.md 1). */
export const SNAPSHOT_SOURCES = ['gingr-files', 'gingr-api', 'gingr-dump'] as const;

export interface SnapshotFile {
  /** Path relative to the folder that was extracted, with forward slashes. */
  path: string;
  /** Entity that its lines belong to. */
  entity: string;
  sha256: string;
  bytes: number;
  /** ISO instant of the file's modification time. */
  modified: string;
  /** Date or local date-time that the file's name declares as the day of the export, else null. */
  exportDate: string | null;
  /**
   * `xlsx`: a sheet of a workbook; `path` names it behind a `#` where the workbook has several. `sql`: a table of a database dump,
   * which `path` always names. `json`: all answers of an API about one entity.
   */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'xlsx' | 'sql' | 'json';
  /** '' for a sheet, a table and JSON. */
  delimiter: ',' | '\t' | ';' | '';
  /** Lines read, unreadable ones included, the header not; of a sheet or table, its rows. */
  lines: number;
  unreadable: number;
  /** The header as the file has it, in its order. */
  columns: string[];
  /** Canonical names in the same order: the catalogue's name, or the raw name of an unknown column. */
  canonical: string[];
  unknownColumns: string[];
  /** Canonical names of columns whose values were dropped at ingest: credentials, tokens, processor references. */
  droppedColumns: string[];
  /**
   * Of records that moved before and only came along with mended ones of these entities, which stand in their rows: nothing
   * is new but what these say. Absent for any other file.
   */
  along?: string[];
}

/** Sums of one control total over the lines of an entity; see reconcile/controls.ts. Values are integers as text. */
export interface ControlSum {
  name: string;
  group: string;
  value: string;
}

export interface SnapshotEntity {
  entity: string;
  /** Data file in the snapshot folder, `<entity>.ndjson`. */
  path: string;
  sha256: string;
  bytes: number;
  /** All lines of all files, unreadable ones included. */
  lines: number;
  unreadable: number;
  /** Unreadable lines, `<entity>.unreadable.ndjson`; absent when there are none. */
  unreadablePath?: string;
  unreadableSha256?: string;
  columns: string[];
  controls: ControlSum[];
  completeness: 'incomplete' | 'complete';
  /** Locations, as the lines name them, whose records are all there though those of others may not be; absent for none. */
  completeAt?: string[];
}

/** A finding about a file rather than a line. */
export interface FileFinding {
  code: string;
  file: number;
  column?: string;
  detail?: string;
}

export type SnapshotSource = (typeof SNAPSHOT_SOURCES)[number];

export interface Manifest {
  format: typeof SNAPSHOT_FORMAT;
  id: string;
  /** Which way out of Gingr was taken; export files that lie beside a dump make it `gingr-files`. */
  source: SnapshotSource;
  sourceDatabase: string;
  tenant: string;
  /** "Today" of every rule: ISO instant, and where it was taken from. */
  asOf: string;
  asOfFrom: 'operator' | 'export-date' | 'modification-time' | 'first-call';
  /** IANA zone of the resort: local days and months of the control totals are told in it. */
  timeZone: string;
  toolVersion: string;
  files: SnapshotFile[];
  entities: SnapshotEntity[];
  findings: FileFinding[];
}

/** One readable line. `values` stand in the order of the entity's `columns`; null = the file has no such column, or a dump says NULL. */
export interface SnapshotLine {
  file: number;
  line: number;
  values: (string | null)[];
}

/** One line that could not be read. `raw` is its text as far as it could be decoded. */
export interface UnreadableLine {
  file: number;
  line: number;
  code: string;
  raw: string;
}
