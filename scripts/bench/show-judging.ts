import type { JudgingProgress } from '../../load/analysis/index.ts';
import type { Io } from '../io.ts';

/** A line that redraws itself changes at most so often; without a terminal a line tells of a long judging so often. */
const redrawMs = 100;
const tellMs = 5000;

/** Shows how far a run has been judged. */
export interface JudgingView {
  /** Takes in what is judged next, and writes at once: nothing else runs while a run is judged. */
  readonly update: (progress: JudgingProgress) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/**
 * Shows on standard error how far the judging is: a line that is redrawn on a terminal, else one every few seconds.
 * @param silent shows nothing.
 */
export function showJudging(io: Pick<Io, 'clock' | 'live' | 'stderr'>, silent = false): JudgingView {
  let lastMs = io.clock.monotonicMs();
  let drawn = false;
  return {
    update(progress) {
      if (silent) return;
      const nowMs = io.clock.monotonicMs();
      if (nowMs - lastMs < (io.live ? redrawMs : tellMs)) return;
      lastMs = nowMs;
      const text = `judging: ${describe(progress)}`;
      io.stderr(io.live ? `\r\u001B[K${text}` : `${text}\n`);
      drawn = io.live;
    },
    end() {
      if (drawn) io.stderr('\r\u001B[K');
      drawn = false;
    },
  };
}

function describe(progress: JudgingProgress): string {
  switch (progress.kind) {
    case 'records':
      return `${progress.records}${progress.of === null ? '' : ` of ${progress.of}`} records read`;
    case 'claim':
      return `${progress.claim}, session ${progress.session} of ${progress.of}`;
    case 'limiter':
      return 'which limiter it is';
  }
}
