import type { Arbitrary } from 'fast-check';
import type { ChatSession } from '../../schema/index.ts';
import { PlanArbitrary } from './arbitrary.ts';
import { plansFor } from './compile.ts';
import { resolve } from './constraints.ts';
import type { Constraints } from './constraints.ts';
import type { Plan } from './plan.ts';
import { choicePlan } from './plans/choice.ts';
import { derivedPlan } from './plans/derived.ts';

const isSession = (value: unknown): value is ChatSession =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<ChatSession>).rate_limits?.max_requests_per_1_minute ===
    (value as Partial<ChatSession>).max_requests_per_1_minute;

/** The plan behind `sessionOf`. */
export function sessionPlan(constraints: Constraints): Plan<ChatSession> {
  const copy = choicePlan([0]);
  const plan = plansFor(resolve(constraints)).shape('chat_session', { max_requests_per_1_minute: copy });
  return derivedPlan(
    plan as Plan<ChatSession>,
    (base) => ({ ...base, max_requests_per_1_minute: base.rate_limits.max_requests_per_1_minute }),
    (value) => (isSession(value) ? { ...value, max_requests_per_1_minute: 0 } : undefined),
  );
}

/**
 * Sessions whose two copies of the limit agree, as those of an honest deployment; `arbitraryOf('chat_session')`
 * has them differ, which the types allow.
 * @throws RangeError for constraints that make no sense.
 * @example
 * import fc from 'fast-check';
 * const [session] = fc.sample(sessionOf(), { seed: 7, numRuns: 1 });
 * session?.max_requests_per_1_minute === session?.rate_limits.max_requests_per_1_minute; // => true
 */
export const sessionOf = (constraints: Constraints = {}): Arbitrary<ChatSession> =>
  new PlanArbitrary(sessionPlan(constraints));
