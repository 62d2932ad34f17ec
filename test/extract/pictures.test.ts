import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { silentProgress } from '../../src/core/progress.ts';
import { acquireEmbeddedLock } from '../../src/database/file-lock.ts';
import { type CopiedPicture, type CopyOptions, copyPictures } from '../../src/extract/pictures/copy.ts';
import { pictureColumnsAreKnown } from '../../src/gingr/pictures.ts';
import { filesCopy } from '../../src/pipeline/files.ts';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { type Answer, jpeg, type PictureServer, pictureServer } from '../support/picture-server.ts';
import { extract, folderOf, newFolder, settingsOf } from './support.ts';

let servers: PictureServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function serverOf(answers: Record<string, Answer | Answer[]>): Promise<PictureServer> {
  const server = await pictureServer(answers);
  servers.push(server);
  return server;
}

/** A snapshot of animals: id, owner, address of the photo. */
async function snapshotOf(animals: readonly (readonly [string, string, string])[]) {
  const lines = animals.map(([id, owner, image]) => `${id},${owner},Rex,1,${image}`);
  const text = `id,owner_id,first_name,species_id,image\n${lines.join('\n')}\n`;
  const { manifest, workspace } = await extract(folderOf({ 'animals.csv': text }));
  return { snapshot: await openSnapshot(workspace, manifest.id), workspace };
}

/** Patient enough for a busy machine. */
const FAST = { attempts: 4, pause: 5, timeout: 3000 };

