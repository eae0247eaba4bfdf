import { expect, it } from 'vitest';
import { describeCounts, detailLines, formatAnnotations, formatJunit, formatStepSummary } from './index.ts';
import type { Finding } from './index.ts';

const failed: Finding = {
  id: 'has_more_is_true',
  group: 'paging',
  claim: 'has_more is true exactly when more comes',
  status: 'failed',
  expected: 'has_more false, for <nothing> "follows"',
  received: '100%:\ttrue & more\u0000',
  sequence: ["curl 'http://h/v1/chatkit/threads' | x"],
  replay: 'chatkit-harness check --only has_more_is_true --seed 1',
  durationMs: 1234,
};
const findings: readonly Finding[] = [
  failed,
  { id: 'order', group: 'paging', claim: 'newest first', status: 'passed', durationMs: 6 },
  {
    id: 'ids',
    group: 'headers',
    claim: 'ids | differ',
    status: 'difference',
    expected: 'two',
    received: 'one',
  },
  { id: 'gone', group: 'deletion', claim: 'it is gone', status: 'skipped', reason: 'needs --allow-delete' },
  { id: 'known', group: 'headers', claim: 'it holds', status: 'expected', reason: 'ticket 7' },
];

it('counts what came of the claims', () => {
  expect(describeCounts(findings)).toBe('1 passed, 1 failed, 1 difference, 1 failed as expected, 1 skipped');
  expect(describeCounts([])).toBe('nothing was tried');
});

it('lists what a reader needs to act', () => {
  expect(detailLines({ ...failed, received: 'x', reason: 'y' })).toEqual([
    'reason:   y',
    'expected: has_more false, for <nothing> "follows"',
    'received: x',
    'shortest sequence:',
    "  curl 'http://h/v1/chatkit/threads' | x",
    'replay:   chatkit-harness check --only has_more_is_true --seed 1',
  ]);
});

it('writes JUnit that no text can break', () => {
  expect(formatJunit(findings, { name: 'chatkit-harness check', startedAtMs: 0 })).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="chatkit-harness check" tests="5" failures="1" errors="0" skipped="2" time="1.240">
  <testsuite name="chatkit-harness check: paging" tests="2" failures="1" errors="0" skipped="0" time="1.240" timestamp="1970-01-01T00:00:00Z">
    <testcase classname="chatkit-harness.check.paging" name="has_more_is_true" time="1.234">
      <failure type="violation" message="has_more is true exactly when more comes">has_more is true exactly when more comes
expected: has_more false, for &lt;nothing&gt; "follows"
received: 100%:\ttrue &amp; more\uFFFD
shortest sequence:
  curl 'http://h/v1/chatkit/threads' | x
replay:   chatkit-harness check --only has_more_is_true --seed 1</failure>
    </testcase>
    <testcase classname="chatkit-harness.check.paging" name="order" time="0.006"/>
  </testsuite>
  <testsuite name="chatkit-harness check: headers" tests="2" failures="0" errors="0" skipped="1" time="0.000" timestamp="1970-01-01T00:00:00Z">
    <testcase classname="chatkit-harness.check.headers" name="ids" time="0.000">
      <system-out>difference: ids | differ
expected: two
received: one</system-out>
    </testcase>
    <testcase classname="chatkit-harness.check.headers" name="known" time="0.000">
      <skipped message="fails as expected: ticket 7"/>
    </testcase>
  </testsuite>
  <testsuite name="chatkit-harness check: deletion" tests="1" failures="0" errors="0" skipped="1" time="0.000" timestamp="1970-01-01T00:00:00Z">
    <testcase classname="chatkit-harness.check.deletion" name="gone" time="0.000">
      <skipped message="needs --allow-delete"/>
    </testcase>
  </testsuite>
</testsuites>
`,
  );
  const odd = { ...failed, id: 'a"b\n<c>', claim: ']]>\uD800' };
  const xml = formatJunit([odd], { name: 'n', startedAtMs: 0 });
  expect(xml).toContain('name="a&quot;b&#10;&lt;c&gt;"');
  expect(xml).toContain('message="]]&gt;\uFFFD">]]&gt;\uFFFD\n');
});

it('annotates failures and differences, a line each', () => {
  expect(formatAnnotations(findings)).toBe(
    '::error title=has_more_is_true::has_more is true exactly when more comes%0Aexpected: has_more false, for <nothing> "follows"' +
      "%0Areceived: 100%25:\ttrue & more\u0000%0Ashortest sequence:%0A  curl 'http://h/v1/chatkit/threads' | x" +
      '%0Areplay:   chatkit-harness check --only has_more_is_true --seed 1\n' +
      '::warning title=ids::ids | differ%0Aexpected: two%0Areceived: one\n',
  );
  expect(formatAnnotations([{ ...failed, id: 'a:b,c\n' }])).toMatch(/^::error title=a%3Ab%2Cc%0A::/);
});

it('sums a run up in Markdown that no text can break', () => {
  expect(formatStepSummary('check of <http://h>', findings)).toBe(`## check of &#60;http://h&#62;

1 passed, 1 failed, 1 difference, 1 failed as expected, 1 skipped

### Failed

**has&#95;more&#95;is&#95;true**: has&#95;more is true exactly when more comes
- expected: has&#95;more false, for &#60;nothing&#62; "follows"
- received: 100%:\ttrue &#38; more\u0000

\`\`\`sh
curl 'http://h/v1/chatkit/threads' | x
\`\`\`

Shown again by:

\`\`\`sh
chatkit-harness check --only has_more_is_true --seed 1
\`\`\`

### Differences from what is not published

| check | claim | |
| --- | --- | --- |
| ids | ids &#124; differ | expected two; received one |

### Failed as expected

| check | claim | |
| --- | --- | --- |
| known | it holds | ticket 7 |

### Not tried

| check | claim | |
| --- | --- | --- |
| gone | it is gone | needs --allow-delete |

### Passed

| check | claim | |
| --- | --- | --- |
| order | newest first |  |
`);
  const fenced = formatStepSummary('t', [{ ...failed, sequence: ['````'] }]);
  expect(fenced).toContain('`````sh\n````\n`````');
});
