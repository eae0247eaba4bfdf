import { describe, expect, it } from 'vitest';
import type { Claim } from './claim.ts';
import { guardClaim, healthProblem } from './health.ts';
import type { HarnessHealth } from './health.ts';

/** A window of 4 s: 200 ms are the bound. */
const windowMs = 4000;
const well: HarnessHealth = {
  sendDelayP99Us: 200_000,
  eventLoopDelayMaxUs: 20_000,
  gcPauseMaxUs: 4000,
  pauses: { watchedMs: 100_000, totalMs: 2400, longestMs: [700, 300, 200, 200, 11] },
};
const pausing = (pauses: HarnessHealth['pauses']): HarnessHealth =>
  pauses === undefined ? well : { ...well, pauses };

describe('the health of the harness', () => {
  it('is no problem up to the bounds: sends by their 99th percentile, long pauses by the time that they take', () => {
    expect(healthProblem(well, windowMs)).toBeNull();
  });

  it('is no problem for one long pause of any kind: who was under way during it has a wider interval', () => {
    const { pauses: _, ...before } = well;
    expect(
      healthProblem({ ...before, eventLoopDelayMaxUs: 3_000_000, gcPauseMaxUs: 3_000_000 }, windowMs),
    ).toBeNull();
    expect(
      healthProblem(pausing({ watchedMs: 60_000, totalMs: 600, longestMs: [600] }), windowMs),
    ).toBeNull();
  });

  it('is one where more than one request in a hundred was never sent', () => {
    const missing = (count: number) => healthProblem({ ...well, neverSent: { count, of: 300 } }, windowMs);
    expect(missing(3)).toBeNull();
    expect(missing(4)).toBe('the harness was too slow: 4 of 300 requests of a timetable were never sent');
  });

  it('is one where requests left late as a rule', () => {
    expect(healthProblem({ ...well, sendDelayP99Us: 200_001 }, windowMs)).toBe(
      'the harness was too slow: the 99th percentile of how late requests left was 200.001 ms, above 200 ms (5 % of the window)',
    );
  });

  it('is one where pauses that are too long take more than a hundredth of the time', () => {
    expect(
      healthProblem(pausing({ watchedMs: 99_000, totalMs: 1300, longestMs: [700, 300, 200] }), windowMs),
    ).toBe(
      'the harness was too slow: pauses longer than 200 ms (5 % of the window) took 1.0 % of the time, the longest 700 ms',
    );
    expect(
      healthProblem(pausing({ watchedMs: 100_000, totalMs: 1300, longestMs: [700, 300, 200] }), windowMs),
    ).toBeNull();
  });

  it('takes pauses that are not listed to be as long where all that are listed are', () => {
    expect(
      healthProblem(pausing({ watchedMs: 100_000, totalMs: 5000, longestMs: [300, 300] }), windowMs),
    ).toMatch(/ took 5\.0 % of the time, the longest 300 ms$/);
    expect(
      healthProblem(pausing({ watchedMs: 100_000, totalMs: 5000, longestMs: [300, 300, 200] }), windowMs),
    ).toBeNull();
  });

  it('tells both where both are', () => {
    const bad = { ...pausing({ watchedMs: 1000, totalMs: 500, longestMs: [500] }), sendDelayP99Us: 900_000 };
    expect(healthProblem(bad, windowMs)).toBe(
      'the harness was too slow: the 99th percentile of how late requests left was 900 ms, above 200 ms (5 % of the window); ' +
        'pauses longer than 200 ms (5 % of the window) took 50.0 % of the time, the longest 500 ms',
    );
  });
});

describe('a claim in the light of it', () => {
  const claim: Claim = {
    name: 'over_admission_rolling',
    statement: 'more than the limit',
    outcome: 'not_refuted',
    reason: null,
    tolerance: { resolutionMs: 1, driftPpm: 100 },
    sampleCount: 1,
  };
  const late = { ...well, sendDelayP99Us: 201_000 };

  it('stays as it is where the harness did well, or was not measured', () => {
    expect(guardClaim(claim, well, windowMs)).toBe(claim);
    expect(guardClaim(claim, null, windowMs)).toBe(claim);
  });

  it('is open again where it was not refuted, and says what would decide it', () => {
    expect(guardClaim(claim, late, windowMs)).toEqual({
      ...claim,
      outcome: 'inconclusive',
      reason:
        'the harness was too slow: the 99th percentile of how late requests left was 201 ms, above 200 ms (5 % of the window): ' +
        'a less busy machine or a longer window would decide it',
    });
  });

  it('stays proved, and inconclusive for its own reason', () => {
    const proved: Claim = { ...claim, outcome: 'proved' };
    const open: Claim = { ...claim, outcome: 'inconclusive', reason: 'too few' };
    expect([guardClaim(proved, late, windowMs), guardClaim(open, late, windowMs)]).toEqual([proved, open]);
  });
});
