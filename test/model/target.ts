import pg from 'pg';
import type { Constraints } from './check-rollback.ts';
import type { Row } from './rows.ts';

/** Tables that a migration fills here, and those in which people have rows of their own. */
const TABLES = [
  ...['customers', 'notification_preferences', 'pets', 'services', 'resources', 'vaccine_requirements'],
  ...['reservations', 'medical_records', 'invoices', 'invoice_line_items', 'payments'],
];

/** What the database has of those tables. */
export interface Shape {
  /** Columns by table; a table that is not there is left out. */
  columns: ReadonlyMap<string, ReadonlySet<string>>;
  invoiceStatuses: readonly string[];
}

/** Rows of the ledger that a load or a rollback must not leave behind or touch when it does nothing. */
const LEDGER = ['batches', 'crosswalk', 'crosswalk_closed', 'audit_events'];

/** A connection of its own to the database of one history: what people do there, and what is looked at. */
export class Target {
  readonly url: string;
  #client: pg.Client | null = null;
  #shape: Shape | null = null;

  constructor(url: string) {
    this.url = url;
  }

  async query<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    this.#client ??= await connect(this.url);
    return (await this.#client.query<T>(sql, values)).rows;
  }

  /** Every row of the resort's tables, by `table/id`. */
  async rows(): Promise<Map<string, Row>> {
    const parts = [...(await this.shape()).columns.keys()].map(
      (table) => `SELECT '${table}/' || id AS key, to_jsonb(t) AS row FROM public."${table}" t`,
    );
    const found = await this.query<{ key: string; row: Row }>(parts.join(' UNION ALL '));
    return new Map(found.map(({ key, row }) => [key, row]));
  }

  async shape(): Promise<Shape> {
    if (this.#shape) return this.#shape;
    const columns = await this.query<{ table: string; columns: string[] }>(
      `SELECT table_name::text AS table, array_agg(column_name::text) AS columns
       FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY ($1) GROUP BY 1`,
      [TABLES],
    );
    const statuses = await this.query<{ value: string }>(
      `SELECT unnest(enum_range(NULL::"InvoiceStatus"))::text AS value`,
    );
    this.#shape = {
      columns: new Map(columns.map((one) => [one.table, new Set(one.columns)])),
      invoiceStatuses: statuses.map(({ value }) => value),
    };
    return this.#shape;
  }

  /** Everything else that the program keeps of its loads, as text. */
  async ledger(): Promise<string> {
    const parts = LEDGER.map((table) => `SELECT to_jsonb(t)::text AS row FROM migration."${table}" t`);
    const found = await this.query<{ row: string }>(`${parts.join(' UNION ALL ')} ORDER BY 1`);
    return found.map(({ row }) => row).join('\n');
  }

  /** Open entries of the crosswalk, by `entity/source/table/part`. */
  async crosswalk(): Promise<Map<string, string>> {
    const found = await this.query<{ place: string; id: string }>(
      `SELECT concat_ws('/', s.entity, x.source_id, s.target_table, s.part) AS place, x.target_id AS id
       FROM migration.crosswalk x JOIN migration.scopes s ON s.id = x.scope`,
    );
    return new Map(found.map(({ place, id }) => [place, id]));
  }

  async constraints(): Promise<Constraints> {
    const foreignKeys = await this.query<Constraints['foreignKeys'][number]>(
      `SELECT k.conrelid::regclass::text AS table, k.confrelid::regclass::text AS to,
         (SELECT attname::text FROM pg_attribute WHERE attrelid = k.conrelid AND attnum = k.conkey[array_length(k.conkey, 1)]) AS column
       FROM pg_constraint k
       WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.confrelid <> 'tenants'::regclass`,
    );
    const uniques = await this.query<Constraints['uniques'][number]>(
      `SELECT x.indrelid::regclass::text AS table, array_agg(a.attname::text) AS columns
       FROM pg_index x JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey)
       WHERE x.indisunique AND x.indpred IS NULL AND a.attname NOT IN ('tenantId', 'tenant_id')
         AND x.indrelid::regclass::text = ANY ($1)
       GROUP BY x.indexrelid, 1 HAVING array_agg(a.attname::text) <> ARRAY['id']`,
      [TABLES],
    );
    return { foreignKeys, uniques };
  }

  /** Waits until no other connection is left, such as one that was cut. */
  async alone(): Promise<void> {
    for (;;) {
      const others = await this.query(
        'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      if (others.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async close(): Promise<void> {
    await this.#client?.end();
    this.#client = null;
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
