import { MigrateError } from '../../core/errors.ts';
import type { SourceScope } from '../../core/identity.ts';
import type { Session } from '../../database/session.ts';
import type { Layout, Unit } from '../../staging/layout.ts';
import { customerEmail } from './customer-email.ts';

/** A derive step: set-based SQL over one staged table, named by the mapping. */
export type DeriveStep = (session: Session, layout: Layout, unit: Unit, source: SourceScope) => Promise<void>;

export const DERIVE_STEPS: Record<string, DeriveStep> = { customerEmail };

/** Runs the derive steps that the columns of the mapping name, once per table. */
export async function deriveColumns(session: Session, layout: Layout, source: SourceScope): Promise<void> {
  for (const unit of layout.units) {
    const steps = unit.columns.flatMap(({ mapping }) =>
      mapping.source.kind === 'derive' ? [mapping.source.step] : [],
    );
    for (const name of new Set(steps)) {
      const step = DERIVE_STEPS[name];
      if (!step)
        throw new MigrateError('DERIVE_STEP_UNKNOWN', `There is no derive step ${name}.`, {
          stage: 'transform',
        });
      await step(session, layout, unit, source);
    }
  }
}
