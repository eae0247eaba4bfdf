import { allCases, caseAt } from '../../property/fuzz/index.ts';
import type { FuzzCase, FuzzReport } from '../../property/fuzz/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { usageError } from '../../support/errors.ts';
import type { Io } from '../io.ts';
import type { FuzzPlan } from './read-settings.ts';

/** @throws HarnessError (exit code 2) when a driver reads no bytes, or does not say what it reads. */
export function requireParse({ driver, modes, shapes = [] }: FuzzReport['hello']): void {
  if (!modes.includes('parse'))
    throw usageError(`--mode parse: ${driver.name} has no mode parse; it has ${modes.join(', ')}`);
  if (shapes.length === 0) throw usageError(`--mode parse: ${driver.name} names no shapes that it can read`);
}

/**
 * The cases that a plan wants, until its budget is used up.
 * @param shapes those that are wanted and can be read.
 * @throws HarnessError (exit code 2) when there are none, or no case has the path that is asked for.
 */
export function* plannedCases(
  plan: FuzzPlan,
  shapes: readonly ShapeName[],
  reader: string,
  io: Io,
): Generator<FuzzCase> {
  if (shapes.length === 0) throw usageError(`--shape: ${reader} reads any of the shapes that are wanted`);
  const { seed, saved, corpus, sources, expectations, path, timeMs } = plan;
  const known = expectations.map(({ fuzzCase }) => fuzzCase).filter(({ shape }) => shapes.includes(shape));
  if (path !== undefined) {
    const found = caseAt({ seed, shapes, saved: [...known, ...saved], corpus }, path);
    if (found === undefined) throw usageError(`--path: there is no case '${path}' (of seed ${seed})`);
    yield found;
    return;
  }
  const endMs = timeMs === undefined ? Infinity : io.clock.monotonicMs() + timeMs;
  // Known deviations are tried whatever the budget.
  yield* known;
  let made = known.length;
  for (const fuzzCase of allCases({ seed, shapes, saved, corpus, sources })) {
    if (made >= plan.cases || (made % 64 === 0 && io.clock.monotonicMs() >= endMs)) return;
    made += 1;
    yield fuzzCase;
  }
}
