import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listSnapshots, openSnapshot } from '../../src/snapshot/read.ts';
import { sealText } from '../../src/snapshot/seal.ts';
import { type ManifestDraft, writeSnapshot } from '../../src/snapshot/write.ts';

const newWorkspace = (): string => mkdtempSync(join(tmpdir(), 'tailtown-migrate-snapshot-'));

const draft: ManifestDraft = {
  source: 'gingr-files',
  sourceDatabase: 'main',
  tenant: '11111111-1111-4111-8111-111111111111',
  asOf: '2025-12-16T00:00:00.000Z',
  asOfFrom: 'operator',
  timeZone: 'America/Denver',
  toolVersion: '0.1.0',
  files: [],
  entities: [{ entity: 'owners', controls: [], completeness: 'incomplete' }],
  findings: [],
};

const LINES = Array.from({ length: 40_000 }, (_, line) => ({
  file: 0,
  line: line + 2,
  values: [String(line), line % 3 === 0 ? null : `"nöte"\n${'x'.repeat(60)}\u2028\ud83d\ude00`],
}));

async function sealed(workspace: string, some: Partial<ManifestDraft> = {}) {
  const writer = await writeSnapshot(workspace);
  await writer.declare('owners', ['id', 'notes']);
  for (let at = 0; at < LINES.length; at += 700) await writer.lines('owners', LINES.slice(at, at + 700));
  await writer.unreadable('owners', [{ file: 0, line: 90_000, code: 'FILE_LINE_COLUMNS', raw: 'a\r\nb' }]);
  return writer.seal({ ...draft, ...some });
}

it('reads back what was written, in batches', async () => {
  const workspace = newWorkspace();
  const { manifest } = await sealed(workspace);
  expect(manifest.entities[0]).toMatchObject({
    lines: LINES.length + 1,
    unreadable: 1,
    columns: ['id', 'notes'],
  });
  const snapshot = await openSnapshot(workspace, manifest.id);
  const batches: unknown[][] = [];
  for await (const batch of snapshot.readLines('owners')) batches.push(batch);
  expect(batches.length).toBeGreaterThan(2);
  expect(batches.flat()).toEqual(LINES);
  for await (const batch of snapshot.readUnreadable('owners')) {
    expect(batch).toEqual([{ file: 0, line: 90_000, code: 'FILE_LINE_COLUMNS', raw: 'a\r\nb' }]);
  }
  for await (const _ of snapshot.readLines('vets')) expect.unreachable();
  expect(await listSnapshots(workspace)).toEqual([manifest]);
});

it('is sealed read-only for its owner alone', async () => {
  const workspace = newWorkspace();
  const { manifest } = await sealed(workspace);
  const folder = join(workspace, 'snapshots', manifest.id);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).sort()).toEqual([
    'manifest.json',
    'owners.ndjson',
    'owners.unreadable.ndjson',
    'seal.json',
  ]);
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o400);
});

it.each([
  ['owners.ndjson', (text: string) => text.replace('"7"', '"8"')],
  ['owners.unreadable.ndjson', (text: string) => `${text}\n`],
  ['manifest.json', (text: string) => text.replace('2025-12-16', '2025-12-17')],
  ['seal.json', () => '{}'],
])('refuses a snapshot whose %s was altered', async (file, change) => {
  const workspace = newWorkspace();
  const { manifest } = await sealed(workspace);
  const path = join(workspace, 'snapshots', manifest.id, file);
  chmodSync(path, 0o600);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  await expect(openSnapshot(workspace, manifest.id)).rejects.toMatchObject({
    code: 'SNAPSHOT_ALTERED',
    exit: 4,
    context: { file: file === 'seal.json' ? 'manifest.json' : file },
  });
});

it('says which snapshots another version made, and goes on without them', async () => {
  const workspace = newWorkspace();
  const { manifest } = await sealed(workspace);
  const folder = join(workspace, 'snapshots', manifest.id);
  for (const file of ['manifest.json', 'seal.json']) chmodSync(join(folder, file), 0o600);
  const older = readFileSync(join(folder, 'manifest.json'), 'utf8').replace(/"format": \d+/, '"format": 1');
  writeFileSync(join(folder, 'manifest.json'), older);
  writeFileSync(join(folder, 'seal.json'), sealText(older));
  await expect(openSnapshot(workspace, manifest.id)).rejects.toMatchObject({
    code: 'SNAPSHOT_FORMAT',
    exit: 4,
  });
  expect(await listSnapshots(workspace)).toEqual([]);
});

it('says when there is no such snapshot', async () => {
  await expect(openSnapshot(newWorkspace(), 'f'.repeat(64))).rejects.toMatchObject({
    code: 'SNAPSHOT_MISSING',
    exit: 4,
  });
  expect(await listSnapshots(newWorkspace())).toEqual([]);
});

it('keeps the snapshot that was sealed first', async () => {
  const workspace = newWorkspace();
  const first = await sealed(workspace);
  const second = await sealed(workspace, { asOf: '2026-01-01T00:00:00.000Z' });
  expect([first.reused, second.reused]).toEqual([false, true]);
  expect(second.manifest).toEqual(first.manifest);
  expect(readdirSync(join(workspace, 'snapshots'))).toEqual([first.manifest.id]);
});

it('leaves no half snapshot: what a crash left behind is removed, what is being written is not', async () => {
  const workspace = newWorkspace();
  const leftover = join(workspace, 'snapshots', '.partial-2147483647-abc');
  mkdirSync(leftover, { recursive: true });
  writeFileSync(join(leftover, 'owners.ndjson'), 'half');
  const one = await writeSnapshot(workspace);
  const two = await writeSnapshot(workspace);
  expect(readdirSync(join(workspace, 'snapshots'))).toHaveLength(2);
  expect(await listSnapshots(workspace)).toEqual([]);
  await one.discard();
  await two.discard();
  expect(readdirSync(join(workspace, 'snapshots'))).toEqual([]);
});

it('says that the disk is full, and seals nothing', async () => {
  const workspace = newWorkspace();
  const writer = await writeSnapshot(workspace, () => open('/dev/full', 'w'));
  await expect(writer.declare('owners', ['id'])).rejects.toMatchObject({
    code: 'SNAPSHOT_DISK_FULL',
    exit: 1,
  });
  await writer.discard();
  expect(readdirSync(join(workspace, 'snapshots'))).toEqual([]);
});
