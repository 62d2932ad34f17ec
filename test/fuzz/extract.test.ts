import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'vitest';
import { extractFiles } from '../../src/extract/index.ts';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { settingsOf } from '../extract/support.ts';
import { unaccounted } from './accounting.ts';
import { makeCase } from './case.ts';
import { complaints, REFUSALS } from './oracle.ts';
import { type Judged, PATIENCE, rounds } from './rounds.ts';

it(
  'any folder is extracted to its last line, or refused with a reason',
  () => rounds('extract', 60, judge),
  PATIENCE,
);

async function judge(seed: number): Promise<Judged> {
  const one = makeCase(seed, false);
  const judged = await extracted(one.folder);
  // One bad file refuses the folder; the others are looked at by themselves.
  if (judged.ended !== 'extracted') {
    for (const name of readdirSync(one.folder).slice(0, 4)) {
      judged.wrong.push(...(await extracted(path.join(one.folder, name))).wrong);
    }
  }
  if (judged.wrong.length === 0) one.drop();
  else judged.wrong.push(`folder: ${one.folder}`, ...one.notes);
  return judged;
}

async function extracted(from: string): Promise<Judged> {
  const workspaces = [0, 1].map(() => mkdtempSync(path.join(tmpdir(), 'tailtown-migrate-fuzz-')));
  const [workspace = '', another = ''] = workspaces;
  const extractTo = (to: string) =>
    extractFiles({ paths: [from], settings: settingsOf(to), timeZone: 'America/Denver', toolVersion: '0' });
  const began = performance.now();
  try {
    const { manifest } = await extractTo(workspace);
    const seconds = (performance.now() - began) / 1000;
    const snapshot = await openSnapshot(workspace, manifest.id);
    const root = statSync(from).isDirectory() ? from : path.dirname(from);
    const wrong = await unaccounted(snapshot, (name) => path.join(root, name));
    wrong.push(...overlooked(from, manifest.files.length));
    const again = await extractTo(another);
    if (again.manifest.id !== manifest.id) wrong.push('the same folder gave another snapshot');
    if (seconds > 20) wrong.push(`took ${seconds.toFixed(0)} s`);
    return { wrong, ended: 'extracted' };
  } catch (error) {
    const wrong = complaints(error, REFUSALS);
    const left = readdirSync(workspace, { recursive: true });
    if (left.some((name) => String(name).includes('manifest'))) wrong.push(`left behind: ${left.join(', ')}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'bare';
    return { wrong, ended: code };
  } finally {
    for (const each of workspaces) rmSync(each, { recursive: true, force: true });
  }
}

/** Files that the snapshot does not tell of; a note in .txt may be left alone, and a file is read once. */
function overlooked(from: string, read: number): string[] {
  const find = ['-L', from, '-type', 'f', '!', '-iname', '*.txt', '-printf', '%D:%i\n'];
  const { stdout } = spawnSync('find', find, { encoding: 'latin1' });
  const files = new Set(stdout.split('\n').filter((line) => line !== '')).size;
  return files > read ? [`${files} files lie there, ${read} were read`] : [];
}
