import { describe, expect, it } from 'vitest';
import { judgeRecords } from '../../analysis/index.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { claimKinds, isFault } from './claim-kinds.ts';
import { shownRows } from './evidence.ts';
import { mostInWindow } from '../sent.ts';
import { formatHtmlReport } from './page.ts';
import { createScene } from './scene.ts';
import type { Sent } from '../sent.ts';
import { thinOut, trueWaits } from './told-plot.ts';

/** The part of a page between the heading with this id and the next one. */
function sectionOf(page: string, id: string): string {
  const from = page.indexOf(`<h2 id="${id}"`);
  expect(from, `a section ${id}`).toBeGreaterThan(0);
  const to = page.indexOf('<h2 ', from + 1);
  return page.slice(from, to < 0 ? undefined : to);
}

const sent = (sentMs: number, firstByteMs: number, outcome: Sent['outcome']): Sent => ({
  sentMs,
  firstByteMs,
  outcome,
  record: {
    id: sentMs,
    session: 's1',
    step: '',
    intendedMs: null,
    sentMs,
    firstByteMs,
    endMs: firstByteMs,
    status: 200,
  },
});

describe('claims', () => {
  const { rolling, claims } = judgeRecords([], new Map([['s1', { limit: 1, windowMs: 1000 }]]));
  const names = [rolling.overall, ...claims].map(({ name }) => name);

  it('are all known, and each is named where it is judged', () => {
    expect(Object.keys(claimKinds).toSorted()).toEqual(names.toSorted());
    const { run, verdicts, records } = sampleRun({ admits: 7 });
    const page = formatHtmlReport(run, { verdicts, records });
    const listed = sectionOf(page, 'claims');
    expect(names.filter((name) => !listed.includes(`<code>${name}</code>`))).toEqual([]);
    const told = sectionOf(page, 'headers');
    expect(names.filter((name) => told.includes(`<code>${name}</code>`))).toEqual(
      names.filter((name) => claimKinds[name] === 'headers'),
    );
  });

  it('about headers are those that are named after one', () => {
    expect(names.filter((name) => claimKinds[name] === 'headers')).toEqual(
      names.filter((name) => /^(?:retry_after|remaining|reset|limit_header)_/.test(name)),
    );
  });

  it('are faults when they are proved against what was promised', () => {
    const { run, verdicts, records } = sampleRun({ admits: 7 });
    const scene = createScene(run, verdicts, records);
    const proved = names.filter((name) => isFault({ name, outcome: 'proved' }, scene));
    // A limiter that refuses in its own way, or fits another reading, breaks no promise.
    const ways = new Set<string>(['refusal_without_cause', 'refusals_count']);
    expect(proved).toEqual(
      names.filter(
        (name) =>
          name === 'over_admission_rolling' || !(name.startsWith('over_admission_') || ways.has(name)),
      ),
    );
    expect(isFault({ name: 'over_admission_rolling', outcome: 'not_refuted' }, scene)).toBe(false);
    const asked = {
      ...scene,
      run: { ...run, requirement: { reading: 'fixed', outcome: 'proved' } as const },
    };
    expect(isFault({ name: 'over_admission_rolling', outcome: 'proved' }, asked)).toBe(false);
    expect(isFault({ name: 'over_admission_fixed', outcome: 'proved' }, asked)).toBe(true);
  });

  it('that are open for one reason are listed together, the reason once', () => {
    const { run, verdicts, records } = sampleRun();
    const reason = 'the machine was <too> busy';
    const busy = verdicts.claims.map((claim) => ({
      ...claim,
      outcome: 'inconclusive' as const,
      reason,
      evidence: [],
    }));
    const page = formatHtmlReport(run, { verdicts: { ...verdicts, claims: busy }, records });
    expect(page.match(/The machine was &lt;too&gt; busy\./g)).toHaveLength(1);
    expect(page).toContain(`${busy.length}\u00a0claims`);
  });
});

