import { refusal } from '../core/errors.ts';
import type { DecisionName, Settings } from '../core/settings.ts';
import type { Session } from '../database/session.ts';
import { ident, literal } from '../database/sql.ts';
import { type Layout, unitOf } from '../staging/layout.ts';

/** What a person must know of a tenant before anything is loaded into it, and decides in the config. */
export interface Question {
  /** Key under `decisions` that records the answer. */
  key: DecisionName;
  /** What is looked for, as `doctor` lists it. */
  name: string;
  /** How it is where nobody has to decide anything. */
  expected: string;
  /** The same in a word. */
  fine: string;
  /** What was found, or null. */
  found: string | null;
  /** What to do where the answer is no. */
  remedy: string;
}

/** Questions that have an answer: what was found, and the words of whoever decided. */
export interface Answered {
  /** Where the config has it. */
  key: string;
  found: string;
  decision: string;
}

/** What the config overrides, in the words of whoever decided: kept with the batch as answers are. */
export function overrides({ target, decisions }: Pick<Settings, 'target' | 'decisions'>): Answered[] {
  if (target.kind === 'embedded') return [];
  const { backup } = decisions;
  const insecure = target.tls?.insecure;
  return [
    ...(typeof insecure === 'string'
      ? [
          {
            key: `targets.${target.name}.tls.insecure`,
            found: "the target's certificate is not checked",
            decision: insecure,
          },
        ]
      : []),
    ...(backup !== undefined && target.kind === 'production'
      ? [{ key: 'backup', found: 'a load without a recent backup is allowed', decision: backup }]
      : []),
  ];
}

/**
 * The questions about the tenants row and what the product does with it. A column or table that this database does not
 * have asks nothing. The tenant is there.
 */
export async function tenantQuestions(session: Session, tenant: string): Promise<Question[]> {
  const { rows } = await session.query<{ row: Record<string, unknown> }>(
    'SELECT to_jsonb(t) AS row FROM public.tenants t WHERE t.id = $1',
    [tenant],
  );
  const row = rows[0]?.row ?? {};
  // The product serves nobody of a tenant that is off or paused, and reminds nobody.
  const live = row['isActive'] !== false && row['isPaused'] !== true;
  const reminders = live ? await activeReminders(session, tenant) : 0;
  return [
    {
      ...{ key: 'gingrSync', name: 'Gingr sync', fine: 'off' },
      expected: "the product's own Gingr sync is off",
      found: row['gingr_sync_enabled'] === true ? 'on' : null,
      remedy: 'Set tenants.gingr_sync_enabled to false: it would overwrite what is loaded.',
    },
    {
      ...{ key: 'reminders', name: 'reminders', fine: 'none' },
      expected: 'no vaccine requirement reminds anybody',
      found:
        reminders > 0
          ? `${reminders} vaccine requirements remind: everyone whose vaccinations ran out gets mail after the load`
          : null,
      remedy:
        'Set vaccine_requirements.reminder_days_before to NULL until the resort has looked at the load.',
    },
    {
      ...{ key: 'devTenant', name: 'tenant of its own', fine: 'yes' },
      expected: 'a tenant other than `dev`',
      found: tenant === 'dev' ? 'the tenant is `dev`, under which the product files what has none' : null,
      remedy: 'Give the id or the subdomain of the resort.',
    },
  ];
}

