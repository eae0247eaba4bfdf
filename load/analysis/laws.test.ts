import { expect, it } from 'vitest';
import { checkWorld } from './testing/laws.ts';

/**
 * A few of the histories that `npm run laws:limits` plays by the hundred thousand: all limiters, limits, latencies, phases, clocks,
 * lost answers, against the true decisions. Each is known by its number.
 */
const histories = 1200;

it('proves nothing that is false of the true decisions', { timeout: 120_000 }, () => {
  const proved = new Map<string, number>();
  const faults: string[] = [];
  for (let seed = 5_000_000; seed < 5_000_000 + histories; seed += 1) {
    const result = checkWorld(seed);
    faults.push(...result.faults);
    for (const name of result.proved) proved.set(name, (proved.get(name) ?? 0) + 1);
  }
  expect(faults).toEqual([]);
  // It would be no law if little were ever proved.
  for (const name of [
    'over_admission_rolling',
    'over_admission_fixed',
    'over_admission_bucket',
    'over_admission_counter',
    'refusal_without_cause',
  ])
    expect([name, (proved.get(name) ?? 0) > 100]).toEqual([name, true]);
  for (const name of ['limit_not_own', 'limit_header_wrong', 'refusals_count'])
    expect([name, (proved.get(name) ?? 0) > 3]).toEqual([name, true]);
});
