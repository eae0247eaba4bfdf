import { describe, expect, it } from 'vitest';
import type { Claim, ClaimOutcome } from './claim.ts';
import { explainGrading, gradeOf, meetsRequirement, readings } from './grade.ts';

const letters = { p: 'proved', n: 'not_refuted', i: 'inconclusive' } as const satisfies Record<
  string,
  ClaimOutcome
>;
type Letter = keyof typeof letters;

/** A claim of a reading that ended so. */
const claim = (letter: Letter): Claim => ({
  name: 'over_admission_rolling',
  statement: 'more than the limit',
  outcome: letters[letter],
  reason: null,
  tolerance: { resolutionMs: 1, driftPpm: 100 },
  sampleCount: 1,
});

/** The grading of rolling, fixed and bucket, each by the first letter of its outcome. */
const graded = (...[rolling, fixed, bucket]: readonly [Letter, Letter, Letter]) =>
  gradeOf(claim(rolling), claim(fixed), claim(bucket));

const cases: readonly (readonly [Letter, Letter, Letter, grade: string, words: string])[] = [
  ['n', 'n', 'n', 'rolling', 'in every rolling window (not refuted)'],
  ['n', 'i', 'i', 'rolling', 'in every rolling window (not refuted)'],
  [
    'p',
    'n',
    'p',
    'fixed',
    'in fixed windows (not refuted); not in every rolling window, nor as a burst and a rate',
  ],
  [
    'p',
    'n',
    'n',
    'fixed',
    'in fixed windows and as a burst and a rate (not refuted); not in every rolling window',
  ],
  [
    'i',
    'n',
    'i',
    'fixed',
    'in fixed windows (not refuted); whether in every rolling window or as a burst and a rate could not be told',
  ],
  [
    'p',
    'p',
    'n',
    'bucket',
    'as a burst and a rate (not refuted); not in every rolling window, nor in fixed windows',
  ],
  [
    'i',
    'i',
    'n',
    'bucket',
    'as a burst and a rate (not refuted); whether in every rolling window or in fixed windows could not be told',
  ],
  [
    'p',
    'i',
    'n',
    'bucket',
    'as a burst and a rate (not refuted); not in every rolling window; whether in fixed windows could not be told',
  ],
  [
    'p',
    'p',
    'p',
    'none',
    'by no reading: not in every rolling window, nor in fixed windows, nor as a burst and a rate',
  ],
  [
    'p',
    'i',
    'i',
    'unknown',
    'not in every rolling window; whether in fixed windows or as a burst and a rate could not be told',
  ],
  [
    'p',
    'p',
    'i',
    'unknown',
    'not in every rolling window, nor in fixed windows; whether as a burst and a rate could not be told',
  ],
  ['i', 'i', 'i', 'unknown', 'nothing could be told'],
];

it.each(cases)('%s %s %s is graded %s: %s', (rolling, fixed, bucket, grade, words) => {
  const grading = graded(rolling, fixed, bucket);
  expect([grading.grade, explainGrading(grading)]).toEqual([grade, words]);
});

describe('a proof against a looser reading', () => {
  it('leaves no grade above it, with or without a witness of its own', () => {
    expect(graded('n', 'p', 'n').grade).toBe('bucket');
    expect(graded('n', 'n', 'p').grade).toBe('fixed');
    expect(graded('n', 'p', 'p').grade).toBe('none');
    expect(graded('i', 'p', 'p').grade).toBe('none');
    expect(graded('i', 'p', 'i').grade).toBe('unknown');
    expect(explainGrading(graded('n', 'p', 'n'))).toBe(
      'as a burst and a rate (not refuted); not in fixed windows',
    );
    expect(explainGrading(graded('n', 'n', 'p'))).toBe(
      'in fixed windows (not refuted); not as a burst and a rate',
    );
    expect(explainGrading(graded('i', 'p', 'i'))).toBe(
      'not in fixed windows; whether as a burst and a rate could not be told',
    );
  });
});

it('answers what is required by the claim of that reading', () => {
  const grading = graded('p', 'i', 'n');
  expect(readings.map((reading) => meetsRequirement(grading, reading))).toEqual([
    'proved',
    'inconclusive',
    'not_refuted',
  ]);
});
