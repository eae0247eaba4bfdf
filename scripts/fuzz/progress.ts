import type { Progress } from '../../property/fuzz/index.ts';
import type { Io } from '../io.ts';
import type { FuzzPlan } from './read-settings.ts';

/** Shows how far a run is: a line that redraws itself on a terminal, else one every ten seconds. */
export function showProgress(io: Io, plan: FuzzPlan): { update(progress: Progress): void; end(): void } {
  const everyMs = io.live ? 100 : 10_000;
  let lastMs = io.clock.monotonicMs();
  let drawn = false;
  return {
    update({ tried, causes, restarts, source }) {
      const nowMs = io.clock.monotonicMs();
      if (nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      const of = Number.isFinite(plan.cases) ? ` of ${plan.cases}` : '';
      const text = `${tried}${of} cases (${source}), ${causes} distinct so far, ${restarts} restarts`;
      io.stderr(io.live ? `\r\u001b[K${text}` : `${text}\n`);
      drawn = io.live;
    },
    end() {
      if (drawn) io.stderr('\r\u001b[K');
    },
  };
}
