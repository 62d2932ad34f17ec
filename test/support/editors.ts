import pg from 'pg';
import { TEST_TENANT } from './databases.ts';

/** What one editor did and was told that it is done; whoever loads must leave all of it. */
export interface Done {
  /** The last value that this editor wrote, by `table/id/column`. */
  written: Map<string, string>;
  /** Rows of their own that still stand, and rows that they deleted, by `table/id`. */
  own: Set<string>;
  deleted: Set<string>;
  /** Times that PostgreSQL asked the editor to try again. */
  retried: number;
  edits: number;
  longestMs: number;
}

export interface Editors {
  /** Ends them and says what each did. */
  stop(): Promise<Done[]>;
}

/** Each editor has columns of its own, so that its last word is known: one that the mapping fills, and one that it does not. */
const COLUMNS = [
  { customers: 'city', pets: 'notes', reservations: 'notes' },
  { customers: 'vatTaxId', pets: 'breed', reservations: 'staffNotes' },
  { customers: 'address', pets: 'color', reservations: 'customPickupPerson' },
] as const;
type Table = keyof (typeof COLUMNS)[number];
const TABLES: readonly Table[] = ['customers', 'pets', 'reservations'];

/**
 * People at work on the rows of the tests' tenant, each on a connection of its own: single edits, two rows at once in
 * any order, rows of their own on others' pets, and deletions of them. `deletable`: stays that they may delete too.
 */
export async function startEditors(url: string, deletable: readonly string[]): Promise<Editors> {
  const stop = new AbortController();
  const clients = await Promise.all(
    COLUMNS.map(async () => {
      const client = new pg.Client({ connectionString: url, application_name: 'editor' });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    }),
  );
  const work = clients.map((client, number) =>
    edit(
      client,
      number,
      deletable.filter((_, place) => place % COLUMNS.length === number),
      stop.signal,
    ),
  );
  // One that fails is told of by `stop`.
  for (const each of work) each.catch(() => undefined);
  return {
    async stop() {
      stop.abort();
      const done = await Promise.all(work);
      await Promise.all(clients.map((client) => client.end()));
      return done;
    },
  };
}

async function edit(
  client: pg.Client,
  number: number,
  deletable: readonly string[],
  signal: AbortSignal,
): Promise<Done> {
  const done: Done = {
    ...{ written: new Map(), own: new Set(), deleted: new Set(), retried: 0, edits: 0, longestMs: 0 },
  };
  const random = numbers(number + 1);
  const left = [...deletable];
  for (let turn = 0; !signal.aborted; turn += 1) {
    const began = performance.now();
    const what = turn % 5;
    const did =
      what === 3
        ? await addOwn(client, number, turn, random, done)
        : what === 4
          ? await remove(client, left, done)
          : await writeRows(client, number, what === 2 ? 2 : 1, turn, random, done);
    if (!did) done.retried += 1;
    done.edits += 1;
    done.longestMs = Math.max(done.longestMs, performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return done;
}

/** Writes one row, or two of any tables in any order, in one transaction. */
const writeRows = (
  client: pg.Client,
  number: number,
  rows: number,
  turn: number,
  random: (below: number) => number,
  done: Done,
): Promise<boolean> =>
  inTransaction(client, async () => {
    const wrote: [string, string][] = [];
    for (let row = 0; row < rows; row += 1) {
      const table = TABLES[random(TABLES.length)] ?? 'customers';
      const column = COLUMNS[number]?.[table] ?? 'notes';
      const value = `editor ${number} turn ${turn}`;
      const { rows: written } = await client.query<{ id: string }>(
        `UPDATE ${table} SET "${column}" = $1, "updatedAt" = now() WHERE id = (
           SELECT id FROM ${table} WHERE "tenantId" = $2 ORDER BY id OFFSET $3::int % (SELECT greatest(count(*), 1) FROM ${table} WHERE "tenantId" = $2) LIMIT 1)
         RETURNING id`,
        [value, TEST_TENANT.id, random(1000)],
      );
      for (const { id } of written) wrote.push([`${table}/${id}/${column}`, value]);
    }
    return () => {
      for (const [key, value] of wrote) done.written.set(key, value);
    };
  });

/** A medical record on somebody's pet. */
const addOwn = (
  client: pg.Client,
  number: number,
  turn: number,
  random: (below: number) => number,
  done: Done,
): Promise<boolean> =>
  inTransaction(client, async () => {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO medical_records (id, "tenantId", "petId", "recordType", "recordDate", description, "updatedAt")
       SELECT $1, "tenantId", id, 'NOTE', '2026-03-05', 'Theirs', now() FROM pets WHERE "tenantId" = $2
       ORDER BY id OFFSET $3 LIMIT 1 RETURNING id`,
      [`own-${number}-${turn}`, TEST_TENANT.id, random(20)],
    );
    return () => {
      for (const { id } of rows) done.own.add(`medical_records/${id}`);
    };
  });

/** Deletes every other row of their own, and then a stay that they may delete. */
const remove = (client: pg.Client, left: string[], done: Done): Promise<boolean> =>
  inTransaction(client, async () => {
    const [own] = done.own.size > 3 ? done.own : [];
    const key = own ?? `reservations/${left.pop() ?? ''}`;
    const [table = '', id] = key.split('/');
    const { rows } = await client.query(`DELETE FROM ${table} WHERE id = $1 RETURNING id`, [id]);
    return () => {
      if (rows.length === 0) return;
      done.own.delete(key);
      done.deleted.add(key);
    };
  });

/** What PostgreSQL asks people to try again, and a row that went away under their hands. */
const AGAIN = ['40001', '40P01', '23503'];

/** False where it has to be tried again; `work` gives what is true once it is committed. */
async function inTransaction(client: pg.Client, work: () => Promise<() => void>): Promise<boolean> {
  await client.query('BEGIN');
  try {
    const committed = await work();
    await client.query('COMMIT');
    committed();
    return true;
  } catch (error) {
    await client.query('ROLLBACK');
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!AGAIN.includes(code)) throw error;
    return false;
  }
}

/** Whole numbers below a limit, the same for the same seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}
