import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runAll } from '../../src/pipeline/run.ts';
import { type Done, startEditors } from '../support/editors.ts';
import { type Records, recordOf, smallResort, writeResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import type { TestRun } from '../support/runtime.ts';

/** People who work in Tailtown while loads and rollbacks run (issue of the live target): nothing of theirs is lost. */

const start = testRuns();
const ROUNDS = 3;

/** A resort of 40 owners with an animal and two stays each. */
function resort(): Records {
  const base = smallResort();
  const copies = (entity: string, make: (place: number) => Record<string, string>) => {
    base[entity] = Array.from({ length: 40 }, (_, place) => make(place));
  };
  const [owner, animal, stay] = [
    ...[
      recordOf(base, 'owners', '101'),
      recordOf(base, 'animals', '501'),
      recordOf(base, 'reservations', '901'),
    ],
  ];
  copies('owners', (place) => ({ ...owner, id: `${100 + place}`, email: `owner${place}@example.test` }));
  copies('animals', (place) => ({ ...animal, id: `${500 + place}`, owner_id: `${100 + place}` }));
  copies('reservations', (place) => stayOf(stay, place));
  return base;
}

const stayOf = (stay: Record<string, string> | undefined, place: number): Record<string, string> => ({
  ...stay,
  ...{ id: `${9000 + place}`, a_id: `${500 + (place % 40)}`, o_id: `${100 + (place % 40)}` },
  run_name: `A ${place}`,
});

/** What Gingr changes between two exports: some of every kind, and new stays. */
function nextDay(records: Records, round: number): void {
  for (const owner of records['owners'] ?? []) {
    if (Number(owner['id']) % 20 === round)
      Object.assign(owner, { city: `City ${round}`, home_phone: `(505) 555-01${10 + round}` });
  }
  for (const animal of records['animals'] ?? [])
    if (Number(animal['id']) % 20 === round) animal['breed_name'] = `Breed ${round}`;
  const [stay] = records['reservations'] ?? [];
  for (let place = 0; place < 20; place += 1)
    records['reservations']?.push(stayOf(stay, 100 * round + place));
}

it('no edit of theirs is lost, no deadlock ends a command, and no batch is there in part', {
  timeout: 300_000,
}, async () => {
  const run = await start('postgres');
  if (run.target.kind === 'embedded') throw new Error('no server');
  const records = resort();
  const first = await runOn(run, records);
  expect(first.status).toBe('ok');
  const stays = await rowsOf(run, 'SELECT id FROM reservations ORDER BY id LIMIT 30');
  const editors = await startEditors(
    run.target.url,
    stays.map(({ id }) => String(id)),
  );
  const kept = new Set<string>();
  let restarts = 0;
  const progress = {
    ...run.runtime.progress,
    update: ({ entity }: { entity: string }) => {
      if (entity.startsWith('starting again')) restarts += 1;
    },
  };
  const runtime = { ...run.runtime, progress };
  try {
    for (let round = 1; round <= ROUNDS; round += 1) {
      nextDay(records, round);
      const from = await writeResort(records, `2026-03-0${round + 1}`);
      const load = () => runAll(runtime, { command: 'run', from: [from] });
      const loaded = await load();
      expect(loaded).toMatchObject({ wrote: true, status: 'ok' });
      await whole(run, loaded.batch?.id ?? '', kept);
      const undone = await undo(run, loaded.batch);
      expect(undone.buckets.failed).toBe(0);
      for (const { table, id } of [...undone.kept, ...undone.blocked]) kept.add(`${table}/${id}`);
      await whole(run, loaded.batch?.id ?? '', kept);
      if (round % 2 === 0) continue;
      const again = await load();
      expect(again).toMatchObject({ wrote: true, status: 'ok' });
    }
  } finally {
    const done = await editors.stop();
    process.stdout.write(`editors: ${done.map(inWords).join('; ')}; loads began again ${restarts} times\n`);
    const rows = await allRows(run);
    expect(done.flatMap((each) => lostOf(rows, each))).toEqual([]);
    expect(done.every(({ edits, written }) => edits > 20 && written.size > 5)).toBe(true);
  }
});

const inWords = ({ edits, retried, longestMs }: Done): string =>
  `${edits} edits, ${retried} tried again, the longest ${Math.round(longestMs)} ms`;

/** Every last word of an editor stands, every row of theirs is there, and nothing that they deleted came back. */
function lostOf(
  rows: ReadonlyMap<string, Record<string, unknown>>,
  { written, own, deleted }: Done,
): string[] {
  const lost: string[] = [];
  for (const [key, value] of written) {
    const place = key.lastIndexOf('/');
    const row = rows.get(key.slice(0, place));
    // Somebody may have deleted the row since.
    if (row === undefined && key.startsWith('reservations/')) continue;
    const stands = row?.[key.slice(place + 1)];
    if (stands !== value) lost.push(`${key}: ${String(stands)}, not ${value}`);
  }
  for (const key of own) if (!rows.has(key)) lost.push(`${key} is gone`);
  for (const key of deleted) if (rows.has(key)) lost.push(`${key} is there again`);
  return lost;
}

/** All rows that editors work on, by `table/id`. */
async function allRows(run: TestRun): Promise<Map<string, Record<string, unknown>>> {
  const tables = ['customers', 'pets', 'reservations', 'medical_records'];
  const selects = tables.map(
    (table) => `SELECT '${table}/' || id AS key, to_jsonb(t) AS row FROM ${table} t`,
  );
  const rows = await rowsOf(run, selects.join(' UNION ALL '));
  return new Map(rows.map(({ key, row }) => [String(key), row as Record<string, unknown>]));
}

/** All rows of a batch that stands are there, none of one that was taken back, but those that were kept and named. */
async function whole(run: TestRun, batch: string, kept: ReadonlySet<string>): Promise<void> {
  const [found] = await rowsOf(
    run,
    `SELECT b.id AS number, b.state FROM migration.batches b WHERE b.public_id = '${batch}'`,
  );
  for (const table of ['customers', 'pets', 'reservations', 'resources']) {
    const rows = await rowsOf(
      run,
      `SELECT a.id, t.id IS NOT NULL AS there FROM migration."after_${table}" a LEFT JOIN ${table} t ON t.id = a.id
       WHERE a._batch = ${Number(found?.['number'])} AND NOT EXISTS (SELECT FROM migration."before_${table}" b WHERE b._batch = a._batch AND b.id = a.id)`,
    );
    const stands = found?.['state'] !== 'rolled_back';
    const wrong = rows.filter(({ id, there }) => there !== stands && !kept.has(`${table}/${String(id)}`));
    expect(wrong, `${table} of batch ${batch}`).toEqual([]);
  }
}

it.each(['load', 'rollback'] as const)(
  'a deadlock with a person starts the %s again, and both come through',
  async (command) => {
    const run = await start('postgres');
    const records = smallResort();
    const { batch } = await runOn(run, records);
    Object.assign(recordOf(records, 'owners', '101'), { city: 'New City' });
    Object.assign(recordOf(records, 'animals', '502'), { allergies: 'Fish' });
    const from = await writeResort(records, '2026-03-02');
    // A load changes customers before pets; a rollback locks pets before customers.
    const [mine, theirs] =
      command === 'load'
        ? [
            `pets SET notes = 'Theirs' WHERE "externalId" = '502'`,
            `customers SET notes = 'Theirs' WHERE "externalId" = '101'`,
          ]
        : [
            `customers SET notes = 'Theirs' WHERE "externalId" = '101'`,
            `pets SET notes = 'Theirs' WHERE "externalId" = '502'`,
          ];
    await run.withTarget(async (session) => {
      // It is never the person who is asked to give way.
      await session.exec(`SET deadlock_timeout = '60s'; BEGIN; UPDATE ${mine}`);
      const running =
        command === 'load' ? runAll(run.runtime, { command: 'run', from: [from] }) : undo(run, batch);
      for (let waiting = false; !waiting; await sleep(20)) {
        const { rows } = await session.query(`SELECT 1 FROM pg_locks WHERE NOT granted`);
        waiting = rows.length > 0;
      }
      await session.exec(`UPDATE ${theirs}`);
      await session.exec('COMMIT');
      const ended = await running;
      expect(ended.status).toBe(command === 'load' ? 'ok' : 'attention');
      if ('buckets' in ended)
        expect(ended.kept.map(({ table }) => table).sort()).toEqual(['customers', 'customers', 'pets']);
    });
    expect(
      await rowsOf(
        run,
        `SELECT c.notes, p.notes AS pet FROM customers c, pets p WHERE c."externalId" = '101' AND p."externalId" = '502'`,
      ),
    ).toEqual([{ notes: 'Theirs', pet: 'Theirs' }]);
    const [deadlocks] = await rowsOf(
      run,
      `SELECT deadlocks::int AS count FROM pg_stat_database WHERE datname = current_database()`,
    );
    expect(deadlocks?.['count']).toBeGreaterThan(0);
  },
);
