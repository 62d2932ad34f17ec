import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/**
 * A real Chromium: the one that TEST_CHROMIUM names, else the one of the npm package, which `npm ci` brings without a
 * download or an install script. Nothing is skipped where it does not start: the test fails.
 */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['TEST_CHROMIUM'] ?? (await sparticuz.executablePath()),
    // The package's own arguments run it in one process, which ends with its first page.
    args: ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--disable-gpu'],
    headless: true,
  });
}
