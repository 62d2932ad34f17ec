import { symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkJson, checkText } from '../bad-input/support.ts';
import { folderOf } from '../extract/support.ts';
import { type Home, home, jsonOf } from '../support/cli.ts';
import { effort } from '../support/effort.ts';
import { makeCase } from './case.ts';
import { PATIENCE } from './rounds.ts';
import { MARK } from './values.ts';

/** The same cases through the compiled program, as people run it: few, since each costs seconds. */

let here: Home;
beforeAll(async () => {
  here = await home('postgres');
});
afterAll(() => here.drop());

const { seed, minutes } = effort(0);
const seeds = minutes === null ? [seed] : [seed, seed + 1, seed + 2];

it.each(seeds)(
  'a hostile export and its rejects, seed %i',
  async (own) => {
    const one = makeCase(own, true);
    const ran = await here.cli(['run', '--from', one.folder, '--json']);
    expect([0, 3], ran.stderr).toContain(ran.status);
    const result = jsonOf(ran) as { entities: { balanced: boolean }[]; report: { html: string } };
    expect(result.entities.every(({ balanced }) => balanced)).toBe(true);
    const html = await readFile(result.report.html, 'utf8');
    for (const said of [ran.stdout, ran.stderr, html]) expect(said).not.toContain(MARK);
    expect(html).not.toMatch(/<script>alert|<img src|<script src/);

    const exported = await here.cli(['rejects', 'export', '--out', `rejects-${own}`, '--json']);
    expect(exported.status, exported.stderr).toBe(0);
    const { files } = jsonOf(exported) as { files: { path: string; records: number }[] };
    for (const file of files) {
      const text = await readFile(path.resolve(here.folder, file.path), 'utf8');
      const rows: string[][] = parse(text, { bom: true });
      expect(rows).toHaveLength(file.records + 1);
      expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    }
    one.drop();
  },
  PATIENCE,
);

it(
  'a file that cannot be read ends with a message, not a crash',
  async () => {
    const folder = folderOf({ 'owners.csv': 'id,first_name,last_name,email\n1,A,B,a@example.test\n' });
    symlinkSync('/proc/self/mem', path.join(folder, 'vets.csv'));
    const complaint = { status: 2, code: 'FILE_DAMAGED', says: /vets\.csv/ };
    checkText(await here.cli(['run', '--from', folder]), complaint);
    checkJson(await here.cli(['run', '--from', folder, '--json']), complaint);
  },
  PATIENCE,
);
