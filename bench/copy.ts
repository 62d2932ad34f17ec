import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { FILLED_TABLES } from '../src/tailtown/tables.ts';

/** Rows of the target as COPY text, one file per table that a migration fills, as psql's \copy would write them. */
export async function copyOut(url: string, folder: string): Promise<{ table: string; file: string }[]> {
  return withClient(url, async (client) => {
    const files: { table: string; file: string }[] = [];
    for (const table of FILLED_TABLES) {
      const { rows } = await client.query<{ found: boolean }>(
        `SELECT EXISTS (SELECT FROM "${table}") AS found`,
      );
      if (!rows[0]?.found) continue;
      const file = path.join(folder, `${table}.copy`);
      await pipeline(client.query(to(`COPY "${table}" TO STDOUT`)), createWriteStream(file));
      files.push({ table, file });
    }
    return files;
  });
}

/** T_live: the same rows into the same tables with all their keys, foreign keys and indexes, in seconds. */
export async function copyIn(url: string, files: { table: string; file: string }[]): Promise<number> {
  return withClient(url, async (client) => {
    const began = performance.now();
    for (const { table, file } of files) {
      await pipeline(createReadStream(file), client.query(from(`COPY "${table}" FROM STDIN`)));
    }
    return (performance.now() - began) / 1000;
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
