import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mappingJsonSchema } from '../../src/mapping/schema.ts';

const FOLDER = 'mappings/gingr';

test('the schema for editors is the one that the program checks by', async () => {
  const committed: unknown = JSON.parse(await readFile(join(FOLDER, 'mapping.schema.json'), 'utf8'));
  expect(committed).toEqual(JSON.parse(JSON.stringify(mappingJsonSchema())));
});

test('it knows the names of the functions', () => {
  expect(JSON.stringify(mappingJsonSchema())).toContain('"earliestInstant"');
});

test('every mapping file names it, so that editors find it', async () => {
  const files = (await readdir(FOLDER, { recursive: true })).filter((name) => name.endsWith('.yaml'));
  expect(files.length).toBeGreaterThan(10);
  for (const name of files) {
    const up = name.includes('/') ? '../' : './';
    const [line] = (await readFile(join(FOLDER, name), 'utf8')).split('\n');
    expect(line).toBe(`# yaml-language-server: $schema=${up}mapping.schema.json`);
  }
});
