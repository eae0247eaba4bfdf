import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { formatTable, judge, scoreOf, total } from './judge.ts';
import type { Mutant } from './judge.ts';
import { expectedSurvivors } from './survivors.ts';
import { selectTargets } from './targets.ts';

const mutant = (line: number, replacement: string, status: string, statusReason?: string): Mutant => ({
  mutatorName: 'BooleanLiteral',
  replacement,
  status,
  ...(statusReason === undefined ? {} : { statusReason }),
  location: { start: { line, column: 13 }, end: { line, column: 17 } },
});
const source = 'const a = 1;\n  const b = 2;\n';
const expected = [{ file: 'x.ts', line: 'const b = 2;', becomes: '3', reason: 'nobody reads b' }];

it('counts mutants by what became of them, and finds nothing where all are as expected', () => {
  const mutants = [
    mutant(1, '5', 'Killed'),
    mutant(1, '6', 'Killed'),
    mutant(1, '7', 'Timeout'),
    mutant(2, '3', 'Survived'),
    mutant(2, '4', 'RuntimeError', 'it cannot be imported'),
  ];
  const judgement = judge({ files: { 'x.ts': { source, mutants } } }, expected);
  expect(judgement).toEqual({
    counts: [{ file: 'x.ts', killed: 2, timedOut: 1, expected: 1, survived: 0, unloadable: 1 }],
    problems: [],
  });
  expect(judgement.counts.map(scoreOf)).toEqual([75]);
});

it('names a mutant that survives, that no test reaches, or that ends the process', () => {
  const mutants = [
    mutant(1, '5', 'Survived'),
    mutant(2, '3', 'Survived'),
    mutant(2, '4', 'NoCoverage'),
    mutant(2, '9', 'RuntimeError', 'Test runner crashed. Tried twice'),
  ];
  expect(judge({ files: { 'x.ts': { source, mutants } } }, expected)).toEqual({
    counts: [{ file: 'x.ts', killed: 0, timedOut: 0, expected: 1, survived: 2, unloadable: 1 }],
    problems: [
      "x.ts:1:13: survives (Survived): BooleanLiteral: in 'const a = 1;', '5'",
      "x.ts:2:13: survives (NoCoverage): BooleanLiteral: in 'const b = 2;', '4'",
      "x.ts:2:13: ends the tests' process: BooleanLiteral: in 'const b = 2;', '9'",
    ],
  });
});

it.each([
  ['was killed', [mutant(2, '3', 'Killed')]],
  ['is no more', []],
])('names an expected survivor that %s', (_, mutants) => {
  expect(judge({ files: { 'x.ts': { source, mutants } } }, expected).problems).toEqual([
    "x.ts: 'const b = 2;' with '3' is expected to survive, and is killed or no more",
  ]);
});

it('tells no survivor of one file from that of another', () => {
  const report = { files: { 'y.ts': { source, mutants: [mutant(2, '3', 'Survived')] } } };
  expect(judge(report, expected).problems).toHaveLength(2);
});

it('prints a row for every file and one for all', () => {
  const counts = [
    { file: 'b.ts', killed: 2, timedOut: 1, expected: 1, survived: 0, unloadable: 3 },
    { file: 'a.ts', killed: 0, timedOut: 0, expected: 0, survived: 0, unloadable: 0 },
  ];
  expect(total(counts)).toEqual({ ...counts[0], file: 'all' });
  expect(formatTable(counts)).toBe(
    '| File | Score | Killed | Timed out | Expected to live | Survived | Unloadable |\n' +
      '| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n' +
      '| `a.ts` | 100.0 % | 0 | 0 | 0 | 0 | 0 |\n' +
      '| `b.ts` | 75.0 % | 2 | 1 | 1 | 0 | 3 |\n' +
      '| **all** | 75.0 % | 2 | 1 | 1 | 0 | 3 |\n',
  );
});

it('expects survivors only where their lines stand, each once and with a reason', () => {
  for (const { file, line, reason } of expectedSurvivors) {
    expect(existsSync(file)).toBe(true);
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .map((text) => text.trim());
    expect([file, line, lines.includes(line)]).toEqual([file, line, true]);
    expect(reason.length).toBeGreaterThan(20);
  }
  const keys = expectedSurvivors.map(({ file, line, becomes }) => JSON.stringify([file, line, becomes]));
  expect(new Set(keys).size).toBe(keys.length);
});

const picked = (...wanted: string[]) => selectTargets(wanted).map(({ name, mutate }) => [name, mutate]);

it('selects targets by name, files within them by path, all when none is named, and names strangers', () => {
  const limiters = ['limiters', ['server/limiter/*.ts', '!server/limiter/*.test.ts']];
  const invariants = ['invariants', ['property/invariants/*.ts', '!property/invariants/*.test.ts']];
  expect(picked().slice(0, 2)).toEqual([limiters, invariants]);
  // Of a folder of many files the core is named.
  expect(picked('analysis')).toEqual([picked()[2]]);
  expect(picked('analysis')[0]?.[1]).toContain('load/analysis/hypotheses/fixed-phases.ts');
  expect(picked('limiters')).toEqual([limiters]);
  expect(picked('property/invariants/pages.ts')).toEqual([['invariants', ['property/invariants/pages.ts']]]);
  expect(() => picked('limiter', 'server/app.ts')).toThrow(
    "'limiter' is no target: use limiters or invariants or analysis, or a file below server/limiter or property/invariants or load/analysis\n" +
      "'server/app.ts' is no target: use limiters or invariants or analysis, or a file below server/limiter or property/invariants or load/analysis",
  );
  expect(selectTargets(['server/limiter/gcra.ts'])[0]?.expected).toEqual([]);
});
