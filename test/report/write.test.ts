import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MigrateError } from '../../src/core/errors.ts';
import { NOTHING_AFTER } from '../../src/reconcile/aftermath.ts';
import { writeReport } from '../../src/report/write.ts';
import { model } from './fixture.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'report-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('writeReport', () => {
  it('writes page, data and lists for their owner alone, and nothing else', async () => {
    const folder = path.join(root, 'reports', 'one');
    const files = await writeReport(model(), folder);
    expect(files).toEqual({ html: path.join(folder, 'index.html'), json: path.join(folder, 'report.json') });
    const names = (await readdir(folder)).sort();
    expect(names.filter((name) => !name.endsWith('.csv'))).toEqual(['index.html', 'report.json']);
    expect(JSON.parse(await readFile(files.json, 'utf8'))).toEqual({ ...model(), after: NOTHING_AFTER });
    expect(await readFile(path.join(folder, 'reasons.csv'), 'utf8')).toContain(
      '"owners","rejected","FILE_LINE_COLUMNS","1"\r\n',
    );
    for (const file of names.map((name) => path.join(folder, name)))
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    for (const made of [folder, path.dirname(folder)]) expect((await stat(made)).mode & 0o777).toBe(0o700);
  });

  it('replaces an earlier report and its wider permissions', async () => {
    await writeFile(path.join(root, 'index.html'), 'old', { mode: 0o644 });
    const { html } = await writeReport(model(), root);
    expect(await readFile(html, 'utf8')).toMatch(/^<!doctype html>/);
    expect((await stat(html)).mode & 0o777).toBe(0o600);
  });

  it('says what to do where the folder cannot be made', async () => {
    const file = path.join(root, 'file');
    await writeFile(file, '');
    const failure = await writeReport(model(), path.join(file, 'folder')).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MigrateError);
    expect(failure).toMatchObject({ code: 'REPORT_NOT_WRITTEN', exit: 1 });
  });
});
