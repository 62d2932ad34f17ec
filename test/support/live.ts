import { readMigrations } from '../../src/database/migrations.ts';

/** SQL of a Tailtown database as Tailtown itself makes it, with tables that this program does not know. */
export async function liveTailtown(): Promise<string> {
  const migrations = await readMigrations();
  const tables = migrations.find(({ what }) => what === 'tailtown_tables')?.sql ?? '';
  return `${tables}
-- Ours to find: a table of another team, in another schema's way of naming, that refers to a filled one.
CREATE TABLE staff_notes (id text PRIMARY KEY, customer text REFERENCES customers (id) ON DELETE CASCADE);
CREATE TABLE "_prisma_migrations" (id text PRIMARY KEY);`;
}