describe('what is thinned out', () => {
  it('keeps the rows of a proof that it is about, wherever they stand', () => {
    const rows = Array.from({ length: 100 }, (_, id) => ({ id, subject: id === 50 }));
    const shown = shownRows(rows).map((one) => (typeof one === 'number' ? `… ${one}` : one.id));
    expect(shown.slice(18, 25)).toEqual([18, 19, '… 30', 50, '… 29', 80, 81]);
    expect(shown).toHaveLength(43);
    expect(shownRows(rows.slice(0, 40))).toEqual(rows.slice(0, 40));
  });

  it('keeps the extremes of what was told', () => {
    const points = [5, 3, 9, 1, 4, 4].map((value, i) => ({ atMs: i / 1e6, value }));
    expect(thinOut([...points, { atMs: 0.5, value: 7 }], (ms) => ms)).toEqual([
      { x: 0, value: 5 },
      { x: 0, value: 9 },
      { x: 0, value: 1 },
      { x: 0.01, value: 4 },
      { x: 500, value: 7 },
    ]);
  });

  it('keeps the sessions that broke their limit among those that are shown', () => {
    const { run, verdicts, records } = sampleRun({ sessions: 250, requests: 10, verdictsOf: sampleRun() });
    const broken = records.map((one) => (one.session === 's250' ? { ...one, status: 200 } : one));
    const worst = run.claims.sessions.map((claim) => ({
      ...claim,
      session: 's250',
      outcome: 'proved' as const,
    }));
    const page = formatHtmlReport(
      { ...run, claims: { ...run.claims, sessions: worst } },
      { verdicts, records: broken },
    );
    const shown = sectionOf(page, 'sessions');
    expect(shown).toContain('(200 of 250\u00a0rows'.replace('\u00a0', ' '));
    const rows = [...shown.matchAll(/<th scope="row">(s\d+)<\/th>/g)].map(([, session]) => session);
    expect([rows.length, rows[0], rows[1]]).toEqual([200, 's250', 's1']);
    expect(sectionOf(page, 'time-line')).toContain('session s250, ');
  });
});

it('draws a witness of a long step once more, closer', () => {
  const { run, verdicts, records } = sampleRun({ admits: 6, requests: 150 });
  const page = formatHtmlReport(run, { verdicts, records });
  expect(run.claims.overall.witness?.lengthMs).toBeLessThan(1000);
  expect(page).toContain('<h3>2x, around the witness</h3>');
  const short = sampleRun({ admits: 6, requests: 40 });
  expect(formatHtmlReport(short.run, short)).not.toContain('around the witness');
});

it('counts what was certainly admitted in one window', () => {
  const requests = [
    sent(0, 5, 'admitted'),
    sent(1, 2, 'throttled'),
    sent(4, 90, 'admitted'),
    sent(99, 101, 'admitted'),
  ];
  // At 101 the one sent at 0 is too old for a window of 100.
  expect(mostInWindow(requests, 100)).toBe(2);
  expect(mostInWindow(requests, 101)).toBe(3);
  expect(mostInWindow(requests, 1)).toBe(0);
});

it('bounds how long refused callers had to wait', () => {
  const requests = [
    sent(0, 1, 'throttled'),
    sent(50, 51, 'throttled'),
    sent(70, 72, 'admitted'),
    sent(80, 81, 'throttled'),
  ];
  expect(trueWaits(requests)).toEqual([
    { atMs: 1, leastMs: 49, mostMs: 71 },
    { atMs: 51, leastMs: 0, mostMs: 21 },
  ]);
});

it('lists its sections above them, and cuts no heading that a deployment wrote', () => {
  const { run, verdicts, records } = sampleRun({ text: '"><i>' });
  const page = formatHtmlReport(run, { verdicts, records });
  const links = [...page.matchAll(/<li><a href="#([\w-]+)">([^<]*)<\/a><\/li>/g)].map(([, id]) => id);
  expect(links).toEqual([...page.matchAll(/<h2 id="([\w-]+)"/g)].map(([, id]) => id));
  expect(links.length).toBeGreaterThan(8);
});
