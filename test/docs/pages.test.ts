import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/core/config/schema.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';

const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(path.join(PACKAGE_ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join('docs', name)),
];
const read = (name: string) => readFileSync(path.join(PACKAGE_ROOT, name), 'utf8');

/** The fragment that a Markdown heading gets. */
const fragment = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[`.,:()]/g, '')
    .trim()
    .replaceAll(' ', '-');

describe('the pages', () => {
  it.each(PAGES)('%s links only to what is there', (page) => {
    const broken = [...read(page).matchAll(/\]\(([^)]+)\)/g)].flatMap(([, link = '']) => {
      if (/^https:/.test(link)) return [];
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.join(path.dirname(page), file);
      if (!existsSync(path.join(PACKAGE_ROOT, target))) return [link];
      if (anchor === undefined) return [];
      const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => fragment(heading));
      return headings.includes(anchor) ? [] : [link];
    });
    expect(broken).toEqual([]);
  });

  it.each(PAGES)('%s names no machine and no registry', (page) => {
    expect(read(page)).not.toMatch(/\/(?:home|root|tmp|work|Users)\/|registry\.npmjs|localhost:\d/);
  });

  it('explain every key of the config', () => {
    const page = read('docs/configuration.md');
    const keys = Object.keys(configSchema.shape);
    expect(keys.filter((key) => !page.includes(`\`${key}`))).toEqual([]);
  });

  it('name every folder of the house', () => {
    const page = read('docs/architecture.md');
    const folders = readdirSync(path.join(PACKAGE_ROOT, 'src')).filter((name) => name !== 'generated');
    expect(folders.filter((name) => !page.includes(`\`src/${name}\``))).toEqual([]);
  });

  it('have pictures that are not heavy', () => {
    for (const name of readdirSync(path.join(PACKAGE_ROOT, 'docs/images'))) {
      expect(statSync(path.join(PACKAGE_ROOT, 'docs/images', name)).size).toBeLessThan(300 * 1024);
    }
  });
});
