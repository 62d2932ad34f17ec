import { createHash, randomBytes } from 'node:crypto';
import { chmod, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpoint } from '../core/checkpoint.ts';
import { EXIT, MigrateError } from '../core/errors.ts';
import { isAlive } from '../core/process.ts';
import {
  type Manifest,
  SNAPSHOT_FORMAT,
  type SnapshotEntity,
  type SnapshotLine,
  type UnreadableLine,
} from './format.ts';
import {
  MANIFEST_FILE,
  manifestText,
  SEAL_FILE,
  sealText,
  snapshotId,
  snapshotsFolder,
  verifiedManifest,
} from './seal.ts';

/** What the writer cannot know itself. */
export type ManifestDraft = Omit<Manifest, 'format' | 'id' | 'entities'> & {
  entities: Pick<SnapshotEntity, 'entity' | 'controls' | 'completeness' | 'completeAt'>[];
};

export interface SnapshotWriter {
  /** Declares an entity; must come before its lines. `columns` is the order of the values of its lines. */
  declare(entity: string, columns: readonly string[]): Promise<void>;
  lines(entity: string, lines: readonly SnapshotLine[]): Promise<void>;
  unreadable(entity: string, lines: readonly UnreadableLine[]): Promise<void>;
  /** Seals the snapshot under its id. The same data sealed before: that snapshot is kept, and this one discarded. */
  seal(draft: ManifestDraft): Promise<{ manifest: Manifest; reused: boolean }>;
  /** Removes what was written; does nothing after `seal`. */
  discard(): Promise<void>;
}

type OpenFile = (path: string) => Promise<FileHandle>;

/**
 * Begins a snapshot in a temporary folder beside its final place; nothing is a snapshot before `seal` renames it.
 * Folders that a crash left behind are removed. `openFile` is there for tests.
 * Every call throws SNAPSHOT_DISK_FULL (exit 1) when there is no room, with nothing sealed.
 */
export async function writeSnapshot(
  workspace: string,
  openFile: OpenFile = openNew,
): Promise<SnapshotWriter> {
  const parent = snapshotsFolder(workspace);
  await guarded(() => mkdir(parent, { recursive: true, mode: 0o700 }));
  await removeLeftovers(parent);
  const name = `${PARTIAL}${process.pid}-${randomBytes(6).toString('hex')}`;
  const folder = join(parent, name);
  await guarded(() => mkdir(folder, { mode: 0o700 }));
  active.add(name);
  const sinks = new Map<string, EntitySink>();
  const sinkOf = (entity: string): EntitySink => {
    const sink = sinks.get(entity);
    if (!sink) throw new Error(`Entity ${entity} was not declared`);
    return sink;
  };
  const discard = async () => {
    for (const sink of sinks.values()) await sink.close();
    await rm(folder, { recursive: true, force: true });
    active.delete(name);
  };

  return {
    async declare(entity, columns) {
      const sink = new EntitySink(entity, columns, (file) => openFile(join(folder, file)));
      sinks.set(entity, sink);
      sink.data.add(JSON.stringify({ entity, columns }));
      await sink.data.flush();
    },
    async lines(entity, lines) {
      await sinkOf(entity).writeLines(lines);
      checkpoint('extract.lines');
    },
    unreadable: (entity, lines) => sinkOf(entity).writeUnreadable(lines),
    async seal(draft) {
      const entities: SnapshotEntity[] = [];
      for (const entity of [...draft.entities].sort((a, b) => (a.entity < b.entity ? -1 : 1))) {
        entities.push({ ...entity, ...(await sinkOf(entity.entity).finish()) });
      }
      const unsealed = { format: SNAPSHOT_FORMAT, ...draft, entities } as const;
      const manifest: Manifest = { ...unsealed, id: snapshotId(unsealed) };
      const text = manifestText(manifest);
      await writeWhole(openFile, join(folder, MANIFEST_FILE), text);
      checkpoint('extract.manifest');
      await writeWhole(openFile, join(folder, SEAL_FILE), sealText(text));
      checkpoint('extract.written');
      const existing = await publish(parent, folder, manifest.id);
      checkpoint('extract.sealed');
      await discard();
      return existing ? { manifest: existing, reused: true } : { manifest, reused: false };
    },
    discard,
  };
}

/** Gives the finished folder its name. Returns the manifest that already bears it, proven, or null. */
async function publish(parent: string, folder: string, id: string): Promise<Manifest | null> {
  const place = join(parent, id);
  for (const file of await readdir(folder)) await chmod(join(folder, file), 0o400);
  await syncFolder(folder);
  try {
    await guarded(() => rename(folder, place));
  } catch (error) {
    // A folder that is not empty cannot be replaced by a rename: the same data was sealed before.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    return verifiedManifest(place, id);
  }
  await syncFolder(parent);
  return null;
}

