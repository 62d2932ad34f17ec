import type { ColumnShape, ForeignKeyShape, IndexShape } from './introspect.ts';
import type { Session } from './session.ts';

/** The queries behind `introspect`. They read pg_catalog, which every role sees whole; names sort bytewise. */

export interface IndexRow extends IndexShape {
  table: string;
  primary: boolean;
  whole: boolean;
  nullsNotDistinct: boolean;
}

export const readTables = async (session: Session, schema: string): Promise<string[]> => {
  const { rows } = await session.query<{ name: string }>(
    `SELECT c.relname::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname COLLATE "C"`,
    [schema],
  );
  return rows.map((row) => row.name);
};

export const readEnums = async (
  session: Session,
  schema: string,
): Promise<{ name: string; values: string[] }[]> =>
  (
    await session.query<{ name: string; values: string[] }>(
      `SELECT t.typname::text AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS values
         FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_enum e ON e.enumtypid = t.oid
        WHERE n.nspname = $1 GROUP BY t.typname ORDER BY t.typname COLLATE "C"`,
      [schema],
    )
  ).rows;

export const readColumns = async (
  session: Session,
  schema: string,
): Promise<(ColumnShape & { table: string })[]> =>
  (
    await session.query<ColumnShape & { table: string }>(
      `SELECT c.relname::text AS "table", a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
              CASE WHEN e.typtype = 'e' THEN e.typname::text END AS "enumName",
              v.labels AS "enumValues", e.typtype = 'e' AS "isEnum", t.typcategory = 'A' AS "isArray",
              CASE WHEN e.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END AS "maxLength",
              a.attnotnull AS "notNull", (a.atthasdef OR a.attidentity <> '') AS "hasDefault",
              pg_get_expr(d.adbin, d.adrelid) AS "defaultSql",
              (a.attgenerated <> '' OR a.attidentity = 'a') AS generated
         FROM pg_attribute a
         JOIN pg_class c ON c.oid = a.attrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_type t ON t.oid = a.atttypid
         JOIN pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
         LEFT JOIN LATERAL (SELECT array_agg(l.enumlabel::text ORDER BY l.enumsortorder) AS labels
                              FROM pg_enum l WHERE l.enumtypid = e.oid) v ON true
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname COLLATE "C", a.attnum`,
      [schema],
    )
  ).rows;

/** An index that a failed CREATE INDEX CONCURRENTLY left behind is not valid and does not count. */
export const readIndexes = async (session: Session, schema: string): Promise<IndexRow[]> =>
  (
    await session.query<IndexRow>(
      `SELECT c.relname::text AS "table", i.relname::text AS name, x.indisunique AS "unique",
              x.indisprimary AS "primary", x.indpred IS NOT NULL AS partial,
              NOT (0 = ANY (x.indkey::int2[])) AS whole,
              coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::bool, false) AS "nullsNotDistinct",
              ARRAY(SELECT a.attname::text
                      FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
                      JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
                     WHERE k.place <= x.indnkeyatts
                       AND k.place < coalesce(array_position(x.indkey::int2[], 0::int2) - array_lower(x.indkey::int2[], 1) + 1, 1000)
                     ORDER BY k.place) AS columns
         FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_class c ON c.oid = x.indrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND x.indisvalid
        ORDER BY c.relname COLLATE "C", i.relname COLLATE "C"`,
      [schema],
    )
  ).rows;

export const readForeignKeys = async (session: Session, schema: string): Promise<ForeignKeyShape[]> =>
  (
    await session.query<ForeignKeyShape>(
      `SELECT k.conname::text AS name, fn.nspname::text AS schema, f.relname::text AS "table",
              tn.nspname::text AS "toSchema", t.relname::text AS "toTable",
              ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(attnum, place)
                      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.place) AS columns,
              ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(attnum, place)
                      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum ORDER BY u.place) AS "toColumns",
              CASE k.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                                 WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END AS "onDelete"
         FROM pg_constraint k
         JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
         JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
        WHERE k.contype = 'f' AND k.conparentid = 0 AND (fn.nspname = $1 OR tn.nspname = $1)
        ORDER BY fn.nspname COLLATE "C", f.relname COLLATE "C", k.conname COLLATE "C"`,
      [schema],
    )
  ).rows;

export const readTriggers = async (
  session: Session,
  schema: string,
): Promise<{ table: string; name: string }[]> =>
  (
    await session.query<{ table: string; name: string }>(
      `SELECT c.relname::text AS "table", g.tgname::text AS name
         FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND NOT g.tgisinternal ORDER BY c.relname COLLATE "C", g.tgname COLLATE "C"`,
      [schema],
    )
  ).rows;
