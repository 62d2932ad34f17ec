import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
const NEEDED = 4 * 1024 ** 3;

/**
 * Where the tests' databases lie: in memory where the system has a folder for it with room enough (the load makes hundreds of tables, and on
 * disk half of what a table costs is its files), else in the temporary folder.
 */
export const databaseFolder = (): Promise<string> =>
  statfs(MEMORY).then(
    ({ bavail, bsize }) => (bavail * bsize > NEEDED ? MEMORY : tmpdir()),
    () => tmpdir(),
  );
