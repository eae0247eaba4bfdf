import type { WriteProgress } from '../../generators/index.ts';
import type { Io } from '../io.ts';

/** Redraws a line on a terminal, else prints one every two seconds. */
export function createProgress(io: Io): (progress: WriteProgress) => void {
  const everyMs = io.live ? 200 : 2000;
  let shownMs = io.clock.monotonicMs();
  return ({ threads, totalThreads, items }) => {
    const nowMs = io.clock.monotonicMs();
    if (nowMs - shownMs < everyMs) return;
    shownMs = nowMs;
    const percent = Math.floor((threads / totalThreads) * 100);
    const text = `${threads} of ${totalThreads} threads (${percent}%), ${items} items`;
    io.stderr(io.live ? `\r\u001B[2K${text}` : `${text}\n`);
  };
}
