import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/report/write.ts';
import { openBrowser } from '../support/browser.ts';
import { aftermath, fullModel } from './full-fixture.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const VIEWS = [
  ['a desktop', { width: 1280, height: 900 }, 'light'],
  ['a desktop, dark', { width: 1280, height: 900 }, 'dark'],
  ['a phone', { width: 390, height: 844 }, 'light'],
  ['a phone, dark', { width: 390, height: 844 }, 'dark'],
] as const;

let browser: Browser;
let root = '';
let address = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'report-browser-'));
  const { html } = await writeReport(fullModel(), root, aftermath());
  address = pathToFileURL(html).href;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(root, { recursive: true, force: true });
});

/** The page as a reader has it; its own policy allows no script but its own, so axe comes in by the debugger. */
async function open(
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; told: string[] }> {
  const context = await browser.newContext({ viewport, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  const told: string[] = [];
  page.on('console', (message) => told.push(message.text()));
  page.on('pageerror', (error) => told.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== address) told.push(`asked for ${request.url()}`);
  });
  await page.goto(address);
  return { page, told };
}

describe.each(VIEWS)('the report on %s', (_, viewport, scheme) => {
  it('opens without an error, asks for nothing, fits its width and breaks no rule of axe-core', async () => {
    const { page, told } = await open(viewport, scheme);
    await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(viewport.width);
    await page.evaluate(axe);
    const found = await page.evaluate<{ violations: string[]; passes: number }>(`axe.run().then(
      ({ violations, passes }) => ({
        violations: violations.map(({ id, nodes }) => id + ': ' + nodes.length + ', ' + nodes[0].html),
        passes: passes.length,
      }))`);
    expect(found.violations).toEqual([]);
    expect(found.passes).toBeGreaterThan(20);
    const picture = await page.screenshot();
    expect(picture.length).toBeGreaterThan(10_000);
    expect(told).toEqual([]);
    await page.context().close();
  });
});

describe('the report in a browser', () => {
  it('names on a phone every cell of every table by its column, without a script too', async () => {
    const context = await browser.newContext({ viewport: VIEWS[2][1], javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    const cells = await page.evaluate<
      [string, string][]
    >(`[...document.querySelectorAll('td')].map((cell) => [
      getComputedStyle(cell, '::before').content.slice(1, -1),
      cell.closest('table').tHead.rows[0].cells[cell.cellIndex].textContent,
    ])`);
    expect(cells.length).toBeGreaterThan(200);
    expect(cells.filter(([shown, label]) => shown !== label)).toEqual([]);
    await context.close();
  });

  const desktop = VIEWS[0][1];

  it('runs its own script under its own policy, and no other', async () => {
    const page = await browser.newPage();
    await page.goto(address);
    expect(await page.locator('form.filter').isVisible()).toBe(true);
    const ran = await page.evaluate(`(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "broken in"';
      document.body.append(script);
      return document.title;
    })()`);
    expect(ran).not.toBe('broken in');
    await page.close();
  });

  it('filters the issues as people type, and says how many are left', async () => {
    const { page } = await open(desktop);
    const issues = page.locator('#issues .issue');
    const all = await issues.count();
    expect(await page.locator('#issues .issue:visible').count()).toBe(all);
    await page.getByLabel('Filter issues').fill('e-mail');
    const shown = await page.locator('#issues .issue:visible').count();
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(all);
    expect(await page.locator('#filter-count').textContent()).toBe(`${shown} of ${all} shown`);
    await page.getByLabel('Filter issues').fill('');
    expect(await page.locator('#issues .issue:visible').count()).toBe(all);
    await page.context().close();
  });

  it('is led through by the keyboard alone: skip link, contents, boxes to tick', async () => {
    const { page } = await open(desktop);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.getAttribute("href")')).toBe('#verdict');
    await page.locator('#spot-0').focus();
    await page.keyboard.press('Space');
    expect(await page.locator('#spot-0').isChecked()).toBe(true);
    await page.context().close();
  });

  it('prints, with what is folded on the screen and without the controls', async () => {
    const { page } = await open(desktop);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(50_000);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('form.filter').isVisible()).toBe(false);
    expect(await page.locator('nav.contents').isVisible()).toBe(false);
    expect(await page.locator('#sign-off').isVisible()).toBe(true);
    await page.context().close();
  });

  it('has the eleven parts in their order', async () => {
    const { page } = await open(desktop);
    const titles = await page.locator('main h2, main h1').allTextContents();
    const numbered = titles.flatMap((title) => /^(\d+)\. /.exec(title)?.[1] ?? []);
    expect(numbered).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    expect(titles[0]).toMatch(/^(?:Ready|Not ready) for the cutover/);
    await page.context().close();
  });
});
