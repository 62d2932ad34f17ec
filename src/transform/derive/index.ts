import { checkpoint } from '../../core/checkpoint.ts';
import { MigrateError } from '../../core/errors.ts';
import type { SourceScope } from '../../core/identity.ts';
import type { Session } from '../../database/session.ts';
import type { Layout, Unit } from '../../staging/layout.ts';
import { addOn } from './add-on.ts';
import { bookedTogether, partLodgings } from './bookings.ts';
import { checkIn } from './check-in.ts';
import { customerEmail } from './customer-email.ts';
import { deposits } from './deposits.ts';
import { animalIcons, gatherIcons } from './icons.ts';
import { handOverMedications, medicated } from './medications.ts';
import { creditNote, invoiceMoney, invoiceStay } from './money.ts';
import { noteLog } from './notes.ts';
import { ownerContact } from './owner-contact.ts';
import { receiptPayments, receiptTwin } from './receipts.ts';
import { standing } from './standing.ts';
import { tips } from './tips.ts';
import { vaccinationCurrent, vaccinations } from './vaccinations.ts';
import { vaccineFiles } from './vaccine-files.ts';
import { waitList } from './wait-list.ts';

export interface DeriveInput {
  session: Session;
  layout: Layout;
  source: SourceScope;
  /** Local calendar day of the snapshot's `asOf`, `YYYY-MM-DD`. */
  today: string;
}

/** What is gathered from lines before those that repeat a record are taken away. */
export interface GatherInput {
  session: Session;
  layout: Layout;
  source: SourceScope;
  /** Numbers of the files of an entity whose header has a column, by its canonical name. */
  filesWith: (entity: string, column: string) => number[];
}

/** A derive step: set-based SQL over one staged table, named by the mapping. */
export type DeriveStep = (input: DeriveInput & { unit: Unit }) => Promise<void>;

/** In the order in which they run on one table. */
export const DERIVE_STEPS: Record<string, DeriveStep> = {
  customerEmail,
  animalIcons,
  // Behind the icons, which may give the same requirement.
  medicated,
  vaccinations,
  ownerContact,
  vaccineFiles,
  vaccinationCurrent,
  bookedTogether,
  addOn,
  checkIn,
  standing,
  // Behind whatever else the notes say: a later export is read below its heading alone (load/carry.ts).
  noteLog,
  waitList,
  deposits,
  tips,
  invoiceStay,
  invoiceMoney,
  creditNote,
  receiptPayments,
  receiptTwin,
};

/** Runs before copies go: a line that repeats its stay may say something newer of another record. */
export async function gatherFromLines(input: GatherInput): Promise<void> {
  await gatherIcons(input);
  await partLodgings(input);
}

/** Runs the derive steps that the columns of the mapping name, once per table: one may look at what another made. */
export async function deriveColumns(input: DeriveInput): Promise<void> {
  await handOverMedications(input.session, input.layout);
  for (const unit of input.layout.units) {
    const steps = unit.columns.flatMap(({ mapping }) =>
      mapping.source.kind === 'derive' ? [mapping.source.step] : [],
    );
    const order = Object.keys(DERIVE_STEPS);
    for (const name of [...new Set(steps)].sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
      const step = DERIVE_STEPS[name];
      if (!step)
        throw new MigrateError('DERIVE_STEP_UNKNOWN', `There is no derive step ${name}.`, {
          stage: 'transform',
        });
      await step({ ...input, unit });
      checkpoint('derive.step');
    }
  }
}
