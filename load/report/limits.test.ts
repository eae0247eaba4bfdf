import { describe, expect, it } from 'vitest';
import { compareRuns } from './compare/index.ts';
import { formatHtmlReport } from './html/index.ts';
import { limitNumbers, limitRows, limitWords, mostTelling } from './limits.ts';
import type { LimitRow } from './limits.ts';
import { formatTerminalReport } from './terminal.ts';
import { sampleRun } from './testing/sample-run.ts';

const several = sampleRun({ sessions: 3, limits: [4, 8] });
const same = sampleRun();
const terminal = ({ run, records }: typeof several) => formatTerminalReport(run, { color: false, records });

const row = (limit: number, proved: number, fullest: number | null): LimitRow => ({
  limit,
  sessions: { proved, not_refuted: 1, inconclusive: 0 },
  offered: 0,
  admitted: 0,
  throttled: 0,
  goodput: null,
  fullest,
});

/** A fact of a page, by its name. */
const factOf = (page: string, name: string) =>
  new RegExp(`<dt>${name}</dt>\\s*<dd>([^<]*)</dd>`).exec(page)?.[1];

describe('limits', () => {
  it('are told in words', () => {
    expect(limitWords({ limit: 1000 })).toBe('limit 1000');
    expect(limitWords({ limit: 10, limits: [10, 10] })).toBe('limit 10');
    expect(limitWords({ limit: 50, limits: [50, 5, 10, 5] })).toBe('limits 5, 10 and 50');
    expect(limitWords({ limit: 9, limits: [9, 5, 6, 7, 8] })).toBe('limits 5 to 9');
    expect(limitNumbers({ limit: 9, limits: [9, 1000] }, (limit) => `<${limit}>`)).toBe('<9> and <1000>');
  });

  it('are summed up one by one, each by its own sessions', () => {
    expect(limitRows(same.run)).toEqual([]);
    // 40 requests at ten a window: four windows of each session.
    expect(limitRows(several.run)).toEqual([
      {
        limit: 4,
        sessions: { proved: 0, not_refuted: 2, inconclusive: 0 },
        offered: 80,
        admitted: 32,
        throttled: 48,
        goodput: { least: 1, most: 1 },
        fullest: 4,
      },
      {
        limit: 8,
        sessions: { proved: 0, not_refuted: 1, inconclusive: 0 },
        offered: 40,
        admitted: 32,
        throttled: 8,
        goodput: { least: 1, most: 1 },
        fullest: 8,
      },
    ]);
    const broken = sampleRun({ sessions: 2, limits: [4, 8], admits: 6 });
    expect(
      limitRows(broken.run).map(({ limit, sessions, fullest }) => [limit, sessions.proved, fullest]),
    ).toEqual([
      [4, 1, 5],
      [8, 1, 9],
    ]);
  });

  it('that tell the most come first where there are too many', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7].map((limit) => row(limit, limit === 2 ? 1 : 0, limit));
    const limitsOf = (most: number) => mostTelling(rows, most).map(({ limit }) => limit);
    expect(limitsOf(1)).toEqual([2]);
    expect(limitsOf(2)).toEqual([1, 2]);
    expect(limitsOf(4)).toEqual([1, 2, 5, 7]);
    expect(mostTelling(rows, 9)).toEqual(rows);
  });

  it('stand in the report for a terminal, with the fullest session of each step', () => {
    const lines = terminal(several).split('\n');
    expect(lines).toContain('  limits 4 and 8 in 1 s, 3 sessions a step, GET /x');
    const at = lines.findIndex((line) => line.includes('fullest window'));
    expect(lines.slice(at, at + 3)).toEqual([
      '  limit  sessions  offered  admitted  goodput  fullest window  more than the limit',
      '      4         2       80        32     1.00          4 of 4  2 not refuted',
      '      8         1       40        32     1.00          8 of 8  1 not refuted',
    ]);
    expect(terminal(same)).not.toContain('more than the limit  ');
    expect(terminal(same)).toContain('  limit 5 in 1 s, 2 sessions a step');
  });

  it('decide which session a time line shows, which is named', () => {
    // Of 9 sessions with limits of 9 and of 4 only s2 was admitted up to its limit.
    const { run, records } = sampleRun({ sessions: 2, limits: [9, 4] });
    const quiet = records.map((record) =>
      record.session === 's1' && record.id % 4 !== 1 && record.status === 200
        ? { ...record, status: 429 }
        : record,
    );
    const line = terminal({ ...several, run, records: quiet })
      .split('\n')
      .find((one) => one.startsWith('  2x') && one.includes('█'));
    expect(line).toMatch(/ 4 s, s2$/);
  });

  it('stand in the page beside the sessions', () => {
    const { run, verdicts, records } = several;
    const page = formatHtmlReport(run, { verdicts, records }).replace(/\s+/g, ' ');
    expect(page).toContain('<title>http://localhost/v1: 4 and 8 in 1 s</title>');
    expect(page).toContain('<dd>4 and 8 in 1 s</dd>');
    expect(page).toContain('By limit: every session is driven at multiples of its own limit');
    expect(page).toContain('each admitted from 4 to 4 times its own limit');
    expect(page).toContain('>s1, limit 4<');
    expect(page).toContain('admissions as multiples of the own limit');
    const plain = formatHtmlReport(same.run, { verdicts: same.verdicts, records: same.records });
    expect(plain).not.toContain('By limit');
    expect(plain).toContain('>s1<');
  });

  it('are a difference between runs that are compared', () => {
    const { differences } = compareRuns([same], [several]);
    expect(differences.find(({ what }) => what === 'limit')).toEqual({
      what: 'limit',
      baseline: '5 in 1 s',
      candidate: '4 and 8 in 1 s',
    });
  });
});

