import type { Session } from '../../database/session.ts';
import { knownPeople, type Question, sharedResort, tenantQuestions } from '../questions.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { check, scalar } from './check.ts';

/** The tenants row, and what people must have decided about it. */
export async function tenantChecks({ settings }: Runtime, session: Session): Promise<DoctorCheck[]> {
  const { tenant, decisions } = settings;
  const there = await scalar<boolean>(session, `SELECT to_regclass('public.tenants') IS NOT NULL AS value`);
  const row = await check(
    {
      name: 'tenant',
      expected: `a tenants row ${tenant.id}`,
      remedy: 'Check `tenant.id` in the config.',
    },
    async () => {
      if (!there) return { failed: 'the database has no tenants yet' };
      const name = await scalar(session, 'SELECT "businessName" AS value FROM public.tenants WHERE id = $1', [
        tenant.id,
      ]);
      return name === undefined ? { failed: 'no such row' } : 'found';
    },
  );
  if (!there) return [row];
  const asked: Question[] = [];
  const asking = await check(
    { name: 'questions about the tenant', expected: 'can be asked', remedy: 'Mend what is named.' },
    async () => {
      asked.push(...(await tenantQuestions(session, tenant.id)));
      asked.push(await sharedResort(session, tenant.id, await knownPeople(session, settings)));
      return 'asked';
    },
  );
  if (!asking.ok) return [row, asking];
  const answers = asked.map(({ key, name, expected, fine, found, remedy }) =>
    check(
      {
        ...{ name, expected, override: `decisions.${key}`, overridden: decisions[key] },
        remedy: `${remedy} Or say in the config why it may stay so: decisions.${key}.`,
      },
      () => (found === null ? fine : { failed: found }),
    ),
  );
  return [row, ...(await Promise.all(answers))];
}
