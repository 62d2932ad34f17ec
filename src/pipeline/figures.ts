import { z } from 'zod';
import type { RejectLimit } from '../core/settings.ts';
import { withinLimit } from '../reconcile/limits.ts';
import type { RunModel } from '../reconcile/model.ts';
import { exceptionsOf } from '../reconcile/readiness.ts';

/** What a batch of one target tells another of itself: its accounts, without any record's id or value. */
export const figures = z.strictObject({
  entities: z.array(
    z.strictObject({
      ...{ entity: z.string(), read: z.int(), merged: z.int(), excluded: z.int(), rejected: z.int() },
    }),
  ),
  /** What the source holds of each control total, as decimal text. */
  totals: z.array(z.strictObject({ name: z.string(), source: z.string() })),
  exceptions: z.array(z.strictObject({ code: z.string(), kind: z.string(), count: z.int() })),
  /** What goes on in Gingr and costs customers money if nobody stops it there. `value` is decimal text. */
  toStop: z.array(z.strictObject({ what: z.string(), count: z.int(), value: z.string().nullable() })),
});
export type Figures = z.infer<typeof figures>;

/** Lines of the fidelity statement that tell of charges which Gingr makes by itself. */
const CHARGES = /^records\/subscriptions\/SUBSCRIPTION_ACTIVE$/;

export const figuresOf = (model: RunModel): Figures => ({
  entities: model.entities.map(({ entity, read, merged, excluded, rejected }) => ({
    ...{ entity, read, merged, excluded, rejected },
  })),
  totals: model.totals.map(({ name, source }) => ({ name, source })),
  exceptions: exceptionsOf(model),
  toStop: (model.fidelity ?? []).flatMap(({ name, count, value }) =>
    CHARGES.test(name) ? [{ what: 'active subscriptions', count, value }] : [],
  ),
});

/**
 * Exceptions that nobody accepted, as sentences. An acceptance holds for as many as were there when it was signed, or for
 * as many as it names: one that was seen in three records says nothing of the fourth.
 */
export function unaccepted(
  found: Figures['exceptions'],
  signed: { figures: Figures; accepted: readonly { code: string; upTo: number | null }[] },
): string[] {
  return found.flatMap(({ code, kind, count }) => {
    const seen = signed.figures.exceptions.find((one) => one.code === code)?.count ?? 0;
    const accepted = signed.accepted.find((one) => one.code === code)?.upTo ?? seen;
    if (count <= accepted) return [];
    return [`${code} (${kind}): ${count}, and ${accepted === 0 ? 'none was' : `${accepted} were`} accepted`];
  });
}

/**
 * What a later snapshot has more or less of than the signed one, beyond the limits; entities and totals without a limit of
 * their own follow `*`, and where nothing is stated, nothing may differ.
 */
export function beyondLimits(
  signed: Figures,
  later: Figures,
  limits: Readonly<Record<string, RejectLimit>>,
): string[] {
  const limitOf = (name: string): RejectLimit => limits[name] ?? limits['*'] ?? { kind: 'count', value: 0 };
  const compared = <T>(before: T | undefined, after: T | undefined, of: (one: T) => number) =>
    [before === undefined ? 0 : of(before), after === undefined ? 0 : of(after)] as const;
  const names = (key: (figures: Figures) => string[]) => [...new Set([...key(signed), ...key(later)])];
  const records = names(({ entities }) => entities.map(({ entity }) => entity)).flatMap((name) => {
    const find = ({ entities }: Figures) => entities.find(({ entity }) => entity === name);
    const [before, after] = compared(find(signed), find(later), ({ read }) => read);
    return withinLimit(Math.abs(after - before), before, limitOf(name))
      ? []
      : [`${name}: ${before} records signed, ${after} now`];
  });
  const sums = names(({ totals }) => totals.map(({ name }) => name)).flatMap((name) => {
    const find = ({ totals }: Figures) => totals.find((total) => total.name === name);
    const [before, after] = compared(find(signed), find(later), ({ source }) => Number(source));
    const stated = limits[name] ?? limitOf(name.split('.')[0] ?? name);
    // A count of records says nothing of a sum: without a share, none is stated.
    const limit: RejectLimit = stated.kind === 'share' ? stated : { kind: 'count', value: 0 };
    return withinLimit(Math.abs(after - before), Math.abs(before), limit)
      ? []
      : [`${name}: ${before} signed, ${after} now`];
  });
  return [...records, ...sums];
}
