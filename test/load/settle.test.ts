import path from 'node:path';
import { expect, it } from 'vitest';
import { extract } from '../../src/pipeline/run.ts';
import { openStages, transformStage, validateStage } from '../../src/pipeline/stages.ts';
import { withWorld } from '../../src/pipeline/world.ts';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { settle } from '../../src/staging/settle.ts';
import { testRuns } from '../support/runs.ts';
import { MAPPINGS } from '../support/runtime.ts';

const fresh = testRuns();
const SAMPLE = path.resolve(import.meta.dirname, '../../samples/resort');

it('settles what a fallen record affects as it settles everything', async () => {
  const { runtime } = await fresh('postgres', { mappingFolders: [MAPPINGS, path.join(SAMPLE, 'mapping')] });
  const { id } = await extract(runtime, { from: [path.join(SAMPLE, 'export')] });
  await withWorld(runtime, async (world) => {
    const { session } = world;
    const prepared = await openStages(runtime, world, await openSnapshot(runtime.settings.workspace, id));
    await validateStage(runtime, world, prepared, await transformStage(runtime, world, prepared));
    const { layout } = prepared.staging;
    const settled = async () => {
      const lines = `SELECT n, state, code, root, survivor FROM ${layout.lines} ORDER BY n`;
      const issues = `SELECT n, code, column_name, value, detail FROM ${layout.issues} WHERE stage = 'settle' ORDER BY 1, 2, 3, 4, 5`;
      return [(await session.query(lines)).rows, (await session.query(issues)).rows];
    };
    const before = await settled();
    await session.exec(
      'CREATE TEMP TABLE fallen (n bigint, entity smallint, state text, code text, root text)',
    );
    let fallen = 0;
    for (const [number, { entity }] of layout.entities.entries()) {
      const { affected } = await session.query(`
        INSERT INTO fallen SELECT n, entity, 'rejected', 'TARGET_ROW_TAKEN', NULL FROM ${layout.lines}
        WHERE entity = ${number} AND state = 'ready' ORDER BY n LIMIT 1`);
      if (affected === 0) continue;
      fallen += affected;
      await settle(session, layout, () => null, { table: 'fallen', entities: new Set([entity]) });
      const partly = await settled();
      await settle(session, layout, () => null, { table: 'fallen', entities: null });
      expect(partly, entity).toEqual(await settled());
      expect(partly, entity).not.toEqual(before);
      await session.exec('TRUNCATE fallen');
      await settle(session, layout, () => null, { table: 'fallen', entities: new Set([entity]) });
      expect(await settled(), entity).toEqual(before);
    }
    expect(fallen).toBeGreaterThan(25);
  });
});
