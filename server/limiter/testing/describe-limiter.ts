import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RatePolicy } from '../../../schema/index.ts';
import type { Decision, LimiterFactory } from '../limiter.ts';

/**
 * Whether one more request at `timeMs` is within the allowance: the algorithm by its definition, from the times of what
 * was admitted before. An independent answer, however slow.
 * @param admittedMs times of admitted requests so far, ascending.
 */
export type AllowanceOracle = (admittedMs: readonly number[], timeMs: number, policy: RatePolicy) => boolean;

/** Names of the laws, for exemptions. */
export type Law =
  | 'admits only within its allowance'
  | 'refuses only when its allowance is used up'
  | 'tells the wait exactly'
  | 'tells what remains exactly'
  | 'tells the reset exactly'
  | 'forgets throttled requests';

interface Contract {
  readonly create: LimiterFactory;
  readonly allows: AllowanceOracle;
  /** What a limit of 50 a second admits of 100,000 requests that come 3 ms apart; default 15,000: every window is filled. */
  readonly admittedOf100k?: number;
  /** Laws that don't hold for this algorithm, each with the reason why. */
  readonly exempt?: Partial<Record<Law, string>>;
}

interface Step {
  readonly nowMs: number;
  /** The latest time that was told so far: what counts when a clock steps back. */
  readonly effectiveMs: number;
  readonly decision: Decision;
}

const policies = fc.record({
  limit: fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 12 })),
  windowMs: fc.constantFrom(1, 7, 1000, 60_000),
});

/** Times that crowd where windows begin and end, with fractions and steps back. */
const scenarios = policies.chain((policy) => {
  const { windowMs } = policy;
  const gap = fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: Math.ceil(windowMs / 3) }) },
    { weight: 2, arbitrary: fc.constantFrom(windowMs - 1, windowMs, windowMs + 1, windowMs / 2, 0.25) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * windowMs, max: 3 * windowMs }) },
  );
  return fc.record({
    policy: fc.constant(policy),
    startMs: fc.oneof(
      fc.constant(1_735_689_600_000),
      fc.integer({ min: 1_735_689_600_000, max: 1_735_689_720_000 }),
    ),
    gaps: fc.array(gap, { minLength: 1, maxLength: 60 }),
  });
});

interface Scenario {
  readonly policy: RatePolicy;
  readonly startMs: number;
  readonly gaps: readonly number[];
}

const timesOf = ({ startMs, gaps }: Scenario): number[] => {
  let nowMs = startMs;
  return gaps.map((gap) => (nowMs += gap));
};

function run(create: LimiterFactory, policy: RatePolicy, timesMs: readonly number[]): Step[] {
  const limiter = create(policy);
  let effectiveMs = -Infinity;
  return timesMs.map((nowMs) => {
    effectiveMs = Math.max(effectiveMs, nowMs);
    return { nowMs, effectiveMs, decision: limiter.decide(nowMs) };
  });
}

const admittedTimes = (steps: readonly Step[]): number[] =>
  steps.filter((step) => step.decision.admitted).map((step) => step.effectiveMs);

