import fc from 'fast-check';
import type { VanishedPolicy } from '../../src/core/settings.ts';
import type { Crash } from './crash.ts';
import type { Change } from './gingr.ts';
import type { Deed } from './people.ts';

/** A load, and what is asked of it beside the export. */
export interface LoadStep {
  kind: 'load';
  dry: boolean;
  again: boolean;
  crash: Crash | null;
  /** Entities that the operator declares complete. */
  complete: readonly string[];
  vanished: VanishedPolicy;
}

/** One step of a history. */
export type Step =
  | { kind: 'gingr'; changes: Change[] }
  | { kind: 'day' }
  | { kind: 'people'; deed: Deed }
  /** What people do in a history that somebody wrote, in words and in SQL. */
  | { kind: 'said'; words: string; sql: string }
  | LoadStep
  | { kind: 'rollback'; earlier: number; dry: boolean; crash: Crash | null };

/** Entities whose records may be declared complete. */
export const COMPLETABLE = ['owners', 'animals', 'reservations', 'immunizations', 'invoices', 'payments'];

/** A number that chooses among what there is when its step comes. */
const choice = fc.nat(59);

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('field' as const),
      field: choice,
      record: choice,
      value: choice,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('presence' as const), entity: choice, record: choice }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), away: choice, into: choice }) },
);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('edit' as const), table: choice, row: choice, column: choice, value: choice },
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('clash' as const), row: choice, column: choice, value: choice, change: choice },
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), table: choice, row: choice }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('own' as const), what: choice, row: choice }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('leftover' as const), record: choice, form: choice }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('revive' as const), row: choice }) },
);

const crash: fc.Arbitrary<Crash | null> = fc.oneof(
  { weight: 7, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(999), fc.boolean()).map(([share, heard]) => ({
      ...{ share: share / 1000, heard },
      words: `at ${share / 10} % ${heard ? 'before' : 'behind'} the server's doing it`,
    })),
  },
);

const sometimes = fc.nat(3).map((number) => number === 3);

/** Declared complete: nothing, everything, or what falls to it. */
const complete: fc.Arbitrary<readonly string[]> = fc.oneof(
  fc.constant([]),
  fc.constant(COMPLETABLE),
  fc.subarray([...COMPLETABLE]),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('gingr' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'day' as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('people' as const), deed }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('load' as const), dry: sometimes, again: sometimes, crash, complete },
      vanished: fc.constantFrom('soft-delete' as const, 'soft-delete' as const, 'keep' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rollback' as const),
      earlier: fc.nat(2),
      dry: sometimes,
      crash,
    }),
  },
);

/** What every history begins with. */
export const FIRST_LOAD: LoadStep = {
  ...{ kind: 'load', dry: false, again: false, crash: null },
  ...{ complete: [], vanished: 'keep' },
};

/** What comes after the first load; the last step is a load, which is often repeated. */
export const history: fc.Arbitrary<Step[]> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 7, size: 'max' }), sometimes)
  .map(([steps, again]) => [...steps, { ...FIRST_LOAD, again }]);
