import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TargetSettings } from '../../../src/core/settings.ts';
import { applyPrepare } from '../../../src/database/apply-prepare.ts';
import { openSession } from '../../../src/database/open.ts';
import { planPrepare } from '../../../src/database/prepare.ts';
import { filledPostgres, TEST_TENANT, type TestPostgres } from '../databases.ts';

/** The three shapes in which a Tailtown database is met (tailtown-target.md), none with this program's additions. */
export const SHAPES = ['customer-service', 'merged', 'history'] as const;
export type ShapeName = (typeof SHAPES)[number];

/** SQL that makes a database of that shape, without any row. */
export async function shapeSql(name: ShapeName): Promise<string> {
  const files = name === 'merged' ? ['merged'] : ['merged', name];
  const texts = files.map((file) => readFile(path.join(import.meta.dirname, `${file}.sql`), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

/** A database of that shape with the tests' tenant, as Tailtown itself made it: a staging target. */
export async function shapedPostgres(name: ShapeName): Promise<TestPostgres> {
  return staging(await filledPostgres(`shape_${name}`, (target) => fillShape(name, target)));
}

/** The same with what `prepare` adds. */
export async function preparedShape(name: ShapeName): Promise<TestPostgres> {
  const database = await filledPostgres(`prepared_shape_${name}`, async (target) => {
    await fillShape(name, target);
    const session = await openSession(target);
    await planPrepare(session, TEST_TENANT)
      .then((plan) => applyPrepare(session, plan))
      .finally(() => session.close());
  });
  return staging(database);
}

async function fillShape(name: ShapeName, target: TargetSettings): Promise<void> {
  const session = await openSession(target);
  try {
    await session.exec(await shapeSql(name));
    await session.query(
      `INSERT INTO tenants (id, "businessName", subdomain, "contactName", "contactEmail", status, timezone, "updatedAt")
       VALUES ($1, $2, 'harbor', 'Pat Sample', 'pat@example.test', 'ACTIVE', $3, '2026-01-01')`,
      [TEST_TENANT.id, TEST_TENANT.name, TEST_TENANT.timeZone],
    );
  } finally {
    await session.close();
  }
}

const staging = (database: TestPostgres): TestPostgres => ({
  ...database,
  target: { ...database.target, kind: 'staging' } as TestPostgres['target'],
});
