import { expect, test } from 'vitest';
import { openSession } from '../../src/database/open.ts';
import { openPrisma } from '../../src/database/prisma.ts';
import { freshPglite, freshPostgres, TEST_TENANT } from '../support/databases.ts';

test.each([
  ['postgres', freshPostgres],
  ['pglite', freshPglite],
])('Prisma reads and writes control tables and Tailtown tables: %s', async (_, make) => {
  const database = await make();
  const session = await openSession(database.target);
  const prisma = openPrisma(session);
  const batchTime = new Date('2026-03-08T09:30:00.123Z');
  await prisma.batch.create({
    data: {
      publicId: 'b-1',
      tenant: TEST_TENANT.id,
      sourceDatabase: 'main',
      target: 'test',
      snapshot: 's',
      mapping: 'm',
      state: 'loaded',
      batchTime,
      asOf: batchTime,
      toolVersion: '0',
      fingerprintBefore: '',
      fingerprintAfter: '',
      result: { owners: 1 },
      issues: { create: [{ entity: 'owners', code: 'X', severity: 'info' }] },
    },
  });
  const { rows } = await session.query('SELECT batch_time, result FROM migration.batches');
  expect(rows).toEqual([{ batch_time: '2026-03-08 09:30:00.123', result: { owners: 1 } }]);
  expect(await prisma.batch.findFirst({ include: { issues: true } })).toMatchObject({
    batchTime,
    issues: [{ code: 'X' }],
  });
  const customer = await prisma.customer.create({
    data: {
      tenantId: TEST_TENANT.id,
      email: 'a@example.test',
      firstName: 'A',
      lastName: 'B',
      tags: ['x'],
      pets: {
        create: [{ tenantId: TEST_TENANT.id, name: 'Rex', type: 'DOG', specialRequirements: ['BITER'] }],
      },
    },
  });
  expect(await prisma.pet.findFirst({ where: { customerId: customer.id } })).toMatchObject({
    name: 'Rex',
    specialRequirements: ['BITER'],
  });
  await prisma.$disconnect();
  expect((await session.query('SELECT name, "specialRequirements" AS needs FROM pets')).rows).toEqual([
    { name: 'Rex', needs: ['BITER'] },
  ]);
  await session.close();
  await database.drop();
});
