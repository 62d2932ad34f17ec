import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TargetSettings } from '../settings.ts';
import { type Environment, variable } from './environment.ts';
import type { Problem } from './problems.ts';
import { type ConfigFile, DATABASE_URL_TARGET, EMBEDDED_TARGET } from './schema.ts';

export interface TargetChoice {
  /** `--target` or its variable, or null. */
  asked: string | null;
  env: Environment;
  configured: NonNullable<ConfigFile['targets']>;
  /** Folder of the config file: `urlFile` is relative to it. */
  base: string;
  workspace: string;
}

export type ChosenTarget = { ok: true; target: TargetSettings } | { ok: false; problem: Problem };

/**
 * The target of this run: `--target`, else DATABASE_URL (a rehearsal), else the only configured one, else the
 * embedded database of the workspace (DESIGN.md 6.1). Problems name variables and files, never what they hold.
 */
export function chooseTarget(choice: TargetChoice): ChosenTarget {
  const { asked, env, configured } = choice;
  const names = Object.keys(configured);
  if (asked !== null) return named(asked, choice);
  if (variable(env, DATABASE_URL_TARGET) !== null) return fromDatabaseUrl(env);
  const [only] = names;
  return names.length === 1 && only !== undefined ? fromConfig(only, choice) : embedded(choice);
}

function named(name: string, choice: TargetChoice): ChosenTarget {
  if (name in choice.configured) return fromConfig(name, choice);
  if (name === EMBEDDED_TARGET) return embedded(choice);
  if (name === DATABASE_URL_TARGET) return fromDatabaseUrl(choice.env);
  if (/[:/@]/.test(name)) {
    return problem(
      'A target is chosen by its name, and what was given looks like a URL.',
      'Put the URL into DATABASE_URL, or into the variable that urlEnv of a configured target names: others can see a command line.',
    );
  }
  const known = [...Object.keys(choice.configured), EMBEDDED_TARGET].join(', ');
  return problem(
    `There is no target named ${name}.`,
    `Use one of: ${known}; or add it under targets in the config file.`,
  );
}

const embedded = ({ workspace }: TargetChoice): ChosenTarget => ({
  ok: true,
  target: { name: EMBEDDED_TARGET, kind: 'embedded', directory: path.join(workspace, 'embedded') },
});

const fromDatabaseUrl = (env: Environment): ChosenTarget =>
  fromVariable(DATABASE_URL_TARGET, 'rehearsal', DATABASE_URL_TARGET, env);

function fromConfig(name: string, { configured, env, base }: TargetChoice): ChosenTarget {
  const entry = configured[name];
  if (entry?.urlEnv !== undefined) return fromVariable(name, entry.kind, entry.urlEnv, env);
  if (entry?.urlFile === undefined) return problem(`Target ${name} has no urlEnv.`, 'Add urlEnv to it.');
  let url: string;
  try {
    url = readFileSync(path.resolve(base, entry.urlFile), 'utf8').trim();
  } catch {
    return problem(
      `Target ${name}: its urlFile ${entry.urlFile} cannot be read.`,
      'Create the file with the URL in it and nothing else, readable by you alone, or correct urlFile.',
    );
  }
  return checked(name, entry.kind, url, `urlFile ${entry.urlFile}`);
}

type ServerKind = Exclude<TargetSettings['kind'], 'embedded'>;

function fromVariable(name: string, kind: ServerKind, urlEnv: string, env: Environment): ChosenTarget {
  const url = variable(env, urlEnv);
  if (url !== null) return checked(name, kind, url, urlEnv);
  return problem(
    `Target ${name} takes its URL from the environment variable ${urlEnv}, which is not set.`,
    `Set ${urlEnv} to a URL such as postgresql://user:password@host:5432/database. Files named .env are not read.`,
  );
}

/** `urlEnv` says where the URL came from; the URL itself is in no message. */
function checked(name: string, kind: ServerKind, url: string, urlEnv: string): ChosenTarget {
  if (/^postgres(ql)?:\/\/\S+$/.test(url) && URL.canParse(url))
    return { ok: true, target: { name, kind, url, urlEnv } };
  return problem(
    `${urlEnv} does not hold the URL of a PostgreSQL database.`,
    'Give it the form postgresql://user:password@host:5432/database; signs such as @ : / # in a password are percent-encoded.',
  );
}

const problem = (message: string, hint: string): ChosenTarget => ({ ok: false, problem: { message, hint } });
