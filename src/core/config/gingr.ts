import path from 'node:path';
import type { GingrKey, GingrSettings } from '../settings.ts';
import type { Environment } from './environment.ts';
import type { Flags } from './flags.ts';
import type { Problem } from './problems.ts';
import { type ConfigFile, parseInstant } from './schema.ts';
import { fileText, secretVariable } from './secret.ts';

const DEFAULTS = { concurrency: 2, paceMs: 200, timeoutMs: 120_000, retryMs: 1_000 } as const;

interface Sources {
  flags: Flags;
  env: Environment;
  cwd: string;
  /** Folder of the config file: `keyFile` is relative to it. */
  base: string;
  config: ConfigFile;
}

/**
 * The config's `gingr` with its keys, or null where it has none. A key that is not there is no problem here: only what
 * calls the API needs it. A file that a variable names must be there.
 */
export function gingrSettings(sources: Sources, problems: Problem[]): GingrSettings | null {
  const { flags, config } = sources;
  const { gingr } = config;
  const since = sinceOf(flags, problems);
  if (gingr === undefined) {
    if (since !== null || flags.fresh === true) {
      problems.push({
        message: '--since and --fresh are for the API of Gingr, and the config has no `gingr`.',
        hint: 'Leave them out, or add `gingr` to the config file.',
      });
    }
    return null;
  }
  const { subdomain, url, keys, firstDay = null } = gingr;
  const named = keys.map((entry, index) => keyOf(entry, index, sources, problems));
  const twice = named.find(({ name }, index) => named.findIndex((key) => key.name === name) < index);
  if (twice) {
    problems.push({
      message: `gingr.keys names location ${twice.name} twice.`,
      hint: 'Give one key for each location.',
    });
  }
  return {
    url: new URL(url ?? `https://${subdomain}.gingrapp.com`).origin,
    ...{ keys: named, firstDay, since, fresh: flags.fresh ?? false },
    concurrency: gingr.concurrency ?? DEFAULTS.concurrency,
    paceMs: gingr.paceMs ?? DEFAULTS.paceMs,
    timeoutMs: gingr.timeoutMs ?? DEFAULTS.timeoutMs,
    retryMs: gingr.retryMs ?? DEFAULTS.retryMs,
  };
}

function sinceOf({ since }: Flags, problems: Problem[]): string | null {
  if (since === undefined) return null;
  if (since.length === 10 && parseInstant(since) !== null) return since;
  problems.push({ message: '--since is not a day.', hint: 'Give a day, such as 2026-01-15.' });
  return null;
}

type Entry = NonNullable<ConfigFile['gingr']>['keys'][number];

function keyOf(entry: Entry, index: number, { env, cwd, base }: Sources, problems: Problem[]): GingrKey {
  const { location = null, keyEnv, keyFile = '' } = entry;
  const name = location ?? `key${index + 1}`;
  if (keyEnv === undefined) {
    return { name, location, key: fileText(path.resolve(base, keyFile)) || null, from: keyFile };
  }
  const secret = secretVariable(env, keyEnv, cwd);
  if (secret.ok) return { name, location, key: secret.value, from: secret.from };
  problems.push(secret.problem);
  return { name, location, key: null, from: keyEnv };
}