class EntitySink {
  readonly #entity: string;
  readonly #columns: readonly string[];
  readonly data: HashedFile;
  readonly #unreadable: HashedFile;
  #lines = 0;
  #unreadableLines = 0;

  constructor(entity: string, columns: readonly string[], openFile: OpenFile) {
    this.#entity = entity;
    this.#columns = columns;
    this.data = new HashedFile(`${entity}.ndjson`, openFile);
    this.#unreadable = new HashedFile(`${entity}.unreadable.ndjson`, openFile);
  }

  async writeLines(lines: readonly SnapshotLine[]): Promise<void> {
    for (const { file, line, values } of lines) this.data.add(JSON.stringify([file, line, ...values]));
    this.#lines += lines.length;
    await this.data.flush(WORTH_A_WRITE);
  }

  async writeUnreadable(lines: readonly UnreadableLine[]): Promise<void> {
    for (const { file, line, code, raw } of lines)
      this.#unreadable.add(JSON.stringify([file, line, code, raw]));
    this.#unreadableLines += lines.length;
    await this.#unreadable.flush();
  }

  async finish(): Promise<Omit<SnapshotEntity, 'controls' | 'completeness' | 'completeAt'>> {
    const data = await this.data.finish();
    const unreadable = this.#unreadableLines > 0 ? await this.#unreadable.finish() : null;
    return {
      entity: this.#entity,
      path: data.name,
      sha256: data.sha256,
      bytes: data.bytes,
      lines: this.#lines + this.#unreadableLines,
      unreadable: this.#unreadableLines,
      ...(unreadable ? { unreadablePath: unreadable.name, unreadableSha256: unreadable.sha256 } : {}),
      columns: [...this.#columns],
    };
  }

  async close(): Promise<void> {
    await this.data.close();
    await this.#unreadable.close();
  }
}

const WORTH_A_WRITE = 256 * 1024;

/** A file that is opened at its first write, and hashed on the way. */
class HashedFile {
  readonly #name: string;
  readonly #openFile: OpenFile;
  readonly #hash = createHash('sha256');
  #handle: FileHandle | null = null;
  #bytes = 0;
  /** Lines that wait to be written; used again and again. */
  #waiting: Buffer = Buffer.alloc(0);
  #size = 0;

  constructor(name: string, openFile: OpenFile) {
    this.#name = name;
    this.#openFile = openFile;
  }

  /** Keeps a line until the next flush. */
  add(text: string, end = '\n'): void {
    // A character of a string takes at most three bytes of UTF-8.
    const room = this.#size + text.length * 3 + end.length;
    if (room > this.#waiting.length) {
      const larger = Buffer.allocUnsafe(Math.max(room, 2 * this.#waiting.length));
      this.#waiting.copy(larger, 0, 0, this.#size);
      this.#waiting = larger;
    }
    this.#size += this.#waiting.write(text, this.#size, 'utf8');
    this.#size += this.#waiting.write(end, this.#size, 'utf8');
  }

  /** Writes what waits, or only what is worth a call. */
  async flush(least = 1): Promise<void> {
    if (this.#size < least) return;
    const content = this.#waiting.subarray(0, this.#size);
    await guarded(async () => {
      this.#handle ??= await this.#openFile(this.#name);
      await this.#handle.writeFile(content);
    });
    this.#hash.update(content);
    this.#bytes += content.length;
    this.#size = 0;
  }

  async finish(): Promise<{ name: string; sha256: string; bytes: number }> {
    await this.flush();
    await guarded(async () => this.#handle?.sync());
    await this.close();
    return { name: this.#name, sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }
}

const openNew: OpenFile = (path) => open(path, 'wx', 0o600);

async function writeWhole(openFile: OpenFile, path: string, text: string): Promise<void> {
  const file = new HashedFile(path, openFile);
  try {
    file.add(text, '');
    await file.finish();
  } finally {
    await file.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!FULL.has((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new MigrateError('SNAPSHOT_DISK_FULL', 'There is no room left on the disk of the workspace', {
      stage: 'extract',
      hint: 'Free some space, or choose a workspace on another disk with --workspace, and run the command again; nothing was sealed.',
      exit: EXIT.unexpected,
      cause,
    });
  }
}

const PARTIAL = '.partial-';
/** Temporary folders of this process; two extractions may run in one process. */
const active = new Set<string>();

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(PARTIAL) || active.has(name)) continue;
    const pid = Number.parseInt(name.slice(PARTIAL.length), 10);
    if (pid !== process.pid && isAlive(pid)) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
