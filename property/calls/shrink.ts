import type { Caller } from './caller.ts';
import type { Clock } from '../../support/clock.ts';
import { describeCallGroup, judgeCase, signatureOf } from './findings.ts';
import type { CallFinding, CallGroup } from './findings.ts';
import type { Fault, Observed } from './observed.ts';
import { simplerPlans } from './simpler.ts';

/** How far shrinking may go. */
export interface CallShrinkOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Calls at most. */
  readonly maxTries: number;
  readonly longestMs: number;
  /** Whether the failure ends or hangs the process, so that it has to be made alone. */
  readonly alone: boolean;
}

/**
 * Makes the plan of a group as simple as it gets while it fails with the same signature.
 * @returns the finding; undefined when the failure did not come again in two tries: what depends on the moment (a
 * busy machine) is no finding.
 */
export async function shrinkCallGroup(
  group: CallGroup,
  caller: Caller,
  { clock, signal, maxTries, longestMs, alone }: CallShrinkOptions,
): Promise<CallFinding | undefined> {
  const { example, signature } = group;
  const { scenario } = example;
  const startMs = clock.monotonicMs();
  let tries = 0;

  const sameFault = async (plan: unknown): Promise<{ fault: Fault; observed: Observed } | undefined> => {
    tries += 1;
    const called = await caller.call(scenario.play(plan));
    // Beside others, a failure of the process may be the fault of any of them.
    if (called.observed.outcome.kind === 'failed' && alone && !called.alone) return undefined;
    const faults = judgeCase({ ...example, plan }, called.observed);
    const fault = faults.find((each) => signatureOf(example, each) === signature);
    return fault && { fault, observed: called.observed };
  };

  const again = (await sameFault(example.plan)) ?? (await sameFault(example.plan));
  if (again === undefined) return undefined;
  let best = { plan: example.plan, ...again };
  let steps = 0;
  const isOver = () => signal.aborted || tries >= maxTries || clock.monotonicMs() - startMs > longestMs;
  for (let moved = true; moved;) {
    moved = false;
    for (const plan of simplerPlans(scenario, best.plan)) {
      if (isOver()) return describeCallGroup(group, best, { steps, tries, minimal: false });
      const found = await sameFault(plan);
      if (found === undefined) continue;
      best = { plan, ...found };
      steps += 1;
      moved = true;
      break;
    }
  }
  return describeCallGroup(group, best, { steps, tries, minimal: true });
}
