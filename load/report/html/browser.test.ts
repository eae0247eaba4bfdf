import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { formatHtmlReport } from './page.ts';

/** Where Debian's package puts it; `CHROMIUM` names another. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hostile = `"'><script>document.title='owned'</script><img src=http://192.0.2.1/x onerror=alert(2)>`;
const pages = {
  broken: sampleRun({ admits: 7 }),
  kept: sampleRun({ sessions: 40 }),
  hostile: sampleRun({ admits: 6, text: hostile }),
};

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// In CI `.ci/browser` installs it and demands it; elsewhere: apt-get install chromium.
describe.skipIf(!existsSync(executablePath) && process.env['REQUIRE_BROWSER'] === undefined)(
  `in a browser (skipped without ${executablePath})`,
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    }, 60_000);
    afterAll(() => browser.close());

    /** Opens a page, and notes everything that it fetches or complains of. */
    async function open(name: keyof typeof pages, width: number, colorScheme: 'light' | 'dark') {
      const { run, verdicts, records } = pages[name];
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const noted: string[] = [];
      page.on('console', (message) => noted.push(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => noted.push(error.message));
      page.on('request', (request) => noted.push(`request: ${request.url()}`));
      page.on('dialog', (dialog) => {
        noted.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.setContent(formatHtmlReport(run, { verdicts, records }), { waitUntil: 'load' });
      return { page, noted };
    }

    describe.each(Object.keys(pages) as (keyof typeof pages)[])('%s', (name) => {
      it.each(['light', 'dark'] as const)(
        'fetches nothing, complains of nothing, and is accessible, %s',
        async (scheme) => {
          const { page, noted } = await open(name, 1100, scheme);
          await page.evaluate(() => {
            for (const details of document.querySelectorAll('details')) details.open = true;
          });
          const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
          // The page's own policy lets no script in: the check runs as the browser itself does.
          const client = await page.context().newCDPSession(page);
          const { result } = await client.send('Runtime.evaluate', {
            expression: `${axe};axe.run().then(({ violations }) => JSON.stringify(violations))`,
            awaitPromise: true,
            returnByValue: true,
          });
          const violations = JSON.parse(String(result.value)) as Finding[];
          expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html)])).toEqual(
            [],
          );
          expect(noted).toEqual([]);
          expect(await page.title()).not.toBe('owned');
          const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
          expect(paper).toBe(scheme === 'dark' ? 'rgb(20, 22, 26)' : 'rgb(251, 251, 249)');
          await page.close();
        },
      );

      it.each([320, 360, 768])('never scrolls sideways, %d pixels wide', async (width) => {
        const { page } = await open(name, width, 'light');
        expect(await overflow(page)).toBe(0);
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        expect(await overflow(page)).toBe(0);
        await page.close();
      });
    });

    it('prints with every table unfolded, in light colours', async () => {
      const { page } = await open('broken', 1100, 'dark');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const closed = page.locator('details:not([open]) table').first();
      expect(await closed.isVisible()).toBe(true);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(paper).toBe('rgb(255, 255, 255)');
      await page.close();
    });
  },
);
