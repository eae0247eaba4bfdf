import { expect, it } from 'vitest';
import { runReal } from './run-real.ts';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** k6's own way to a percentile: linear between the two nearest ranks. */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

/** Both ends of an interval are rounded outwards to a microsecond. */
const isOurs = (ms: number, k6Ms: number | undefined) => {
  expect(ms - (k6Ms ?? Number.NaN)).toBeGreaterThan(-1e-6);
  expect(ms - (k6Ms ?? Number.NaN)).toBeLessThan(0.002 + 1e-6);
};

it("agrees with k6's own summary: counts exactly, latency to the rounding of records", async () => {
  const { outcome, summaries } = await runReal({ scenario: 'limit' });
  const metrics = summaries[0]?.metrics ?? {};
  const { records, steps } = outcome;
  expect(records).toHaveLength(24 + 96);
  expect(metrics['http_reqs']?.['count']).toBe(records.length);
  expect(sum(steps.map(({ offered }) => offered))).toBe(records.length);
  const throttled = records.filter(({ status }) => status === 429);
  expect(throttled.length).toBeGreaterThan(0);
  expect(metrics['http_reqs{status:429}']?.['count']).toBe(throttled.length);
  expect(metrics['chatkit_throttled']?.['count']).toBe(sum(steps.map((step) => step.throttled)));
  expect(metrics['chatkit_admitted']?.['count']).toBe(sum(steps.map((step) => step.admitted)));

  const durations = records.map(({ sentMs, endMs }) => (endMs ?? Number.NaN) - (sentMs ?? Number.NaN));
  const own = metrics['http_req_duration'] ?? {};
  isOurs(Math.min(...durations), own['min']);
  isOurs(Math.max(...durations), own['max']);
  isOurs(sum(durations) / durations.length, own['avg']);
  isOurs(percentile(durations, 0.5), own['med']);
  isOurs(percentile(durations, 0.95), own['p(95)']);
  const refused = throttled.map(({ sentMs, endMs }) => (endMs ?? Number.NaN) - (sentMs ?? Number.NaN));
  isOurs(percentile(refused, 0.5), metrics['chatkit_latency_throttled']?.['med']);
});
