import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { introspect } from '../../../src/database/introspect.ts';
import { openSession } from '../../../src/database/open.ts';
import type { Session } from '../../../src/database/session.ts';
import { readMapping } from '../../../src/mapping/read.ts';
import { generateResort } from '../../../src/sample/index.ts';
import { openSnapshot, type Snapshot } from '../../../src/snapshot/read.ts';
import { type Layout, layoutOf } from '../../../src/staging/layout.ts';
import type { ThreadChoice } from '../../../src/transform/chunks/mappers.ts';
import { type TransformInput, type TransformResult, transform } from '../../../src/transform/run.ts';
import { extract, newFolder } from '../../extract/support.ts';
import { freshPglite, TEST_TENANT, type TestPglite } from '../../support/databases.ts';
import { MAPPINGS } from '../../support/runtime.ts';

const IN_THREADS: ThreadChoice = {
  module: new URL('../../support/mapper-thread.mjs', import.meta.url),
  fromLines: 0,
};

let database: TestPglite;
let session: Session;
let snapshot: Snapshot;
let layout: Layout;
let input: TransformInput;

beforeAll(async () => {
  const folder = newFolder();
  await generateResort({ seed: 3, owners: 150, staysPerOwner: 10, out: folder });
  const { workspace, manifest } = await extract(path.join(folder, 'export'));
  snapshot = await openSnapshot(workspace, manifest.id);
  database = await freshPglite();
  session = await openSession(database.target);
  const mapping = await readMapping([MAPPINGS, path.join(folder, 'mapping')]);
  layout = layoutOf(7, mapping, await introspect(session), 'target-wins', { files: [], before: {} });
  const source = { tenant: TEST_TENANT.id, sourceDatabase: 'main' };
  input = {
    ...{ session, layout, mapping, snapshot, source },
    context: {
      ...{ ...source, timeZone: TEST_TENANT.timeZone, asOf: manifest.asOf },
      ...{ reservationTimeMode: 'wall-as-utc', consentUnknown: 'deny' },
    },
    merges: [],
    onProgress: () => undefined,
    signal: new AbortController().signal,
  };
});

afterAll(async () => {
  await session.close();
  await database.drop();
});

async function staged(
  threads: ThreadChoice,
): Promise<{ tables: Map<string, unknown[]>; result: TransformResult }> {
  const result = await transform({ ...input, threads });
  const tables = new Map<string, unknown[]>();
  const { lines, issues, alterations, files, units } = layout;
  for (const table of [lines, issues, alterations, files, ...units.map((unit) => unit.staged)]) {
    const { rows } = await session.query(`SELECT t::text AS row FROM ${table} t`);
    tables.set(table, rows);
  }
  return { tables, result };
}

it('gives the same rows in the same order in threads as in the main one', async () => {
  const chunks: number[] = [];
  for await (const { lines } of snapshot.readChunks('reservations', 'lines')) chunks.push(lines);
  expect(chunks.length).toBeGreaterThan(2);

  const here = await staged({ module: null, fromLines: 0 });
  const inThreads = await staged(IN_THREADS);

  expect(inThreads).toEqual(here);
  expect(here.tables.get(layout.lines)?.length).toBeGreaterThan(1500);
});

it('tells what broke in a thread, and leaves none behind', async () => {
  const broken = path.join(newFolder(), 'broken.mjs');
  await writeFile(
    broken,
    "import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => { throw new Error('broken on purpose'); });\n",
  );
  const before = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
  await expect(
    transform({ ...input, threads: { module: pathToFileURL(broken), fromLines: 0 } }),
  ).rejects.toThrow('broken on purpose');
  expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length).toBe(before);
});

it('stops when it is told to', async () => {
  const stop = new AbortController();
  const onProgress = () => stop.abort(new Error('enough'));
  await expect(transform({ ...input, onProgress, signal: stop.signal, threads: IN_THREADS })).rejects.toThrow(
    'enough',
  );
});
