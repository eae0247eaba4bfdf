import { expect, it } from 'vitest';
import type { BenchFindings, LifecycleFinding, SearchTrial } from '../bench/index.ts';
import { findingLines } from './findings.ts';
import { formatHtmlReport } from './html/index.ts';
import { formatTerminalReport } from './terminal.ts';
import { sampleRun } from './testing/sample-run.ts';

const linesOf = (findings: BenchFindings) =>
  findingLines({ ...sampleRun().run, ...findings }).map(({ about, state, text }) => [about, state, text]);

const slow = { session: 's2', fromMs: 120, toMs: 340.5 };
const recovery = {
  after: '10x',
  step: 'recovery',
  load: 0.5,
  share: 1,
  sessions: [{ session: 's1', fromMs: 0, toMs: 9 }, slow],
  worst: slow,
};
const lifecycle: LifecycleFinding = {
  kind: 'cancelled',
  session: 's7',
  outcome: 'proved',
  reason: null,
  endedMs: { fromMs: 500, toMs: 520 },
  firstRefused: { id: 8, sentMs: 750, firstByteMs: 770 },
  lastAdmitted: { id: 7, sentMs: 650, firstByteMs: 670 },
  admittedAfter: 2,
  lateMs: { fromMs: 130, toMs: 270 },
};
const trial = (load: number, held: boolean): SearchTrial => ({
  step: `${load}x`,
  load,
  ratePerMinute: load * 10,
  held,
  thresholds: [{ text: 'goodput>=0.9', state: held ? 'kept' : 'crossed', says: `${load}x: 0.5` }],
});
const search = { from: 0.5, to: 8, resolution: 0.05, thresholds: [] };

it('has nothing to say of a run without such steps', () => {
  expect(linesOf({})).toEqual([]);
});

it('tells the slowest recovery as a range, or that none was seen', () => {
  expect(linesOf({ recovery })).toEqual([
    ['recovery', 'told', 'after 10x: 120 to 341 ms until admitted as before (the slowest of 2 sessions, s2)'],
  ]);
  const open = { session: 's1', fromMs: 1000, toMs: null };
  expect(linesOf({ recovery: { ...recovery, sessions: [open], worst: open } })).toEqual([
    ['recovery', 'open', 'after 10x: not seen in s1, for at least 1000 ms'],
  ]);
  expect(linesOf({ recovery: { ...recovery, sessions: [], worst: null } })).toEqual([
    ['recovery', 'open', 'after 10x: no session could be watched'],
  ]);
});

it('tells how late a secret was refused', () => {
  expect(
    linesOf({
      lifecycle: [
        lifecycle,
        { ...lifecycle, admittedAfter: 1, lateMs: { fromMs: 30, toMs: null } },
        { ...lifecycle, kind: 'expired', outcome: 'not_refuted', lateMs: { fromMs: 0, toMs: 70 } },
        { ...lifecycle, kind: 'expired', outcome: 'inconclusive', reason: 'because', lateMs: null },
      ],
    }),
  ).toEqual([
    [
      'lifecycle',
      'bad',
      'a cancelled secret (s7) was honoured for 130 to 270 ms after its end: 2 requests that were sent after it were admitted',
    ],
    [
      'lifecycle',
      'bad',
      'a cancelled secret (s7) was honoured for at least 30.0 ms after its end, and to the last: 1 request that was sent after it was admitted',
    ],
    ['lifecycle', 'good', 'an expired secret (s7) was refused, 70.0 ms after its end at the latest'],
    ['lifecycle', 'open', 'an expired secret (s7): cannot be told, because'],
  ]);
});

it('tells between which loads a search ended', () => {
  expect(
    linesOf({ search: { ...search, held: 2, notHeld: 4, trials: [trial(2, true), trial(4, false)] } }),
  ).toEqual([
    [
      'search',
      'good',
      'held up to 2 times the limit (20 a minute and session); 2 trials from 0.5 to 8, one of each load, to within 5 %',
    ],
    ['search', 'told', 'not at 4 times the limit (40 a minute and session): goodput>=0.9: 4x: 0.5'],
  ]);
  expect(linesOf({ search: { ...search, held: null, notHeld: 0.5, trials: [trial(0.5, false)] } })).toEqual([
    ['search', 'bad', 'not even 0.5 times the limit (5 a minute and session) held (goodput>=0.9: 0.5x: 0.5)'],
  ]);
  expect(linesOf({ search: { ...search, held: 8, notHeld: null, trials: [trial(8, true)] } })).toEqual([
    [
      'search',
      'good',
      'held up to 8 times the limit (80 a minute and session), the highest that was tried; 1 trial from 0.5 to 8, one of each load, to within 5 %',
    ],
  ]);
  expect(linesOf({ search: { ...search, held: null, notHeld: null, trials: [] } })).toEqual([
    ['search', 'open', 'no trial came to its end'],
  ]);
});

it('stands on the page, with every session and trial, and nowhere when there is nothing', () => {
  const { run, verdicts, records } = sampleRun();
  const trials = [trial(2, true), trial(4, false)];
  const page = formatHtmlReport(
    { ...run, recovery, search: { ...search, held: 2, notHeld: 4, trials } },
    { verdicts, records },
  );
  expect(page).toContain('<h2 id="findings">Beside the limit</h2>');
  expect(page).toMatch(/<th scope="row">s2<\/th>\s*<td class="number">120<\/td>/);
  expect(page).toContain('goodput&gt;=0.9 crossed (4x: 0.5)');
  expect(formatHtmlReport(run, { verdicts, records })).not.toContain('Beside the limit');
});

it('stands in the report for a terminal', () => {
  const { run, records } = sampleRun();
  expect(formatTerminalReport({ ...run, recovery }, { color: false, records })).toContain(
    '\n  recovery    after 10x: 120 to 341 ms until',
  );
});
