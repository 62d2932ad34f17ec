import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { runAll } from '../../src/pipeline/run.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { compareWithKey, generateChain, readKey, targetLookup } from '../../src/sample/index.ts';
import { undo } from '../support/runs.ts';
import { MAPPINGS, type TestRun, testRun } from '../support/runtime.ts';

let run: TestRun;
let out: string;
afterEach(async () => {
  await run.drop();
  await rm(out, { recursive: true, force: true });
});

it('moves a chain of two Gingr databases into one tenant, each as its key says, and takes both back (P-G-12)', async () => {
  out = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-chain-'));
  const resorts = await generateChain({ seed: 3, owners: 40, databases: 2, out });
  expect(resorts).toHaveLength(2);
  run = await testRun('postgres', { balanceSign: 'owes-positive' });
  const batches: RunModel['batch'][] = [];
  for (const [index, { answerKey }] of resorts.entries()) {
    const folder = path.dirname(answerKey);
    const sourceDatabase = index === 0 ? 'main' : 'site-2';
    const settings = {
      ...{ ...run.runtime.settings, sourceDatabase },
      mappingFolders: [MAPPINGS, path.join(folder, 'mapping')],
    };
    const model = await runAll(
      { ...run.runtime, settings },
      { command: 'run', from: [path.join(folder, 'export')] },
    );
    const source = { tenant: settings.tenant.id, sourceDatabase };
    const key = await readKey(answerKey);
    const { differences } = await run.withTarget((session) =>
      compareWithKey(model, key, targetLookup(session, source)),
    );
    expect(differences).toEqual([]);
    batches.push(model.batch);
  }
  for (const batch of batches.reverse())
    expect(await undo(run, batch)).toMatchObject({
      buckets: { kept: 0, blocked: 0, failed: 0 },
      fingerprint: { equal: true },
    });
}, 120_000);
