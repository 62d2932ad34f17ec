import { chmod, mkdir, statfs } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { describeFailure, type Place } from './failure.ts';
import type { QueryResult, Row, Session } from './session.ts';
import { ident, tableName } from './sql.ts';
import { runInTransaction } from './transaction.ts';
import { arrayText, isUserType, PARSERS, parseUserType } from './values.ts';

/** Readable by its owner alone (promise 9). */
const PRIVATE_FOLDER = 0o700;

export class PgliteSession implements Session {
  readonly kind = 'pglite';
  readonly database: PGlite;
  readonly #place: Place;
  readonly #release: () => Promise<void>;

  private constructor(database: PGlite, place: Place, release: () => Promise<void>) {
    this.database = database;
    this.#place = place;
    this.#release = release;
  }

  /** Opens the folder, creating the database when it is new. `release` gives the folder's lock back after closing. */
  static async open(directory: string, place: Place, release: () => Promise<void>): Promise<PgliteSession> {
    try {
      await mkdir(directory, { recursive: true, mode: PRIVATE_FOLDER });
      await chmod(directory, PRIVATE_FOLDER);
      const database = await PGlite.create({ dataDir: directory, parsers: { ...PARSERS } });
      await database.exec(
        "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET client_min_messages = 'warning'",
      );
      return new PgliteSession(database, place, release);
    } catch (error) {
      await release();
      throw describeFailure((await isFull(directory)) ? FULL : error, place, 'connecting');
    }
  }

  async query<T = Row>(sql: string, params: readonly unknown[] = []): Promise<QueryResult<T>> {
    const result = await this.#guard(() =>
      this.database.query<Row>(
        sql,
        params.map((value) => (Array.isArray(value) ? arrayText(value) : value)),
      ),
    );
    for (const { name, dataTypeID } of result.fields) {
      if (!isUserType(dataTypeID)) continue;
      for (const row of result.rows) {
        const value = row[name];
        if (typeof value === 'string') row[name] = parseUserType(value);
      }
    }
    return { rows: result.rows as T[], affected: result.affectedRows ?? 0 };
  }

  async exec(sql: string): Promise<void> {
    await this.#guard(() => this.database.exec(sql));
  }

  async copyIn(
    table: string,
    columns: readonly string[],
    data: string | readonly Uint8Array[],
  ): Promise<void> {
    if (data.length === 0) return;
    const list = columns.map((column) => ident(column)).join(', ');
    const sql = `COPY ${tableName(table)} (${list}) FROM '/dev/blob'`;
    await this.#guard(() =>
      this.database.query(sql, [], { blob: new Blob(typeof data === 'string' ? [data] : [...data]) }),
    );
  }

  transaction<T>(work: () => Promise<T>, options?: { isolation?: 'repeatable read' }): Promise<T> {
    return runInTransaction(this, work, options);
  }

  /** The database bears one connection only. */
  async another(): Promise<null> {
    return null;
  }

  async close(): Promise<void> {
    try {
      if (!this.database.closed) await this.database.close();
    } finally {
      await this.#release();
    }
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw describeFailure(error, this.#place);
    }
  }
}

/** PGlite says only that it failed to start where its files find no room. */
const FULL = { code: 'ENOSPC' };
const LEAST_ROOM = 1024 ** 2;

const isFull = (directory: string): Promise<boolean> =>
  statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize < LEAST_ROOM,
    () => false,
  );
