import { checkpoint } from '../../core/checkpoint.ts';
import { MigrateError } from '../../core/errors.ts';
import type { Session } from '../../database/session.ts';
import { entityNumber, type Layout } from '../../staging/layout.ts';
import { depositOfPayment } from './deposits.ts';
import { noted } from './notes.ts';
import { stayByName } from './stay-by-name.ts';

/**
 * Set-based SQL that puts, for every ready line of an entity, the id of the record that it folds into in place of the
 * key that the mapping staged, or rejects the line.
 */
export type FoldStep = (input: { session: Session; layout: Layout; entityNumber: number }) => Promise<void>;

const FOLD_STEPS: Record<string, FoldStep> = { stayByName, noted, depositOfPayment };

/** Runs the steps by which entities find the records that they fold into; most name them by an id. */
export async function findFolds(session: Session, layout: Layout): Promise<void> {
  for (const { entity, fold } of layout.entities) {
    if (fold?.step === undefined) continue;
    const step = FOLD_STEPS[fold.step];
    if (!step)
      throw new MigrateError('DERIVE_STEP_UNKNOWN', `There is no derive step ${fold.step}.`, {
        stage: 'transform',
      });
    await step({ session, layout, entityNumber: entityNumber(layout, entity) });
    checkpoint('derive.step');
  }
}
