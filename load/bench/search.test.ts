import { describe, expect, it } from 'vitest';
import type { FaultName } from '../../server/index.ts';
import { readThresholds } from './read-thresholds.ts';
import type { Threshold } from './read-thresholds.ts';
import { planSearch, runSearch } from './run-search.ts';
import type { BenchSettings, SearchSettings } from './settings.ts';
import { benchEmbedded } from './testing/bench-embedded.ts';

const windowMs = 1000;
const bounds = { from: 0.5, to: 4, resolution: 0.5 };
const search = (text: string, { from, to, resolution } = bounds): SearchSettings => ({
  from,
  to,
  resolution,
  thresholds: readThresholds(text) as readonly Threshold[],
});
const run = (wanted: SearchSettings, faults: readonly FaultName[] = []) =>
  benchEmbedded({
    settings: { search: wanted, stepMs: 1.2 * windowMs },
    deployment: { faults },
    send: runSearch,
  });

describe.concurrent('a search', { timeout: 30_000, retry: 2 }, () => {
  it('finds between which loads the thresholds break, each tried on sessions of its own', async () => {
    // One too many is admitted as soon as six requests come within a window: above the limit.
    const {
      search: found,
      steps,
      sessions,
      plan,
    } = await run(search('over_admission==0'), ['limiter-admits-one-more']);
    expect(found).toMatchObject({ ...bounds, held: 0.8408, thresholds: [{ state: 'kept' }] });
    const [low, high, middle, lower] = found?.trials ?? [];
    expect([low, high, middle, lower].map((trial) => [trial?.load, trial?.held])).toEqual([
      [0.5, true],
      [4, false],
      [1.414, false],
      [0.8408, true],
    ]);
    expect(found?.notHeld).toBeLessThanOrEqual(1.414);
    expect(high).toMatchObject({
      step: '4x',
      ratePerMinute: 1200,
      thresholds: [{ state: 'crossed', says: 'the run: 1' }],
    });
    const names = ['warm-up', ...(found?.trials ?? []).map(({ step }) => step)];
    expect(steps.map(({ step }) => step)).toEqual(names);
    expect(plan.steps.map(({ name }) => name)).toEqual(names);
    expect(sessions.map(({ step }) => step)).toEqual(names);
  });

  it('says when not even the lowest load held', async () => {
    const { search: found } = await run(search('p99_admitted_ms<0'));
    expect(found).toMatchObject({
      held: null,
      notHeld: 0.5,
      trials: [{ load: 0.5 }],
      thresholds: [{ state: 'crossed' }],
    });
  });

  it('says when the highest load held', async () => {
    const { search: found, warnings } = await run(
      search('failed_share==0,p99_throttled_ms<5000', { ...bounds, to: 1 }),
    );
    // What nothing was measured of is neither kept nor crossed.
    expect(found).toMatchObject({ held: 1, notHeld: null });
    expect(found?.trials[0]?.thresholds.map(({ state }) => state)).toEqual(['kept', 'unknown']);
    expect(warnings.filter((text) => !text.includes('did not keep up'))).toEqual([]);
  });
});

it('plans for the dearest case: everything holds but the highest load', () => {
  const settings: BenchSettings = {
    target: {
      baseUrl: new URL('http://127.0.0.1/v1'),
      request: { method: 'GET', path: '/', headers: {} },
      timeoutMs: 1,
    },
    policy: { limit: 10, windowMs: 60_000 },
    source: { kind: 'given', secrets: ['a'] },
    sessions: 1,
    loads: [],
    stepMs: 120_000,
    probes: false,
    saturateMs: 0,
    budget: 1,
    search: search('goodput>=1'),
  };
  // Warm-up, 0.5, 4, 1.414, 2.378, 3.084 times the limit.
  expect(planSearch(settings)).toMatchObject({
    requests: 1 + 10 + 80 + 29 + 48 + 62,
    sessionsCreated: 0,
    durationMs: 5000 + 5 * 120_000 + 5 * 60_000,
  });
});
