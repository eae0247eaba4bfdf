import { createStream } from '../../support/random.ts';
import type { OperationId } from '../../schema/index.ts';
import type { AnyScenario } from './scenario.ts';
import { findScenario } from './scenarios/index.ts';

/** One call to be made: a scenario and a plan for it. */
export interface CallCase {
  /** With the seed, what makes the case again: `paging/honest:3`. */
  readonly path: string;
  readonly scenario: AnyScenario;
  readonly plan: unknown;
}

const drawCase = (seed: number, scenario: AnyScenario, n: number): CallCase => ({
  path: `${scenario.name}:${n}`,
  scenario,
  plan: scenario.draw(createStream(seed, 'calls', scenario.name, n), n),
});

/** So many rounds without a new plan mean that there are no more. */
const idleRounds = 40;

/**
 * The cases of a seed, without end where a scenario has plans without end: one of each scenario, then the next of
 * each. A plan comes once.
 * @param operations that the driver can call.
 */
export function* drawCases(
  seed: number,
  scenarios: readonly AnyScenario[],
  operations: readonly string[],
): Generator<CallCase> {
  const drawn = new Set<string>();
  for (let n = 0, idle = 0; idle < idleRounds; n += 1, idle += 1)
    for (const scenario of scenarios) {
      const made = drawCase(seed, scenario, n);
      const key = `${scenario.name} ${JSON.stringify(made.plan)}`;
      if (drawn.has(key) || !operations.includes(operationOf(made))) continue;
      drawn.add(key);
      idle = 0;
      yield made;
    }
}

/** The operation that a case calls. */
export const operationOf = ({ scenario, plan }: CallCase): OperationId => scenario.play(plan).operation;

/** The case of a path; undefined when there is none. */
export function callCaseAt(seed: number, path: string, saved: readonly CallCase[]): CallCase | undefined {
  const known = saved.find((each) => each.path === path);
  if (known !== undefined) return known;
  const [, name = '', digits = ''] = /^(.+):(\d{1,9})$/.exec(path) ?? [];
  const scenario = findScenario(name);
  return scenario === undefined || digits === '' ? undefined : drawCase(seed, scenario, Number(digits));
}

/** A case out of a file; a text that says what is wrong with it. */
export function readCase(path: string, name: unknown, plan: unknown): CallCase | string {
  const scenario = typeof name === 'string' ? findScenario(name) : undefined;
  if (scenario === undefined) return `no scenario is called ${JSON.stringify(name)}`;
  const read = scenario.plan.safeParse(plan);
  if (read.success) return { path, scenario, plan: read.data };
  const [issue] = read.error.issues;
  return `the plan is none of ${scenario.name}: ${issue?.path.join('.')}: ${issue?.message}`;
}
