import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/version.ts';

/** How many codes each family has in gingr-sources.md, section 3. */
const FAMILIES = {
  ...{ DUP: 12, TZ: 11, LODGE: 9, RES: 16, REF: 9, VAX: 9, API: 5, SQL: 6, NAME: 10, MON: 14 },
  ...{ ORPHAN: 6, PRIV: 6, OPS: 9, G: 16 },
};
const PAGE = readFileSync(path.join(PACKAGE_ROOT, 'docs/pitfalls.md'), 'utf8');
const CODE = /P-[A-Z]+-\d+/g;
/** A text that is the first argument of `it`, `test` or `describe`, or of what their `each` gives. */
const TITLE = /(?:\b(?:it|test|describe)|\))\(\s*(['"`])((?:(?!\1)[^\\]|\\.)*)\1\s*,/g;

const pitfalls = [...PAGE.matchAll(/^\| (P-[^ ]+) \| (.+) \| (.+) \| (.+) \|$/gm)].map(
  ([, code = '', , where = '', proof = '']) => ({
    ...{ code, where, tests: [...proof.matchAll(/`(test\/[^`]+\.test\.ts)`/g)].map(([, file = '']) => file) },
    reason: proof.replace(/^`test\/.+?\.test\.ts`(?:; |$)/, ''),
  }),
);

/** Codes that the titles of a test file bear. */
const codesOf = (file: string): string[] =>
  [...readFileSync(path.join(PACKAGE_ROOT, file), 'utf8').matchAll(TITLE)].flatMap(
    ([, , title = '']) => title.match(CODE) ?? [],
  );

const below = (folder: string, ending: string) =>
  readdirSync(path.join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')));

const pairs = (list: { code: string; tests: string[] }[]) =>
  list.flatMap(({ code, tests }) => tests.map((file) => `${code} ${file}`)).sort();

describe('docs/pitfalls.md', () => {
  it('has every code once, in the order of the reference', () => {
    const expected = Object.entries(FAMILIES).flatMap(([family, count]) =>
      Array.from({ length: count }, (_, index) => `P-${family}-${index + 1}`),
    );
    expect(pitfalls.map(({ code }) => code)).toEqual(expected);
    expect(PAGE.match(/^\| P-/gm)).toHaveLength(expected.length);
  });

  it('names the tests whose titles bear a code, and no others', () => {
    const borne = below('test', '.test.ts').flatMap((file) =>
      [...new Set(codesOf(file))].map((code) => ({ code, tests: [file] })),
    );
    expect(pairs(pitfalls)).toEqual(pairs(borne));
  });

  it('says of every other code why it cannot arise, or which issue is open', () => {
    const silent = pitfalls.filter(
      ({ tests, reason }) =>
        !/^(?:cannot arise: .{20,}|open: issue [5-7], .{4,})$/.test(reason) &&
        (tests.length === 0 || reason !== ''),
    );
    expect(silent.map(({ code, reason }) => `${code}: ${reason}`)).toEqual([]);
    expect(pitfalls.filter(({ tests, reason }) => tests.length > 0 && reason.startsWith('cannot'))).toEqual(
      [],
    );
  });

  it('names rules, errors and mapping files that are there', () => {
    const sources = below('src', '.ts').map((file) => readFileSync(path.join(PACKAGE_ROOT, file), 'utf8'));
    const words = new Set(sources.join('\n').match(/\b[A-Z]+(?:_[A-Z]+)+\b/g));
    const text = pitfalls.map(({ where }) => where).join('\n');
    expect((text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []).filter((word) => !words.has(word))).toEqual([]);
    const files = (text.match(/[\w/]+\.yaml/g) ?? []).map((file) => path.join('mappings/gingr', file));
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(path.join(PACKAGE_ROOT, file)))).toEqual([]);
  });
});
