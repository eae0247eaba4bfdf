/**
 * The proofs count in whole microseconds, where sums of windows are exact: in fractions of a millisecond
 * 0.1 + 0.2 > 0.3, and an honest limiter whose decisions lie exactly one window apart would be accused by
 * the last bit. Recorded times are whole microseconds already (see `load/records.ts`) and come through unchanged;
 * finer ones are rounded outwards by the caller's choice of function.
 */

/** The largest whole number of microseconds that is not later than `ms`. */
export function floorUs(ms: number): number {
  const nearest = Math.round(ms * 1000);
  return nearest / 1000 <= ms ? nearest : nearest - 1;
}

/** The smallest whole number of microseconds that is not earlier than `ms`. `Infinity` stays itself. */
export function ceilUs(ms: number): number {
  const nearest = Math.round(ms * 1000);
  return nearest / 1000 >= ms ? nearest : nearest + 1;
}

/** Milliseconds again; `floorUs` and `ceilUs` of it give back `us`. */
export const usToMs = (us: number): number => us / 1000;

/** Seconds with as many decimals as the microseconds need, at least three: `12.004 s`, `1.2345 s`. */
export function formatSeconds(us: number): string {
  const [whole = '', decimals = ''] = (us / 1_000_000).toFixed(6).split('.');
  return `${whole}.${decimals.slice(0, 3)}${decimals.slice(3).replace(/0+$/, '')} s`;
}

/** A length of time as a person would say it: `60 s`, `2.5 s`, `250 ms`. */
export function formatDuration(ms: number): string {
  return ms >= 1000 ? `${Number((ms / 1000).toFixed(6))} s` : `${Number(ms.toFixed(3))} ms`;
}
