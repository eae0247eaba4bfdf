import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indicesOf, intervalsAt } from './columns.ts';
import { smallestViolation } from './counting.ts';
import { judgeRolling } from './judge-rolling.ts';
import { observe } from './observation.ts';
import { packObservations } from './record-columns.ts';
import type { RollingClaim } from './rolling-window.ts';
import { exceedsRolling, type History, type Scenario, simulate } from './testing/history.ts';
import { limiters, type LimiterName } from './testing/limiters.ts';
import { witnessFaults } from './testing/oracles.ts';
import { exactClock, millisecondClocks, scenarios } from './testing/scenarios.ts';

/**
 * The two laws that make a verdict worth having, in virtual time and against the true decisions.
 * *Sound*: nothing is ever proved that is false of them. *Sharp*: without latency, everything true is proved.
 */
const everyLimiter = Object.keys(limiters) as LimiterName[];
const exact = { resolutionMs: 0, driftPpm: 0 };
const exactWindowsUs = [4, 10, 1000, 60_000, 4_000_000];
const millisecondWindowsUs = [20_000, 250_000, 4_000_000, 60_000_000];

function judge(scenario: Scenario, clock: { resolutionMs?: number; driftPpm?: number }) {
  const history = simulate(scenario);
  const policy = { limit: scenario.limit, windowMs: scenario.windowUs / 1000 };
  const { sessions } = judgeRolling(history.records, new Map([['s1', policy]]), { clock });
  return { history, claim: sessions[0] as RollingClaim };
}

/** The witness holds by its own numbers, by the records, and by the true decisions. */
function expectTrueWitness({ witness }: RollingClaim, { records, decidedUs }: History): void {
  expect(witness === undefined ? 'no witness' : witnessFaults(witness)).toEqual([]);
  for (const { id, sentMs, firstByteMs } of witness?.requests ?? []) {
    expect(records[id]).toMatchObject({ id, sentMs, firstByteMs, status: 200 });
    const decidedMs = (decidedUs[id] ?? NaN) / 1000;
    expect(decidedMs >= sentMs && decidedMs <= firstByteMs).toBe(true);
  }
}

