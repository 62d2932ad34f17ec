import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Settings } from '../../src/core/settings.ts';
import { type ExtractOptions, extractFiles } from '../../src/extract/index.ts';
import { CATALOGUE } from '../../src/gingr/catalogue.ts';
import type { Manifest, SnapshotLine, UnreadableLine } from '../../src/snapshot/format.ts';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { unsaid } from '../support/settings.ts';

export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'tailtown-migrate-extract-'));

/** Writes files into a folder of their own and returns it. */
export function folderOf(files: Record<string, string | Buffer>): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export const settingsOf = (workspace: string, some: Partial<Settings> = {}): Settings => ({
  ...unsaid(),
  workspace,
  reports: join(workspace, 'reports'),
  tenant: {
    id: '11111111-1111-4111-8111-111111111111',
    name: 'Harbor Pet Resort',
    timeZone: 'America/Denver',
  },
  target: { name: 'embedded', kind: 'embedded', directory: join(workspace, 'database') },
  mappingFolders: [],
  rejects: { accept: {}, refuse: {} },
  vanishedLimit: {},
  ...some,
});

export interface Extracted {
  manifest: Manifest;
  reused: boolean;
  workspace: string;
  lines(entity: string): Promise<SnapshotLine[]>;
  unreadable(entity: string): Promise<UnreadableLine[]>;
  /** Values of one canonical column, in order. */
  column(entity: string, name: string): Promise<(string | null | undefined)[]>;
}

/** Extracts the paths into a workspace and opens what came out. */
export async function extract(
  paths: string | string[],
  some: Partial<Settings> = {},
  workspace = newFolder(),
  more: Partial<ExtractOptions> = {},
): Promise<Extracted> {
  const { manifest, reused } = await extractFiles({
    paths: [paths].flat(),
    settings: settingsOf(workspace, some),
    timeZone: 'America/Denver',
    toolVersion: '0.1.0',
    ...more,
  });
  const snapshot = await openSnapshot(workspace, manifest.id);
  const lines = async (entity: string) => {
    const all: SnapshotLine[] = [];
    for await (const batch of snapshot.readLines(entity)) all.push(...batch);
    return all;
  };
  return {
    manifest,
    reused,
    workspace,
    lines,
    async unreadable(entity) {
      const all: UnreadableLine[] = [];
      for await (const batch of snapshot.readUnreadable(entity)) all.push(...batch);
      return all;
    },
    async column(entity, name) {
      const at = manifest.entities.find((found) => found.entity === entity)?.columns.indexOf(name) ?? -1;
      return (await lines(entity)).map((line) => line.values[at]);
    },
  };
}

/** The 54 columns of the day export, in order. */
export const DAY_EXPORT = CATALOGUE.reservations.columns.slice(0, 54).map(({ name }) => name);

/** A day export's line from some of its values. */
export const dayLine = (values: Record<string, string>, delimiter = '\t'): string =>
  DAY_EXPORT.map((name) => values[name] ?? '').join(delimiter);

export const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
