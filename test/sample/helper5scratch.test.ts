import path from 'node:path';
import { it } from 'vitest';
import { runAll } from '../../src/pipeline/run.ts';
import { compareWithKey } from '../../src/sample/check.ts';
import { readKey } from '../../src/sample/key.ts';
import { targetLookup } from '../../src/sample/lookup.ts';
import { generateSampleResort } from '../../src/sample/resort.ts';
import { MAPPINGS, testRun } from '../support/runtime.ts';

it('resort', async () => {
  const out = path.resolve('samples/resort');
  const { answerKey } = await generateSampleResort(out);
  const key = await readKey(answerKey);
  const run = await testRun('pglite', { mappingFolders: [MAPPINGS, path.join(out, 'mapping')] });
  const model = await runAll(run.runtime, { command: 'run', from: [path.join(out, 'export')] });
  const tenant = run.runtime.settings.tenant.id;
  const result = await run.withTarget((session) => compareWithKey(model, key, targetLookup(session, tenant)));
  console.log(model.headline, result.statements, result.differences.slice(0, 12).join('\n'));
  console.log(JSON.stringify(model.totals, null, 1), JSON.stringify(model.entities));
  await run.drop();
}, 120_000);
