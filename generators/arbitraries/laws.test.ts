import { check, property, sample } from 'fast-check';
import type { Value } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeNames } from '../../schema/index.ts';
import { createCoverage } from '../coverage/index.ts';
import { mutantsOf } from '../mutants/index.ts';
import { levels } from './constraints.ts';
import { arbitraryOf, mutantOf } from './index.ts';
import { draw, freeze, hasFrozen } from './testing/laws.ts';
import { subjects } from './testing/registry.ts';
import type { Subject } from './testing/registry.ts';

/** Values that each law looks at; ARBITRARY_RUNS asks for more. */
const runs = Number(process.env['ARBITRARY_RUNS'] ?? 60);
/** Values of a shape within which every branch of the contract is reached. */
const runsToCover = 1000;
/** Steps within which shrinking ends, whichever candidate is taken. */
const mostSteps = 10_000;
const seed = 20_261_122;

const candidatesOf = (arbitrary: Subject['arbitrary'], { value, context }: Value<unknown>) =>
  arbitrary.shrink(value, context);

/** Shrinks to the end: of the first candidates the one that `choose` says, checked on the way. */
function descend(
  { arbitrary, faults, sizeOf, name }: Subject,
  start: Value<unknown>,
  choose: (step: number, count: number) => number,
): unknown {
  let here = start;
  let size = sizeOf(here);
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const candidates = [...candidatesOf(arbitrary, here).take(12)];
    const next = candidates[choose(steps, candidates.length)];
    if (next === undefined) return here.value;
    const smaller = sizeOf(next);
    const text = JSON.stringify(next.value);
    if (smaller.compare(size) >= 0)
      throw new Error(`${name}: ${JSON.stringify(here.value)} shrinks to ${text}, which is no smaller`);
    const wrong = faults(next.value);
    if (wrong.length > 0)
      throw new Error(`${name}: ${JSON.stringify(here.value)} shrinks to ${text}: ${JSON.stringify(wrong)}`);
    here = next;
    size = smaller;
  }
  throw new Error(`${name}: shrinking does not end`);
}

describe.each(subjects.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  const { arbitrary, faults, minimal, own } = subject;

  it('makes the same values of the same seed, none of which share an object', () => {
    const first = sample(arbitrary, { seed, numRuns: runs });
    const texts = first.map((value) => JSON.stringify(value));
    for (const value of first) freeze(value);
    const second = sample(arbitrary, { seed, numRuns: runs });
    expect(second.map((value) => JSON.stringify(value))).toEqual(texts);
    expect(second.map(own).some(hasFrozen)).toBe(false);
  });

  it('makes valid values only', () => {
    const values = sample(arbitrary, { seed: seed + 1, numRuns: 4 * runs });
    const wrong = values.filter((value) => faults(value).length > 0);
    expect(wrong.map((value) => [value, faults(value)])).toEqual([]);
  });

  it('shrinks to ever smaller valid values and ends, whichever it takes', () => {
    const starts = draw(arbitrary, Math.ceil(runs / 4), seed + 2);
    const ends = starts.map((start, index) =>
      descend(subject, start, (step, count) => (index * 7 + step * 5) % Math.max(1, count)),
    );
    expect(ends).toEqual(ends.map((end) => minimal ?? end));
  });

  it('shrinks to the minimal value at once when everything fails', () => {
    for (const more of [1, 2, 3]) {
      const failing = property(arbitrary, () => false);
      const { counterexample, numShrinks } = check(failing, { seed: seed + more });
      const [end] = counterexample ?? [];
      expect(faults(end)).toEqual([]);
      expect(end).toEqual(minimal ?? end);
      expect(numShrinks).toBeLessThan(minimal === undefined ? 10 : 3);
    }
  });
});

const contextless = subjects.filter(({ shrinksWithoutContext }) => shrinksWithoutContext);

describe.each(contextless.map((subject) => [subject.name, subject] as const))('%s', (_, { arbitrary }) => {
  it('shrinks values from elsewhere', () => {
    for (const { value } of draw(arbitrary, 5, seed + 3)) {
      const copy: unknown = structuredClone(value);
      expect(arbitrary.canShrinkWithoutContext(copy)).toBe(true);
      const [ours] = arbitrary.shrink(value, undefined).take(1);
      const [theirs] = arbitrary.shrink(copy, undefined).take(1);
      expect(theirs?.value).toEqual(ours?.value);
    }
    for (const none of [undefined, null, 7, 'text', [], [{}]])
      expect(arbitrary.canShrinkWithoutContext(none)).toBe(false);
  });
});

describe.each(levels)('at the level %s', (level) => {
  it.each(shapeNames)(`reaches every branch of %s within ${runsToCover} values`, (shape) => {
    for (const own of [1, 2, 3]) {
      const coverage = createCoverage(shape);
      const arbitrary = arbitraryOf(shape, { text: level, numbers: level });
      for (const value of sample(arbitrary, { seed: seed + own, numRuns: runsToCover })) coverage.add(value);
      const missed = coverage.report().branches.filter(({ count }) => count === 0);
      expect(missed.map(({ path, way }) => `${path} ${way}`)).toEqual([]);
    }
  });
});

describe('mutants', () => {
  it.each(shapeNames)('of %s are all reached within 12 times as many values', (shape) => {
    const huge = /^(longest|too-long):.*\.state_variables\.\*$/;
    const wanted = mutantsOf(shape).filter(({ name }) => shape !== 'session_create' || !huge.test(name));
    const arbitrary = mutantOf(shape, { text: 'minimal' });
    const reached = new Set(sample(arbitrary, { seed, numRuns: 12 * wanted.length }).map(({ name }) => name));
    expect(wanted.filter(({ name }) => !reached.has(name)).map(({ name }) => name)).toEqual([]);
    expect(reached.size).toBe(wanted.length);
  });
});
