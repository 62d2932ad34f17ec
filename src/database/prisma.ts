import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { PrismaClient } from '../generated/prisma/client.ts';
import { PgliteSession } from './pglite.ts';
import { PostgresSession } from './postgres.ts';
import type { Session } from './session.ts';

/**
 * A Prisma client on the session's database: on PGlite the same instance, on PostgreSQL a pool of its own, which sees
 * committed rows only. For the control tables, and for Tailtown's tables in databases that `prepare` created: a live
 * Tailtown of another shape lacks columns that Prisma would select. Call `$disconnect` before closing the session.
 */
export function openPrisma(session: Session): PrismaClient {
  if (session instanceof PgliteSession)
    return new PrismaClient({ adapter: new PrismaPGlite(session.database) });
  if (session instanceof PostgresSession)
    return new PrismaClient({ adapter: new PrismaPg({ ...session.connection, max: 2 }) });
  throw new Error('Prisma has no way to this session');
}

/** A model of the client: its delegate's name, and its scalar fields with their columns. */
export interface PrismaModel {
  delegate: string;
  fields: { name: string; column: string }[];
}

interface DataModel {
  models: Record<
    string,
    { dbName: string | null; fields: { name: string; kind: string; dbName?: string | null }[] }
  >;
}

/** The client's own models by their tables: a target of another shape is read by those fields that it has. */
export function prismaModels(client: PrismaClient): ReadonlyMap<string, PrismaModel> {
  // Prisma types it on the class and hides it on the instance; the version is pinned, and a test reads every table.
  const { models } = (client as unknown as { _runtimeDataModel: DataModel })._runtimeDataModel;
  return new Map(
    Object.entries(models).map(([name, { dbName, fields }]) => [
      dbName ?? name,
      {
        delegate: `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
        fields: fields
          .filter(({ kind }) => kind !== 'object')
          .map((field) => ({ name: field.name, column: field.dbName ?? field.name })),
      },
    ]),
  );
}

/** One row by its id through the model's delegate, with these fields alone; null where there is none. */
export function readThroughPrisma(
  client: PrismaClient,
  { delegate }: PrismaModel,
  id: string,
  fields: readonly string[],
): Promise<Record<string, unknown> | null> {
  const of = client as unknown as Record<
    string,
    { findUnique(query: object): Promise<Record<string, unknown> | null> } | undefined
  >;
  const model = of[delegate];
  if (model === undefined) throw new Error(`Prisma has no model ${delegate}`);
  return model.findUnique({
    where: { id },
    select: Object.fromEntries(fields.map((field) => [field, true])),
  });
}
