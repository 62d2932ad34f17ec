import { refusal, usageError } from '../core/errors.ts';
import type { SourceScope } from '../core/identity.ts';
import type { Settings, TenantSettings } from '../core/settings.ts';
import { applyPrepare } from '../database/apply-prepare.ts';
import type { Shape } from '../database/introspect.ts';
import { acquireLock } from '../database/lock.ts';
import { openSession } from '../database/open.ts';
import { checkPrepared, planPrepare } from '../database/prepare.ts';
import type { Session } from '../database/session.ts';
import type { Runtime } from './runtime.ts';

/** An open target: locked for this run, prepared, its tenant known. */
export interface World {
  session: Session;
  shape: Shape;
  source: SourceScope;
  tenantName: string;
  timeZone: string;
  /** Whether the target takes loads through `cutover` only. */
  production: boolean;
}

/**
 * Opens the target, refuses a second run (promise 8), and closes everything again whatever happens. An embedded
 * target, or a rehearsal database without any of Tailtown's tables, is prepared on the way; any other is not.
 */
export async function withWorld<T>(runtime: Runtime, work: (world: World) => Promise<T>): Promise<T> {
  return withSession(runtime, async (session) => {
    const shape = await prepareIfOurs(runtime, session);
    const tenant = await readTenant(runtime, session);
    const { id } = runtime.settings.tenant;
    return work({
      session,
      shape,
      source: { tenant: id, sourceDatabase: runtime.settings.sourceDatabase },
      ...tenant,
    });
  });
}

/** The target's session under this tenant's lock, prepared or not. */
export async function withSession<T>(runtime: Runtime, work: (session: Session) => Promise<T>): Promise<T> {
  const { target, tenant } = runtime.settings;
  const session = await openSession(target, {
    signal: runtime.signal,
    onWait: (reason) => {
      runtime.log.warn({ target: target.name, reason }, 'the target does not answer yet');
      runtime.progress.note(
        `Target ${target.name} does not answer yet (${reason}); trying again for a while.`,
      );
    },
  });
  try {
    const lock = await acquireLock(target, session, tenant.id);
    try {
      return await work(session);
    } finally {
      await lock.release();
    }
  } finally {
    await session.close();
  }
}

async function prepareIfOurs({ settings, log, progress }: Runtime, session: Session): Promise<Shape> {
  const { target } = settings;
  if (target.kind === 'embedded' || target.kind === 'rehearsal') {
    const plan = await planPrepare(session, tenantToMake(settings));
    if (plan.creates && plan.steps.length > 0 && !(await servesOthers(session))) {
      progress.stage('prepare');
      await applyPrepare(session, plan);
      progress.done();
      log.info({ stage: 'prepare', steps: plan.steps.length }, 'prepared the target');
    }
  }
  return checkPrepared(session);
}

/** A tenant that was given by a subdomain is there or is refused: it is never made. */
export const tenantToMake = ({ tenant }: Settings): TenantSettings | undefined =>
  tenant.bySubdomain ? undefined : tenant;

/** A database that has a tenant already gets another one by `prepare` alone: a mistyped id must not make a resort. */
async function servesOthers(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>(
    `SELECT to_regclass('public.tenants') IS NOT NULL AS found`,
  );
  if (!rows[0]?.found) return false;
  return (await session.query('SELECT 1 FROM public.tenants LIMIT 1')).rows.length > 0;
}

async function readTenant({ settings }: Runtime, session: Session) {
  const { id, bySubdomain, name, timeZone } = settings.tenant;
  const { rows } = await session.query<{ name: string; zone: string | null; production: boolean }>(
    `SELECT t."businessName" AS name, to_jsonb(t) ->> 'timezone' AS zone,
       coalesce((to_jsonb(t) ->> 'is_production')::boolean, false) AS production
     FROM public.tenants t WHERE t.id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row) {
    throw refusal(
      'TENANT_MISSING',
      bySubdomain ? `The target has no tenant with the subdomain ${id}.` : `The target has no tenant ${id}.`,
      'Check `tenant.id` in the config (or --tenant) against the columns id and subdomain of the tenants table; in a database for rehearsals, `tailtown-migrate prepare` adds it.',
    );
  }
  const zone = timeZone ?? row.zone;
  if (!zone) {
    throw usageError(
      'TIME_ZONE_MISSING',
      'Neither the config nor the tenants row gives a time zone.',
      'Set `tenant.timeZone` in the config.',
    );
  }
  return {
    tenantName: name ?? row.name,
    timeZone: zone,
    production: row.production || settings.target.kind === 'production',
  };
}
