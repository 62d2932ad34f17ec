import { checkpoint } from '../core/checkpoint.ts';
import type { Session } from '../database/session.ts';
import { together } from '../database/together.ts';
import type { Layout } from '../staging/layout.ts';
import { type ScopeOf, settle } from '../staging/settle.ts';
import { lodgingCapacity } from './lodgings.ts';
import { invoiceLines, invoiceSums, invoicesPaid } from './money.ts';
import { ownersWithoutAnimals, petsOfOtherOwners } from './references.ts';
import { overlappingStays } from './reservations.ts';

/** A rule that needs more than one record: set-based SQL over staging that adds issues of its code. */
export type ValidationRule = (session: Session, layout: Layout) => Promise<void>;

/** One entry per rule, or per rules that share a sum; the families are the files. Rules about single records live in the mapping's functions. */
export const VALIDATION_RULES: Partial<Record<string, ValidationRule>> = {
  OWNER_WITHOUT_ANIMALS: ownersWithoutAnimals,
  RESERVATION_PET_OF_OTHER_OWNER: petsOfOtherOwners,
  RESERVATION_OVERLAP_PET: overlappingStays,
  LODGING_OVER_CAPACITY: lodgingCapacity,
  INVOICE_TOTAL_MISMATCH: invoiceSums,
  INVOICE_LINES_MISMATCH: invoiceLines,
  INVOICE_OVERPAID: invoicesPaid,
};

/** Settles what falls with its parents, then runs every rule. Can be repeated: it replaces its own findings. */
export async function validate(session: Session, layout: Layout, scopeOf: ScopeOf): Promise<void> {
  await session.transaction(async () => {
    await session.query(`DELETE FROM ${layout.issues} WHERE stage = 'validate'`);
    await settle(session, layout, scopeOf, null);
  });
  checkpoint('validate.settled');
  const rules = Object.values(VALIDATION_RULES).flatMap((rule) => rule ?? []);
  const tasks = rules.map((rule) => async (own: Session) => {
    await rule(own, layout);
    checkpoint('validate.rule');
  });
  await together(session, tasks);
}
