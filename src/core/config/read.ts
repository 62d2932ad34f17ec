import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { variable } from './environment.ts';
import type { SettingsSources } from './load.ts';
import type { Problem } from './problems.ts';
import { type ConfigFile, configSchema, webhookSchema } from './schema.ts';
import { readYaml } from './yaml.ts';

export const CONFIG_FILE = 'tailtown-migrate.config.yaml';

export interface ReadConfig {
  /** Of a file with mistakes `webhook` alone, where it has none itself: it is told of them. */
  config: ConfigFile;
  /** Absolute path, or null where there is no config file. */
  path: string | null;
  /** Whether it was read without problems: what is missing in a broken file is not reported once more. */
  sound: boolean;
  base: string;
}

/** Reads and checks the config file; adds what is wrong with it to `problems`. */
export function readConfig(
  { flags, env, cwd }: Pick<SettingsSources, 'flags' | 'env' | 'cwd'>,
  problems: Problem[],
): ReadConfig {
  const asked = flags.config ?? variable(env, 'TAILTOWN_MIGRATE_CONFIG');
  const shown = asked ?? CONFIG_FILE;
  const found = path.resolve(cwd, shown);
  const none: ReadConfig = { config: {}, path: null, sound: true, base: cwd };
  if (asked === null && !existsSync(found)) return none;
  let text: string;
  try {
    text = readFileSync(found, 'utf8');
  } catch {
    problems.push({
      message: `The config file ${shown} cannot be read.`,
      hint: 'Correct --config, or create the file.',
    });
    return { ...none, sound: false };
  }
  const read = readYaml(text, shown, configSchema);
  if (read.ok) return { config: read.value, path: found, sound: true, base: path.dirname(found) };
  problems.push(...read.problems);
  const heard = readYaml(text, shown, z.looseObject({ webhook: webhookSchema.optional() }));
  const config = heard.ok ? { webhook: heard.value.webhook } : {};
  return { ...none, config, path: found, sound: false, base: path.dirname(found) };
}
