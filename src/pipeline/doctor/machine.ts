import { access, constants, mkdir } from 'node:fs/promises';
import { TOOL_VERSION } from '../../core/version.ts';
import { readMapping } from '../../mapping/read.ts';
import { readAdoption } from '../adoption.ts';
import { readMerges } from '../merges.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { check } from './check.ts';

/** What this machine has: programs, files, folders. */
export async function machineChecks({ settings }: Runtime): Promise<DoctorCheck[]> {
  const { workspace, decisions } = settings;
  return [
    await check({ name: 'Node.js', expected: '20.19 or later', remedy: 'Install a current Node.js.' }, () => {
      const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
      const old = major < 20 || (major === 20 && minor < 19);
      return old ? { failed: process.versions.node } : process.versions.node;
    }),
    await check(
      { name: 'program', expected: 'a version of this program', remedy: 'Install it again.' },
      () => TOOL_VERSION,
    ),
    await check(
      {
        name: 'workspace',
        expected: 'a folder that can be written',
        remedy: 'Name another folder with --workspace DIR.',
      },
      async () => {
        await mkdir(workspace, { recursive: true, mode: 0o700 });
        await access(workspace, constants.W_OK);
        return 'writable';
      },
    ),
    await check(
      {
        name: 'mapping',
        expected: 'the mapping files are valid',
        remedy: 'Mend the file and line that is named.',
      },
      async () => {
        const mapping = await readMapping(settings.mappingFolders);
        return `${mapping.entities.length} entities, ${mapping.hash.slice(0, 12)}`;
      },
    ),
    ...(decisions.adoption === undefined
      ? []
      : [await decisionFile('adoption', async () => (await readAdoption(settings)).length)]),
    ...(decisions.merges === undefined
      ? []
      : [await decisionFile('merges', async () => (await readMerges(settings)).length)]),
  ];
}

const decisionFile = (name: string, read: () => Promise<number>): Promise<DoctorCheck> =>
  check(
    { name, expected: 'the file of decisions is valid', remedy: 'Mend the line that is named.' },
    async () => `${await read()} decisions`,
  );
