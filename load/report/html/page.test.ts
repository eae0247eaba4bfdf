import { expect, it } from 'vitest';
import { sampleRun } from '../testing/sample-run.ts';
import { escapeHtml, html } from './markup.ts';
import { axisSteps, formatCount } from './numbers.ts';
import { formatHtmlReport } from './page.ts';
import { rollingBand } from './rolling-band.ts';
import { jainIndex } from './sessions.ts';

const hostile = `"'\`><script>alert(1)</script><img src=x onerror=alert(2)>&lt;\u202e\u0000\ud800</style></title>`;

it('escapes whatever is put in, and nothing twice', () => {
  expect(html`<p title="${'"<'}">${['a', html`<b>${'&'}</b>`, null, false, 3]}</p>`.markup).toBe(
    '<p title="&quot;&lt;">a<b>&amp;</b>3</p>',
  );
  expect(escapeHtml('a\u202eb\u0007c\ud800d\u2066é😀')).toBe('a\ufffdb\ufffdc\ufffdd\ufffdé😀');
});

it('lets no text of a deployment or a user become markup', () => {
  const { run, verdicts, records } = sampleRun({ text: hostile });
  const page = formatHtmlReport(run, { verdicts, records });
  expect(page).not.toMatch(/<(?:script|img|iframe|link|object)|\u202e/i);
  expect(page).toContain('&lt;script&gt;');
  expect(page.match(/<\/title>/g)).toHaveLength(1);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  const tags = page.replaceAll(/"[^"]*"/g, '""');
  expect(tags).not.toMatch(/<[^>]*\s(?:src|on\w+)\s*=/i);
  expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to]) => /^#[\w-]+$/.test(to ?? ''))).toBe(true);
});

it('says the verdict first, with the witness and the table behind every drawing', () => {
  const { run, verdicts, records } = sampleRun({ admits: 7 });
  const page = formatHtmlReport(run, { verdicts, records });
  expect(page).toContain('The limit was broken');
  expect(page.indexOf('The limit was broken')).toBeLessThan(page.indexOf('<h2'));
  expect(page).toMatch(/2 beyond the limit of 5/);
  expect(page).toContain('<strong>6 admitted within');
  for (const heading of [
    'Claims',
    'Load steps',
    'Latency',
    'Sessions side by side',
    'Headers against the truth',
    'The run',
  ])
    expect(page).toContain(`>${heading}</h2>`);
  const kept = sampleRun();
  expect(formatHtmlReport(kept.run, kept)).toContain('The limit held');
});

it('stays small however many requests there are', () => {
  const { run, verdicts, records } = sampleRun({
    sessions: 50,
    requests: 200,
    verdictsOf: sampleRun({ sessions: 50, requests: 20 }),
  });
  expect(records).toHaveLength(10_000);
  expect(formatHtmlReport(run, { verdicts, records }).length).toBeLessThan(400_000);
});

const request = (sentMs: number, firstByteMs: number, outcome: 'admitted' | 'throttled' | 'unknown') =>
  ({ sentMs, firstByteMs, outcome, record: { id: 1 } }) as Parameters<typeof rollingBand>[0][number];

it('bounds the count of a rolling window from both sides', () => {
  const band = rollingBand(
    [
      request(0, 2, 'admitted'),
      request(10, 14, 'admitted'),
      request(11, 12, 'throttled'),
      request(20, Infinity, 'unknown'),
    ],
    { startMs: 0, endMs: 40, windowMs: 15, columns: 4 },
  );
  expect([...band.certain]).toEqual([1, 2, 1, 0]);
  expect([...band.possible]).toEqual([1, 2, 2, 1]);
});

it.each([
  [7, [0, 2, 4, 6, 8]],
  [0.9, [0, 0.25, 0.5, 0.75, 1]],
  [100, [0, 25, 50, 75, 100]],
  [0, [0, 1]],
])('an axis up to %d has round steps', (max, steps) => {
  expect(axisSteps(max)).toEqual(steps);
});

it('counts with thin spaces, and fairness as Jain did', () => {
  expect(formatCount(1234567)).toBe('1\u202f234\u202f567');
  expect(jainIndex([1, 1, 1, 1])).toBe(1);
  expect(jainIndex([4, 0, 0, 0])).toBe(0.25);
  expect(jainIndex([0, 0])).toBeNull();
});
