/** One row of docs/configuration.md: what keys of the config mean. A test holds that every key of the schema has one. */
export interface KeyText {
  /** Dotted; `NAME` is any name, `[]` any entry of a list. */
  keys: readonly [string, ...string[]];
  /** Markdown. */
  byDefault: string;
  meaning: string;
}

export const KEYS: readonly KeyText[] = [
  {
    keys: ['tenant.id'],
    byDefault: 'none; `--tenant`, `TAILTOWN_MIGRATE_TENANT`',
    meaning: 'id of the resort in Tailtown (`tenants.id`)',
  },
  {
    keys: ['tenant.subdomain'],
    byDefault: 'none; `--tenant` takes it too',
    meaning: 'the resort by its subdomain, instead of `tenant.id`; it must be there, and is never made',
  },
  {
    keys: ['tenant.name'],
    byDefault: 'from the tenants row',
    meaning: 'name of the resort; needed where `prepare` makes the tenants row',
  },
  {
    keys: ['tenant.timeZone'],
    byDefault: 'from the tenants row',
    meaning: "IANA zone in which Gingr's wall-clock times are read, such as `America/Denver`",
  },
  {
    keys: ['sourceDatabase'],
    byDefault: '`main`',
    meaning:
      "short name of the Gingr database, part of every record's identity: never change it between loads",
  },
  {
    keys: ['targets.NAME.kind'],
    byDefault: 'required',
    meaning: '`rehearsal`, `staging` or `production`',
  },
  {
    keys: ['targets.NAME.urlEnv'],
    byDefault: 'this or `urlFile`',
    meaning: 'environment variable that holds the PostgreSQL URL',
  },
  {
    keys: ['targets.NAME.urlFile'],
    byDefault: 'this or `urlEnv`',
    meaning: 'file that holds the URL and nothing else',
  },
  {
    keys: ['targets.NAME.tls.ca'],
    byDefault: 'the authorities that Node.js trusts',
    meaning: 'file with the certificates to trust: [TLS](connections.md#tls)',
  },
  {
    keys: ['targets.NAME.tls.insecure'],
    byDefault: 'none',
    meaning: 'why the certificate of this target is not checked; the words are kept in the audit trail',
  },
  {
    keys: ['targets.NAME.rejects', 'targets.NAME.limits', 'targets.NAME.timeouts', 'targets.NAME.decisions'],
    byDefault: 'what the config says for all',
    meaning:
      'the same keys for this target alone, such as `rejects: { accept: { "*": 0 } }` for production: each comes before the one for all targets',
  },
  {
    keys: ['timeouts.connect', 'timeouts.statement', 'timeouts.lock', 'timeouts.idle'],
    byDefault: '`10s`, `none`, `60s`, `5m`',
    meaning: 'time limits of connections: [what they limit](connections.md#time-limits)',
  },
  {
    keys: ['mapping.overlay'],
    byDefault: 'none; `--mapping`',
    meaning: 'folder, or list of folders, laid over the default mapping',
  },
  {
    keys: ['rejects.accept'],
    byDefault: '`"*": 0`',
    meaning: 'rejects per entity that are fine: a count (`3`) or a share (`2%`); more gives exit status 3',
  },
  {
    keys: ['rejects.refuse'],
    byDefault: 'none',
    meaning: 'rejects per entity that are too many: nothing is written, exit status 4',
  },
  {
    keys: ['reservationTimeMode'],
    byDefault: '`wall-as-utc`',
    meaning: 'how stays are stored: `wall-as-utc` (the wall clock as it is), `utc`, `date-only`',
  },
  {
    keys: ['conflicts'],
    byDefault: '`target-wins`',
    meaning:
      'a field changed in Gingr and by people: `target-wins`, `source-wins` or `fail` (rejects the record)',
  },
  {
    keys: ['consentUnknown'],
    byDefault: '`deny`',
    meaning: 'consent that Gingr does not state: `deny` or `target-default`',
  },
  {
    keys: ['balanceSign'],
    byDefault: 'none: owner balances are NOT CHECKED',
    meaning:
      "what a positive `current_balance` of an owner means in Gingr: `owes-positive` (the owner owes) or `owes-negative` (the owner has credit). Ask somebody who knows one owner's account",
  },
  {
    keys: ['decisions.adoption'],
    byDefault: 'none',
    meaning:
      'reviewed file (CSV or YAML) that says which row in Tailtown a record is, where several could be: [how](target-shapes.md#rows-that-are-there-already)',
  },
  {
    keys: ['decisions.merges'],
    byDefault: 'none',
    meaning:
      'reviewed file (CSV or YAML) that says which owners or animals were merged in Gingr, and into whom: [how](runbooks/incremental-loads.md#owners-merged-in-gingr)',
  },
  {
    keys: [
      'decisions.gingrSync',
      'decisions.reminders',
      'decisions.devTenant',
      'decisions.sharedResort',
      'decisions.smallerSnapshot',
      'decisions.backup',
    ],
    byDefault: 'none',
    meaning: 'why something may stay as it is that `run` and `load` refuse otherwise: [below](#decisions)',
  },
  {
    keys: ['asOf'],
    byDefault: "the exports' declared date, else their newest file time; `--as-of`",
    meaning: 'the day that counts as today for every rule: a day, or an instant with its offset',
  },
  {
    keys: ['complete'],
    byDefault: 'none; `--complete`',
    meaning:
      'entities whose export is declared to hold every record (`owners`), or every one of a location by its id (`owners@2`)',
  },
  {
    keys: ['vanished'],
    byDefault: '`keep`; `--delete-vanished`',
    meaning:
      'rows of records that a complete export does not hold any more: `keep` (they are listed) or `soft-delete`: [incremental loads](runbooks/incremental-loads.md#records-that-vanished)',
  },
  {
    keys: ['vanishedLimit'],
    byDefault: '`"*": 5%`',
    meaning:
      'how many records of an entity one load may soft-delete, of those that earlier loads brought: a count or a share; more gives exit status 4',
  },
  {
    keys: ['files.entities'],
    byDefault: 'none; `--as`',
    meaning: 'file name to entity, where neither name nor header tells',
  },
  {
    keys: ['files.encodings'],
    byDefault: 'recognised; `--encoding`',
    meaning: 'file name to `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`',
  },
  {
    keys: ['gingr.subdomain'],
    byDefault: 'this or `gingr.url`',
    meaning: 'first word of `SUBDOMAIN.gingrapp.com`, for `--from gingr-api`',
  },
  {
    keys: ['gingr.url'],
    byDefault: 'this or `gingr.subdomain`',
    meaning: 'scheme and host where the API is elsewhere; `https` but on the machine itself',
  },
  {
    keys: ['gingr.keys[].location'],
    byDefault: 'every location that the key sees',
    meaning: 'id of the location in Gingr that the key is for, in quotes',
  },
  {
    keys: ['gingr.keys[].keyEnv', 'gingr.keys[].keyFile'],
    byDefault: 'one of them',
    meaning: 'environment variable, or file, that holds the key and nothing else',
  },
  {
    keys: ['gingr.firstDay'],
    byDefault: '1 January of the year of the oldest owner or animal',
    meaning: 'first day that stays are asked for',
  },
  {
    keys: ['gingr.concurrency'],
    byDefault: '`2`',
    meaning: 'calls under way at a time, 1 to 16',
  },
  {
    keys: ['gingr.paceMs'],
    byDefault: '`200`',
    meaning: 'milliseconds between the starts of two calls: 200 are five calls a second at most',
  },
  {
    keys: ['gingr.timeoutMs'],
    byDefault: '`120000`',
    meaning: 'milliseconds that a call may take; lists of all owners or animals are one call each',
  },
  {
    keys: ['gingr.retryMs'],
    byDefault: '`1000`',
    meaning: 'milliseconds before the second attempt; all longer pauses are multiples of it',
  },
  {
    keys: ['reports'],
    byDefault: '`reports` in the working folder',
    meaning: 'folder for reports',
  },
  {
    keys: ['limits.loadMinutes'],
    byDefault: 'none',
    meaning:
      'minutes that the one transaction of a load may be expected to take: `run`, `load` and `rehearse` refuse more before anything is written (LOAD_TOO_LONG, exit status 4), and `doctor` says so. How it is expected: [below](#how-long-a-load-takes)',
  },
  {
    keys: ['backup.tools'],
    byDefault: '`PATH`',
    meaning: 'folder of `pg_dump` and `pg_restore`: [restore from backup](runbooks/restore-from-backup.md)',
  },
  {
    keys: ['backup.scratchUrlEnv'],
    byDefault: "none: the target's own server; `--scratch-url-env`",
    meaning: 'environment variable with the URL of the server that `restore-check` restores on',
  },
  {
    keys: ['metrics.file'],
    byDefault: '`metrics/tailtown_migrate.prom` in the workspace',
    meaning: 'where the metrics go; ends with `.prom`: [monitoring](monitoring.md)',
  },
  {
    keys: ['webhook.urlEnv', 'webhook.urlFile'],
    byDefault: 'none',
    meaning:
      'environment variable, or file, with the address that hears how a command ended: [monitoring](monitoring.md#webhook). A secret',
  },
  {
    keys: ['cutover.differences'],
    byDefault: 'none: a later snapshot may not differ',
    meaning:
      'how far a later snapshot than the signed one may differ, per entity or control total: a count of records or a share; of a total a share, else it may not differ ([cutover day](runbooks/cutover-day.md))',
  },
  {
    keys: ['cutover.backupHours'],
    byDefault: '`12`',
    meaning: 'how many hours old the backup of production may be at a cutover',
  },
  {
    keys: ['retention.images'],
    byDefault: 'none',
    meaning:
      'days such as `90d` for which images are kept for certain: the report tells until when a batch can be taken back. [`purge`](privacy.md#what-purge-removes) removes older ones, and the batch cannot be taken back any more',
  },
  {
    keys: [
      'retention.staging',
      'retention.snapshots',
      'retention.rejects',
      'retention.reports',
      'retention.backups',
    ],
    byDefault: 'none',
    meaning: 'days such as `90d`: [`purge`](privacy.md#what-purge-removes) removes what is older',
  },
];

/** The table of docs/configuration.md. */
export const keysTable = (): string =>
  [
    '| key | default | meaning |',
    '|---|---|---|',
    ...KEYS.map(
      ({ keys, byDefault, meaning }) => `| ${keys.map(shortly).join(', ')} | ${byDefault} | ${meaning} |`,
    ),
  ].join('\n');

/** Behind the first, only what differs: `a.b`, `.c`. */
function shortly(key: string, index: number, keys: readonly string[]): string {
  const parent = keys[0]?.replace(/[^.]*$/, '') ?? '';
  return `\`${index > 0 && parent !== '' && key.startsWith(parent) ? key.slice(parent.length - 1) : key}\``;
}
