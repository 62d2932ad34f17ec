import { existsSync } from 'node:fs';
import { MigrateError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import { openSession } from '../database/open.ts';
import type { Session } from '../database/session.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The settings with the tenant's id where a subdomain was given. What neither is an id nor a subdomain of the target
 * stays as it is, for whoever looks for the tenants row to refuse it; so does everything where the target cannot be
 * reached.
 */
export async function resolveTenant(settings: Settings): Promise<Settings> {
  const { tenant, target } = settings;
  if (!tenant.bySubdomain && (tenant.id === '' || UUID.test(tenant.id))) return settings;
  if (target.kind === 'embedded' && !existsSync(target.directory)) return settings;
  try {
    const session = await openSession(target);
    try {
      const id = await lookUp(session, tenant.id, tenant.bySubdomain === true);
      if (id === null) return settings;
      const { bySubdomain: _found, ...rest } = tenant;
      return { ...settings, tenant: { ...rest, id } };
    } finally {
      await session.close();
    }
  } catch (error) {
    if (error instanceof MigrateError) return settings;
    throw error;
  }
}

/** An id comes before a subdomain of the same letters. */
async function lookUp(session: Session, given: string, bySubdomain: boolean): Promise<string | null> {
  const { rows: there } = await session.query<{ found: boolean }>(
    `SELECT to_regclass('public.tenants') IS NOT NULL AS found`,
  );
  if (!there[0]?.found) return null;
  const { rows } = await session.query<{ id: string }>(
    `SELECT t.id FROM public.tenants t WHERE (t.id = $1 AND NOT $2::boolean) OR lower(to_jsonb(t) ->> 'subdomain') = lower($1)
     ORDER BY t.id <> $1 LIMIT 1`,
    [given, bySubdomain],
  );
  return rows[0]?.id ?? null;
}