describe('an identification', () => {
  const { requirement: _, ...asked } = several.run;
  const fingerprintOf = (outcome: 'identified' | 'ambiguous' | 'unexplained', name: string) => ({
    ...several.verdicts.fingerprint,
    outcome,
    reason: 'why',
    standings: [{ name, alive: true, against: null }],
  });
  const shown = (joint: 'identified' | 'unexplained', second: 'identified' | 'ambiguous') => {
    const verdicts = { ...several.verdicts, fingerprint: fingerprintOf(joint, 'gcra') };
    const run = {
      ...asked,
      verdicts,
      identifyEnded: 'limit 4: done; limit 8: over',
      identifiedBy: [
        { limit: 4, sessions: ['s1'], ended: 'done', fingerprint: fingerprintOf('identified', 'gcra') },
        {
          limit: 8,
          sessions: ['s2'],
          ended: 'over',
          fingerprint: fingerprintOf(second, 'sliding-window-log'),
        },
      ],
    };
    const lines = formatTerminalReport(run, { color: false, records: [] }).split('\n');
    const page = formatHtmlReport(run, { verdicts, records: [] });
    const title = /<h1>([^<]*)<\/h1>/.exec(page)?.[1];
    return [title, ...lines.filter((line) => /IDENTIFIED|limit [48] /.test(line))];
  };

  it('of several limits names the limiter of each', () => {
    expect(shown('identified', 'ambiguous')).toEqual([
      'gcra',
      '  ✓ IDENTIFIED  gcra (the 0 others considered are contradicted)',
      '     limit 4     gcra (done)',
      '     limit 8     one of 1, not told apart (over)',
    ]);
    expect(shown('unexplained', 'identified')).toEqual([
      'Another limiter for each limit',
      '  ✓ IDENTIFIED  another limiter for each limit',
      '     limit 4     gcra (done)',
      '     limit 8     sliding-window-log (over)',
    ]);
    expect(shown('unexplained', 'ambiguous').slice(0, 2)).toEqual([
      'The limiter is not told apart',
      '  ? NOT IDENTIFIED  why',
    ]);
  });
});

describe('the harness', () => {
  it('tells what was not measured of a run that another engine sent', () => {
    const { run, verdicts, records } = same;
    const names = ['Longest delay of the event loop', 'Longest garbage collection'];
    const own = formatHtmlReport(run, { verdicts, records });
    expect(names.map((name) => factOf(own, name))).toEqual(['2.00\u00a0ms', '0.90\u00a0ms']);
    const engine = { name: 'k6', version: '1', scenario: 'limit', instances: 1 } as const;
    const k6 = formatHtmlReport({ ...run, engine }, { verdicts, records });
    expect(names.map((name) => factOf(k6, name))).toEqual(['not measured', 'not measured']);
    expect(factOf(k6, 'Sends late, 99th percentile')).toBe('0.10\u00a0ms');
  });
});
