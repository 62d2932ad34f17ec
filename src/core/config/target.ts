import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerTarget, TargetSettings, Timeouts } from '../settings.ts';
import { type Environment, variable } from './environment.ts';
import type { Problem } from './problems.ts';
import { type ConfigFile, DATABASE_URL_TARGET, EMBEDDED_TARGET } from './schema.ts';
import { fileText, secretVariable } from './secret.ts';
import { URL_FORM } from './secrets.ts';
import { hostOf, isLocal, NO_TLS_SETTINGS, tlsOf } from './tls.ts';

export interface TargetChoice {
  /** `--target` or its variable, or null. */
  asked: string | null;
  env: Environment;
  configured: NonNullable<ConfigFile['targets']>;
  timeouts?: ConfigFile['timeouts'];
  /** Folder of the config file: `urlFile` and `tls.ca` are relative to it. */
  base: string;
  /** Working folder: files that variables name are relative to it. */
  cwd: string;
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
  const given = [DATABASE_URL_TARGET, `${DATABASE_URL_TARGET}_FILE`];
  if (given.some((name) => variable(env, name) !== null)) return fromDatabaseUrl(choice);
  const [only] = names;
  return names.length === 1 && only !== undefined ? fromConfig(only, choice) : embedded(choice, names);
}

function named(name: string, choice: TargetChoice): ChosenTarget {
  if (name in choice.configured) return fromConfig(name, choice);
  if (name === EMBEDDED_TARGET) return embedded(choice);
  if (name === DATABASE_URL_TARGET) return fromDatabaseUrl(choice);
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

const embedded = ({ workspace }: TargetChoice, insteadOf: string[] = []): ChosenTarget => ({
  ok: true,
  target: {
    ...{ name: EMBEDDED_TARGET, kind: 'embedded', directory: path.join(workspace, 'embedded') },
    ...(insteadOf.length > 0 ? { insteadOf } : {}),
  },
});

function fromDatabaseUrl(choice: TargetChoice): ChosenTarget {
  const same = productionTwin(DATABASE_URL_TARGET, choice);
  return same ?? fromVariable({ name: DATABASE_URL_TARGET, kind: 'rehearsal' }, DATABASE_URL_TARGET, choice);
}

/** A problem where a target that is not for production leads to the database of one that is, as far as their URLs tell. */
function productionTwin(name: string, choice: TargetChoice): ChosenTarget | null {
  const { configured } = choice;
  if (configured[name]?.kind === 'production') return null;
  const mine = databaseOf(name, choice);
  if (mine === null) return null;
  const twin = Object.entries(configured).find(
    ([other, { kind }]) => kind === 'production' && databaseOf(other, choice) === mine,
  );
  if (!twin) return null;
  return problem(
    `Target ${name} leads to the same database as target ${twin[0]}, which is production.`,
    `Correct the URL of ${name}: what is rehearsed must not reach what people work with.`,
  );
}

/** Host, port and database of a target's URL, or null where it is not known. */
function databaseOf(name: string, { configured, env, cwd, base }: TargetChoice): string | null {
  const { urlEnv = name, urlFile } = configured[name] ?? {};
  const given = urlFile === undefined ? secretVariable(env, urlEnv, cwd) : null;
  const url = given === null ? fileText(path.resolve(base, urlFile ?? '')) : given.ok ? given.value : null;
  if (url === null || !URL.canParse(url)) return null;
  const { port, pathname, username, searchParams } = new URL(url);
  const host = hostOf(url).toLowerCase();
  return [
    isLocal(host) && !host.startsWith('/') ? 'localhost' : host,
    searchParams.get('port') || port || '5432',
    decodeURIComponent(pathname.slice(1)) || username,
  ].join(' ');
}

function fromConfig(name: string, choice: TargetChoice): ChosenTarget {
  const entry = choice.configured[name];
  if (!entry) return problem(`There is no target named ${name}.`, 'Add it under targets in the config file.');
  const same = productionTwin(name, choice);
  if (same !== null) return same;
  const { ca, insecure = null } = entry.tls ?? {};
  const timeouts = { ...choice.timeouts, ...entry.timeouts };
  const place: Place = { name, kind: entry.kind };
  if (entry.tls) place.tls = { ca: ca === undefined ? null : path.resolve(choice.base, ca), insecure };
  if (entry.urlEnv !== undefined) return fromVariable(place, entry.urlEnv, { ...choice, timeouts });
  const urlFile = entry.urlFile ?? '';
  let url: string;
  try {
    url = readFileSync(path.resolve(choice.base, urlFile), 'utf8').trim();
  } catch {
    return problem(
      `Target ${name}: its urlFile ${urlFile} cannot be read.`,
      'Create the file with the URL in it and nothing else, readable by you alone, or correct urlFile.',
    );
  }
  return checked(place, url, `urlFile ${urlFile}`, timeouts);
}

/** A target of which only the URL is not known yet. */
type Place = Pick<ServerTarget, 'name' | 'kind' | 'tls'>;

function fromVariable(place: Place, urlEnv: string, { env, cwd, timeouts }: TargetChoice): ChosenTarget {
  const url = secretVariable(env, urlEnv, cwd);
  if (!url.ok) return url;
  if (url.value !== null) return checked(place, url.value, url.from, timeouts);
  return problem(
    `Target ${place.name} takes its URL from the environment variable ${urlEnv}, which is not set.`,
    `Set ${urlEnv} to a URL such as ${URL_FORM}, or ${urlEnv}_FILE to a file that holds it. Files named .env are not read.`,
  );
}

/** `urlEnv` says where the URL came from; the URL itself is in no message. */
function checked(place: Place, url: string, urlEnv: string, timeouts: Timeouts | undefined): ChosenTarget {
  if (!/^postgres(ql)?:\/\/\S+$/.test(url) || !URL.canParse(url)) {
    return problem(
      `${urlEnv} does not hold the URL of a PostgreSQL database.`,
      `Give it the form ${URL_FORM}; signs such as @ : / # in a password are percent-encoded.`,
    );
  }
  const tls = tlsOf(url, place.tls ?? NO_TLS_SETTINGS);
  if (tls === null) {
    const configured = place.name !== DATABASE_URL_TARGET;
    return problem(
      `${urlEnv} asks for a connection to another machine without a checked certificate, or its sslmode is not known.`,
      `Leave sslmode out: the certificate is checked then, against targets.NAME.tls.ca where it is not a public one. Or ${configured ? `write into targets.${place.name}.tls.insecure` : 'configure it as a target, and write into its tls.insecure'} why that must be.`,
    );
  }
  if (tls.mode === 'checked' && tls.ca !== null && !existsSync(tls.ca)) {
    return problem(
      `Target ${place.name}: the file of certificates to trust does not exist.`,
      'Correct tls.ca of the target, or sslrootcert of its URL.',
    );
  }
  return {
    ok: true,
    target: {
      ...place,
      url,
      urlEnv,
      ...(Object.keys(timeouts ?? {}).length > 0 && timeouts ? { timeouts } : {}),
    },
  };
}

const problem = (message: string, hint: string): ChosenTarget => ({ ok: false, problem: { message, hint } });
