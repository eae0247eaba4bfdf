import { describe, expect, it } from 'vitest';
import type { RunFile, RunVerdicts } from '../../load/report/index.ts';
import { compareRuns } from '../../load/report/index.ts';
import { sampleRun } from '../../load/report/testing/sample-run.ts';
import { formatJunit } from '../reporting/index.ts';
import { comparisonFindings } from './comparison-findings.ts';
import { runFindings } from './findings.ts';
import { formatComparisonMarkdown, formatRunMarkdown } from './markdown.ts';

const broken = sampleRun({ admits: 7 });
const kept = sampleRun();
const statuses = (run: RunFile, verdicts: RunVerdicts) =>
  Object.fromEntries(runFindings(run, verdicts).map(({ id, status }) => [id, status]));

describe('a run as findings', () => {
  it('fails what it was held against, and takes other proofs for differences', () => {
    const found = statuses(broken.run, broken.verdicts);
    expect(found).toMatchObject({
      over_admission_rolling: 'failed',
      over_admission_fixed: 'difference',
      limit_header_wrong: 'passed',
      'goodput>=0.99': 'passed',
    });
    expect(Object.keys(found)).toHaveLength(2 + broken.verdicts.claims.length);
    expect(statuses(kept.run, kept.verdicts)['over_admission_rolling']).toBe('passed');
  });

  it('holds a run against the reading that was required, and an identification against none', () => {
    const requirement = { reading: 'fixed', outcome: 'proved' } as const;
    expect(statuses({ ...broken.run, requirement }, broken.verdicts)).toMatchObject({
      over_admission_rolling: 'difference',
      over_admission_fixed: 'failed',
    });
    const { requirement: _, ...asked } = broken.run;
    expect(statuses({ ...asked, identifyEnded: 'one is left' }, broken.verdicts)).toMatchObject({
      over_admission_rolling: 'difference',
      over_admission_fixed: 'difference',
    });
    expect(statuses(asked, broken.verdicts)['over_admission_rolling']).toBe('failed');
  });

  it('says what proves it, and why a claim is open', () => {
    const [first] = runFindings(broken.run, broken.verdicts);
    expect(first).toMatchObject({
      group: 'claims',
      claim: 'not so: more requests of a session were admitted in a rolling window than its limit allows',
      expected: 'no such case',
      received: expect.stringMatching(/^session s\d: 6 admitted between \d/),
    });
    expect(first?.sequence?.filter((line) => /^ +\d+ +\d+\.\d{6} +\d+\.\d{6}$/.test(line))).toHaveLength(6);
    const open = kept.verdicts.claims.map((claim) => ({
      ...claim,
      outcome: 'inconclusive' as const,
      reason: 'too few',
    }));
    const found = runFindings(kept.run, { ...kept.verdicts, claims: open }).find(
      ({ id }) => id === 'limit_not_own',
    );
    expect(found).toMatchObject({ status: 'skipped', reason: 'too few' });
    expect(found).not.toHaveProperty('expected');
  });

  it('judges thresholds by themselves', () => {
    const states = ['kept', 'crossed', 'unknown'] as const;
    const thresholds = states.map((state) => ({ text: `goodput>=${state}`, state, says: `2x: ${state}` }));
    const found = runFindings({ ...kept.run, thresholds }, kept.verdicts).slice(-3);
    expect(found).toEqual([
      {
        id: 'goodput>=kept',
        group: 'thresholds',
        claim: 'goodput>=kept',
        status: 'passed',
        received: '2x: kept',
      },
      {
        id: 'goodput>=crossed',
        group: 'thresholds',
        claim: 'goodput>=crossed',
        status: 'failed',
        received: '2x: crossed',
      },
      {
        id: 'goodput>=unknown',
        group: 'thresholds',
        claim: 'goodput>=unknown',
        status: 'skipped',
        reason: '2x: unknown',
      },
    ]);
  });

  it('becomes JUnit that fails once', () => {
    const xml = formatJunit(runFindings(broken.run, broken.verdicts), { name: 'bench', startedAtMs: 0 });
    const tests = 2 + broken.verdicts.claims.length;
    expect(xml).toMatch(new RegExp(`<testsuites name="bench" tests="${tests}" failures="1" errors="0"`));
    expect(xml).toMatch(/<testcase [^>]*name="over_admission_rolling"[^>]*>\s*<failure /);
  });
});

