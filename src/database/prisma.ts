import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { PgliteSession } from './pglite.ts';
import type { PostgresSession } from './postgres.ts';

/**
 * A Prisma client on the session's database: on PGlite the same instance, on PostgreSQL a pool of its own, which sees
 * committed rows only. For the control tables, and for Tailtown's tables in databases that `prepare` created: a live
 * Tailtown of another shape lacks columns that Prisma would select. Call `$disconnect` before closing the session.
 */
export function openPrisma(session: PgliteSession | PostgresSession): PrismaClient {
  if (session.kind === 'pglite') {
    return new PrismaClient({ adapter: new PrismaPGlite(session.database) });
  }
  return new PrismaClient({ adapter: new PrismaPg({ ...session.connection, max: 2 }) });
}
