import { outcomeOf } from '../../load/analysis/index.ts';
import type { BenchEvent, BenchPlan } from '../../load/bench/index.ts';
import { formatDurationMs } from '../../load/report/index.ts';
import type { Io } from '../io.ts';

/** A redrawn line changes at most this often. */
const redrawMs = 200;

/** What a bench will cost, as lines. */
export function describePlan(plan: BenchPlan, budget: number): string[] {
  const open = plan.steps.some(({ requests }) => requests === null) ? ' and what the saturation sends' : '';
  return [
    `plan: ${plan.requests} requests${open} (budget ${budget}), ${plan.sessionsCreated} sessions created, about ${formatDurationMs(plan.durationMs)}`,
    ...plan.steps.map(
      ({ name, about, requests, durationMs }) =>
        `  ${name.padEnd(12)} ${formatDurationMs(durationMs).padStart(11)}  ${(requests === null ? '' : `${requests} requests`).padStart(15)}  ${about}`,
    ),
  ];
}

/** Shows a run on standard error: one line that is redrawn on a terminal, else a line a step. */
export function createProgress(io: Io, budget: number): (event: BenchEvent) => void {
  const counts = { admitted: 0, throttled: 0, unknown: 0 };
  let title = '';
  let drawnMs = -Infinity;
  const redraw = () => {
    const { admitted, throttled, unknown } = counts;
    const failed = unknown === 0 ? '' : `, ${unknown} failed`;
    io.stderr(`\r\u001B[2K${title}  ${admitted} admitted, ${throttled} throttled${failed}`);
  };
  const line = (text: string) => io.stderr(io.live ? `\r\u001B[2K${text}\n` : `${text}\n`);
  return (event) => {
    switch (event.kind) {
      case 'plan':
        for (const text of describePlan(event.plan, budget)) line(text);
        return;
      case 'step':
        title = `[${event.index + 1}${event.of === null ? '' : `/${event.of}`}] ${event.step.name}, ${formatDurationMs(event.step.durationMs)}`;
        if (io.live) redraw();
        else line(title);
        return;
      case 'wait':
        line(`waiting ${formatDurationMs(event.ms)}: ${event.why}`);
        return;
      case 'warning':
        line(`warning: ${event.text}`);
        return;
      case 'record': {
        counts[outcomeOf(event.record.status)] += 1;
        const nowMs = io.clock.monotonicMs();
        if (!io.live || nowMs - drawnMs < redrawMs) return;
        drawnMs = nowMs;
        redraw();
      }
    }
  };
}
