import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { readLists } from '../../src/transform/read-lists.ts';
import { extract, folderOf } from '../extract/support.ts';
import { defaults } from './support.ts';

/** Labels of the species by id, from files with a time of change each. */
async function speciesOf(files: Record<string, [content: string, modified: string]>) {
  const folder = folderOf(Object.fromEntries(Object.entries(files).map(([name, [text]]) => [name, text])));
  for (const [name, [, modified]] of Object.entries(files)) {
    const at = new Date(modified);
    utimesSync(join(folder, name), at, at);
  }
  const { manifest, workspace } = await extract(folder);
  const lists = await readLists(await openSnapshot(workspace, manifest.id), await defaults());
  return Object.fromEntries([...(lists.get('species') ?? [])].map(([id, { label }]) => [id, label]));
}

it('a label that was renamed is that of the newest file, by its export date, then its time (P-G-7)', async () => {
  const older = 'value,label\n1,Dog\n2,Cat\n';
  const newer = 'value,label\n1,Canine\n3,Other\n';
  const species = { 1: 'Canine', 2: 'Cat', 3: 'Other' };
  expect(
    await speciesOf({
      'species 2026-03-02.csv': [newer, '2026-03-02T00:00:00Z'],
      'species 2026-03-01.csv': [older, '2026-03-09T00:00:00Z'],
    }),
  ).toEqual(species);
  expect(
    await speciesOf({
      'a/species.csv': [newer, '2026-03-02T00:00:00Z'],
      'b/species.csv': [older, '2026-03-01T00:00:00Z'],
    }),
  ).toEqual(species);
});

it('where nothing says which of two labels is newer, there is none (P-REF-8)', async () => {
  const list = 'value,label\n1,Dog\n1,Cat\n2,Cat\n2,Cat\n1,Dog\n';
  expect(await speciesOf({ 'species.csv': [list, '2026-03-01T00:00:00Z'] })).toEqual({
    ...{ 1: '', 2: 'Cat' },
  });
});
