import { expect, it } from 'vitest';
import { transformStage, validateStage } from '../../src/pipeline/stages.ts';
import type { RunModel } from '../../src/reconcile/model.ts';
import { type Bench, keepsake, load, openBench, validateAgain, verdict } from './bench.ts';
import { columnsOf, type Liar, rowLiars, swapLiars, valueLiars } from './liars.ts';
import { type Found, Score, sampled } from './score.ts';

/** Promise 1 against whoever changes staging behind the program's back: between transform and validate, or before the load. */

interface StagedLiar {
  liar: Liar;
  /** Relation, quoted. */
  relation: string;
  /** As a finding names it. */
  label: string;
  /** What validate makes anew, so that a lie before it is none. */
  settled: boolean;
  moment: 'before validate' | 'before load' | 'between commands';
}

const LINE_TYPES = {
  ...{ source_id: 'text', line: 'int4', file: 'int4', content: 'text', control_group: 'text' },
  ...{
    safety: 'jsonb',
    fold: 'text',
    mapped_state: 'text',
    mapped_code: 'text',
    stamps: 'int4',
    entity: 'int4',
  },
};

const STATE_TYPES = { state: 'text', code: 'text', root: 'text', survivor: 'text' };

function stagedLiars({ prepared }: Bench): Omit<StagedLiar, 'moment'>[] {
  const { layout } = prepared.staging;
  const ofUnits = layout.units.flatMap((unit) => {
    const columns = columnsOf(unit, true);
    const all = ['_n', '_source_id', '_new_id', ...columns.map(({ name }) => name)];
    const table = `${unit.table}${unit.part ? `/${unit.part}` : ''}`;
    const key = '"_source_id"';
    const liars = [
      ...valueLiars(table, [...columns, { name: '_new_id', type: 'text' }], key),
      ...rowLiars(table, all, key, null),
      ...swapLiars(table, columns, key),
    ];
    return liars.map((liar) => ({
      liar,
      settled: false,
      relation: unit.staged,
      label: `rows of ${unit.entity} for ${table}`,
    }));
  });
  const columnsIn = (types: object) => Object.entries(types).map(([name, type]) => ({ name, type }));
  const lines = [
    ...valueLiars('lines', columnsIn(LINE_TYPES), 'n'),
    ...rowLiars('lines', ['source_id'], '"source_id"', null).filter(({ kind }) => kind === 'row lost'),
  ];
  const states = valueLiars('lines', columnsIn(STATE_TYPES), 'n');
  const relation = layout.lines;
  return [
    ...ofUnits,
    ...lines.map((liar) => ({ liar, relation, label: 'lines', settled: false })),
    ...states.map((liar) => ({ liar, relation, label: 'states of lines', settled: true })),
  ];
}

it(
  'finds every lie that is told in staging, or stages anew',
  () =>
    openBench(async (bench, honest) => {
      const { session } = bench.world;
      const all = stagedLiars(bench);
      const putBack = await keepsake(bench, [...new Set(all.map(({ relation }) => relation))]);
      const moments = ['before validate', 'before load', 'between commands'] as const;
      const liars = sampled(
        all.flatMap((liar): StagedLiar[] =>
          moments
            .filter((moment) => !liar.settled || moment !== 'before validate')
            .map((moment) => ({ ...liar, moment })),
        ),
        16,
        ({ liar, moment }) => `${moment} ${liar.kind}`,
      );
      const score = new Score('staging');
      for (const staged of liars) {
        const { liar, relation, label, moment } = staged;
        const { affected } = await session.query(liar.one(relation));
        // Nothing to lie about: no row has another value to give.
        if (affected === 0) continue;
        const name = `staging, ${moment}: ${label}.${liar.column ?? '*'}: ${liar.kind}`;
        score.add(name, await fateOf(bench, honest, staged));
        await putBack(relation);
      }
      expect(score.end()).toEqual([]);
      expect((await load(bench)).status).toBe('ok');
    }),
  24 * 3_600_000,
);

async function fateOf(bench: Bench, honest: RunModel, { label, moment }: StagedLiar): Promise<Found> {
  if (moment === 'between commands') return healed(bench, honest);
  const told = moment === 'before validate' ? await validateAgain(bench).catch(() => bench) : bench;
  return verdict(load(told), honest, (said) => said.includes(label));
}

/** The next command sees that staging is not as it was left, and makes it anew from the snapshot. */
async function healed({ run, world, prepared }: Bench, honest: RunModel): Promise<Found> {
  const transformed = await transformStage(run.runtime, world, prepared);
  const validated = await validateStage(run.runtime, world, prepared, transformed);
  if (transformed.reused && validated.reused)
    return { fate: 'survived', said: 'staging was used as it stood' };
  const model = await load({ run, world, prepared, transformed, validated });
  const same = (of: RunModel) => JSON.stringify([of.status, of.entities, of.tables, of.totals, of.issues]);
  return { fate: same(model) === same(honest) ? 'healed' : 'survived', said: model.headline };
}
