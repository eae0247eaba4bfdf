import * as fc from 'fast-check';
import type { Journey, Scenario, ServerClock } from './history.ts';
import type { LimiterName } from './limiters.ts';

/** How a space of scenarios is bounded. Defaults: an exact clock, latencies up to three windows, 40 requests. */
export interface ScenarioSpace {
  readonly limiters: readonly LimiterName[];
  readonly windowsUs: readonly number[];
  readonly clock?: fc.Arbitrary<ServerClock>;
  readonly latency?: 'none' | 'any';
  readonly maxRequests?: number;
  readonly maxLimit?: number;
}

export const exactClock: ServerClock = { resolutionUs: 0, rounding: 'floor', driftPpm: 0, offsetUs: 0 };

/** Whole milliseconds, rounded in any way, drifting by up to 100 ppm: all within the default tolerance. */
export const millisecondClocks: fc.Arbitrary<ServerClock> = fc.record({
  resolutionUs: fc.constant(1000),
  rounding: fc.constantFrom('floor', 'round', 'ceil'),
  driftPpm: fc.integer({ min: -100, max: 100 }),
  offsetUs: fc.integer({ min: 0, max: 5_000_000 }),
});

/**
 * Lengths of time where limits break: nothing, a moment, fractions of the window, its edge on both sides, several
 * windows. A quarter of a microsecond is added at times, so that recording has to round.
 */
function durations(windowUs: number, limit: number): fc.Arbitrary<number> {
  const share = Math.max(1, Math.round(windowUs / limit));
  const fractions = [share - 1, share, share + 1, windowUs >> 3, windowUs >> 2, windowUs >> 1];
  const edges = [-1000, -2, -1, 0, 1, 1000].map((offset) => windowUs + offset);
  const several = [2 * windowUs - 1, 2 * windowUs, 3 * windowUs];
  const marks = [0, 0, 0, 1, 2, ...fractions, ...edges, ...several].filter((mark) => mark >= 0);
  return fc.nat(marks.length * 8 - 1).map((n) => {
    const fraction = n % 8;
    return (marks[n >> 3] ?? 0) + (fraction < 5 ? 0 : (fraction - 4) / 4);
  });
}

/** Scenarios of a space: floods, trickles, pauses, bursts at edges, with lost and broken answers. */
export function scenarios(space: ScenarioSpace): fc.Arbitrary<Scenario> {
  return fc
    .record({
      limiter: fc.constantFrom(...space.limiters),
      limit: fc.integer({ min: 1, max: space.maxLimit ?? 5 }),
      windowUs: fc.constantFrom(...space.windowsUs),
      slowness: fc.constantFrom(0, 1, 1, 2),
    })
    .chain(({ limiter, limit, windowUs, slowness }) => {
      const gap = fc.oneof(
        { weight: 2, arbitrary: fc.nat(Math.ceil(windowUs / limit / 3)) },
        durations(windowUs, limit),
      );
      const delays = [fc.constant(0), fc.nat(windowUs >> 4), durations(windowUs, limit)];
      const delay = (space.latency === 'none' ? delays[0] : delays[slowness]) ?? fc.constant(0);
      return fc.record({
        limiter: fc.constant(limiter),
        limit: fc.constant(limit),
        windowUs: fc.constant(windowUs),
        phaseUs: fc.nat(windowUs),
        clock: space.clock ?? fc.constant(exactClock),
        journeys: fc.array(journey(gap, delay, space.latency !== 'none'), {
          maxLength: space.maxRequests ?? 40,
          size: 'max',
        }),
      });
    });
}

function journey(
  gap: fc.Arbitrary<number>,
  delay: fc.Arbitrary<number>,
  mayFail: boolean,
): fc.Arbitrary<Journey> {
  const fates = [
    'answered',
    'answered',
    'answered',
    'answered',
    'answered',
    'answered',
    'lost',
    'broken',
  ] as const;
  return fc.record({
    gapUs: gap,
    thereUs: delay,
    backUs: delay,
    fate: fc.nat(mayFail ? fates.length - 1 : 0).map((n) => fates[n] ?? 'answered'),
  });
}
