export type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable that the program, its tests and its demo look at; `.env.example` lists the same ones. */
export const VARIABLES = {
  DATABASE_URL: 'PostgreSQL database to load into, as a rehearsal, where no --target is given. A secret.',
  DATABASE_URL_FILE:
    'File that holds that URL, instead of DATABASE_URL. Every variable of a secret has such a twin.',
  TAILTOWN_MIGRATE_WORKSPACE: 'Folder for snapshots, logs and the embedded database. Flag: --workspace.',
  TAILTOWN_MIGRATE_TARGET: 'Name of a target of the config file. Flag: --target.',
  TAILTOWN_MIGRATE_TENANT: 'Id of the resort in Tailtown (tenants.id), or its subdomain. Flag: --tenant.',
  TAILTOWN_MIGRATE_CONFIG: 'Config file. Flag: --config.',
  TAILTOWN_MIGRATE_LOG_LEVEL: 'trace, debug, info, warn, error or silent. Flag: --log-level.',
  PATH: 'Where pg_dump and pg_restore are looked for, unless the config names their folder (backup.tools).',
  NODE_EXTRA_CA_CERTS: 'File of root certificates that are trusted besides those of Node.js.',
  NO_COLOR: 'Any value: no colour and no animation.',
  CI: 'Any value: no animation.',
  TEST_DATABASE_URL: 'Tests only: a PostgreSQL server to test on, instead of the one from the npm package.',
  TEST_PG_BIN:
    'Tests only: folder with a PostgreSQL server and its pg_dump and pg_restore, of one version, instead of the newest below /usr/lib/postgresql.',
  TAILTOWN_MIGRATE_KILL_AT: 'Tests only: name of a point at which the process kills itself.',
  TAILTOWN_MIGRATE_PATIENCE_MS:
    'Tests only: milliseconds of silence before the program asks whether a connection lives.',
} as const;

/** A variable's value, or null where it is missing or empty: an empty variable is how shells unset one. */
export function variable(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}
