import { statfs } from 'node:fs/promises';
import { hostOf, isLocal } from '../../core/config/tls.ts';
import type { Session } from '../../database/session.ts';
import type { Manifest } from '../../snapshot/format.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { newestSnapshot } from '../stages.ts';
import { check, type Found, inUnits, scalar } from './check.ts';

/** Room for snapshots, logs and reports where nothing is known yet: those of a mid resort take less. */
const LEAST_BYTES = 2 * 1024 ** 3;
/** A second snapshot, reports and logs, beside what is there. */
const WORKSPACE_PER_SNAPSHOT = 2;
/** Rows, indexes, staged rows and images of a first load: 12.2 times were measured, 242 MB for 92,000 lines of an invented resort. */
const TARGET_PER_SNAPSHOT = 14;

/** Disk space here for what is extracted, and in the target for what is loaded, by the size of the newest snapshot. */
export async function spaceChecks({ settings }: Runtime, session: Session): Promise<DoctorCheck[]> {
  const { workspace, target } = settings;
  const newest = await newestSnapshot(settings).catch(() => null);
  const load = newest === null ? null : bytesOf(newest) * TARGET_PER_SNAPSHOT;
  const embedded = target.kind === 'embedded';
  const here = Math.max(
    LEAST_BYTES,
    newest === null ? 0 : bytesOf(newest) * WORKSPACE_PER_SNAPSHOT,
    embedded ? (load ?? 0) : 0,
  );
  const checks = [
    await check(
      {
        name: 'disk space',
        expected: `${inUnits(here)} free for snapshots, reports and logs`,
        remedy: 'Free some space, or use another --workspace.',
      },
      async () => free(workspace, here),
    ),
  ];
  if (embedded) return checks;
  checks.push(
    await check(
      {
        name: "the target's disk",
        expected:
          load === null
            ? 'room for what is loaded'
            : `about ${inUnits(load)} free for a first load of snapshot ${newest?.id.slice(0, 12)}`,
        remedy: 'Ask who looks after the server for more space before the load.',
      },
      async (): Promise<Found> => {
        if (load === null) return { unknown: 'no snapshot yet to estimate it by' };
        const folder = isLocal(hostOf(target.url)) ? await dataFolder(session) : null;
        if (folder === null) return { unknown: 'the server does not tell what is free on its disk' };
        return free(folder, load).catch(() => ({
          unknown: "the server's folder is not to be seen from here",
        }));
      },
    ),
  );
  return checks;
}

const bytesOf = ({ entities }: Manifest): number => entities.reduce((sum, { bytes }) => sum + bytes, 0);

async function free(folder: string, needed: number): Promise<Found> {
  const { bavail, bsize } = await statfs(folder);
  const told = `${inUnits(bavail * bsize)} free`;
  return bavail * bsize < needed ? { failed: told } : told;
}

/** Only roles that may read all settings are told; a tunnel's end names a folder that is not here. */
const dataFolder = (session: Session): Promise<string | null> =>
  scalar<string>(session, `SELECT current_setting('data_directory', true) AS value`).then(
    (folder) => folder || null,
    () => null,
  );
