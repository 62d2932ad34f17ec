import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Flags } from '../core/config/load.ts';
import { LOG_LEVELS } from '../core/log.ts';

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  workspace?: string;
  target?: string;
  tenant?: string;
  config?: string;
  mapping?: string;
  batch?: string;
  json?: boolean;
  quiet?: boolean;
  /** False with --no-input. */
  input: boolean;
  logLevel?: string;
  showPersonalData?: boolean;
}

export function addGlobalOptions(program: Command): void {
  program
    .option(
      '--workspace <dir>',
      'folder for snapshots, logs and the embedded database (default: .tailtown-migrate)',
    )
    .option('--target <name>', 'where to load: a target of the config file, DATABASE_URL or embedded')
    .option('--tenant <id>', 'id of the resort in Tailtown, or its subdomain')
    .option('--config <file>', 'config file (default: tailtown-migrate.config.yaml)')
    .option('--mapping <dir>', 'mapping folder that overlays the defaults')
    .option('--batch <id>', 'the batch meant, where it is not the last one')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'print only the result')
    .option('--no-input', 'never ask')
    .option('--show-personal-data', 'do not mask personal values in reports')
    .addOption(new Option('--log-level <level>', 'how much the log file keeps').choices([...LOG_LEVELS]));
}

/** Options of the commands that read exports. */
export interface SourceOptions {
  from?: string[];
  as?: string[];
  encoding?: string[];
  asOf?: string;
  complete?: string[];
  deleteVanished?: boolean;
  since?: string;
  fresh?: boolean;
}

export function addSourceOptions(command: Command): Command {
  return command
    .option(
      '--from <path...>',
      'files or folders with the exports of Gingr, its database dump, or gingr-api: its REST API',
    )
    .option('--as <file=entity>', 'say what a file holds, where its name and header do not', collect)
    .option(
      '--encoding <file=encoding>',
      'say how a file is encoded, where it can not be recognised',
      collect,
    )
    .option('--as-of <date>', 'the day that counts as today for every rule')
    .option(
      '--complete <entity>',
      'this export holds every record of the entity, or of one location: owners@2',
      collect,
    )
    .option('--since <day>', 'of the API: only what can have changed since that day')
    .option('--fresh', 'of the API: take the data anew, where an earlier run took it to the end');
}

/** What becomes of records that a complete snapshot does not hold any more. */
export const addVanishedOption = (command: Command): Command =>
  command.option(
    '--delete-vanished',
    'mark rows deleted whose records are gone from an export declared complete (vanished: soft-delete)',
  );

export const addSnapshotOption = (command: Command): Command =>
  command.option('--snapshot <id>', 'the snapshot meant, where it is not the last one');

/** The flags that settings are made of. */
export const flagsOf = (globals: GlobalOptions, source: SourceOptions = {}): Flags => ({
  workspace: globals.workspace,
  target: globals.target,
  tenant: globals.tenant,
  config: globals.config,
  mapping: globals.mapping,
  logLevel: globals.logLevel,
  showPersonalData: globals.showPersonalData,
  asOf: source.asOf,
  complete: source.complete,
  deleteVanished: source.deleteVanished,
  as: source.as,
  encoding: source.encoding,
  since: source.since,
  fresh: source.fresh,
});

export const collect = (value: string, all: string[] | undefined): string[] => [...(all ?? []), value];

/** A parser of whole numbers from `least` on. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} on.`);
  };