async function activeReminders(session: Session, tenant: string): Promise<number> {
  const there = await session.query<{ found: boolean }>(
    `SELECT to_regclass('public.vaccine_requirements') IS NOT NULL AS found`,
  );
  if (!there.rows[0]?.found) return 0;
  const { rows } = await session.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT to_jsonb(v) AS row FROM public.vaccine_requirements v) v
     WHERE coalesce(row ->> 'tenant_id', row ->> 'tenantId') = $1 AND row ->> 'reminder_days_before' IS NOT NULL
       AND coalesce((row ->> 'is_active')::boolean, true)`,
    [tenant],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Whether another tenant has customers of this very resort: the same id in Gingr with the same address, or with the same
 * name and telephone (P-DUP-6). Ids alone are equal in any two resorts. `people` is SQL of the customers' columns.
 */
export async function sharedResort(
  session: Session,
  tenant: string,
  people: string | null,
): Promise<Question> {
  const { rows } = people
    ? await session.query<{ tenant: string; count: number }>(
        `SELECT t."tenantId" AS tenant, count(*)::int AS count FROM (${people}) s JOIN public.customers t
           ON t."tenantId" <> $1 AND t."externalId" = s."externalId" AND (
             (lower(t.email) = lower(s.email) AND s.email NOT LIKE '%@tailtown-migrate.invalid')
             OR (t."lastName", t."firstName", t.phone) = (s."lastName", s."firstName", s.phone))
         GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3`,
        [tenant],
      )
    : { rows: [] };
  const found = rows.map((row) => `tenant ${row.tenant} has ${row.count} of its customers`);
  return {
    ...{ key: 'sharedResort', name: 'one tenant', fine: 'yes' },
    expected: 'no other tenant has rows of this resort',
    found: found.length > 0 ? found.join(', ') : null,
    remedy: 'Find out which tenant the resort works in, and load into that one.',
  };
}

const PEOPLE = ['externalId', 'email', 'lastName', 'firstName', 'phone'];

/** The customers of the snapshot as staged, for `sharedResort`; null where the target could not tell. */
export function stagedPeople(layout: Layout): string | null {
  const unit = unitOf(layout, 'owners');
  const known = PEOPLE.every((name) =>
    unit?.columns.some((column) => column.name === name && column.targetType !== null),
  );
  if (!unit || !known) return null;
  const columns = PEOPLE.map((name) => `s.${ident(name)}`).join(', ');
  return `SELECT ${columns} FROM ${unit.staged} s JOIN ${layout.lines} l ON l.n = s._n AND l.state = 'ready'`;
}

/**
 * The customers of this resort as far as they are known without a snapshot: what was staged last, else what a load brought.
 */
export async function knownPeople(
  session: Session,
  { tenant, sourceDatabase }: Settings,
): Promise<string | null> {
  const there = await session.query<{ stagings: string | null; customers: string | null }>(
    `SELECT to_regclass('public.customers')::text AS customers, to_regclass('migration.stagings')::text AS stagings`,
  );
  const { stagings, customers } = there.rows[0] ?? {};
  const { rows } = stagings
    ? await session.query<{ staged: string | null }>(
        `SELECT to_regclass('migration_staging.rows__owners__customers_' || s.id)::text AS staged FROM migration.stagings s
         WHERE s.tenant = $1 AND s.source_database = $2 LIMIT 1`,
        [tenant.id, sourceDatabase],
      )
    : { rows: [] };
  const staged = rows[0]?.staged;
  const columns = PEOPLE.map((name) => `c.${ident(name)}`).join(', ');
  if (staged) return `SELECT ${columns} FROM ${staged} c`;
  return customers
    ? `SELECT ${columns} FROM ${customers} c WHERE c."tenantId" = ${literal(tenant.id)}`
    : null;
}

/** Refuses (exit 4, DECISION_REQUIRED) while a question has no answer; all of them at once. Gives those that have one. */
export function refuseUndecided(questions: readonly Question[], { decisions }: Settings): Answered[] {
  const asked = questions.flatMap((question) =>
    question.found === null
      ? []
      : [{ ...question, found: question.found, decision: decisions[question.key] }],
  );
  const open = asked.filter(({ decision }) => decision === undefined);
  const [first] = open;
  if (first) {
    throw refusal(
      'DECISION_REQUIRED',
      `Somebody must decide: ${open.map(({ name, found, key }) => `${name}: ${found} (decisions.${key})`).join('; ')}.`,
      `${open.map(({ remedy }) => remedy).join(' ')} Or write into the config why it may stay so: decisions: { ${open.map(({ key }) => `${key}: "..."`).join(', ')} }.`,
    );
  }
  return asked.map(({ key, found, decision = '' }) => ({ key, found, decision }));
}
