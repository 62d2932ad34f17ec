import { rm } from 'node:fs/promises';
import path from 'node:path';
import { loadSettings } from '../core/config/load.ts';
import type { Settings } from '../core/settings.ts';
import { PACKAGE_ROOT } from '../core/version.ts';
import { compareWithSampleKey, type KeyComparison } from './answer-key.ts';
import type { RunResult } from './results.ts';
import { runAll } from './run.ts';
import type { Runtime } from './runtime.ts';

const SAMPLE = path.join(PACKAGE_ROOT, 'samples', 'resort');

export interface DemoResult {
  run: RunResult;
  key: KeyComparison;
}

/**
 * Settings of the demo: the config of `samples/resort`, the embedded database, a workspace of its own. It looks at no
 * environment variable, so that it can never touch a database that somebody works with (DESIGN.md section 8).
 */
export function demoSettings(folders: { workspace: string; reports: string }): Settings {
  const { settings } = loadSettings({
    flags: {
      config: path.join(SAMPLE, 'tailtown-migrate.config.yaml'),
      target: 'embedded',
      workspace: folders.workspace,
    },
    env: {},
    cwd: PACKAGE_ROOT,
  });
  return { ...settings, reports: folders.reports };
}

/** Migrates `samples/resort` in a workspace made new, and holds the outcome to the sample's answer key. */
export async function demo(runtime: Runtime): Promise<DemoResult> {
  const { workspace } = runtime.settings;
  // The log of this very run is kept: it is open already.
  for (const made of ['snapshots', 'embedded'])
    await rm(path.join(workspace, made), { recursive: true, force: true });
  const run = await runAll(runtime, { command: 'run', from: [path.join(SAMPLE, 'export')] });
  return { run, key: await compareWithSampleKey(runtime, run, path.join(SAMPLE, 'answer-key.json')) };
}