describe('sound', () => {
  it(
    'proves only what is true of the decisions, for every limiter and any latency',
    { timeout: 60_000 },
    () => {
      const outcomes = { proved: 0, not_refuted: 0, inconclusive: 0 };
      fc.assert(
        fc.property(scenarios({ limiters: everyLimiter, windowsUs: exactWindowsUs }), (scenario) => {
          const { history, claim } = judge(scenario, exact);
          outcomes[claim.outcome] += 1;
          if (claim.outcome !== 'proved') return;
          expect(exceedsRolling(history.admittedUs, scenario.limit, scenario.windowUs)).toBe(true);
          expectTrueWitness(claim, history);
        }),
        { numRuns: 20_000 },
      );
      expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(1000);
    },
  );

  it('never accuses a limiter that keeps the rolling promise', { timeout: 60_000 }, () => {
    let tested = 0;
    fc.assert(
      fc.property(scenarios({ limiters: ['rollingLog'], windowsUs: exactWindowsUs }), (scenario) => {
        const { history, claim } = judge(scenario, exact);
        expect(exceedsRolling(history.admittedUs, scenario.limit, scenario.windowUs)).toBe(false);
        expect(claim.outcome).not.toBe('proved');
        if (claim.outcome === 'not_refuted') tested += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(tested).toBeGreaterThan(2000);
  });

  it(
    'never accuses one that keeps it by a clock of whole milliseconds that drifts',
    { timeout: 60_000 },
    () => {
      let exceeding = 0;
      const space = {
        limiters: ['rollingLog'],
        windowsUs: millisecondWindowsUs,
        clock: millisecondClocks,
      } as const;
      fc.assert(
        fc.property(scenarios(space), (scenario) => {
          const { history, claim } = judge(scenario, {});
          expect(claim.outcome).not.toBe('proved');
          if (exceedsRolling(history.admittedUs, scenario.limit, scenario.windowUs)) exceeding += 1;
        }),
        { numRuns: 20_000 },
      );
      // The tolerance is what saves them: by true time some of them did admit too many.
      expect(exceeding).toBeGreaterThan(500);
    },
  );

  it('proves on such clocks only what exceeds the limit in W − ε too', { timeout: 60_000 }, () => {
    let proved = 0;
    const space = { limiters: everyLimiter, windowsUs: millisecondWindowsUs, clock: millisecondClocks };
    fc.assert(
      fc.property(scenarios(space), (scenario) => {
        const { history, claim } = judge(scenario, {});
        if (claim.outcome !== 'proved') return;
        proved += 1;
        const shortenedUs = scenario.windowUs - claim.tolerance.epsilonMs * 1000;
        expect(exceedsRolling(history.admittedUs, scenario.limit, shortenedUs)).toBe(true);
        expectTrueWitness(claim, history);
      }),
      { numRuns: 10_000 },
    );
    expect(proved).toBeGreaterThan(1000);
  });

  it('never accuses an honest limiter by the chain alone either', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(scenarios({ limiters: ['rollingLog'], windowsUs: exactWindowsUs }), (scenario) => {
        const columns = packObservations('s1', observe(simulate(scenario).records));
        const admitted = intervalsAt(columns, indicesOf(columns, 'admitted'));
        expect(smallestViolation(admitted, scenario.limit, scenario.windowUs, 0).windows).toBeNull();
      }),
      { numRuns: 5000 },
    );
  });

  it('proves of answers that a pause of the harness made late only what it proves of them in time', () => {
    let lost = 0;
    const pauses = fc.record({ fromUs: fc.nat(10_000_000), everyUs: fc.integer({ min: 1, max: 4_000_000 }) });
    fc.assert(
      fc.property(
        scenarios({ limiters: everyLimiter, windowsUs: [60_000, 4_000_000] }),
        pauses,
        (scenario, { fromUs, everyUs }) => {
          const { records } = simulate(scenario);
          // What comes during a pause is read at its end; there is one every so often, each half that long.
          const readMs = (ms: number): number => {
            const intoUs = (((ms * 1000 - fromUs) % everyUs) + everyUs) % everyUs;
            return intoUs < everyUs / 2 ? Math.ceil(ms * 1000 - intoUs + everyUs / 2) / 1000 : ms;
          };
          const late = records.map((record) =>
            record.firstByteMs === null
              ? record
              : { ...record, firstByteMs: readMs(record.firstByteMs), endMs: null },
          );
          const policies = new Map([['s1', { limit: scenario.limit, windowMs: scenario.windowUs / 1000 }]]);
          const isProved = (all: typeof records) =>
            judgeRolling(all, policies, { clock: exact }).overall.outcome === 'proved';
          const [inTime, delayed] = [isProved(records), isProved(late)];
          expect(inTime || !delayed).toBe(true);
          if (inTime && !delayed) lost += 1;
        },
      ),
      { numRuns: 2000 },
    );
    expect(lost).toBeGreaterThan(20);
  });
});

describe('sharp', () => {
  it('without latency proves exactly what is true', { timeout: 60_000 }, () => {
    let proved = 0;
    const space = { limiters: everyLimiter, windowsUs: exactWindowsUs, latency: 'none' } as const;
    fc.assert(
      fc.property(scenarios(space), (scenario) => {
        const whole = {
          ...scenario,
          journeys: scenario.journeys.map((j) => ({ ...j, gapUs: Math.floor(j.gapUs) })),
        };
        const { history, claim } = judge(whole, exact);
        const exceeds = exceedsRolling(history.admittedUs, scenario.limit, scenario.windowUs);
        expect(claim.outcome === 'proved').toBe(exceeds);
        // What is proved without latency shows in a single window.
        expect(claim.witness?.windows ?? 1).toBe(1);
        expect((claim.worst?.admitted ?? 0) > scenario.limit).toBe(exceeds);
        if (exceeds) proved += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(proved).toBeGreaterThan(2000);
  });

  it(
    'on a clock of whole milliseconds proves whatever exceeds the limit by more than the tolerance',
    { timeout: 60_000 },
    () => {
      let proved = 0;
      const space = {
        limiters: everyLimiter,
        windowsUs: millisecondWindowsUs,
        clock: millisecondClocks,
        latency: 'none',
      } as const;
      fc.assert(
        fc.property(scenarios(space), (scenario) => {
          const whole = {
            ...scenario,
            journeys: scenario.journeys.map((j) => ({ ...j, gapUs: Math.floor(j.gapUs) })),
          };
          const { history, claim } = judge(whole, {});
          const shortenedUs = scenario.windowUs - Math.round(claim.tolerance.epsilonMs * 1000);
          const exceeds = exceedsRolling(history.admittedUs, scenario.limit, shortenedUs);
          expect(claim.outcome === 'proved').toBe(exceeds);
          if (exceeds) proved += 1;
        }),
        { numRuns: 5000 },
      );
      expect(proved).toBeGreaterThan(1000);
    },
  );

  it('catches a rolling log that admits one too many under a flood, latency of a tenth of a window or not', () => {
    const latencies = [0, 10_000, 100_000, 400_000];
    const outcomes = latencies.map((thereUs) => {
      const journeys = Array.from({ length: 60 }, () => ({
        gapUs: 50_000,
        thereUs,
        backUs: 0,
        fate: 'answered' as const,
      }));
      const scenario = {
        limiter: 'rollingLogPlusOne',
        limit: 5,
        windowUs: 4_000_000,
        phaseUs: 0,
        journeys,
      } as const;
      const { claim } = judge({ ...scenario, clock: exactClock }, {});
      return [claim.outcome, claim.witness?.windows, claim.witness?.lengthMs];
    });
    // 6 admitted at 50 ms steps: 250 ms from the first send to the last, and the latency.
    expect(outcomes).toEqual([
      ['proved', 1, 250],
      ['proved', 1, 260],
      ['proved', 1, 350],
      ['proved', 1, 650],
    ]);
  });
});
