import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { generateResort } from '../src/sample/index.ts';

const BIN = path.resolve(import.meta.dirname, '../bin/tailtown-migrate.js');

/** How long a person's UPDATE took at most while a command ran, in milliseconds, and how many there were. */
interface Waits {
  command: string;
  seconds: number;
  /** Rows that the command inserted and changed; of a rollback, those that it reversed. */
  rows: number[];
  edits: number;
  /** Of a plain column, and of the e-mail, which a unique key holds: references to the row make it wait too. */
  longestMs: { customers: number; 'customers.email': number; reservations: number };
}

/**
 * `npm run bench -- editors [STAYS]`: people edit customers and stays of the resort, one after the other and as fast as they
 * can, while another resort's export with the same ids is loaded onto it (nearly every row changes: the worst that there is)
 * and taken back.
 */
export async function benchEditors(url: string, stays: number): Promise<Waits[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-bench-'));
  try {
    const [before, after] = [path.join(folder, 'before'), path.join(folder, 'after')];
    const owners = Math.round(stays / 10);
    await generateResort({ seed: 1, owners, staysPerOwner: 10, extras: false, out: before });
    await generateResort({ seed: 2, owners, staysPerOwner: 10, extras: false, out: after });
    const config = path.join(before, 'tailtown-migrate.config.yaml');
    // Of another kind than a rehearsal, where nobody works and indexes are taken off.
    await appendFile(config, 'targets: { shared: { kind: staging, urlEnv: DATABASE_URL } }\n');
    const around = ['--target', 'shared', '--config', config, '--workspace', path.join(folder, 'workspace')];
    const step = (name: string, args: string[]) => command(name, [...args, ...around], url, folder);
    await step('first load', ['run', '--from', path.join(before, 'export')]).ended;
    const waits: Waits[] = [];
    const loading = step('load onto it', ['run', '--from', path.join(after, 'export')]);
    waits.push(await measure(url, loading));
    const { batch } = (await loading.ended) as { batch: { id: string } };
    waits.push(await measure(url, step('rollback', ['rollback', batch.id, '--confirm', batch.id])));
    return waits;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Running {
  name: string;
  ended: Promise<unknown>;
}

function command(name: string, args: string[], url: string, cwd: string): Running {
  const child = spawn(process.execPath, [BIN, ...args, '--json', '--quiet'], {
    ...{ cwd, env: { ...process.env, DATABASE_URL: url } },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<unknown>((resolve, reject) =>
    child.once('close', (status) => {
      const text = Buffer.concat(chunks).toString();
      // Rows that people changed are kept: that is attention.
      if (status === 0 || status === 3) resolve(JSON.parse(text));
      else reject(new Error(`${name} ended with ${status}: ${text.slice(0, 2000)}`));
    }),
  );
  return { name, ended };
}

const EDITS = {
  customers: `UPDATE customers SET "vatTaxId" = $1 WHERE id = (SELECT id FROM customers WHERE id >= $2 ORDER BY id LIMIT 1)`,
  'customers.email': `UPDATE customers SET email = $1 || '@example.test' WHERE id = (SELECT id FROM customers WHERE id >= $2 ORDER BY id LIMIT 1)`,
  reservations: `UPDATE reservations SET "customPickupPerson" = $1 WHERE id = (SELECT id FROM reservations WHERE id >= $2 ORDER BY id LIMIT 1)`,
} as const;

/** Edits random rows on three connections until the command has ended. */
async function measure(url: string, running: Running): Promise<Waits> {
  const began = performance.now();
  let over = false;
  const ended = running.ended.finally(() => {
    over = true;
  });
  const longestMs: Waits['longestMs'] = { customers: 0, 'customers.email': 0, reservations: 0 };
  let edits = 0;
  const person = async (kind: keyof typeof EDITS) => {
    const client = new pg.Client({ connectionString: url });
    // Where the command fails, the server is stopped under the others.
    client.on('error', () => undefined);
    await client.connect();
    for (let turn = 0; !over; turn += 1) {
      const from = Math.random().toString(16).slice(2, 10);
      const asked = performance.now();
      await client.query(EDITS[kind], [`${running.name} ${kind} ${turn}`.replaceAll(' ', '-'), from]);
      longestMs[kind] = Math.max(longestMs[kind], Math.round(performance.now() - asked));
      edits += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await client.end();
  };
  await Promise.all([ended, person('customers'), person('customers.email'), person('reservations')]);
  return {
    command: running.name,
    rows: rowsOf(await ended),
    seconds: Math.round((performance.now() - began) / 100) / 10,
    edits,
    longestMs,
  };
}

function rowsOf(output: unknown): number[] {
  const { tables, buckets } = output as {
    tables?: { inserted: number; updated: number }[];
    buckets?: { reversed: number };
  };
  if (buckets) return [buckets.reversed];
  return (['inserted', 'updated'] as const).map((what) =>
    (tables ?? []).reduce((sum, table) => sum + table[what], 0),
  );
}
