import { callCaseAt, drawCases, findScenario, operationOf } from '../../property/calls/index.ts';
import type { CallCase, CallReport } from '../../property/calls/index.ts';
import { usageError } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import type { CallPlan } from './read-settings.ts';

/** Most calls wait most of the time, so many of them cost little more than one. */
export const concurrency = 32;

const hint = (path: string): string =>
  findScenario(path) === undefined ? '' : `; did you mean '${path}:0', or --scenario ${path}?`;

/**
 * The cases that a plan wants of drivers, until its budget is used up.
 * @throws HarnessError (exit code 2) when a driver makes no calls, or no case has the path that is asked for.
 */
export function* plannedCalls(
  plan: CallPlan,
  hellos: readonly CallReport['hello'][],
  io: Io,
): Generator<CallCase> {
  for (const { operations = [], driver, modes } of hellos) {
    if (!modes.includes('call'))
      throw usageError(`--mode call: ${driver.name} has no mode call; it has ${modes.join(', ')}`);
    if (operations.length === 0)
      throw usageError(`--mode call: ${driver.name} names no operations that it can call`);
  }
  const operations = [...new Set(hellos.flatMap((hello) => hello.operations ?? []))];
  if (plan.path !== undefined) {
    const known = plan.expectations.map(({ callCase }) => callCase);
    const found = callCaseAt(plan.seed, plan.path, [...plan.saved, ...known]);
    if (found === undefined)
      throw usageError(`--path: there is no case '${plan.path}' (of seed ${plan.seed})${hint(plan.path)}`);
    // A known deviation is tried as such, whatever is planned.
    if (!known.includes(found)) yield found;
    return;
  }
  yield* plan.saved.filter((each) => operations.includes(operationOf(each)));
  const endMs = plan.timeMs === undefined ? Infinity : io.clock.monotonicMs() + plan.timeMs;
  let left = plan.cases;
  for (const made of drawCases(plan.seed, plan.scenarios, operations)) {
    if (left <= 0 || io.clock.monotonicMs() >= endMs) return;
    left -= 1;
    yield made;
  }
}
