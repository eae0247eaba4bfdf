import { expect, it } from 'vitest';
import { HarnessError } from '../../support/errors.ts';
import { readK6Settings, strayK6Options } from './read-k6-settings.ts';
import type { K6Options } from './read-k6-settings.ts';
import type { BenchOptions } from './read-settings.ts';

type Options = BenchOptions & K6Options;
const options = (changes: Partial<Options> = {}): Options => ({
  workflow: 'wf_1',
  sessions: '3',
  load: '0.5,1,2,10',
  probes: true,
  request: 'GET /chatkit/threads?limit=1',
  timeout: '10s',
  budget: '20000',
  ...changes,
});
const local = { baseUrl: 'http://localhost:8787/v1', apiKey: 'k' };

function problemsOf(changes: Partial<Options>): readonly string[] {
  try {
    readK6Settings(options(changes), {});
    return [];
  } catch (error) {
    if (error instanceof HarnessError && error.exitCode === 2) return error.problems;
    throw error;
  }
}

it('runs the scenario limit in one process, on the embedded deployment in seconds', () => {
  const { settings, embedded, judging } = readK6Settings(options(), {});
  expect(embedded).toEqual({ limiter: 'sliding-window-log' });
  expect(judging).toEqual({ require: 'rolling', thresholds: [] });
  expect(settings).toMatchObject({
    scenario: 'limit',
    instances: 1,
    vus: 20,
    durationMs: 20_000,
    outputs: [],
    bench: {
      policy: { limit: 10, windowMs: 4000 },
      loads: [0.5, 1, 2, 10],
      probes: false,
      saturateMs: 0,
      budget: 20_000,
    },
  });
});

it('gives each scenario its own duration and limit', () => {
  const durationMs = (scenario: string) =>
    readK6Settings(options({ ...local, scenario, load: '0.5' }), {}).settings.durationMs;
  expect([durationMs('journey'), durationMs('soak')]).toEqual([60_000, 1_800_000]);
  const limit = (changes: Partial<Options>) =>
    readK6Settings(options({ scenario: 'breakpoint', ...changes }), {}).settings.bench.policy.limit;
  expect([limit({}), limit({ limit: '7' })]).toEqual([1_000_000, 7]);
});

it('takes requirement, thresholds and outputs as the other engines do', () => {
  const { settings, judging } = readK6Settings(
    options({
      require: 'bucket',
      threshold: ['p99_admitted_ms<200'],
      k6Out: ['opentelemetry', 'json=a-{instance}.json'],
      instances: '2',
    }),
    {},
  );
  expect(judging.require).toBe('bucket');
  expect(judging.thresholds.map(({ text }) => text)).toEqual(['p99_admitted_ms<200']);
  expect([settings.instances, settings.outputs]).toEqual([2, ['opentelemetry', 'json=a-{instance}.json']]);
});

it.each<[Partial<Options>, string[]]>([
  [
    { identify: true },
    [
      '--identify: has no effect with --engine k6: each probe is chosen by the answers to those before it, which k6 cannot; leave --engine out',
    ],
  ],
  [{ saturate: '3s' }, ['--saturate: is not of k6; --scenario breakpoint is']],
  [{ load: '0.5..3' }, ['--load: ramps are not of k6; --scenario breakpoint is one']],
  [{ load: 'none' }, ['--load: none, and no other step, leaves nothing to do']],
  [{ load: '1,0.3333' }, ["--load: k6 takes three decimals at the most, got '1,0.3333'"]],
  [
    { recovery: true, lifecycle: '3s', soak: '60s' },
    [
      '--recovery: has no effect with --engine k6',
      '--lifecycle: has no effect with --engine k6',
      '--soak: has no effect with --engine k6',
    ],
  ],
  [
    { instances: '2', k6Out: ['json=a.json', 'csv', 'opentelemetry'] },
    [
      "--k6-out: 2 instances would write to the same file; put {instance} into its name, got 'json=a.json'",
      "--k6-out: 2 instances would write to the same file; put {instance} into its name, got 'csv'",
    ],
  ],
  [{ instances: '4', vus: '3' }, ['--vus: each of 4 instances needs one at least, got 3']],
  [
    { budget: '100' },
    ['--budget: the plan needs 810 requests and the budget is 100; a smaller load, or a larger --budget'],
  ],
  [
    { ...local, load: '1,2,3,4,5' },
    [
      '--scenario limit: its sessions are created before the run and live 600 s at the most, so it may last 585 s; this plan lasts 600 s',
    ],
  ],
  [
    { baseUrl: local.baseUrl, clientSecret: ['ek_1'], limit: '5', scenario: 'soak' },
    ['--client-secret: the scenario soak creates its own sessions, with --api-key'],
  ],
])('refuses %j', (changes, problems) => {
  expect(problemsOf(changes)).toEqual(problems);
});

it('lists problems of k6 with those that all engines share', () => {
  const problems = problemsOf({ limit: '0', identify: true, instances: '65', threshold: ['nonsense'] });
  expect(problems.map((problem) => problem.split(':', 1)[0])).toEqual([
    '--identify',
    '--limit',
    '--threshold',
    '--instances',
  ]);
});

it('says which options would have no effect without k6', () => {
  expect(strayK6Options({ scenario: 'soak', vus: '3' })).toEqual([
    '--scenario: is for --engine k6',
    '--vus: is for --engine k6',
  ]);
  expect(strayK6Options({})).toEqual([]);
});
