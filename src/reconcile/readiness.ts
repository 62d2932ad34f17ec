import type { Aftermath, WaiverAccount } from './aftermath.ts';
import type { RunModel } from './model.ts';

/** Something that a person has to accept before a batch is ready; `code` is what `signoff --accept` takes. */
export interface Exception {
  code: string;
  kind: 'rejected' | 'forced' | 'safety' | 'tomorrow' | 'balance';
  /** Records, rows, animals, days, owners or invoices. */
  count: number;
  waiver: WaiverAccount | null;
}

export interface Readiness {
  state: 'ready' | 'accepted' | 'not-ready';
  /** Why it is not ready, as sentences; empty otherwise. */
  why: string[];
  exceptions: Exception[];
}

/**
 * Whether a batch is ready for the cutover: it stands, it balances, and a person accepted every exception of it by its
 * code. `faults` counts the lines that do not add up.
 */
export function readinessOf(model: RunModel, after: Pick<Aftermath, 'waivers'>, faults: number): Readiness {
  const exceptions = exceptionsOf(model).map(
    (exception): Exception => ({
      ...exception,
      waiver:
        after.waivers.find((waiver) => waiver.code === exception.code && covers(waiver, exception.count)) ??
        null,
    }),
  );
  const open = exceptions.filter(({ waiver }) => waiver === null);
  const why = [
    ...(faults > 0 ? [`${sentence(faults, 'line does', 'lines do')} not add up`] : []),
    ...(model.status === 'failed' && faults === 0 ? ['the load failed'] : []),
    ...(model.status === 'refused' ? ['the load was refused'] : []),
    ...(model.dryRun ? ['this was a dry run, and nothing was written'] : []),
    ...(!model.dryRun && model.batch === null && model.status !== 'refused' ? ['no batch was written'] : []),
    ...(model.batch?.state === 'rolled_back' ? ['the batch was rolled back'] : []),
    ...(open.length > 0
      ? [`nobody accepted ${sentence(open.length, 'exception', 'exceptions')} yet (section 11 lists them)`]
      : []),
  ];
  if (why.length > 0) return { state: 'not-ready', why, exceptions };
  return { state: exceptions.length > 0 ? 'accepted' : 'ready', why, exceptions };
}

/** Whether an acceptance goes for so many: one of up to 3 says nothing of 10. */
export const covers = ({ upTo }: Pick<WaiverAccount, 'upTo'>, count: number): boolean =>
  upTo === null || count <= upTo;

const sentence = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** What a person has to accept before this batch is ready. */
export function exceptionsOf(model: RunModel): Omit<Exception, 'waiver'>[] {
  const rejected = new Map<string, number>();
  for (const { outcome, code, count } of model.reasons)
    if (outcome === 'rejected' && count > 0) {
      const name = code ?? 'UNEXPLAINED';
      rejected.set(name, (rejected.get(name) ?? 0) + count);
    }
  const balances = model.balances?.differing ?? 0;
  const unpaid = model.unpaid?.differing ?? 0;
  const days = (model.tomorrow?.cells ?? []).filter(
    ({ source, target, notMoved }) => source !== target + notMoved,
  );
  return [
    ...[...rejected].map(([code, count]) => ({ code, kind: 'rejected' as const, count })),
    ...model.forced.map(({ table, column, count }) => ({
      ...{ code: `${table}.${column}`, kind: 'forced' as const, count },
    })),
    // What was rejected is accepted with the rule that did so.
    ...(model.safety ?? []).flatMap(({ name, wrong }) =>
      wrong > 0 ? [{ code: `safety.${name}`, kind: 'safety' as const, count: wrong }] : [],
    ),
    ...(days.length > 0
      ? [{ code: 'tomorrow', kind: 'tomorrow' as const, count: new Set(days.map(({ day }) => day)).size }]
      : []),
    ...(balances > 0 ? [{ code: 'OWNER_BALANCE_DIFFERS', kind: 'balance' as const, count: balances }] : []),
    ...(unpaid > 0 ? [{ code: 'INVOICE_OPEN_DIFFERS', kind: 'balance' as const, count: unpaid }] : []),
  ];
}
