import { refusal } from '../../core/errors.ts';
import { readMapping } from '../../mapping/read.ts';
import { readAdoption } from '../adoption.ts';
import { batchNamed } from '../batch.ts';
import { doctor } from '../doctor/index.ts';
import { readMerges } from '../merges.ts';
import { writeBatchReport } from '../publish.ts';
import { tenantQuestions } from '../questions.ts';
import type { CutoverResult, CutoverTold } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { mappingIdentity } from '../stagings.ts';
import { type World, withWorld } from '../world.ts';
import { cutOverBefore } from './acts.ts';
import { carryOut, NOTHING_YET } from './carry-out.ts';
import { type Held, heldFor, type Unsigned, unsignedRefusal } from './evidence.ts';
import type { Gate } from './gate.ts';
import { gatesOf } from './gates.ts';
import { COUNTERS, planOf } from './plan.ts';

export interface CutoverOptions {
  /** The signed batch, as it stands in the staging target. */
  batch: string;
  /** (The beginning of) the id of a later snapshot, to load in the place of the signed one. */
  snapshot?: string | undefined;
  /** Only tells gates and plan. */
  plan: boolean;
  /** Hears the plan, and throws where the operator does not want it. */
  confirm: (told: CutoverTold) => Promise<void>;
}

/**
 * Loads what was signed into production: every gate first, then the load, then the checks of the first morning, read from
 * production after the commit. What fails behind the commit is taken back at once. Killed, the same command goes on where
 * it stopped; finished, it says so and does nothing. Throws SIGNOFF_MISSING and CUTOVER_NOT_READY (exit 4), the latter
 * with everything that is missing, and what `carryOut` throws.
 */
export async function cutover(runtime: Runtime, options: CutoverOptions): Promise<CutoverResult> {
  const held = await heldFor(runtime, options);
  if (held.signed === null && !options.plan) throw unsignedRefusal(held);
  const adoption = await readAdoption(runtime.settings);
  const doctored = (await doctor(runtime)).checks;
  return withWorld(runtime, async (world) => {
    const told = await tell(runtime, world, held, doctored);
    if (held.signed === null) return { ...told, ...NOTHING_YET, status: 'refused' };
    const { id } = held.snapshot.manifest;
    const before = await cutOverBefore(world, { snapshot: id, mapping: held.signed.mapping });
    if (before) {
      // A kill may have come between the last commit and the report.
      const report = await writeBatchReport(runtime, world, await batchNamed(world, before.batch));
      const { batch, at } = before;
      return { ...told, ...NOTHING_YET, status: 'ok', batch, doneAt: at, repeated: true, report };
    }
    const closed = told.gates.filter(({ open }) => !open);
    if (options.plan) return { ...told, ...NOTHING_YET, status: closed.length > 0 ? 'refused' : 'ok' };
    if (closed.length > 0) throw notReady(closed);
    await options.confirm(told);
    return carryOut(runtime, world, { held, told, adoption });
  });
}

async function tell(
  runtime: Runtime,
  world: World,
  held: Held | Unsigned,
  doctored: Awaited<ReturnType<typeof doctor>>['checks'],
): Promise<CutoverTold> {
  const { settings } = runtime;
  const mapping = mappingIdentity(
    ...([await readMapping(settings.mappingFolders), settings, world.timeZone] as const),
    await readMerges(settings),
  );
  const questions = await tenantQuestions(world.session, world.source.tenant);
  const gates = await gatesOf({
    ...{ settings, world, held, mapping, doctor: doctored, questions, now: Date.now() },
  });
  const common = { resort: world.tenantName, target: settings.target.name, gates };
  if (held.signed === null) {
    const { batch, verified } = held;
    const { snapshot = null, mapping: verifiedMapping = null } = verified ?? {};
    return { ...common, signedBatch: batch, snapshot, mapping: verifiedMapping, plan: [] };
  }
  const { signed, snapshot, rehearsal, backup } = held;
  const columns = world.shape.tables['tenants']?.columns ?? {};
  const plan = planOf({
    ...{ resort: world.tenantName, target: settings.target.name, tenant: world.source.tenant, signed },
    ...{ asOf: snapshot.manifest.asOf, figures: held.figures ?? signed.figures, rehearsal, backup },
    counters: Object.keys(COUNTERS).filter((column) => column in columns),
  });
  return {
    ...{ ...common, signedBatch: signed.batch },
    ...{ snapshot: snapshot.manifest.id, mapping: signed.mapping, plan },
  };
}

function notReady(closed: readonly Gate[]): Error {
  return refusal(
    'CUTOVER_NOT_READY',
    [
      `${closed.length === 1 ? 'One thing is' : `${closed.length} things are`} missing before production may be loaded:`,
      ...closed.map(({ name, found, remedy }) => `  ${name}: ${found}. ${remedy}`),
    ].join('\n'),
    'Supply what is missing, and repeat the command; nothing was written.',
  );
}