async function copy(
  animals: readonly (readonly [string, string, string])[],
  some: Partial<CopyOptions> = {},
) {
  const to = some.to ?? join(newFolder(), 'photos');
  const { snapshot } = await snapshotOf(animals);
  const result = await copyPictures({
    ...{ snapshot, to, folder: null, download: true, concurrency: 3, placeholders: [], retries: FAST },
    ...{ signal: new AbortController().signal, ...some },
  });
  const { pictures }: { pictures: CopiedPicture[] } = JSON.parse(readFileSync(result.manifest, 'utf8'));
  return { result, to, pictures, of: (url: string) => pictures.find((picture) => picture.url === url) };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** All files below the folder's `files`, by their relative paths. */
const filesIn = (to: string): string[] =>
  readdirSync(join(to, 'files'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();

describe('pictures', () => {
  it('are copied once each, with their hash, whatever the server does in between (P-NAME-10)', async () => {
    const server = await serverOf({
      '/a.jpg': { bytes: jpeg(1) },
      '/weak.jpg': [{ status: 500 }, { hangUp: true }, { bytes: jpeg(2) }],
      '/cut.jpg': [{ cutShort: jpeg(3) }, { bytes: jpeg(3) }],
      '/late.jpg': [{ silent: true }, { bytes: jpeg(4) }],
      '/busy.jpg': [{ status: 429, headers: { 'retry-after': '0' } }, { bytes: jpeg(5) }],
      '/page.jpg': { bytes: Buffer.from('<html>Sign in</html>'), type: 'text/html' },
      '/never.jpg': { cutShort: jpeg(6) },
      '/forbidden.jpg': { status: 403 },
      '/again.jpg': { bytes: jpeg(1) },
    });
    const paths = [
      '/a',
      '/weak',
      '/cut',
      '/late',
      '/busy',
      '/page',
      '/never',
      '/forbidden',
      '/gone',
      '/again',
    ];
    const animals = paths.map((path, at) => [String(at + 1), '7', server.url(`${path}.jpg`)] as const);
    const twice = ['99', '7', server.url('/a.jpg')] as const;
    const nothing = ['98', '7', ''] as const;
    const { result, to, of } = await copy([...animals, twice, nothing, animals[0] ?? twice]);

    expect(result).toMatchObject({ copied: 6, failed: 4, placeholders: 0, kept: 0 });
    expect(result.bytes).toBe(5 * 2004);
    expect(filesIn(to)).toEqual([1, 2, 3, 4, 5].map((number) => `${sha256(jpeg(number))}.jpg`).sort());
    const a = of(server.url('/a.jpg'));
    expect(a).toEqual({
      ...{ url: server.url('/a.jpg'), state: 'copied', sha256: sha256(jpeg(1)), bytes: 2004 },
      file: `files/${sha256(jpeg(1)).slice(0, 2)}/${sha256(jpeg(1))}.jpg`,
      records: [
        { entity: 'animals', id: '1' },
        { entity: 'animals', id: '99' },
      ],
    });
    expect(readFileSync(join(to, a?.file ?? ''))).toEqual(jpeg(1));
    expect(statSync(join(to, a?.file ?? '')).mode & 0o777).toBe(0o600);
    const why = (path: string) => of(server.url(path))?.why;
    expect([why('/page.jpg'), why('/never.jpg'), why('/forbidden.jpg'), why('/gone.jpg')]).toEqual([
      ...['no-picture', 'network', 'refused', 'gone'],
    ]);
    expect(Object.fromEntries(server.asked)).toMatchObject({
      ...{ '/a.jpg': 1, '/weak.jpg': 3, '/cut.jpg': 2, '/late.jpg': 2, '/busy.jpg': 2 },
      ...{ '/page.jpg': 1, '/never.jpg': 4, '/forbidden.jpg': 1, '/gone.jpg': 1 },
    });
  });

  it('that are placeholders are told by address, by hash, and by the number of owners that share them (P-NAME-10)', async () => {
    const server = await serverOf({
      ...{ '/x1.jpg': { bytes: jpeg(1) }, '/x2.jpg': { bytes: jpeg(1) }, '/x3.jpg': { bytes: jpeg(1) } },
      ...{ '/family1.jpg': { bytes: jpeg(2) }, '/family2.jpg': { bytes: jpeg(2) } },
      '/known.jpg': { bytes: jpeg(3) },
    });
    const at = (path: string) => server.url(path);
    const { result, of } = await copy(
      [
        ['1', '71', at('/x1.jpg')],
        ['2', '72', at('/x2.jpg')],
        ['3', '73', at('/x3.jpg')],
        ['4', '71', at('/family1.jpg')],
        ['5', '72', at('/family2.jpg')],
        ['6', '74', at('/known.jpg')],
        ['7', '75', at('/img/no-photo.png')],
        ['8', '76', at('/img/ajax-loader.gif')],
      ],
      { placeholders: [sha256(jpeg(3))] },
    );
    expect(result).toMatchObject({ copied: 2, placeholders: 6, failed: 0 });
    expect(
      ['/x1.jpg', '/family1.jpg', '/known.jpg', '/img/no-photo.png'].map((path) => of(at(path))?.why),
    ).toEqual([...['shared', undefined, 'hash', 'address']]);
    expect([...server.asked.keys()].some((path) => path.startsWith('/img'))).toBe(false);
  });

  it('are fetched a few at a time', async () => {
    const answers = Array.from(
      { length: 20 },
      (_, at) => [`/${at}.jpg`, { bytes: jpeg(at), after: 20 }] as const,
    );
    const server = await serverOf(Object.fromEntries(answers));
    const animals = answers.map(([path], at) => [String(at + 1), String(at), server.url(path)] as const);
    const { result } = await copy(animals, { concurrency: 3 });
    expect(result.copied).toBe(20);
    expect(server.most()).toBe(3);
  });

  it('are not fetched again, while what failed is', async () => {
    const server = await serverOf({
      '/a.jpg': { bytes: jpeg(1) },
      '/b.jpg': [{ status: 404 }, { bytes: jpeg(2) }],
    });
    const animals = [
      ['1', '7', server.url('/a.jpg')],
      ['2', '7', server.url('/b.jpg')],
    ] as const;
    const first = await copy(animals);
    expect(first.result).toMatchObject({ copied: 1, failed: 1, kept: 0 });
    const second = await copy(animals, { to: first.to });
    expect(second.result).toMatchObject({ copied: 2, failed: 0, kept: 1 });
    expect(Object.fromEntries(server.asked)).toEqual({ '/a.jpg': 1, '/b.jpg': 2 });
    // What was taken out of the folder is fetched anew.
    rmSync(join(first.to, second.of(server.url('/a.jpg'))?.file ?? ''));
    expect((await copy(animals, { to: first.to })).result).toMatchObject({ copied: 2, kept: 1 });
    expect(server.asked.get('/a.jpg')).toBe(2);
  });

  it('are taken up where a stopped run left them: nothing twice, and nothing half under its name', async () => {
    const answers = Array.from(
      { length: 12 },
      (_, at) => [`/${at}.jpg`, { bytes: jpeg(at), after: 5 }] as const,
    );
    const server = await serverOf({
      ...Object.fromEntries(answers),
      '/11.jpg': [{ silent: true }, { bytes: jpeg(11) }],
    });
    const animals = answers.map(([path], at) => [String(at + 1), String(at), server.url(path)] as const);
    const to = join(newFolder(), 'photos');
    const stop = new AbortController();
    const onProgress = (done: number) => done === 6 && stop.abort(new Error('stopped'));
    await expect(copy(animals, { to, concurrency: 1, signal: stop.signal, onProgress })).rejects.toThrow(
      'stopped',
    );
    expect(filesIn(to)).toHaveLength(6);
    // What kill -9 leaves: half a file under no name, and half a line.
    writeFileSync(join(to, 'files/.partial-dead'), 'half');
    appendFileSync(join(to, 'journal.ndjson'), '{"url":"http://127');
    const { result } = await copy(animals, { to });
    expect(result).toMatchObject({ copied: 12, kept: 6, failed: 0 });
    expect(filesIn(to)).toHaveLength(12);
    expect([...server.asked].filter(([path, times]) => times > 1 && path !== '/11.jpg')).toEqual([]);
    expect((await copy(animals, { to })).result).toMatchObject({ copied: 12, kept: 12 });
  });

  it('come from a folder by path, name or id, and never by a guess', async () => {
    const saved: Record<string, Buffer> = {
      ...{ 'bucket/p/1.jpg': jpeg(1), 'other/1.jpg': jpeg(8), 'flat.jpg': jpeg(2) },
      ...{
        'two/same.jpg': jpeg(5),
        'three/same.jpg': jpeg(6),
        '504.png': jpeg(4),
        'text.jpg': Buffer.from('no picture'),
      },
    };
    const folder = newFolder();
    for (const [name, bytes] of Object.entries(saved)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const host = 'https://pictures.example.test';
    const { result, of } = await copy(
      [
        ['501', '1', `${host}/bucket/p/1.jpg`],
        ['502', '2', `${host}/x/flat.jpg?v=2`],
        ['503', '3', `${host}/x/same.jpg`],
        ['504', '4', `${host}/x/unknown.jpg`],
        ['505', '5', `${host}/x/missing.jpg`],
        ['506', '6', `${host}/x/text.jpg`],
      ],
      { folder, download: false },
    );
    expect(result).toMatchObject({ copied: 3, failed: 3 });
    expect(of(`${host}/bucket/p/1.jpg`)?.sha256).toBe(sha256(jpeg(1)));
    expect(of(`${host}/x/flat.jpg?v=2`)?.sha256).toBe(sha256(jpeg(2)));
    expect(of(`${host}/x/unknown.jpg`)?.sha256).toBe(sha256(jpeg(4)));
    const why = (name: string) => of(`${host}/x/${name}.jpg`)?.why;
    expect([why('same'), why('missing'), why('text')]).toEqual(['ambiguous', 'not-in-folder', 'no-picture']);
  });

  it('are refused where another run works in the folder, or the folder is not what it seems', async () => {
    const server = await serverOf({ '/a.jpg': { bytes: jpeg(1) } });
    const { workspace } = await snapshotOf([['1', '7', server.url('/a.jpg')]]);
    const runtime = {
      ...{ settings: settingsOf(workspace), log: pino({ level: 'silent' }), progress: silentProgress },
      signal: new AbortController().signal,
    };
    const to = join(newFolder(), 'photos');
    const options = { to, folder: null, download: true, concurrency: 2, placeholders: [] };
    const lock = await acquireEmbeddedLock(to);
    await expect(filesCopy(runtime, options)).rejects.toMatchObject({ code: 'LOCK_HELD', exit: 4 });
    await lock.release();
    expect(await filesCopy(runtime, options)).toMatchObject({ copied: 1, failed: 0 });
    appendFileSync(join(to, 'journal.ndjson'), 'nonsense\n');
    await expect(filesCopy(runtime, options)).rejects.toMatchObject({
      code: 'FILES_JOURNAL_DAMAGED',
      exit: 2,
    });
    const folder = join(to, 'nowhere');
    await expect(filesCopy(runtime, { ...options, folder })).rejects.toMatchObject({ code: 'NO_INPUT' });
  });

  it('stand in columns that the catalogue knows', () => expect(pictureColumnsAreKnown()).toBe(true));
});
