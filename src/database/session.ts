/** One connection to a database, of either kind. Everything above this folder speaks to databases through it. */

export type Row = Record<string, unknown>;

export interface QueryResult<T> {
  rows: T[];
  /** Rows written by INSERT, UPDATE, DELETE or MERGE. */
  affected: number;
}

export interface Session {
  readonly kind: 'postgres' | 'pglite';
  /**
   * Runs one statement. int2, int4 and int8 come as number (int8 as string beyond 2^53), float8 as number,
   * bool as boolean, json as parsed value, every date and time as the text that PostgreSQL prints.
   */
  query<T = Row>(sql: string, params?: readonly unknown[]): Promise<QueryResult<T>>;
  /** Runs several statements without parameters. */
  exec(sql: string): Promise<void>;
  /**
   * COPY ... FROM STDIN in text format. `data` is whole rows, as text or as UTF-8 in pieces, at most some megabytes;
   * call it again for more.
   */
  copyIn(table: string, columns: readonly string[], data: string | readonly Uint8Array[]): Promise<void>;
  /** Runs `work` in a transaction: commit when it returns, roll back when it throws. */
  transaction<T>(work: () => Promise<T>, options?: { isolation?: 'repeatable read' }): Promise<T>;
  /**
   * Another connection to the same database, for work that can go on meanwhile; null where there is none to be had. Whoever
   * asks closes it. See `together.ts`.
   */
  another(): Promise<Session | null>;
  /** Keys of an advisory lock that such connections share: whoever holds the run's own lock waits for them (`lock.ts`). */
  besideKeys?: readonly number[];
  close(): Promise<void>;
}
