import { statfs } from 'node:fs/promises';
import { bytesInWords } from '../../core/bytes.ts';
import { hostOf, isLocal } from '../../core/config/tls.ts';
import type { Session } from '../../database/session.ts';
import { capacityOf, capacityOfSnapshot } from '../capacity.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { newestSnapshot } from '../stages.ts';
import { check, type Found, scalar } from './check.ts';

/** Disk space here for what is extracted, and in the target for what is loaded, as `estimate` tells it for the newest snapshot. */
export async function spaceChecks({ settings }: Runtime, session: Session): Promise<DoctorCheck[]> {
  const { workspace, target } = settings;
  const newest = await newestSnapshot(settings).catch(() => null);
  const load = newest === null ? null : capacityOfSnapshot(newest).free.target;
  const embedded = target.kind === 'embedded';
  const { free: room } = newest === null ? capacityOf(0) : capacityOfSnapshot(newest);
  const here = Math.max(room.workspace, embedded ? room.target : 0);
  const checks = [
    await check(
      {
        name: 'disk space',
        expected: `${bytesInWords(here)} free for snapshots, reports and logs`,
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
            : `about ${bytesInWords(load)} free for a first load of snapshot ${newest?.id.slice(0, 12)}`,
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

async function free(folder: string, needed: number): Promise<Found> {
  const { bavail, bsize } = await statfs(folder);
  const told = `${bytesInWords(bavail * bsize)} free`;
  return bavail * bsize < needed ? { failed: told } : told;
}

/** Only roles that may read all settings are told; a tunnel's end names a folder that is not here. */
const dataFolder = (session: Session): Promise<string | null> =>
  scalar<string>(session, `SELECT current_setting('data_directory', true) AS value`).then(
    (folder) => folder || null,
    () => null,
  );
