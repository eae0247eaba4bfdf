import { formatDurationMs, formatLatency } from '../format.ts';

/** A whole number with thin spaces between thousands: `12 345`. */
export const formatCount = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');

/** A number with at most two decimals, none that are zero. */
export const formatNumber = (value: number): string =>
  Math.abs(value) >= 1000 ? formatCount(value) : String(Number(value.toFixed(2)));

/** Seconds on the run's clock: `12.004`. */
export const formatMoment = (ms: number, decimals = 3): string => (ms / 1000).toFixed(decimals);

/** Microseconds: `0.42 ms`. */
export const formatUs = (us: number): string => `${formatLatency(us)}\u00a0ms`;

export { formatDurationMs };

/** `1 session`, `3 sessions`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)}\u00a0${count === 1 ? one : many}`;

/** Round steps for an axis from 0 to at least `max`, about `wanted` of them: `[0, 5, 10, 15]`. */
export function axisSteps(max: number, wanted = 4): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power;
  const count = Math.ceil(max / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}
