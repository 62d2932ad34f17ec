import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDocuments } from '../../src/cli/documents.ts';
import { RULES } from '../../src/core/rules/index.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';

let folder: string;
let written: string[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-docs-'));
  written = await writeDocuments(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = (root: string, name: string) => readFileSync(path.join(root, name), 'utf8');

describe('what `npm run docs` writes', () => {
  it('is what is committed', () => {
    expect(written.length).toBeGreaterThan(5);
    const stale = written.filter((name) => {
      const committed = path.join(PACKAGE_ROOT, name);
      return !existsSync(committed) || !readFileSync(committed).equals(readFileSync(path.join(folder, name)));
    });
    expect(stale).toEqual([]);
  });

  it('is all that the generated folders hold', async () => {
    for (const generated of ['reports/example', 'samples/resort/export']) {
      const names = await readdir(path.join(PACKAGE_ROOT, generated), {
        recursive: true,
        withFileTypes: true,
      });
      const files = names
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(PACKAGE_ROOT, path.join(entry.parentPath, entry.name)));
      expect(files.filter((name) => !written.includes(name.split(path.sep).join('/')))).toEqual([]);
    }
  });

  it('has every rule', () => {
    const rules = text(folder, 'docs/rules.md');
    expect(Object.keys(RULES).filter((code) => !rules.includes(`\n### ${code}\n`))).toEqual([]);
  });

  it('shows no personal value and nothing of this machine in the example report', () => {
    for (const name of ['reports/example/index.html', 'reports/example/report.json']) {
      expect(text(folder, name)).not.toMatch(/example\.test|555-?01\d\d|\/tmp\/|\/home\//);
      expect(text(folder, name)).not.toContain(PACKAGE_ROOT.replace(/\/$/, ''));
    }
  });
});
