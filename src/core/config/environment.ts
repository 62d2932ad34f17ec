export type Environment = Readonly<Record<string, string | undefined>>;

interface VariableText {
  about: string;
  /** What `.env.example` shows. */
  example: string;
}

/** Every variable that the program, its tests and its demo look at. docs/configuration.md and .env.example are written from it. */
export const VARIABLES = {
  DATABASE_URL: {
    about:
      'PostgreSQL database to load into, as a rehearsal, where no --target is given. A secret: never on a command line.',
    example: 'postgresql://user:password@localhost:5432/tailtown',
  },
  DATABASE_URL_FILE: {
    about: 'File that holds that URL, instead of DATABASE_URL. Every variable of a secret has such a twin.',
    example: '/run/secrets/database-url',
  },
  TAILTOWN_MIGRATE_WORKSPACE: {
    about: 'Folder for snapshots, logs and the embedded database. Flag: --workspace.',
    example: '.tailtown-migrate',
  },
  TAILTOWN_MIGRATE_TARGET: {
    about: 'Name of a target of the config file, or embedded. Flag: --target.',
    example: 'embedded',
  },
  TAILTOWN_MIGRATE_TENANT: {
    about: 'Id of the resort in Tailtown (tenants.id), or its subdomain. Flag: --tenant.',
    example: '11111111-1111-4111-8111-111111111111',
  },
  TAILTOWN_MIGRATE_CONFIG: { about: 'Config file. Flag: --config.', example: 'tailtown-migrate.config.yaml' },
  TAILTOWN_MIGRATE_LOG_LEVEL: {
    about: 'How much the log keeps: trace, debug, info, warn, error or silent. Flag: --log-level.',
    example: 'info',
  },
  PATH: {
    about:
      'Where pg_dump and pg_restore are looked for, unless the config names their folder (backup.tools).',
    example: '/usr/lib/postgresql/16/bin:/usr/bin',
  },
  NODE_EXTRA_CA_CERTS: {
    about: "File of root certificates that are trusted besides those of Node.js: a provider's own, say.",
    example: 'provider-ca.pem',
  },
  NO_COLOR: { about: 'Any value: no colour and no animation.', example: '1' },
  CI: { about: 'Any value: no animation.', example: '1' },
  TEST_DATABASE_URL: {
    about: 'Tests only: a PostgreSQL server to test on, instead of the one from the npm package.',
    example: 'postgresql://user:password@localhost:5432/postgres',
  },
  TEST_PG_BIN: {
    about:
      'Tests only: folder with a PostgreSQL server, pg_dump and pg_restore of one version, instead of the newest below /usr/lib/postgresql.',
    example: '/usr/lib/postgresql/16/bin',
  },
  TAILTOWN_MIGRATE_KILL_AT: {
    about: 'Tests only: name of a point at which the process kills itself.',
    example: 'load.before-commit',
  },
  TAILTOWN_MIGRATE_PATIENCE_MS: {
    about: 'Tests only: milliseconds of silence before the program asks whether a connection lives.',
    example: '20000',
  },
} as const satisfies Record<string, VariableText>;

/** `.env.example`: every variable, and none set. */
export const envExample = (): string =>
  `${[
    HEAD,
    ...Object.entries(VARIABLES).map(([name, { about, example }]) => `# ${about}\n#${name}=${example}`),
  ].join('\n\n')}\n`;

const HEAD = `# Every variable that tailtown-migrate looks at; written by \`npm run docs\`. Files named .env are not read by themselves:
# set -a; . ./.env; set +a
# Order: flags, then these, then the config file, then defaults. Targets and keys of Gingr's API take theirs from the variables that
# the config names (urlEnv, keyEnv), or from the files that the same names with _FILE behind name. Secrets too.`;

/** The table of docs/configuration.md. */
export const variablesTable = (): string =>
  [
    '| variable | what it is |',
    '|---|---|',
    ...Object.entries(VARIABLES).map(([name, { about }]) => `| \`${name}\` | ${about} |`),
  ].join('\n');

/** A variable's value, or null where it is missing or empty: an empty variable is how shells unset one. */
export function variable(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}
