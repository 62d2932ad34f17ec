import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LogLevel } from '../log.ts';
import {
  DECISIONS,
  type Decisions,
  type RetentionKind,
  type Settings,
  type TargetSettings,
  type TenantSettings,
} from '../settings.ts';
import { PACKAGE_ROOT } from '../version.ts';
import { type Environment, variable } from './environment.ts';
import { assignments, checkedEncodings, chosenAsOf, chosenLogLevel, type Flags } from './flags.ts';
import { gingrSettings } from './gingr.ts';
import { configError, isSome, type Problem } from './problems.ts';
import { CONFIG_FILE, type ReadConfig, readConfig } from './read.ts';
import { type ConfigFile, tenantId } from './schema.ts';
import { chooseTarget } from './target.ts';
import { webhookUrl } from './webhook.ts';

export type { Flags } from './flags.ts';
export { CONFIG_FILE } from './read.ts';

const WORKSPACE = '.tailtown-migrate';
/** A backup of the day of the cutover, and not of the one before. */
const BACKUP_HOURS = 12;

export interface SettingsSources {
  flags: Flags;
  env: Environment;
  /** Working folder: paths of flags and variables are relative to it, those of the config file to that file. */
  cwd: string;
  /** False for commands that work without a resort or a target; those are not checked then. */
  needs?: { tenant: boolean; target: boolean };
  /** Entities that may be named; all names pass where it is absent. */
  entities?: readonly string[];
  /** Hears the settings as far as they can be known, before they are refused. */
  unsound?: (known: Settings) => void;
}

export interface LoadedSettings {
  settings: Settings;
  logLevel: LogLevel;
  /** The config file that was read, or null where there is none. */
  configFile: string | null;
}

/**
 * Flags before environment before config file before defaults (DESIGN.md 6.1, 6.7). Throws one CONFIG_INVALID
 * (exit 2) that lists everything that is wrong, each with file, line and column where it has one.
 */
export function loadSettings(sources: SettingsSources): LoadedSettings {
  const { flags, env, cwd, needs = { tenant: true, target: true } } = sources;
  const problems: Problem[] = [];
  const file = readConfig(sources, problems);
  const at = (given: string) => path.resolve(cwd, given);

  const workspace = at(flags.workspace ?? variable(env, 'TAILTOWN_MIGRATE_WORKSPACE') ?? WORKSPACE);
  const target = targetOf(sources, file, workspace, needs.target, problems);
  const config = forTarget(file.config, target.name);
  const settings: Settings = {
    workspace,
    reports: config.reports === undefined ? at('reports') : path.resolve(file.base, config.reports),
    tenant: {
      ...tenantOf(sources, file, needs.tenant, problems),
      name: config.tenant?.name ?? null,
      timeZone: config.tenant?.timeZone ?? null,
    },
    sourceDatabase: config.sourceDatabase ?? 'main',
    target,
    mappingFolders: mappingFolders(flags, file, at, problems),
    rejects: {
      accept: { '*': { kind: 'count', value: 0 }, ...config.rejects?.accept },
      refuse: { ...config.rejects?.refuse },
    },
    decisions: decisionsOf({ ...file, config }),
    reservationTimeMode: config.reservationTimeMode ?? 'wall-as-utc',
    conflicts: config.conflicts ?? 'target-wins',
    consentUnknown: config.consentUnknown ?? 'deny',
    balanceSign: config.balanceSign ?? null,
    asOf: chosenAsOf(flags, config, problems),
    complete: [...new Set([...(config.complete ?? []), ...(flags.complete ?? [])])],
    vanished: flags.deleteVanished ? 'soft-delete' : (config.vanished ?? 'keep'),
    vanishedLimit: { '*': { kind: 'share', value: 0.05 }, ...config.vanishedLimit },
    fileEntities: { ...config.files?.entities, ...assignments('--as', 'ENTITY', flags.as, problems) },
    fileEncodings: {
      ...config.files?.encodings,
      ...checkedEncodings(assignments('--encoding', 'ENCODING', flags.encoding, problems), problems),
    },
    retentionDays: retentionOf(config.retention ?? {}),
    limits: { loadMinutes: config.limits?.loadMinutes ?? null },
    backup: {
      tools: config.backup?.tools === undefined ? null : path.resolve(file.base, config.backup.tools),
      scratchUrlEnv: config.backup?.scratchUrlEnv ?? null,
    },
    metricsFile: config.metrics === undefined ? null : path.resolve(file.base, config.metrics.file),
    webhook: webhookUrl({ config, env, cwd, base: file.base }, problems),
    cutover: {
      differences: config.cutover?.differences ?? null,
      hours: config.cutover?.backupHours ?? BACKUP_HOURS,
    },
    gingr: gingrSettings({ flags, env, cwd, base: file.base, config }, problems),
    showPersonalData: flags.showPersonalData ?? false,
  };
  const logLevel = chosenLogLevel(flags, env, problems);
  checkEntities(settings, sources.entities, problems);
  if (isSome(problems)) {
    sources.unsound?.(settings);
    throw configError(problems);
  }
  return { settings, logLevel, configFile: file.path };
}

