import { messageOf } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import type { Session } from '../../database/session.ts';
import { findTools } from '../../database/tools.ts';
import { newestBackup } from '../backups.ts';
import { expectationInWords, expectedDurations, isTooLong, linesOf } from '../duration.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { newestSnapshot } from '../stages.ts';
import { openWork } from '../status.ts';
import { check, type Found, scalar } from './check.ts';

/** Hours after which a backup is not one of this state any more. */
const OLD_BACKUP_H = 24;

/** What earlier runs left: work that is open, backups, how long a load took. */
export async function recordChecks(runtime: Runtime, session: Session): Promise<DoctorCheck[]> {
  const { settings } = runtime;
  const { loadMinutes } = settings.limits;
  return [
    await check(
      {
        name: 'open work',
        expected: 'every load and rehearsal that was begun has ended',
        remedy: 'Run the same command again on the same inputs: it goes on from there. `status` names it.',
      },
      () => openThings(session, settings.tenant.id),
    ),
    await check(
      {
        name: 'backup',
        expected: `a backup younger than ${OLD_BACKUP_H} hours`,
        remedy: 'Make one with `tailtown-migrate backup` before anything is loaded.',
        ...{ override: 'decisions.backup', overridden: settings.decisions.backup },
      },
      async (): Promise<Found> => {
        const { kind } = settings.target;
        if (kind === 'embedded' || kind === 'rehearsal') return 'none needed for a rehearsal';
        const { workspace, target, tenant } = settings;
        const newest = await newestBackup(workspace, { target: target.name, tenant: tenant.id });
        const hours = newest === null ? null : (Date.now() - Date.parse(newest.at)) / 3_600_000;
        const told = hours === null ? 'none' : `${Math.floor(hours)} hours old`;
        if (hours !== null && hours <= OLD_BACKUP_H) return told;
        return kind === 'production' ? { failed: told } : { warning: told };
      },
    ),
    await check(
      {
        name: 'backup programs',
        expected: "pg_dump and pg_restore of the server's version or later",
        remedy:
          "Install PostgreSQL's client programs, or name their folder in the config (backup.tools); note a backup of your own with `tailtown-migrate backup --named`.",
      },
      () => backupPrograms(settings, session),
    ),
    await check(
      {
        name: 'duration of a load',
        expected:
          loadMinutes === null
            ? 'no limit is set (limits.loadMinutes)'
            : `at most ${loadMinutes} min (limits.loadMinutes)`,
        remedy:
          'Raise limits.loadMinutes and choose a quiet hour, or measure it with `tailtown-migrate rehearse`.',
        override: 'limits.loadMinutes',
      },
      async (): Promise<Found> => {
        const manifest = await newestSnapshot(settings);
        if (manifest === null) return 'no snapshot in the workspace yet: nothing to expect';
        const source = { tenant: settings.tenant.id, sourceDatabase: settings.sourceDatabase };
        const expected = await expectedDurations(session, source, linesOf(manifest));
        const told = expectationInWords(expected, manifest.id);
        return isTooLong(settings, expected) ? { failed: told } : told;
      },
    ),
  ];
}

/** Only a warning where they are missing: a backup of somebody else's may be noted instead. */
async function backupPrograms({ target, backup }: Settings, session: Session): Promise<Found> {
  if (target.kind === 'embedded' || target.kind === 'rehearsal') return 'none needed for a rehearsal';
  const server = await scalar<number>(session, `SELECT current_setting('server_version_num')::int AS value`);
  try {
    const { version } = await findTools(backup.tools, server ?? 0);
    return `${version}, in ${backup.tools === null ? 'PATH' : 'the folder of backup.tools'}`;
  } catch (error) {
    return { warning: messageOf(error) };
  }
}

async function openThings(session: Session, tenant: string): Promise<Found> {
  const there = await scalar<boolean>(
    session,
    `SELECT to_regclass('migration.rehearsals') IS NOT NULL AS value`,
  );
  if (!there) return 'none';
  const { rows } = await session.query<{ snapshot: string }>(
    'SELECT snapshot FROM migration.batches WHERE tenant = $1',
    [tenant],
  );
  const work = await openWork(
    session,
    tenant,
    rows.map(({ snapshot }) => snapshot),
  );
  const rehearsals = await scalar<number>(
    session,
    'SELECT count(*)::int AS value FROM migration.rehearsals WHERE tenant = $1 AND finished_at IS NULL',
    [tenant],
  );
  const open = [
    ...(work === null ? [] : [`snapshot ${work.snapshot.slice(0, 12)} stopped behind ${work.stage}`]),
    ...(rehearsals ? [`${rehearsals} rehearsal that has not ended`] : []),
  ];
  return open.length === 0 ? 'none' : { warning: open.join('; ') };
}
