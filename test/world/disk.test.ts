import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { chown, cp, mkdir, mkdtemp, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { troubledResort } from '../crash/export.ts';
import { type Ended, expectStatus, type Home, home } from '../support/cli.ts';
import { postgresTarget } from '../support/databases.ts';
import { writeResort } from '../support/resort.ts';
import { testRun } from '../support/runtime.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type State, stateOf, withSession } from '../support/state.ts';
import { endingOf, hasten, load, prepareTarget } from './support.ts';

hasten();

/** Small disks are real ones: tmpfs of a few megabytes, which root may mount. */
const mounted: string[] = [];

/** Where nobody may mount, as for an ordinary user, that is told in the test's name. */
const maySmallDisk = canMount();
const onSmallDisk = (name: string, work: () => Promise<void>) =>
  maySmallDisk
    ? it(name, { timeout: 600_000 }, work)
    : it(`NOT TRIED, since only root may mount a small disk: ${name}`, () => {
        process.stdout.write(`not tried without root: ${name}\n`);
      });

function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'tailtown-migrate-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function smallDisk(folder: string, megabytes: number): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  mounted.push(folder);
  return folder;
}

/** Fills a disk but for so many bytes; gives what frees it again. */
async function fill(folder: string, leave: number): Promise<() => Promise<void>> {
  const { bavail, bsize } = await statfs(folder);
  const ballast = path.join(folder, 'ballast');
  await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
  return () => rm(ballast);
}

let server: TestServer;
let from: string;
let calm: State;
const homes: Home[] = [];

beforeAll(async () => {
  server = await startServer();
  from = await writeResort(troubledResort());
  const run = await testRun('postgres');
  await load(run.runtime, from);
  calm = await stateOf(run.target);
  await run.drop();
});

afterAll(async () => {
  await Promise.all(homes.map((each) => each.drop().catch(() => undefined)));
  await server.stop();
  for (const folder of mounted) execFileSync('umount', ['-l', folder]);
});

function expectTold(ended: Ended, code: string): void {
  expect(`${ended.status} ${ended.stderr}`).toMatch(new RegExp(`^1 [\\s\\S]*Error ${code}: `));
  expect(ended.stderr).toMatch(/What to do: \S/);
  expect(ended.stderr).not.toMatch(/^\s+at .+:\d+/m);
}

onSmallDisk("the disk of the server's database is full, at one stage after the other", async () => {
  const disk = await smallDisk(await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-disk-')), 48);
  if (server.owner) await chown(disk, server.owner.uid, server.owner.gid);
  await withSession(postgresTarget(server.url), async (session) => {
    await session.exec(`CREATE TABLESPACE small LOCATION '${disk}'`);
    await session.exec('CREATE DATABASE full_disk TABLESPACE small TEMPLATE template0');
  });
  const url = new URL(server.url);
  url.pathname = '/full_disk';
  const run = await testRun('pglite');
  const target = postgresTarget(url.toString());
  const runtime = { ...run.runtime, settings: { ...run.runtime.settings, target } };
  await prepareTarget(runtime);
  const empty = (await stateOf(target)).rows;
  const codes: string[] = [];
  for (const leave of [0, 300_000, 900_000, 1_500_000]) {
    const free = await fill(disk, leave);
    const ending = await endingOf(load(runtime, from));
    await free();
    if (ending.ok) break;
    codes.push(ending.code);
    expect(ending).toMatchObject({ code: 'TARGET_DISK_FULL', exit: 1 });
    expect(ending.told).toMatch(/Free space[\s\S]*run the same command again/);
    expect((await stateOf(target)).rows).toEqual(empty);
  }
  expect(codes.length).toBeGreaterThan(1);
  await load(runtime, from);
  expect(await stateOf(target)).toEqual(calm);
  await run.drop();
});

onSmallDisk('the disk of an embedded database is full', async () => {
  const here = await home('pglite');
  homes.push(here);
  const folder = path.join(here.workspace, 'embedded');
  await rename(folder, `${folder}-before`);
  await smallDisk(folder, 192);
  await cp(`${folder}-before`, folder, { recursive: true });
  const undisturbed = await home('pglite');
  homes.push(undisturbed);
  expectStatus(await undisturbed.cli(['run', '--from', from]), 0);
  for (const leave of [0, 200_000]) {
    const free = await fill(folder, leave);
    const ended = await here.cli(['run', '--from', from]);
    await free();
    expectTold(ended, 'TARGET_DISK_FULL');
  }
  expectStatus(await here.cli(['run', '--from', from]), 0);
  expect(await stateOf(here.target)).toEqual(await stateOf(undisturbed.target));
});

onSmallDisk(
  'the disk of the reports is full when the load is committed: the next run completes them',
  async () => {
    const here = await home('postgres');
    homes.push(here);
    const free = await fill(await smallDisk(here.reports, 2), 4096);
    const ended = await here.cli(['run', '--from', from]);
    expectTold(ended, 'REPORT_NOT_WRITTEN');
    await free();
    const again = await here.cli(['run', '--from', from, '--json']);
    expectStatus(again, 0);
    const { batch } = JSON.parse(again.stdout) as { batch: { id: string; state: string } };
    expect(batch.state).toBe('verified');
    for (const file of ['index.html', 'report.json'])
      expect(existsSync(path.join(here.reports, batch.id, file))).toBe(true);
    expect(countsOf(await stateOf(here.target))).toEqual(countsOf(calm));
  },
);

const countsOf = ({ rows }: State) => Object.entries(rows).map(([table, found]) => [table, found.length]);
