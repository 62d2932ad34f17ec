import { hostOf, isLocal } from '../../core/config/tls.ts';
import type { Session } from '../../database/session.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { check, type Found, scalar } from './check.ts';

const OLDEST_SERVER = 140_000;

/** The server that was reached: how the connection is protected, and whether it can take a load. */
export async function serverChecks({ settings }: Runtime, session: Session): Promise<DoctorCheck[]> {
  const { target } = settings;
  return [
    await check(
      {
        name: 'TLS',
        expected: 'a checked certificate, where the server is another machine',
        remedy: 'Give the server a certificate, and name its authority in tls.ca of the target.',
        ...(target.kind === 'embedded' ? {} : { override: `targets.${target.name}.tls.insecure` }),
        overridden: target.kind === 'embedded' ? undefined : (target.tls?.insecure ?? undefined),
      },
      async (): Promise<Found> => {
        if (target.kind === 'embedded') return 'none needed: the database is in the workspace';
        const version = await scalar<string>(
          session,
          'SELECT version AS value FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
        );
        const how = version ?? 'no TLS';
        if (isLocal(hostOf(target.url))) return `${how}, on this machine`;
        // A connection whose certificate would not hold was refused before.
        if (typeof target.tls?.insecure !== 'string') return `${how}, certificate checked`;
        return { failed: version ? `${how}, certificate not checked` : how };
      },
    ),
    await check(
      { name: 'server version', expected: 'PostgreSQL 14 or later', remedy: 'Upgrade the server.' },
      async () => {
        const sql = `SELECT current_setting('server_version_num')::int AS value`;
        const version = (await scalar<number>(session, sql)) ?? 0;
        return version < OLDEST_SERVER ? { failed: String(version) } : String(version);
      },
    ),
    await check(
      {
        name: 'writable',
        expected: 'the database takes writes',
        remedy: 'Use the primary server, and a role that may write.',
      },
      async () =>
        (await scalar<boolean>(
          session,
          `SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS value`,
        ))
          ? { failed: 'read only' }
          : 'yes',
    ),
    await check(
      { name: 'encoding', expected: 'UTF8', remedy: 'Create the database with encoding UTF8.' },
      async () => {
        const encoding = String(await scalar(session, `SELECT current_setting('server_encoding') AS value`));
        return encoding === 'UTF8' ? encoding : { failed: encoding };
      },
    ),
  ];
}