/** The config as it holds for one target: what stands there comes before what stands for all. */
function forTarget(config: ConfigFile, name: string): ConfigFile {
  const own = config.targets?.[name];
  if (!own) return config;
  return {
    ...config,
    rejects: {
      accept: { ...config.rejects?.accept, ...own.rejects?.accept },
      refuse: { ...config.rejects?.refuse, ...own.rejects?.refuse },
    },
    limits: { ...config.limits, ...own.limits },
    decisions: { ...config.decisions, ...own.decisions },
  };
}

/** `90d` as 90. */
function retentionOf(given: NonNullable<ConfigFile['retention']>): Settings['retentionDays'] {
  const days = (kind: RetentionKind): number | null => {
    const age = given[kind];
    return age === undefined ? null : Number.parseInt(age, 10);
  };
  return {
    ...{ staging: days('staging'), images: days('images'), snapshots: days('snapshots') },
    ...{ rejects: days('rejects'), reports: days('reports'), backups: days('backups') },
  };
}

function tenantOf(
  { flags, env }: SettingsSources,
  file: ReadConfig,
  needed: boolean,
  problems: Problem[],
): Pick<TenantSettings, 'id' | 'bySubdomain'> {
  const given = flags.tenant ?? variable(env, 'TAILTOWN_MIGRATE_TENANT');
  const { subdomain } = file.config.tenant ?? {};
  const id = given ?? file.config.tenant?.id ?? subdomain ?? '';
  if (given !== null && !tenantId.safeParse(given).success) {
    problems.push({
      message: 'The tenant id is empty or has spaces.',
      hint: 'Give --tenant the id of the resort in Tailtown (tenants.id).',
    });
  } else if (needed && id === '' && file.sound) {
    problems.push({
      message: 'No tenant is given.',
      hint: `Add \`tenant: { id: ... }\` to ${CONFIG_FILE}, or give --tenant ID: the id of the resort in Tailtown (tenants.id), or its subdomain.`,
    });
  }
  return given === null && subdomain !== undefined ? { id, bySubdomain: true } : { id };
}

/** Undefined keys are left out: a decision that nobody took is not there. */
function decisionsOf({ config, base }: ReadConfig): Decisions {
  const { adoption, merges, ...taken } = config.decisions ?? {};
  const decisions: Decisions = {};
  if (adoption !== undefined) decisions.adoption = path.resolve(base, adoption);
  if (merges !== undefined) decisions.merges = path.resolve(base, merges);
  for (const name of DECISIONS) {
    const decision = taken[name];
    if (decision !== undefined) decisions[name] = decision;
  }
  return decisions;
}

function targetOf(
  { flags, env, cwd }: SettingsSources,
  file: ReadConfig,
  workspace: string,
  needed: boolean,
  problems: Problem[],
): TargetSettings {
  const choice = { env, cwd, base: file.base, workspace, timeouts: file.config.timeouts };
  const embedded = chooseTarget({ ...choice, asked: 'embedded', configured: {} });
  const asked = flags.target ?? variable(env, 'TAILTOWN_MIGRATE_TARGET');
  // A name can't be looked up in a file that could not be read; the file's own problems are reported already.
  const chosen =
    needed && (file.sound || asked === null)
      ? chooseTarget({ ...choice, asked, configured: file.config.targets ?? {} })
      : embedded;
  if (chosen.ok) return chosen.target;
  problems.push(chosen.problem);
  return { name: 'embedded', kind: 'embedded', directory: path.join(workspace, 'embedded') };
}

function mappingFolders(
  flags: Flags,
  file: ReadConfig,
  at: (given: string) => string,
  problems: Problem[],
): string[] {
  const overlays = (file.config.mapping?.overlay ?? []).map((folder) => ({
    folder,
    found: path.resolve(file.base, folder),
  }));
  if (flags.mapping !== undefined) overlays.push({ folder: flags.mapping, found: at(flags.mapping) });
  for (const { folder, found } of overlays) {
    if (existsSync(found)) continue;
    problems.push({
      message: `The mapping folder ${folder} does not exist.`,
      hint: 'Correct --mapping or mapping.overlay.',
    });
  }
  return [path.join(PACKAGE_ROOT, 'mappings', 'gingr'), ...overlays.map(({ found }) => found)];
}

function checkEntities(
  settings: Settings,
  entities: readonly string[] | undefined,
  problems: Problem[],
): void {
  if (!entities) return;
  const used: [string, string[]][] = [
    ['complete', settings.complete.map((name) => name.replace(/@.*$/, ''))],
    ['vanishedLimit', Object.keys(settings.vanishedLimit)],
    ['rejects.accept', Object.keys(settings.rejects.accept)],
    ['rejects.refuse', Object.keys(settings.rejects.refuse)],
    ['files.entities (--as)', Object.values(settings.fileEntities)],
  ];
  for (const [where, names] of used) {
    for (const name of names) {
      if (name === '*' || entities.includes(name)) continue;
      problems.push({
        message: `${where} names ${name}, which is no entity.`,
        hint: `Use one of: ${entities.join(', ')}.`,
      });
    }
  }
}