describe('a run as Markdown', () => {
  it('says the verdict, the proof and the steps', () => {
    const text = formatRunMarkdown(broken.run, broken.verdicts);
    expect(text).toMatch(
      /^## ❌ The limit was broken\n\nhttp:\/\/localhost\/v1: 5 in 1 s; fullest window: 7 of 5\. Kept: /,
    );
    expect(text).toMatch(/<details><summary>session s\d: 6 admitted between .* &#60; .*<\/summary>\n\n```/);
    expect(text).toContain('- kept: goodput&#62;=0.99 (2x: 1)');
    expect(text).toMatch(
      /\n\| 2x \| 80 \| 56 \| 24 \| 0 \| 1\.\d\d \| \d\.\d\d \/ \d\.\d\d \| \d\.\d\d \/ \d\.\d\d \|\n$/,
    );
    expect(formatRunMarkdown(kept.run, kept.verdicts)).toMatch(/^## ✅ The limit held\n/);
    expect(formatRunMarkdown(kept.run, kept.verdicts)).not.toContain('<details>');
  });

  it('answers what an identification asked', () => {
    const { requirement: _, ...asked } = kept.run;
    const run = { ...asked, identifyEnded: 'one is left' };
    const alive = kept.verdicts.fingerprint.standings[0];
    if (alive === undefined) throw new Error('no limiter was considered');
    const fingerprint = {
      ...kept.verdicts.fingerprint,
      outcome: 'identified' as const,
      standings: [{ ...alive, name: 'gcra', alive: true }],
    };
    expect(formatRunMarkdown(run, { ...kept.verdicts, fingerprint })).toMatch(/^## ✅ gcra\n/);
    const open = { ...fingerprint, outcome: 'ambiguous' as const };
    expect(formatRunMarkdown(run, { ...kept.verdicts, fingerprint: open })).toMatch(
      /^## ⚠️ The limiter is not told apart\n/,
    );
  });

  it('lets no text of a deployment or a user become Markdown', () => {
    const { run, verdicts } = sampleRun({ admits: 7, text: '|\n## x ``` <b>[a](http://b)' });
    const text = formatRunMarkdown(run, verdicts);
    expect(text).not.toMatch(/<b>|\]\(|^## x/m);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.map((line) => line.split('|').length)).toEqual([10, 10, 10]);
  });
});

describe('a comparison', () => {
  const slow = sampleRun({ seed: 2, latencyMs: 6, requests: 300, verdictsOf: broken });
  const quick = sampleRun({ requests: 300, verdictsOf: kept });
  const comparison = compareRuns([quick], [slow]);

  it('is findings: worse fails, better passes, and what cannot be told is skipped with its reason', () => {
    const found = Object.fromEntries(comparisonFindings(comparison).map((one) => [one.id, one]));
    expect(found['over_admission']).toMatchObject({
      status: 'failed',
      expected: 'not refuted',
      received: 'proved',
    });
    expect(found['p50_admitted_ms{2x}']).toMatchObject({
      status: 'failed',
      received: expect.stringMatching(/^[\d.]+ \(\+\d+\.\d\u00a0%; the true change is between \+/),
    });
    expect(found['failed_share{2x}']).toMatchObject({
      status: 'skipped',
      reason: 'chance alone may show as much',
    });
    const back = comparisonFindings(compareRuns([slow], [quick]));
    expect(back.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(back.find(({ id }) => id === 'p50_admitted_ms{2x}')?.status).toBe('passed');
  });

  it('is Markdown with the noise of every number', () => {
    const text = formatComparisonMarkdown(comparison);
    expect(text).toMatch(/^## ❌ Worse\n\nOver-admission: not refuted before, proved now\.\n/);
    expect(text).toMatch(
      /\n\| 2x \| p50&#95;admitted&#95;ms \| [\d.]+ \| [\d.]+ \| \+\d+\.\d\u00a0% \| \+\S+\u00a0% to \+\S+\u00a0% \| ±\S+\u00a0% \| worse \|\n/,
    );
    expect(text).toContain('| cannot tell (within chance) |');
    const other = { ...slow, run: { ...slow.run, environment: { ...slow.run.environment, node: '26.0.0' } } };
    expect(formatComparisonMarkdown(compareRuns([quick], [other]))).toContain(
      '- ⚠️ Node differs: 24.0.0 before, 26.0.0 now',
    );
  });
});

it('tells in Markdown what became of each of several limits, and nothing of that of one', () => {
  const { run, verdicts } = sampleRun({ sessions: 3, limits: [4, 8] });
  const text = formatRunMarkdown(run, verdicts);
  expect(text).toContain('http://localhost/v1: 4 and 8 in 1 s;');
  expect(text).toContain(`<details><summary>2 limits</summary>

| limit | sessions | offered | admitted | goodput | fullest window | more than the limit |
| ---: | ---: | ---: | ---: | ---: | ---: | --- |
| 4 | 2 | 80 | 32 | 1.00 | 4 of 4 | 2 not refuted |
| 8 | 1 | 40 | 32 | 1.00 | 8 of 8 | 1 not refuted |

</details>`);
  const plain = sampleRun();
  expect(formatRunMarkdown(plain.run, plain.verdicts)).not.toContain('more than the limit |');
});
