import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRuns } from '../compare/index.ts';
import type { Comparison } from '../compare/index.ts';
import { sampleRun } from '../testing/sample-run.ts';
import type { SampleRun } from '../testing/sample-run.ts';
import { formatHtmlComparison } from './comparison-page.ts';
import { formatHtmlReport } from './page.ts';

/** All of a page but the later rows of its tables, which are like the first ones: most of the time went to them. */
const looked = "{ include: [['html']], exclude: [['tbody tr:nth-child(n+7)']] }";

/** Where Debian's package puts it; `CHROMIUM` names another. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hostile = `"'><script>document.title='owned'</script><img src=http://192.0.2.1/x onerror=alert(2)>`;
const report = (sample: SampleRun, comparison?: Comparison) =>
  formatHtmlReport(sample.run, { ...sample, ...(comparison === undefined ? {} : { comparison }) });
const broken = sampleRun({ admits: 7 });
const kept = sampleRun({ sessions: 40 });
const hostileRun = sampleRun({ admits: 6, text: hostile });
const [slow, quick] = [6, 2].map((latencyMs) =>
  sampleRun({ latencyMs, requests: 300, verdictsOf: broken }),
) as [SampleRun, SampleRun];
const worse = compareRuns([quick], [slow, hostileRun]);
const pages = {
  broken: () => report(broken),
  kept: () => report(kept, compareRuns([quick], [kept])),
  hostile: () => report(hostileRun),
  compared: () => formatHtmlComparison(worse, { baseline: [quick], candidate: [slow, hostileRun] }),
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
    let axe = '';
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    }, 60_000);
    afterAll(() => browser.close());

    /** What axe finds, as the browser itself runs it: the page's own policy lets no script in. */
    async function problemsOf(page: Page, rules: string): Promise<unknown> {
      const client = await page.context().newCDPSession(page);
      const { result } = await client.send('Runtime.evaluate', {
        expression: `${axe};axe.run(${looked}, { resultTypes: ['violations'], ...${rules} }).then(({ violations }) => JSON.stringify(violations))`,
        awaitPromise: true,
        returnByValue: true,
      });
      const violations = JSON.parse(String(result.value)) as Finding[];
      return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html)]);
    }

    // One tab for all that is asked of a page: opening it takes longer than the asking.
    describe.each(Object.keys(pages) as (keyof typeof pages)[])('%s', (name) => {
      let page: Page;
      const noted: string[] = [];
      beforeAll(async () => {
        page = await browser.newPage({ viewport: { width: 1100, height: 900 }, colorScheme: 'light' });
        page.on('console', (message) => noted.push(`${message.type()}: ${message.text()}`));
        page.on('pageerror', (error) => noted.push(error.message));
        page.on('request', (request) => noted.push(`request: ${request.url()}`));
        page.on('dialog', (dialog) => {
          noted.push(`dialog: ${dialog.message()}`);
          void dialog.dismiss();
        });
        await page.setContent(pages[name](), { waitUntil: 'load' });
      }, 60_000);
      afterAll(() => page.close());
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

      it.each([320, 360, 768])('never scrolls sideways, %d pixels wide, folded', async (width) => {
        await page.setViewportSize({ width, height: 900 });
        expect(await overflow(page)).toBe(0);
      });

      it('never scrolls sideways, unfolded', async () => {
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        for (const width of [320, 360, 768]) {
          await page.setViewportSize({ width, height: 900 });
          expect([width, await overflow(page)]).toEqual([width, 0]);
        }
      });

      it('is accessible, and in dark colours, too', async () => {
        await page.setViewportSize({ width: 1100, height: 900 });
        expect(await paper()).toBe('rgb(251, 251, 249)');
        expect(await problemsOf(page, '{}')).toEqual([]);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await paper()).toBe('rgb(20, 22, 26)');
        expect(await problemsOf(page, "{ runOnly: ['color-contrast'] }")).toEqual([]);
      });

      it('is read with the keyboard alone: every link leads to its section', async () => {
        const links = await page
          .locator('nav a')
          .evaluateAll((all) =>
            all.map((link) => document.querySelector(link.getAttribute('href') ?? '')?.tagName),
          );
        expect(links.length).toBeGreaterThan(2);
        expect(new Set(links)).toEqual(new Set(['H2']));
        await page.keyboard.press('Tab');
        expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('A');
      });

      it('fetches nothing, and complains of nothing', async () => {
        expect(noted).toEqual([]);
        expect(await page.title()).not.toBe('owned');
      });
    });

    it('prints with every table unfolded, in light colours', async () => {
      const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, colorScheme: 'dark' });
      await page.setContent(pages.broken(), { waitUntil: 'load' });
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      const closed = page.locator('details:not([open]) table').first();
      expect(await closed.isVisible()).toBe(true);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(paper).toBe('rgb(255, 255, 255)');
      await page.close();
    });
  },
);
