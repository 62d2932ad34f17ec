import { expect, it } from 'vitest';
import type { RunModel } from '../../src/reconcile/model.ts';
import type { Unit } from '../../src/staging/layout.ts';
import {
  asTransformed,
  type Bench,
  keepsake,
  load,
  openBench,
  refused,
  throughMapping,
  verdict,
} from './bench.ts';
import { columnsOf, valueLiars } from './liars.ts';
import { type MappingLiar, mappingLiars } from './mapping-liars.ts';
import { type Found, Score, sampled } from './score.ts';
import { UNSEEN_FUNCTIONS, UNSEEN_MAPPINGS } from './unseen.ts';

/** Mappings that lie: what they make is loaded faithfully, so only what was read from the raw lines can tell. */

it(
  'finds functions that make something wrong of every record',
  () =>
    openBench(async (bench, honest) => {
      const { session } = bench.world;
      const { units } = bench.prepared.staging.layout;
      const putBack = await keepsake(
        bench,
        units.map(({ staged }) => staged),
      );
      const all = units.flatMap((unit) => {
        const columns = columnsOf(unit, true).filter(({ name }) =>
          unit.columns.some((own) => own.name === name && !own.mapping.stagedOnly),
        );
        const label = `${unit.table}${unit.part ? `/${unit.part}` : ''}`;
        return valueLiars(label, columns, '"_source_id"').map((liar) => ({ liar, unit }));
      });
      const score = new Score('mapping, wrong functions', UNSEEN_FUNCTIONS);
      for (const { liar, unit } of sampled(
        all.filter(
          ({ unit }) =>
            /waitlist|staff|veterin|product|addon|passes|pass_packages/.test(unit.table) ||
            unit.entity === 'store_credits',
        ),
        16,
        ({ liar: { kind } }) => kind,
      )) {
        const { affected } = await session.query(liar.all?.(unit.staged) ?? '');
        if (affected > 0) {
          const found = await fateOf(bench, honest, unit);
          score.add(`function: ${liar.table}.${liar.column}: ${liar.kind}`, found);
        }
        await putBack(unit.staged);
      }
      expect(score.end()).toEqual([]);
    }),
  24 * 3_600_000,
);

async function fateOf(bench: Bench, honest: RunModel, { entity, table }: Unit): Promise<Found> {
  const told = await asTransformed(bench);
  return verdict(load(told), honest, (said) => said.includes(table) || said.includes(entity));
}

it(
  'finds mappings that read the wrong thing',
  () =>
    openBench(async (bench, honest) => {
      const score = new Score('mapping, wrong readings', UNSEEN_MAPPINGS);
      for (const liar of sampled(
        mappingLiars(bench.prepared.mapping).filter((l) =>
          /waitlist|staff|veterin|product|addon|passes|pass_packages|credit|lookup (?:staff|packages)/.test(
            l.name,
          ),
        ),
        16,
        ({ kind }) => kind,
      )) {
        const found = await throughLiar(bench, honest, liar);
        if (found) score.add(`mapping: ${liar.name}`, found);
      }
      expect(score.end()).toEqual([]);
    }),
  24 * 3_600_000,
);

async function throughLiar(bench: Bench, honest: RunModel, liar: MappingLiar): Promise<Found | null> {
  const mapping = structuredClone(bench.prepared.mapping);
  if (!liar.tell(mapping)) return null;
  let staged: Bench;
  try {
    staged = await throughMapping(bench, mapping);
  } catch (error) {
    return refused(error);
  }
  // Another way to the same rows is no lie.
  const { measures } = bench.transformed;
  const same = Object.entries(staged.transformed.measures).every(
    ([name, measure]) => measures[name] === measure,
  );
  return same ? null : verdict(load(staged), honest, () => true);
}

it(
  'finds a mapping that takes the resort for one in another time zone, or its days for another mode',
  () =>
    openBench(async (bench, honest) => {
      const score = new Score('mapping, time zones');
      for (const timeZone of ['UTC', 'America/New_York', 'America/Phoenix', 'Asia/Tokyo']) {
        const world = { ...bench.world, timeZone };
        const found = await verdict(
          throughMapping(bench, bench.prepared.mapping, world).then((told) =>
            load({ ...told, world: bench.world }),
          ),
          honest,
          () => true,
        );
        score.add(`mapping: time zone ${timeZone}`, found);
      }
      for (const reservationTimeMode of ['utc', 'date-only'] as const) {
        const { runtime } = bench.run;
        const run = {
          ...bench.run,
          runtime: { ...runtime, settings: { ...runtime.settings, reservationTimeMode } },
        };
        const told = throughMapping({ ...bench, run }, bench.prepared.mapping);
        const found = await verdict(
          told.then((other) => load({ ...other, run: bench.run })),
          honest,
          () => true,
        );
        score.add(`mapping: stays ${reservationTimeMode}`, found);
      }
      expect(score.end()).toEqual([]);
    }),
  24 * 3_600_000,
);
