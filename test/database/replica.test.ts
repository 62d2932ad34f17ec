import { expect, it } from 'vitest';
import { introspect } from '../../src/database/introspect.ts';
import { openSession } from '../../src/database/open.ts';
import { inReplicaMode, replicaTables } from '../../src/database/replica.ts';
import { proveForeignKeys } from '../../src/load/foreign-keys.ts';
import { freshPglite, freshPostgres, TEST_TENANT } from '../support/databases.ts';

const OWNER = `INSERT INTO customers (id, "tenantId", email, "firstName", "lastName", "updatedAt")
  VALUES ('desk', '${TEST_TENANT.id}', 'a@example.test', 'A', 'B', '2025-01-01')`;
const pet = (owner: string) => `INSERT INTO pets (id, "tenantId", name, type, "customerId", "updatedAt")
  VALUES ('rex', '${TEST_TENANT.id}', 'Rex', 'DOG', '${owner}', '2025-01-01')`;

it('leaves out tables on which replica mode would silence more than foreign keys', async () => {
  const { target, drop } = await freshPostgres();
  const session = await openSession(target);
  await session.exec(`
    CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER watched BEFORE UPDATE ON pets FOR EACH ROW EXECUTE FUNCTION noop();
    CREATE RULE loud AS ON INSERT TO documents DO ALSO NOTIFY documents;
    ALTER TABLE invoices ADD CONSTRAINT late UNIQUE ("invoiceNumber", id) DEFERRABLE;
    ALTER TABLE staff ENABLE ROW LEVEL SECURITY`);
  const names = ['customers', 'pets', 'documents', 'invoices', 'nowhere'];
  expect([...(await replicaTables(session, names))]).toEqual(['customers']);
  await session.close();
  await drop();
});

it('needs the right to set it: a superuser, or a role that was granted it', async () => {
  const { target, url, drop } = await freshPostgres();
  const session = await openSession(target);
  const role = `replica_${new URL(url).pathname.slice(-8)}`;
  await session.exec(`CREATE ROLE ${role}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
  const asRole = async () => {
    await session.exec(`SET ROLE ${role}`);
    const tables = await replicaTables(session, ['customers']);
    await session.exec('RESET ROLE');
    return [...tables];
  };
  expect(await asRole()).toEqual([]);
  await session.exec(`GRANT SET ON PARAMETER session_replication_role TO ${role}`);
  expect(await asRole()).toEqual(['customers']);
  // A parent that it may not lock: the keys' own triggers must do it.
  await session.exec(`REVOKE UPDATE ON customers FROM ${role}`);
  await session.exec(`SET ROLE ${role}`);
  expect([...(await replicaTables(session, ['pets']))]).toEqual([]);
  await session.exec(`RESET ROLE; DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await session.close();
  await drop();
});

it.each([
  ['postgres', freshPostgres],
  ['pglite', freshPglite],
])('finds a reference to no row that replica mode let in: %s', async (_, make) => {
  const { target, drop } = await make();
  const session = await openSession(target);
  const { tables } = await introspect(session);
  const { pets } = tables;
  if (!pets) throw new Error('no pets');
  await session.exec(OWNER);
  const insert = (owner: string) =>
    session.transaction(async () => {
      await inReplicaMode(session, () => session.exec(pet(owner)));
      await proveForeignKeys(session, pets);
    });
  await expect(insert('nobody')).rejects.toMatchObject({ code: 'LOAD_REFERENCE_BROKEN', exit: 5 });
  expect((await session.query('SELECT 1 FROM pets')).rows).toEqual([]);
  await insert('desk');
  // The setting ended with the work: foreign keys are asked again.
  await expect(session.exec(`UPDATE pets SET "customerId" = 'nobody'`)).rejects.toMatchObject({
    code: '23503',
  });
  await session.close();
  await drop();
});

it('keeps others from deleting a row that it refers to, until it has ended', async () => {
  const { target, drop } = await freshPostgres();
  const [session, desk] = await Promise.all([openSession(target), openSession(target)]);
  const { pets } = (await introspect(session)).tables;
  if (!pets) throw new Error('no pets');
  await session.exec(`${OWNER}; ALTER TABLE pets DROP CONSTRAINT "pets_customerId_fkey",
    ADD CONSTRAINT "pets_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES customers (id)`);
  await desk.exec(`SET lock_timeout = '200ms'`);
  await session.transaction(async () => {
    await inReplicaMode(session, () => session.exec(pet('desk')));
    await proveForeignKeys(session, pets);
    await expect(desk.exec('DELETE FROM customers')).rejects.toMatchObject({ code: 'TARGET_BUSY' });
  });
  await expect(desk.exec('DELETE FROM customers')).rejects.toMatchObject({ code: '23503' });
  await Promise.all([session.close(), desk.close()]);
  await drop();
});
