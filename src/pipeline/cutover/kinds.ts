import { messageOf } from '../../core/errors.ts';
import { SOURCE_SYSTEM } from '../../core/identity.ts';
import { openPrisma, type PrismaModel, prismaModels, readThroughPrisma } from '../../database/prisma.ts';
import { ident } from '../../database/sql.ts';
import { FILLED_TABLES } from '../../tailtown/tables.ts';
import type { World } from '../world.ts';

/** What was found of one kind of rows: the row of the first record, read through Prisma and by SQL. */
export interface KindRead {
  table: string;
  /** Fields compared. */
  fields: number;
  /** What is wrong, without values; null where Prisma reads what stands there. */
  wrong: string | null;
}

/**
 * Reads one row of each kind that the crosswalk leads to through Prisma, as the product does, and holds every scalar field
 * against what SQL says: a value that the product cannot read, or reads as another time of day, is found here.
 */
export async function readKinds({ session, shape, source }: World): Promise<KindRead[]> {
  const prisma = openPrisma(session);
  try {
    const models = prismaModels(prisma);
    const found: KindRead[] = [];
    for (const table of FILLED_TABLES) {
      const columns = shape.tables[table]?.columns;
      const model = models.get(table);
      if (columns === undefined || model === undefined) continue;
      const { rows } = await session.query<{ id: string; row: Record<string, unknown> }>(
        `SELECT t.id::text AS id, to_jsonb(t) AS row FROM migration.crosswalk c JOIN migration.scopes s ON s.id = c.scope
           JOIN public.${ident(table)} t ON t.id::text = c.target_id::text
         WHERE s.tenant = $1 AND s.system = $2 AND s.source_database = $3 AND s.target_table = $4
         ORDER BY c.scope, c.source_id LIMIT 1`,
        [source.tenant, SOURCE_SYSTEM, source.sourceDatabase, table],
      );
      const [row] = rows;
      if (row === undefined) continue;
      const fields = model.fields.filter(({ column }) => column in columns);
      const read = await readThroughPrisma(
        prisma,
        model,
        row.id,
        fields.map(({ name }) => name),
      ).catch((error: unknown) => firstLine(error));
      found.push({ table, fields: fields.length, wrong: wrongOf(read, row.row, fields) });
    }
    return found;
  } finally {
    await prisma.$disconnect();
  }
}

/** Prisma's messages hold the query, and its last line says what is wrong. */
const firstLine = (error: unknown): string =>
  messageOf(error).split('\n').filter(Boolean).at(-1)?.slice(0, 200) ?? 'it cannot be read';

function wrongOf(
  read: Record<string, unknown> | string | null,
  row: Record<string, unknown>,
  fields: PrismaModel['fields'],
): string | null {
  if (read === null) return 'the row is not found';
  if (typeof read === 'string') return read;
  const different = fields.filter(({ name, column }) => !isSame(read[name], row[column]));
  return different.length === 0 ? null : `read otherwise: ${different.map(({ name }) => name).join(', ')}`;
}

/** The same value as Prisma gives it and as jsonb writes it; times without a zone are UTC to both. */
export function isSame(read: unknown, stored: unknown): boolean {
  if (read === null || read === undefined) return stored === null || stored === undefined;
  if (read instanceof Date) {
    const text = String(stored);
    const zoned = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/.test(text) || !text.includes('T') ? text : `${text}Z`;
    // Prisma's times end at the millisecond.
    return Math.trunc(Date.parse(zoned)) === read.getTime();
  }
  if (typeof read === 'object' && !Array.isArray(read) && 'toFixed' in read)
    return Number(String(read)) === Number(stored);
  if (typeof read === 'bigint') return String(read) === String(stored);
  return inOrder(read) === inOrder(stored);
}

const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
