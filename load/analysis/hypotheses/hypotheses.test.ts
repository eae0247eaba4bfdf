import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRecords } from '../record-columns.ts';
import { recordOf } from '../testing/records.ts';
import { type Terms, termsOf } from '../terms.ts';
import { replayAnchored } from './anchored-replay.ts';
import { bucketRegion, viewBucket } from './bucket.ts';
import { possiblePhases } from './fixed-phases.ts';
import { explainNoPhase } from './phase-contradiction.ts';
import { possibleCounterPhases } from './sliding-counter.ts';

/** A window of 100 µs and an exact clock, so that every edge can be told to the microsecond. */
const exact = { resolutionMs: 0, driftPpm: 0 };
const termsFor = (limit: number, fresh = true): Terms => termsOf({ limit, windowMs: 0.1 }, fresh, exact);

/** Requests as [sent, first byte, status], in microseconds. */
type Request = readonly [sent: number, firstByte: number, status?: number];

function sessionOf(limit: number, requests: readonly Request[], fresh = true) {
  const records = requests.map(([sent, firstByte, status = 200], i) =>
    recordOf(i + 1, sent / 1000, firstByte / 1000, { status }),
  );
  const columns = packRecords(records).get('s1')?.columns;
  if (columns === undefined) throw new Error('no requests');
  return { columns, terms: termsFor(limit, fresh) };
}

const at = (us: number, status = 200): Request => [us, us, status];

describe('fixed windows of a constant phase', () => {
  const phases = (limit: number, requests: readonly Request[], fresh = true) =>
    possiblePhases([sessionOf(limit, requests, fresh)], 'admissions and refusals');

  it('forbids the phases whose window holds more than N', () => {
    // A window from x holds 110 and 130 for x in (30, 110]: only edges after 10 and up to 30 are left.
    expect(phases(1, [at(110), at(130)])).toEqual([{ fromUs: 10, toUs: 30 }]);
    expect(phases(2, [at(110), at(130)])).toEqual([{ fromUs: 0, toUs: 100 }]);
  });

  it('counts what is certain: an answer that came late may belong to the next window', () => {
    expect(phases(1, [at(110), [130, 170]])).toEqual([{ fromUs: 10, toUs: 70 }]);
  });

  it('forbids the phases whose window leaves a refusal without cause', () => {
    // Refused at 150 with 110 before it: the window began by 110, so not after 10 and up to 50.
    expect(phases(1, [at(110), at(150, 429)])).toEqual([
      { fromUs: 0, toUs: 10 },
      { fromUs: 50, toUs: 100 },
    ]);
    expect(phases(1, [at(110), at(150, 429)], false)).toEqual([
      { fromUs: 0, toUs: 10 },
      { fromUs: 50, toUs: 100 },
    ]);
  });

  it('leaves none where every phase has a contradiction, and shows each piece', () => {
    const session = sessionOf(1, [at(100), at(120), at(250), at(270)]);
    expect(possiblePhases([session], 'admissions')).toEqual([]);
    const pieces = explainNoPhase([session], 'admissions');
    // Edges in (20, 100] fall to the first pair, those in (70, 150] to the second: two pieces and the way round.
    expect(pieces?.map(({ requests }) => requests.map(({ id }) => id))).toEqual([
      [3, 4],
      [1, 2],
    ]);
    expect(pieces?.[0]?.says).toMatch(/holds 2 admitted; the limit is 1 in 0\.1 ms$/);
  });

  it('shows nothing where some phase is left', () => {
    expect(explainNoPhase([sessionOf(1, [at(110), at(130)])], 'admissions')).toBeNull();
  });
});

describe('windows that open with a request', () => {
  const possible = (limit: number, requests: readonly Request[], fresh = true) => {
    const { columns, terms } = sessionOf(limit, requests, fresh);
    return replayAnchored(columns, terms, 'admissions and refusals').possible;
  };

  it('ends a window exactly W after its opener', () => {
    // One of two is used at 0; at 99 the second, at 100 a new window.
    expect(possible(2, [at(0), at(99), at(100), at(101)])).toBe(true);
    expect(possible(2, [at(0), at(98), at(99), at(100)])).toBe(false);
    // At 100 the new window has opened: full at 101, refused at 102 is explained, at 101 not.
    expect(possible(1, [at(0), at(100), at(101, 429)])).toBe(true);
    expect(possible(1, [at(0), at(100, 429)])).toBe(false);
    expect(possible(1, [at(0), at(99, 429), at(100)])).toBe(true);
    expect(possible(1, [at(0), at(99)])).toBe(false);
  });

  it('does not count against a window what may have come just past its end', () => {
    // Decided anywhere in [95, 105]: past 100 it opens the next window.
    expect(possible(1, [at(0), [95, 105]])).toBe(true);
    expect(possible(1, [at(0), [95, 99]])).toBe(false);
    expect(possible(1, [[0, 10], at(105)])).toBe(true);
    expect(possible(1, [[0, 4], at(103), at(203)])).toBe(true);
  });

  it('grants a session that was used before a window that is open already', () => {
    expect(possible(1, [at(50, 429), at(60, 429)], false)).toBe(true);
    expect(possible(1, [at(50, 429), at(60, 429)])).toBe(false);
    expect(possible(1, [at(0), at(1)], false)).toBe(true);
    expect(possible(1, [at(0), at(1), at(101), at(102)], false)).toBe(false);
  });

  it('shows the window that holds too many', () => {
    const { columns, terms } = sessionOf(1, [at(0), at(100), at(199)]);
    const { evidence } = replayAnchored(columns, terms, 'admissions');
    expect(evidence?.requests.map(({ id }) => id)).toEqual([2, 3]);
  });
});

