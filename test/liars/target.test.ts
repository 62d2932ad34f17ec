import { describe, expect, it } from 'vitest';
import { ident } from '../../src/database/sql.ts';
import { standingBatch } from '../../src/ledger/batches.ts';
import { storedModel } from '../../src/pipeline/stored.ts';
import { tenantColumn } from '../../src/tailtown/tables.ts';
import { verify } from '../../src/verify/index.ts';
import { type Bench, load, openBench, refused, verdict } from './bench.ts';
import { columnsOf, type Liar, type LiarColumn, rowLiars, swapLiars, valueLiars } from './liars.ts';
import { type Found, Score, sampled } from './score.ts';
import { UNSEEN_COLUMNS } from './unseen.ts';

/** Against whoever changes the target: inside the load's own transaction, at its very end, and after the commit. */

/** Every lie about the rows that a load writes. `all` adds the columns that no mapping fills. */
function targetLiars({ prepared, world }: Bench, all: boolean): Liar[] {
  const { units } = prepared.staging.layout;
  return [...new Set(units.map(({ table }) => table))].flatMap((table) => {
    const shape = world.shape.tables[table];
    if (!shape) return [];
    const mapped = new Map<string, LiarColumn>();
    for (const unit of units.filter((one) => one.table === table))
      for (const column of columnsOf(unit, false)) mapped.set(column.name, column);
    const every = Object.values(shape.columns).filter(({ generated }) => !generated);
    const others = every
      .filter(({ name }) => !mapped.has(name) && !['id', tenantColumn(table)].includes(name))
      .map(
        ({ name, type, isEnum, enumValues, isArray }): LiarColumn => ({
          ...{ name, type: isArray && !type.endsWith('[]') ? `${type}[]` : type },
          ...(isEnum && enumValues && !isArray ? { enumValues, enumType: type } : {}),
        }),
      );
    const columns = [...mapped.values(), ...(all ? others : [])];
    return [
      ...valueLiars(table, columns, 'id'),
      ...rowLiars(
        table,
        every.map(({ name }) => name),
        'id',
        ident(tenantColumn(table)),
      ),
      ...swapLiars(table, columns, 'id'),
    ];
  });
}

/** Lies inside the transaction, once, when the table has been written, with keys and triggers out of the way. */
const trap = (liar: Liar, atTheEnd: boolean): string => {
  const table = `public.${ident(liar.table)}`;
  const lie = liar.one(table).replaceAll("'", "''");
  return `
    CREATE SEQUENCE public.liar;
    CREATE FUNCTION public.liar() RETURNS trigger LANGUAGE plpgsql AS $liar$
    DECLARE changed int;
    BEGIN
      IF (SELECT is_called FROM public.liar) THEN RETURN NULL; END IF;
      PERFORM set_config('session_replication_role', 'replica', true);
      EXECUTE '${lie}';
      GET DIAGNOSTICS changed = ROW_COUNT;
      PERFORM set_config('session_replication_role', 'origin', true);
      IF changed > 0 THEN PERFORM nextval('public.liar'); END IF;
      RETURN NULL;
    END $liar$;
    CREATE ${atTheEnd ? 'CONSTRAINT' : ''} TRIGGER liar AFTER INSERT ON ${table}
      ${atTheEnd ? 'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW' : 'FOR EACH STATEMENT'} EXECUTE FUNCTION public.liar()`;
};

const named =
  ({ table, column }: Liar) =>
  (said: string) =>
    said.includes(column === null ? table : `${table}.${column}`);

it(
  'finds every lie that is told while the load writes, up to its last moment',
  () =>
    openBench(async (bench, honest) => {
      const { session } = bench.world;
      const moments = ['while writing', 'at the end'] as const;
      const liars = sampled(
        targetLiars(bench, false).flatMap((liar) => moments.map((moment) => ({ liar, moment }))),
        16,
        ({ liar, moment }) => `${moment} ${liar.kind}`,
      );
      const score = new Score('target, inside the load', UNSEEN_COLUMNS);
      for (const { liar, moment } of liars) {
        await session.exec(trap(liar, moment === 'at the end'));
        const found = await verdict(load(bench), honest, named(liar));
        const { rows } = await session.query<{ told: boolean }>('SELECT is_called AS told FROM public.liar');
        await session.exec('DROP FUNCTION public.liar() CASCADE; DROP SEQUENCE public.liar');
        // Where there was nothing to lie about, nothing should have been found either.
        const silent = !rows[0]?.told && found.fate !== 'the database';
        if (silent) expect(found.fate, `${liar.table}.${liar.column}: ${liar.kind}`).toBe('survived');
        else score.add(`target, ${moment}: ${liar.table}.${liar.column ?? '*'}: ${liar.kind}`, found);
      }
      const { rows } = await session.query('SELECT 1 FROM customers UNION ALL SELECT 1 FROM payments');
      expect(rows).toEqual([]);
      expect(score.end()).toEqual([]);
    }),
  24 * 3_600_000,
);

describe('after the commit', () => {
  it(
    'names every row and column that was changed',
    () =>
      openBench(async (bench) => {
        expect((await load(bench, true)).wrote).toBe(true);
        const liars = sampled(targetLiars(bench, true), 200, ({ kind, table }) => `${kind} ${table}`);
        const score = new Score('target, after the commit');
        for (const liar of liars) {
          const found = await verifyAfter(bench, liar);
          if (found)
            score.add(`target, after the commit: ${liar.table}.${liar.column ?? '*'}: ${liar.kind}`, found);
        }
        expect(score.end()).toEqual([]);
      }),
    24 * 3_600_000,
  );
});

class Undo extends Error {}

/** What verify says of a lie, which is taken back afterwards; null where there was nothing to lie about. */
async function verifyAfter({ world, run }: Bench, liar: Liar): Promise<Found | null> {
  const { session, shape, source, timeZone } = world;
  let found: Found | null = null;
  try {
    await session.transaction(async () => {
      await session.exec('SET LOCAL session_replication_role = replica');
      const { affected } = await session.query(liar.one(`public.${ident(liar.table)}`));
      if (affected === 0) throw new Undo();
      const batch = await standingBatch(session, source);
      if (!batch) throw new Error('no batch');
      const { changed, missing, unexpected, totals } = await verify({
        ...{ session, shape, batch, loaded: await storedModel(session, batch) },
        time: { mode: run.runtime.settings.reservationTimeMode, timeZone },
      });
      const said = [
        ...changed.map(({ table, columns }) => columns.map((column) => `${table}.${column}`).join(', ')),
        ...[...missing, ...unexpected].map(({ table, id }) => `${table} ${id}`),
        ...totals.filter(({ balanced }) => !balanced).map(({ name }) => name),
      ].join('; ');
      found = { fate: named(liar)(said) ? 'verify' : 'survived', said };
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) found = refused(error);
  }
  return found;
}
