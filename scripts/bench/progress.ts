import { outcomeOf } from '../../load/analysis/index.ts';
import type { BenchEvent, PlannedBench, PlannedStep } from '../../load/bench/index.ts';
import { formatDurationMs } from '../../load/report/index.ts';
import type { RatePolicy } from '../../schema/index.ts';
import type { Io } from '../io.ts';
import { createLiveBlock } from './live-block.ts';
import { drawLive } from './live-view.ts';
import type { LiveCounts } from './live-view.ts';
import { createWindowFill } from './window-fill.ts';

/** The live view is redrawn so often; without a terminal a line tells of a long step so often. */
const redrawMs = 250;
const tellMs = 30_000;

/** What a bench will cost, as lines. */
export function describePlan(plan: PlannedBench, budget: number): string[] {
  const open = plan.steps.some(({ requests }) => requests === null) ? ' and what the saturation sends' : '';
  const { limits } = plan;
  return [
    `plan: ${plan.requests} requests${open} (budget ${budget}), ${createdIn(plan)}, about ${formatDurationMs(plan.durationMs)}`,
    ...(limits === undefined
      ? []
      : [`  limits       of the sessions of each step, in their order: ${listed(limits)}`]),
    ...plan.steps.map(
      ({ name, about, requests, durationMs }) =>
        `  ${name.padEnd(12)} ${formatDurationMs(durationMs).padStart(11)}  ${(requests === null ? '' : `${requests} requests`).padStart(15)}  ${about}`,
    ),
  ];
}

const createdIn = ({ sessionsCreated }: PlannedBench): string =>
  sessionsCreated === null ? 'a session created for each probe' : `${sessionsCreated} sessions created`;

const mostListed = 24;

/** The first of many; `--json` and run.json have all. */
const listed = (limits: readonly number[]): string =>
  limits.length <= mostListed
    ? limits.join(', ')
    : `${limits.slice(0, mostListed).join(', ')} and ${limits.length - mostListed} more, from ${Math.min(...limits)} to ${Math.max(...limits)}`;

/** What is going on: a step, or a wait between two. */
interface Phase {
  readonly title: string;
  readonly about: string;
  readonly durationMs: number;
  readonly beganMs: number;
}

/** Shows a run while it goes on. */
export interface Progress {
  /** Takes an event in: a few additions for a record, whatever the run's length. */
  on(event: BenchEvent): void;
  /** Clears the live view and stops redrawing it. */
  close(): void;
}

/**
 * Shows a run on standard error. On a terminal: a line for each step that is over, and below them a view of the running one that
 * is redrawn in its place. Elsewhere: a line when a step begins, one when it is over, and one every half minute.
 */
