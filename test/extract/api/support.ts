import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Settings } from '../../../src/core/settings.ts';
import { type ApiExtractOptions, extractApi } from '../../../src/extract/index.ts';
import type { Manifest, SnapshotLine } from '../../../src/snapshot/format.ts';
import { openSnapshot } from '../../../src/snapshot/read.ts';
import { type GingrServer, gingrServer, type ServerOptions } from '../../support/gingr-server/server.ts';
import { newFolder, settingsOf } from '../support.ts';

/** A server that is closed when the test ends. */
export async function served(options: ServerOptions): Promise<GingrServer> {
  const server = await gingrServer(options);
  onTestFinished(() => server.close());
  return server;
}

export interface Taken {
  manifest: Manifest;
  reused: boolean;
  workspace: string;
  /** sha256 of each data file, as the disk has it. */
  bytes: Record<string, string>;
  lines(entity: string): Promise<Record<string, string | null>[]>;
}

/** Takes everything from the server into a workspace. */
export async function taken(
  server: GingrServer,
  gingr: Partial<Settings['gingr'] & object> = {},
  more: Partial<ApiExtractOptions> & { workspace?: string; some?: Partial<Settings> } = {},
): Promise<Taken> {
  const { workspace = newFolder(), some, ...options } = more;
  const { manifest, reused } = await extractApi({
    settings: settingsOf(workspace, { gingr: server.settings(gingr), ...some }),
    ...{ timeZone: 'America/Denver', toolVersion: '0.1.0', signal: new AbortController().signal },
    ...options,
  });
  const snapshot = await openSnapshot(workspace, manifest.id);
  return {
    ...{ manifest, reused, workspace },
    bytes: Object.fromEntries(
      manifest.entities.map(({ path }) => [
        path,
        createHash('sha256')
          .update(readFileSync(join(snapshot.folder, path)))
          .digest('hex'),
      ]),
    ),
    async lines(entity) {
      const all: SnapshotLine[] = [];
      for await (const batch of snapshot.readLines(entity)) all.push(...batch);
      const columns = manifest.entities.find((found) => found.entity === entity)?.columns ?? [];
      return all.map(({ values }) =>
        Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null])),
      );
    },
  };
}

export const codesOf = ({ manifest }: Taken): string[] => manifest.findings.map(({ code }) => code);