describe('a bucket', () => {
  const rate = 2 / 100;
  const view = (requests: readonly Request[], fresh = true) => {
    const { columns, terms } = sessionOf(2, requests, fresh);
    return viewBucket(columns, terms);
  };

  it('needs the burst that its stretches do', () => {
    const one = view([at(0), at(0), at(50), at(60)]);
    // Four in 60 µs at one each 50 µs: 4 − 1.2.
    expect(one.leastBurst(rate).burst).toBeCloseTo(2.8, 9);
    expect(one.leastBurst(rate)).toMatchObject({ first: 0, last: 3 });
    expect(one.shortestBeyond(1, rate)).toMatchObject({ first: 0, last: 1 });
    expect(one.shortestBeyond(2, rate)).toMatchObject({ first: 0, last: 3 });
  });

  it('has the stretch of the fewest admissions that a burst does not explain, the first of several', () => {
    const gap = fc.oneof(fc.nat(5), fc.nat(60), fc.nat(400));
    const histories = fc.array(fc.tuple(gap, fc.nat(20)), { minLength: 1, maxLength: 60 });
    const law = fc.property(histories, fc.integer({ min: 1, max: 5 }), (gaps, beyond) => {
      let us = 0;
      const pairs = gaps.map(([after, length]) => [(us += after), length] as const);
      const one = view(pairs.map(([sent, length]) => [sent, sent + length]));
      const sends = pairs.map(([sent]) => sent).toSorted((a, b) => a - b);
      const receives = pairs.map(([sent, length]) => sent + length).toSorted((a, b) => a - b);
      const burstOf = (k: number, l: number) => l - k + 1 - rate * ((receives[l] ?? NaN) - (sends[k] ?? NaN));
      let shortest: { first: number; last: number } | null = null;
      for (let l = 0; l < sends.length; l += 1)
        for (let k = l; k >= 0; k -= 1)
          if (burstOf(k, l) > beyond + 1e-5 && (shortest === null || l - k < shortest.last - shortest.first))
            shortest = { first: k, last: l };
      if (shortest === null) return true;
      const { first, last } = one.shortestBeyond(beyond, rate);
      return first === shortest.first && last === shortest.last;
    });
    expect(() => fc.assert(law, { numRuns: 2000 })).not.toThrow();
  });

  it('held less than one token where it refused', () => {
    // Two taken at 0, 0.8 back by 40: any burst below 2.2.
    expect(view([at(0), at(0), at(40, 429)]).burstBelow(rate).burst).toBeCloseTo(2.2, 9);
    expect(view([at(0), at(0)]).burstBelow(rate).burst).toBe(Infinity);
    expect(view([at(0), at(0), at(40, 429)], false).burstBelow(rate).burst).toBe(Infinity);
  });

  it('leaves the region of bursts and rates between both', () => {
    const one = view([at(0), at(0), at(10, 429), at(50), at(60, 429)]);
    const strips = bucketRegion(one, 0.1);
    const holds = (burst: number, ratePerUs: number) =>
      strips.some(
        (strip) =>
          strip.fromRatePerUs <= ratePerUs &&
          ratePerUs <= strip.toRatePerUs &&
          burst >= strip.leastBurst &&
          burst < strip.burstBelow,
      );
    expect([holds(2, rate), holds(3, rate), holds(1.5, rate), holds(2, 0.09)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a sliding counter', () => {
  const phases = (limit: number, requests: readonly Request[]) =>
    possibleCounterPhases([sessionOf(limit, requests)], false);
  const allows = (limit: number, requests: readonly Request[], phaseUs: number) =>
    phases(limit, requests).some(({ fromUs, toUs }) => fromUs <= phaseUs && phaseUs <= toUs);

  it('weighs the last window by how much of it is covered yet', () => {
    // Windows begin at 0: two at 50, so at 125 they weigh 1.5 of 2: refused; at 155 0.9: admitted.
    const requests = [at(50), at(50), at(125, 429), at(155)];
    expect(allows(2, requests, 0)).toBe(true);
    // Where windows begin at 60 they are in the one before until 160, whole at 60 and 0.35 at 125.
    expect(allows(2, requests, 60)).toBe(false);
  });

  it('falls where no phase explains an admission', () => {
    expect(phases(1, [at(10), at(10), at(130), at(130)])).toEqual([]);
    expect(phases(1, [at(0), at(250, 429), at(275, 429)])).toEqual([]);
  });
});