/** The contract that every limiter keeps. Registers its tests. */
export function describeLimiter(
  name: string,
  { create, allows, admittedOf100k = 15_000, exempt = {} }: Contract,
): void {
  /** What a limiter with this history answers to further requests. */
  const afterwards = (scenario: Scenario, ...furtherMs: number[]): Decision[] =>
    run(create, scenario.policy, [...timesOf(scenario), ...furtherMs])
      .slice(-furtherMs.length)
      .map((step) => step.decision);
  const lastStep = (scenario: Scenario): Step =>
    run(create, scenario.policy, timesOf(scenario)).at(-1) as Step;

  const laws: Readonly<Record<Law, () => void>> = {
    'admits only within its allowance': () => {
      fc.assert(
        fc.property(scenarios, (scenario) => {
          const admitted = admittedTimes(run(create, scenario.policy, timesOf(scenario)));
          admitted.forEach((timeMs, i) => {
            expect(allows(admitted.slice(0, i), timeMs, scenario.policy)).toBe(true);
          });
        }),
      );
    },

    'refuses only when its allowance is used up': () => {
      fc.assert(
        fc.property(scenarios, (scenario) => {
          const steps = run(create, scenario.policy, timesOf(scenario));
          steps.forEach(({ decision, effectiveMs }, i) => {
            if (decision.admitted) return;
            expect(allows(admittedTimes(steps.slice(0, i)), effectiveMs, scenario.policy)).toBe(false);
          });
        }),
      );
    },

    'tells the wait exactly': () => {
      fc.assert(
        fc.property(scenarios, (scenario) => {
          const { nowMs, decision } = lastStep(scenario);
          if (decision.admitted) {
            expect(decision.retryAfterMs).toBe(0);
            return;
          }
          expect(decision.retryAfterMs).toBeGreaterThan(0);
          const admittedMs = nowMs + decision.retryAfterMs;
          expect(afterwards(scenario, admittedMs)[0]?.admitted).toBe(true);
          expect(afterwards(scenario, admittedMs - Math.min(1, decision.retryAfterMs))[0]?.admitted).toBe(
            false,
          );
        }),
      );
    },

    'tells what remains exactly': () => {
      fc.assert(
        fc.property(scenarios, (scenario) => {
          const { nowMs, decision } = lastStep(scenario);
          // As many are sent: a number beyond all reason would take all memory.
          expect(decision.remaining).toBeLessThan(scenario.policy.limit);
          const more = Array.from({ length: decision.remaining + 1 }, () => nowMs);
          const outcomes = afterwards(scenario, ...more);
          expect(outcomes.map((outcome) => outcome.admitted)).toEqual([
            ...Array.from({ length: decision.remaining }, () => true),
            false,
          ]);
          expect(outcomes.map((outcome) => outcome.remaining)).toEqual([
            ...Array.from({ length: decision.remaining }, (_, i) => decision.remaining - 1 - i),
            0,
          ]);
          expect(decision.limit).toBe(scenario.policy.limit);
        }),
      );
    },

    'tells the reset exactly': () => {
      fc.assert(
        fc.property(scenarios, (scenario) => {
          const { nowMs, decision } = lastStep(scenario);
          const { limit } = scenario.policy;
          const resetMs = nowMs + decision.resetMs;
          expect(afterwards(scenario, resetMs)[0]).toMatchObject({ admitted: true, remaining: limit - 1 });
          const early = afterwards(scenario, resetMs - Math.min(1, decision.resetMs))[0];
          expect(early?.admitted === true && early.remaining === limit - 1).toBe(false);
        }),
      );
    },

    'forgets throttled requests': () => {
      fc.assert(
        fc.property(scenarios, (scenario) => {
          const steps = run(create, scenario.policy, timesOf(scenario));
          // A request at a time that the limiter had not heard of yet moves its idea of now: only admitted ones stay.
          const kept = steps.filter((step) => step.decision.admitted);
          const again = run(
            create,
            scenario.policy,
            kept.map((step) => step.effectiveMs),
          );
          expect(again.map((step) => step.decision.admitted)).toEqual(kept.map(() => true));
          expect(again.map((step) => step.decision.remaining)).toEqual(
            kept.map((step) => step.decision.remaining),
          );
        }),
      );
    },
  };

  describe(`limiter ${name}`, () => {
    const kept = Object.entries(laws).filter(([law]) => !Object.hasOwn(exempt, law));
    it.each(kept)('%s', (_, property) => {
      // A property that finds a counterexample throws.
      expect(property()).toBeUndefined();
    });

    it.each(Object.entries(exempt))('is exempt from "%s": %s', (_, reason) => {
      expect(reason.length).toBeGreaterThan(20);
    });

    it.each([1, 2, 1000])('admits exactly %i at once from idle', (limit) => {
      const outcomes = run(
        create,
        { limit, windowMs: 60_000 },
        Array.from({ length: limit + 3 }, () => 5e12),
      );
      expect(outcomes.filter((step) => step.decision.admitted)).toHaveLength(limit);
      expect(outcomes.slice(0, limit).every((step) => step.decision.admitted)).toBe(true);
    });

    it('stays within its limit through a hundred thousand requests', () => {
      const policy = { limit: 50, windowMs: 1000 };
      const steps = run(
        create,
        policy,
        Array.from({ length: 100_000 }, (_, i) => 1e12 + i * 3),
      );
      const admitted = admittedTimes(steps);
      expect(admitted.length).toBe(admittedOf100k);
    });

    it.each([
      [{ limit: 0, windowMs: 1000 }, 'limit must be a whole number of at least 1, got 0'],
      [{ limit: 1.5, windowMs: 1000 }, 'limit must be a whole number of at least 1, got 1.5'],
      [{ limit: Number.NaN, windowMs: 1000 }, 'limit must be a whole number of at least 1, got NaN'],
      [{ limit: 1, windowMs: 0 }, 'windowMs must be a whole number of at least 1, got 0'],
      [{ limit: 1, windowMs: Infinity }, 'windowMs must be a whole number of at least 1, got Infinity'],
    ])('refuses the policy %j', (policy, message) => {
      expect(() => create(policy)).toThrow(new RangeError(message));
    });
  });
}
