import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { silentProgress } from '../../src/core/progress.ts';
import type { Settings, TargetSettings } from '../../src/core/settings.ts';
import { openSession } from '../../src/database/open.ts';
import type { Session } from '../../src/database/session.ts';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { copyPostgres, freshPglite, freshPostgres, TEST_TENANT } from './databases.ts';
import { unsaid } from './settings.ts';
import { type ShapeName, shapedPostgres } from './shapes/index.ts';

export const MAPPINGS = path.resolve(import.meta.dirname, '../../mappings/gingr');

export interface TestRun {
  runtime: Runtime;
  target: TargetSettings;
  /** Work on the target between two runs, as a person or another program would. */
  withTarget<T>(work: (session: Session) => Promise<T>): Promise<T>;
  drop(): Promise<void>;
}

type Database = Awaited<ReturnType<typeof freshPostgres>> | Awaited<ReturnType<typeof freshPglite>>;
type Kind = 'postgres' | 'pglite' | { copyOf: string } | { shape: ShapeName } | { database: Database };

/** A prepared database of its own, the copy of one or one that Tailtown made, a workspace, and a runtime on both. */
export async function testRun(kind: Kind, changes: Partial<Settings> = {}): Promise<TestRun> {
  const database = await databaseOf(kind);
  const workspace = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-'));
  const settings: Settings = {
    ...unsaid(),
    workspace: path.join(workspace, 'workspace'),
    reports: path.join(workspace, 'reports'),
    tenant: { ...TEST_TENANT },
    target: database.target,
    mappingFolders: [MAPPINGS],
    rejects: { accept: { '*': { kind: 'share', value: 1 } }, refuse: {} },
    vanishedLimit: { '*': { kind: 'share', value: 1 } },
    ...changes,
  };
  const runtime: Runtime = {
    settings,
    log: pino({ level: 'silent' }),
    progress: silentProgress,
    signal: new AbortController().signal,
  };
  return {
    runtime,
    target: database.target,
    async withTarget(work) {
      const session = await openSession(database.target);
      try {
        return await work(session);
      } finally {
        await session.close();
      }
    },
    async drop() {
      await database.drop();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

function databaseOf(kind: Kind): Database | Promise<Database> {
  if (kind === 'postgres') return freshPostgres();
  if (kind === 'pglite') return freshPglite();
  if ('database' in kind) return kind.database;
  return 'shape' in kind ? shapedPostgres(kind.shape) : copyPostgres(kind.copyOf);
}
