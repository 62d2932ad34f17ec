import { CONFIG_FILE, type Flags, type LoadedSettings, loadSettings } from '../../../src/core/config/load.ts';
import { MigrateError } from '../../../src/core/errors.ts';
import { folderWith } from '../../support/folders.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';

interface Given {
  config?: string;
  files?: Record<string, string>;
  flags?: Flags;
  env?: Record<string, string>;
  entities?: string[];
  needs?: { tenant: boolean; target: boolean };
}

/** Settings from a folder with this config file, flags and variables. */
export function settingsOf({
  config,
  files = {},
  flags = {},
  env = {},
  ...more
}: Given): LoadedSettings & { cwd: string } {
  const cwd = folderWith(config === undefined ? files : { ...files, [CONFIG_FILE]: config });
  return { ...loadSettings({ flags, env, cwd, ...more }), cwd };
}

/** The one error that settings like these must end in. */
export function configErrorOf(given: Given): MigrateError {
  try {
    settingsOf(given);
  } catch (thrown) {
    if (thrown instanceof MigrateError) return thrown;
    throw thrown;
  }
  throw new Error('the settings were accepted');
}
