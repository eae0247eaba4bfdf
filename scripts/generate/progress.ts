import type { WriteProgress } from '../../generators/index.ts';
import type { Io } from '../io.ts';

/** A line that tells how far a dataset is. */
export interface Progress {
  readonly show: (progress: WriteProgress) => void;
  /** Takes the line away, whatever came of the dataset: what is told next begins a line of its own. */
  readonly end: () => void;
}

function describe({ threads, totalThreads, items }: WriteProgress): string {
  if (totalThreads === 0) return 'sessions are made';
  const percent = Math.floor((threads / totalThreads) * 100);
  return `${threads} of ${totalThreads} threads (${percent}%), ${items} items`;
}

/** Redraws a line on a terminal, else prints one every two seconds. */
export function createProgress(io: Io): Progress {
  const everyMs = io.live ? 200 : 2000;
  let shownMs = io.clock.monotonicMs();
  return {
    show: (progress) => {
      const nowMs = io.clock.monotonicMs();
      if (nowMs - shownMs < everyMs) return;
      shownMs = nowMs;
      const text = describe(progress);
      io.stderr(io.live ? `\r\u001B[2K${text}` : `${text}\n`);
    },
    end: () => {
      if (io.live) io.stderr('\r\u001B[2K');
    },
  };
}
