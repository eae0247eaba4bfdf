import type { AllowanceOracle } from './describe-limiter.ts';

/** Fewer than N in (t − W, t]. */
export const rollingWindow: AllowanceOracle = (admittedMs, timeMs, { limit, windowMs }) =>
  admittedMs.filter((other) => other > timeMs - windowMs && other <= timeMs).length < limit;

/** Fewer than N in the same stretch of clock time, whose edges are whole multiples of W. */
export const alignedWindow: AllowanceOracle = (admittedMs, timeMs, { limit, windowMs }) =>
  admittedMs.filter((other) => Math.floor(other / windowMs) === Math.floor(timeMs / windowMs)).length < limit;

/** Fewer than N in the window that is open: each opens with the first request after the last one's end. */
export const anchoredWindow: AllowanceOracle = (admittedMs, timeMs, { limit, windowMs }) => {
  let open: number[] = [];
  for (const other of admittedMs) {
    if (open[0] === undefined || other >= open[0] + windowMs) open = [];
    open.push(other);
  }
  return open[0] === undefined || timeMs >= open[0] + windowMs || open.length < limit;
};

/** With it, this window's count and the last one's, weighted by how much of it a rolling window still covers, make N at most. */
export const blendedWindow: AllowanceOracle = (admittedMs, timeMs, { limit, windowMs }) => {
  const startMs = Math.floor(timeMs / windowMs) * windowMs;
  const current = admittedMs.filter((other) => other >= startMs).length;
  const previous = admittedMs.filter((other) => other >= startMs - windowMs && other < startMs).length;
  // Times W, so that whole and quarter milliseconds stay exact.
  return previous * (startMs + windowMs - timeMs) + (current + 1) * windowMs <= limit * windowMs;
};

/** No stretch of time, from any admitted request to this one, holds more than N + its length × N/W. */
export const bucket: AllowanceOracle = (admittedMs, timeMs, { limit, windowMs }) =>
  admittedMs.every(
    (other, i) => (admittedMs.length - i + 1) * windowMs <= limit * windowMs + (timeMs - other) * limit,
  );
