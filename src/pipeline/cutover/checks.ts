import type { RunModel } from '../../reconcile/model.ts';
import { verdictOf } from '../../report/verdict.ts';
import type { KindRead } from './kinds.ts';

/** One check of the first morning, after the commit. */
export interface SmokeCheck {
  name: string;
  /** Null: it could not be made, and `found` says why. */
  ok: boolean | null;
  found: string;
}

/**
 * The checks that matter on the first morning, from a second look at production: `look` compared every mapped value, total,
 * balance and safety fact again, after the commit and without writing. `written` is what the load itself had found. Pure.
 */
export function smokeChecks(
  look: RunModel,
  written: RunModel,
  open: readonly string[],
  kinds: readonly KindRead[],
): SmokeCheck[] {
  return [
    wholeCheck(look),
    arrivalsCheck(look),
    balancesCheck(look, written),
    safetyCheck(look, written),
    {
      ...{ name: 'exceptions', ok: open.length === 0 },
      found: open.length === 0 ? 'none that nobody accepted' : open.join('; '),
    },
    kindsCheck(kinds),
  ];
}

function wholeCheck(look: RunModel): SmokeCheck {
  const { faults } = verdictOf(look);
  const { compared } = look.verification;
  const rows = look.tables.reduce((sum, { inserted, updated }) => sum + inserted + updated, 0);
  const wrong = [
    ...faults.map(({ text }) => text),
    ...(rows > 0 ? [`${rows} rows would be written by another load`] : []),
  ];
  return {
    ...{ name: 'everything is there', ok: wrong.length === 0 && look.status !== 'failed' },
    found:
      wrong.length === 0
        ? `${compared.toLocaleString('en-US')} values compared with the snapshot, every total adds up`
        : wrong.slice(0, 5).join('; '),
  };
}

/** Tomorrow and the six days behind it. */
export function arrivalsCheck({ tomorrow }: Pick<RunModel, 'tomorrow'>): SmokeCheck {
  const name = 'the next seven days';
  if (tomorrow === null || tomorrow.notChecked !== null)
    return { name, ok: null, found: tomorrow?.notChecked ?? 'nobody looked' };
  const week = new Set(tomorrow.days.slice(0, 7));
  const cells = tomorrow.cells.filter(({ day }) => week.has(day));
  const wrong = cells.filter(({ source, target, notMoved }) => source !== target + notMoved);
  // Those that were not moved were accepted, or `exceptions` beside this fails.
  const told = (kind: string) => {
    const of = (count: (cell: (typeof cells)[number]) => number) =>
      cells.filter((cell) => cell.kind === kind).reduce((all, cell) => all + count(cell), 0);
    const [source, target, notMoved] = [
      of((cell) => cell.source),
      of((cell) => cell.target),
      of((cell) => cell.notMoved),
    ];
    return notMoved === 0
      ? `${target} ${kind}, as in Gingr`
      : `${target} of Gingr's ${source} ${kind}; ${notMoved} could not be moved (accepted)`;
  };
  const first = tomorrow.days[0] ?? '';
  return {
    ...{ name, ok: wrong.length === 0 },
    found:
      wrong.length === 0
        ? `${['arrivals', 'departures', 'overnights'].map(told).join('; ')}; tomorrow is ${first}`
        : wrong
            .slice(0, 5)
            .map(
              ({ day, kind, source, target, notMoved }) =>
                `${day}: ${source} ${kind} in Gingr, ${target} in Tailtown${notMoved > 0 ? `, ${notMoved} not moved` : ''}`,
            )
            .join('; '),
  };
}

function balancesCheck({ balances }: RunModel, written: RunModel): SmokeCheck {
  const name = 'the balances';
  if (balances === null) return { name, ok: null, found: 'no owner states a balance' };
  if (balances.notChecked !== null) return { name, ok: null, found: balances.notChecked };
  const before = written.balances?.differing ?? 0;
  return {
    ...{ name, ok: balances.differing <= before },
    found: `${balances.owners} owners owe ${balances.tailtown} in Tailtown and ${balances.gingr} in Gingr; ${balances.differing} differ, ${before} of them were signed`,
  };
}

function safetyCheck({ safety }: RunModel, written: RunModel): SmokeCheck {
  const name = 'the safety flags';
  if (safety === null) return { name, ok: null, found: 'they were not counted' };
  const wrong = safety.filter(
    ({ name: fact, target, lost }) =>
      written.safety?.some(
        (before) => before.name === fact && (before.target !== target || before.lost < lost),
      ) ?? true,
  );
  const told = (facts: typeof safety) =>
    facts.map(({ name: fact, target }) => `${fact} ${target}`).join(', ');
  return {
    ...{ name, ok: wrong.length === 0 },
    found: wrong.length === 0 ? told(safety) : `no longer as they were loaded: ${told(wrong)}`,
  };
}

function kindsCheck(kinds: readonly KindRead[]): SmokeCheck {
  const wrong = kinds.filter((kind) => kind.wrong !== null);
  return {
    ...{
      name: 'one record of each kind, read through Prisma',
      ok: kinds.length === 0 ? null : wrong.length === 0,
    },
    found:
      wrong.length === 0
        ? kinds.length === 0
          ? 'there is no row to read'
          : `${kinds.length} kinds, ${kinds.reduce((sum, { fields }) => sum + fields, 0)} fields`
        : wrong.map(({ table, wrong }) => `${table}: ${wrong}`).join('; '),
  };
}
