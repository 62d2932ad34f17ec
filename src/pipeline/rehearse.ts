import { checkpoint } from '../core/checkpoint.ts';
import { TOOL_VERSION } from '../core/version.ts';
import { standingBatch } from '../ledger/batches.ts';
import { listRehearsals, openRehearsal, type Rehearsal } from '../ledger/rehearsals.ts';
import { readMapping } from '../mapping/read.ts';
import { openSnapshot } from '../snapshot/read.ts';
import { readAdoption } from './adoption.ts';
import { refuseLong } from './duration.ts';
import { readMerges } from './merges.ts';
import { writeBatchReport } from './publish.ts';
import { backAndForth, type Here, keepProof, take, told } from './rehearse-steps.ts';
import type { RehearseResult } from './results.ts';
import { askFirst, refuseProduction, stopwatch } from './run.ts';
import type { Runtime } from './runtime.ts';
import { extractStage } from './stages.ts';
import { mappingIdentity } from './stagings.ts';
import { storedModel } from './stored.ts';
import { type World, withWorld } from './world.ts';

/**
 * Loads, verifies, takes back, proves that the target is as it was, loads again and verifies: what a cutover and its way
 * back will be, timed. The proof is kept with the control tables. Killed, the same command goes on behind the last step
 * that was committed; the step in which it was killed then has no duration. Repeated, it tells the same and writes
 * nothing. Refuses a production target, and inputs that the target holds already (NOTHING_TO_REHEARSE).
 */
export async function rehearse(runtime: Runtime, options: { from: string[] }): Promise<RehearseResult> {
  const { settings } = runtime;
  const adoption = await readAdoption(settings);
  return withWorld(runtime, async (world) => {
    refuseProduction(world);
    const answers = await askFirst(runtime, world);
    const clock = stopwatch();
    const extracted = await clock('extract', () => extractStage(runtime, options.from, world.timeZone));
    const snapshot = await openSnapshot(settings.workspace, extracted.id);
    const mapping = mappingIdentity(
      await readMapping(settings.mappingFolders),
      settings,
      world.timeZone,
      await readMerges(settings),
    );
    const inputs = { target: settings.target.name, snapshot: extracted.id, mapping };
    const done = await toldBefore(runtime, world, inputs);
    if (done) return done;
    await refuseLong(runtime, world, snapshot.manifest);
    const rehearsal = await openRehearsal(world.session, world.source, {
      ...inputs,
      toolVersion: TOOL_VERSION,
    });
    checkpoint('rehearse.opened');
    take(rehearsal, clock.durations(), { extract: 'extract' });
    const load: Here['load'] = () => ({
      ...{ command: 'rehearse', dryRun: false, adoption, answers: [...answers] },
    });
    return backAndForth({ runtime, world, snapshot, rehearsal, load });
  });
}

/** The result of the last rehearsal of the same inputs, where the batch that it left is the one that stands. */
async function toldBefore(
  runtime: Runtime,
  world: World,
  inputs: Pick<Rehearsal, 'target' | 'snapshot' | 'mapping'>,
): Promise<RehearseResult | null> {
  const { session, source } = world;
  const batch = await standingBatch(session, source);
  const [last] = (await listRehearsals(session, source.tenant)).filter(
    ({ verdict }) => verdict === 'proven' || verdict === 'different',
  );
  if (!batch || !last || last.proof.batches.again !== batch.publicId) return null;
  if ((['target', 'snapshot', 'mapping'] as const).some((key) => last[key] !== inputs[key])) return null;
  // A kill may have come behind the last commit.
  await keepProof(runtime, world, last);
  const report = await writeBatchReport(runtime, world, batch);
  return told(last, { model: await storedModel(session, batch), report, repeated: true });
}
