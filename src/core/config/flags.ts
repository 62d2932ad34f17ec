import { LOG_LEVELS, type LogLevel } from '../log.ts';
import { type Environment, variable } from './environment.ts';
import type { Problem } from './problems.ts';
import { AS_OF_HINT, type ConfigFile, ENCODINGS, parseInstant } from './schema.ts';

/** Flags as the command line gives them; those that were not given are absent. */
export interface Flags {
  workspace?: string | undefined;
  target?: string | undefined;
  tenant?: string | undefined;
  config?: string | undefined;
  mapping?: string | undefined;
  logLevel?: string | undefined;
  asOf?: string | undefined;
  complete?: string[] | undefined;
  deleteVanished?: boolean | undefined;
  /** `FILE=ENTITY` */
  as?: string[] | undefined;
  /** `FILE=ENCODING` */
  encoding?: string[] | undefined;
  /** A day: `--since` of Gingr's API. */
  since?: string | undefined;
  fresh?: boolean | undefined;
  showPersonalData?: boolean | undefined;
}

/** `--as-of` before the config file's `asOf`: an ISO instant, or null where neither says anything. */
export function chosenAsOf(flags: Flags, config: ConfigFile, problems: Problem[]): string | null {
  if (flags.asOf === undefined) return config.asOf ?? null;
  const instant = parseInstant(flags.asOf);
  if (instant === null) problems.push({ message: '--as-of is not a date.', hint: AS_OF_HINT });
  return instant;
}

/** `FILE=WORD` by file name. The last `=` divides: file names may have one, entities and encodings have none. */
export function assignments(
  flag: string,
  word: string,
  given: string[] | undefined,
  problems: Problem[],
): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const text of given ?? []) {
    const [, file, value] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
    if (file !== undefined && value !== undefined) pairs[file.split(/[\\/]/).at(-1) ?? file] = value;
    else
      problems.push({
        message: `${flag} ${text} has no FILE=${word}.`,
        hint: `Write it as ${flag} FILE=${word}.`,
      });
  }
  return pairs;
}

/** The same pairs; encodings that the reader does not know become problems. */
export function checkedEncodings(pairs: Record<string, string>, problems: Problem[]): Record<string, string> {
  const known: readonly string[] = ENCODINGS;
  for (const [file, encoding] of Object.entries(pairs)) {
    if (known.includes(encoding)) continue;
    problems.push({
      message: `--encoding of ${file} is not known.`,
      hint: `Use one of: ${ENCODINGS.join(', ')}.`,
    });
  }
  return pairs;
}

/** `--log-level`, else its variable, else `info`. */
export function chosenLogLevel(flags: Flags, env: Environment, problems: Problem[]): LogLevel {
  const asked = flags.logLevel ?? variable(env, 'TAILTOWN_MIGRATE_LOG_LEVEL') ?? 'info';
  const level = LOG_LEVELS.find((known) => known === asked);
  if (level) return level;
  problems.push({ message: 'The log level is not known.', hint: `Use one of: ${LOG_LEVELS.join(', ')}.` });
  return 'info';
}
