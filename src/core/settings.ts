/** Settings as the stages use them: flags, environment, config file and defaults resolved into one (DESIGN.md 6.1, 6.7). */

export type ReservationTimeMode = 'wall-as-utc' | 'utc' | 'date-only';
export type ConsentUnknown = 'deny' | 'target-default';
export type ConflictSetting = 'target-wins' | 'source-wins' | 'fail';
/** What a positive `current_balance` of an owner means in this resort's Gingr. */
export type BalanceSign = 'owes-positive' | 'owes-negative';
/** What becomes of the rows of records that a complete snapshot does not hold any more. */
export type VanishedPolicy = 'keep' | 'soft-delete';
export type TargetKind = 'embedded' | 'rehearsal' | 'staging' | 'production';

export type TargetSettings = EmbeddedTarget | ServerTarget;

/** PGlite in a folder of the workspace. */
export interface EmbeddedTarget {
  name: string;
  kind: 'embedded';
  directory: string;
  /** The configured targets, where there are several and none was asked for. */
  insteadOf?: string[];
}

/** A PostgreSQL server. */
export interface ServerTarget {
  name: string;
  kind: Exclude<TargetKind, 'embedded'>;
  /** A secret: never printed, logged or stored. */
  url: string;
  /** The variable or file that the URL came from. */
  urlEnv: string;
  /** Absent where the config says nothing about it. */
  tls?: TargetTls;
  timeouts?: Timeouts;
}

/** What a target's `tls` says (src/core/config/tls.ts has the rule). */
export interface TargetTls {
  /** Absolute path of the certificates to trust, or null: those of Node.js. */
  ca: string | null;
  /** Why a connection to another machine may do without a checked certificate; null: it may not. */
  insecure: string | null;
}

/** Milliseconds; what is absent has its default (src/database/postgres.ts). */
export interface Timeouts {
  /** For how long a connection is tried for. */
  connect?: number | undefined;
  /** One statement; 0: any time. */
  statement?: number | undefined;
  /** Waiting for a lock that others hold. */
  lock?: number | undefined;
  /** An open transaction of which the server hears nothing. */
  idle?: number | undefined;
}

/** A share (0..1) or a count of records. */
export type RejectLimit = { kind: 'share'; value: number } | { kind: 'count'; value: number };

/** Questions about a tenant that the config answers, in the words of whoever decided. */
export const DECISIONS = [
  'gingrSync',
  'reminders',
  'devTenant',
  'sharedResort',
  'smallerSnapshot',
  'backup',
] as const;
export type DecisionName = (typeof DECISIONS)[number];

export interface Decisions extends Partial<Record<DecisionName, string>> {
  /** Absolute path of the reviewed file that says which row in Tailtown a record is. */
  adoption?: string;
  /** Absolute path of the reviewed file that says which owners were merged in Gingr, and into whom. */
  merges?: string;
}

export interface TenantSettings {
  /** `tenants.id`; where `bySubdomain`, the subdomain until it was looked up. */
  id: string;
  bySubdomain?: boolean;
  name: string | null;
  /** IANA zone, or null where the tenants row must give it. */
  timeZone: string | null;
}

/** One key of Gingr's API. It belongs to a user and sees what that user sees (gingr-sources.md 1.2). */
export interface GingrKey {
  /** Short name for messages and files: the location's id, else `key1`, `key2` and so on. */
  name: string;
  /** Id of the location that the key is for; null: every location that it sees. */
  location: string | null;
  /** A secret: never printed, logged or stored. Null where its variable or file holds none. */
  key: string | null;
  /** The variable or file that it comes from. */
  from: string;
}

/** How Gingr's API is read. */
export interface GingrSettings {
  /** Scheme and host, without a slash at the end. */
  url: string;
  keys: GingrKey[];
  /** First day of operation (YYYY-MM-DD), or null: the year of the oldest owner or animal. */
  firstDay: string | null;
  /** Calls under way at a time. */
  concurrency: number;
  /** Milliseconds between the starts of two calls at least. */
  paceMs: number;
  /** Milliseconds that a call may take. */
  timeoutMs: number;
  /** Milliseconds before the second attempt of a call; all longer pauses are multiples of it. */
  retryMs: number;
  /** Only what can have changed since that day (YYYY-MM-DD); null: everything. */
  since: string | null;
  /** Takes the data anew where a finished taking is there. */
  fresh: boolean;
}

/** What `purge` can remove. */
export const RETENTION_KINDS = ['staging', 'images', 'snapshots', 'rejects', 'reports', 'backups'] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export interface Settings {
  workspace: string;
  reports: string;
  tenant: TenantSettings;
  sourceDatabase: string;
  target: TargetSettings;
  /** Mapping folders, the defaults first, overlays behind. */
  mappingFolders: string[];
  /** Per entity, `*` for all others. */
  rejects: { accept: Record<string, RejectLimit>; refuse: Record<string, RejectLimit> };
  decisions: Decisions;
  reservationTimeMode: ReservationTimeMode;
  conflicts: ConflictSetting;
  consentUnknown: ConsentUnknown;
  /** Null where nobody has said it; owner balances are not compared then. */
  balanceSign: BalanceSign | null;
  /** Operator's word for the snapshot's `asOf` (ISO instant), else null. */
  asOf: string | null;
  /** Entities whose export the operator declares complete: `owners`, or `owners@2` for those of one location alone. */
  complete: string[];
  vanished: VanishedPolicy;
  /** How many of an entity's records may be soft-deleted by one load; `*` for all others. */
  vanishedLimit: Record<string, RejectLimit>;
  /** `--as FILE=ENTITY`, by file name. */
  fileEntities: Record<string, string>;
  /** `--encoding FILE=ENCODING`, by file name. */
  fileEncodings: Record<string, string>;
  /** Gingr's API, where the config names it. */
  gingr: GingrSettings | null;
  /** Days after which `purge` removes each kind of data; null: nobody has set an end. */
  retentionDays: Record<RetentionKind, number | null>;
  /** Minutes that the one transaction of a load may be expected to take; null: any. */
  limits: { loadMinutes: number | null };
  /** Folder of pg_dump and pg_restore (null: PATH); the variable with the URL of the server that `restore-check` restores on. */
  backup: { tools: string | null; scratchUrlEnv: string | null };
  /** Where the metrics go; null: into the workspace. */
  metricsFile: string | null;
  /** Address that hears of the end of a command, or null. A secret: never printed, logged or stored. */
  webhook: string | null;
  /**
   * What a cutover allows: how far a later snapshot may differ from the signed one, per entity or control total (null:
   * nothing is stated, and it may not differ), and how many hours old a backup may be.
   */
  cutover: { differences: Record<string, RejectLimit> | null; hours: number };
  /** Whether reports may show personal values. */
  showPersonalData: boolean;
}
