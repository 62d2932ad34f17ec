import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'vitest';
import { loadSettings } from '../../src/core/config/load.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { runAll } from '../../src/pipeline/run.ts';
import { compareWithKey } from '../../src/sample/check.ts';
import { readKey } from '../../src/sample/key.ts';
import { targetLookup } from '../../src/sample/lookup.ts';
import { testRun } from '../support/runtime.ts';

const RESORT = path.join(PACKAGE_ROOT, 'samples/resort');
it('x', async () => {
  const { workspace, reports, target, ...settings } = loadSettings({
    flags: { config: path.join(RESORT, 'tailtown-migrate.config.yaml') },
    env: {},
    cwd: RESORT,
  }).settings;
  const run = await testRun('pglite', { ...settings, showPersonalData: true });
  try {
    const model = await runAll(run.runtime, { command: 'run', from: [path.join(RESORT, 'export')] });
    const key = await readKey(path.join(RESORT, 'answer-key.json'));
    const r = await run.withTarget((s) => compareWithKey(model, key, targetLookup(s, settings.tenant.id)));
    writeFileSync('/tmp/h8/model.json', JSON.stringify({ ...r, model }, null, 1));
  } finally {
    await run.drop();
  }
});