export function createProgress(
  io: Io,
  { budget, policy }: { readonly budget: number; readonly policy: RatePolicy },
): Progress {
  const { clock, live } = io;
  const color = live && (io.env['NO_COLOR'] ?? '') === '';
  const block = createLiveBlock(io.stderr);
  const stopped = new AbortController();
  const fill = createWindowFill(policy);
  let originMs = clock.monotonicMs();
  let plan: PlannedBench | null = null;
  /** Steps that follow the running one; null when that depends on the answers. */
  let following: readonly PlannedStep[] | null = null;
  let gapMs = 0;
  let phase: Phase | null = null;
  let step: { name: string; title: string } | null = null;
  /** Whether the sessions of the running step have the limit of the run. */
  let filling = true;
  let counts = noCounts();
  let seen = { atMs: 0, answers: 0 };
  let perSecond = 0;

  const line = (text: string) => (live ? block.print(text) : io.stderr(`${text}\n`));

  function redraw(): void {
    if (phase === null) return;
    const nowMs = clock.monotonicMs();
    const answers = counts.admitted + counts.throttled + counts.failed;
    const sinceMs = nowMs - seen.atMs;
    if (sinceMs >= 1000) {
      perSecond = Math.round(((answers - seen.answers) * 1000) / sinceMs);
      seen = { atMs: nowMs, answers };
    }
    const elapsedMs = nowMs - phase.beganMs;
    const leftMs =
      following === null
        ? null
        : following.reduce(
            (sum, { durationMs }) => sum + durationMs + gapMs,
            Math.max(0, phase.durationMs - elapsedMs),
          );
    block.draw(
      drawLive(
        {
          ...phase,
          elapsedMs,
          leftMs,
          counts,
          perSecond,
          fill: fill.now(nowMs - originMs),
          most: fill.most(),
        },
        { columns: columnsOf(io), color },
      ),
    );
  }

  /** What became of the step that is over, or is going on. */
  function told({ admitted, throttled, failed }: LiveCounts): string {
    const most = fill.most();
    return [
      `${admitted + throttled + failed} offered, ${admitted} admitted, ${throttled} throttled`,
      ...(failed === 0 ? [] : [`, ${failed} failed`]),
      ...(most === null ? [] : [`; fullest window ${most.admitted} of ${most.limit} (${most.session})`]),
    ].join('');
  }

  function endStep(): void {
    if (step === null) return;
    line(live ? `${step.title}  ${told(counts)}` : `      ${step.name}: ${told(counts)}`);
    step = null;
  }

  function begin(next: PlannedStep, index: number, of: number | null): void {
    endStep();
    const title = `[${index + 1}${of === null ? '' : `/${of}`}] ${next.name}`;
    step = { name: next.name, title };
    filling = next.kind !== 'lifecycle';
    counts = noCounts();
    seen = { atMs: clock.monotonicMs(), answers: 0 };
    perSecond = 0;
    fill.clear();
    following = of === null || plan === null ? null : plan.steps.slice(index + 1);
    phase = { title, about: next.about, durationMs: next.durationMs, beganMs: seen.atMs };
    if (!live) line(`${title}, ${formatDurationMs(next.durationMs)}`);
  }

  async function keepShowing(): Promise<void> {
    while (!stopped.signal.aborted) {
      await clock.sleep(live ? redrawMs : tellMs, stopped.signal);
      if (stopped.signal.aborted) return;
      if (live) redraw();
      else if (step !== null) line(`      ${step.name}, so far: ${told(counts)}`);
    }
  }
  const interrupted = () => line('interrupted: judging what was measured so far');
  io.signal.addEventListener('abort', interrupted, { once: true });

  return {
    on(event) {
      switch (event.kind) {
        case 'plan': {
          originMs = clock.monotonicMs();
          plan = event.plan;
          const stepsMs = plan.steps.reduce((sum, { durationMs }) => sum + durationMs, 0);
          gapMs = (plan.durationMs - stepsMs) / Math.max(1, plan.steps.length - 1);
          for (const text of describePlan(event.plan, budget)) line(text);
          void keepShowing();
          return;
        }
        case 'sessions':
          fill.limited(event.sessions);
          return;
        case 'step':
          begin(event.step, event.index, event.of);
          break;
        case 'wait':
          endStep();
          if (live)
            phase = {
              title: 'waiting',
              about: event.why,
              durationMs: event.ms,
              beganMs: clock.monotonicMs(),
            };
          else line(`waiting ${formatDurationMs(event.ms)}: ${event.why}`);
          break;
        case 'warning':
          line(`warning: ${event.text}`);
          return;
        case 'record': {
          const { session, sentMs, status } = event.record;
          const outcome = outcomeOf(status);
          counts[outcome === 'unknown' ? 'failed' : outcome] += 1;
          if (filling && outcome === 'admitted' && sentMs !== null) fill.add(session, sentMs);
          return;
        }
      }
      if (live) redraw();
    },
    close() {
      stopped.abort();
      io.signal.removeEventListener('abort', interrupted);
      phase = null;
      block.clear();
      // A run that could not begin has nothing to tell of.
      if (counts.admitted + counts.throttled + counts.failed > 0) endStep();
    },
  };
}

/** Some terminals say that they are 0 wide: they don't know. */
function columnsOf({ columns }: Io): number {
  const told = columns?.() ?? 0;
  return told > 0 ? told : 80;
}

const noCounts = () => ({ admitted: 0, throttled: 0, failed: 0 });
