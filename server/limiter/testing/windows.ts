import type { WindowOracle } from './describe-limiter.ts';

/** The requests in (t − W, t]. */
export const rollingWindow: WindowOracle = (admittedMs, timeMs, windowMs) =>
  admittedMs.filter((other) => other > timeMs - windowMs && other <= timeMs);

/** The requests in the same stretch of clock time, whose edges are whole multiples of W. */
export const alignedWindow: WindowOracle = (admittedMs, timeMs, windowMs) =>
  admittedMs.filter((other) => Math.floor(other / windowMs) === Math.floor(timeMs / windowMs));

/** The requests in the window that is open at `timeMs`: each opens with the first request after the last one's end. */
export const anchoredWindow: WindowOracle = (admittedMs, timeMs, windowMs) => {
  let open: number[] = [];
  for (const other of admittedMs) {
    if (open[0] === undefined || other >= open[0] + windowMs) open = [];
    open.push(other);
  }
  return open[0] === undefined || timeMs >= open[0] + windowMs ? [] : open;
};
