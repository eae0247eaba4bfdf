import { parentPort, workerData } from 'node:worker_threads';
import { judgeSegments } from '../../load/analysis/index.ts';
import type { HarnessHealth, JudgingProgress, MergeOptions, Verdicts } from '../../load/analysis/index.ts';
import type { RatePolicy } from '../../schema/policy.ts';
import { systemClock } from '../../support/clock.ts';
import { HarnessError } from '../../support/errors.ts';
import { runsInTime } from './runs-in-time.ts';
import type { RunSource } from './runs-in-time.ts';

/** Runs that are judged together. */
export interface JudgedRuns {
  readonly sources: readonly RunSource[];
  readonly options: MergeOptions;
  /** By the sessions' labels after merging. */
  readonly policies: ReadonlyMap<string, RatePolicy>;
  readonly fresh: boolean;
  readonly health: HarnessHealth | null;
}

/** What the thread says. */
export type JudgeMessage =
  | { readonly kind: 'progress'; readonly progress: JudgingProgress }
  | { readonly kind: 'verdicts'; readonly verdicts: Verdicts }
  /** What is wrong with the runs, for a user. */
  | {
      readonly kind: 'problems';
      readonly exitCode: HarnessError['exitCode'];
      readonly problems: readonly string[];
    };

/** A message costs more than what it tells of. */
const tellMs = 50;

// A thread of its own: judging never waits, so in the main one nobody would hear Ctrl-C.
const { sources, options, policies, fresh, health } = workerData as JudgedRuns;
const say = (message: JudgeMessage) => parentPort?.postMessage(message);
let toldMs = systemClock.monotonicMs();
try {
  const verdicts = judgeSegments(runsInTime(sources, options), policies, {
    isFresh: () => fresh,
    health,
    onProgress(progress) {
      const nowMs = systemClock.monotonicMs();
      if (nowMs - toldMs < tellMs) return;
      toldMs = nowMs;
      say({ kind: 'progress', progress });
    },
  });
  say({ kind: 'verdicts', verdicts });
} catch (error) {
  // Anything else ends the thread, and its error reaches the main one.
  if (!(error instanceof HarnessError)) throw error;
  say({ kind: 'problems', exitCode: error.exitCode, problems: error.problems });
}
