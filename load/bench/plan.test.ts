import { expect, it } from 'vitest';
import { intervalMs, planBench } from './plan.ts';
import type { BenchSettings } from './settings.ts';

const settings = (changes: Partial<BenchSettings> = {}): BenchSettings => ({
  target: {
    baseUrl: new URL('http://127.0.0.1/v1'),
    request: { method: 'GET', path: '/', headers: {} },
    timeoutMs: 1000,
  },
  policy: { limit: 10, windowMs: 60_000 },
  source: { kind: 'create', apiKey: 'k', workflowId: 'wf' },
  sessions: 3,
  loads: [0.5, 1, 2, 10],
  stepMs: 120_000,
  probes: true,
  saturateMs: 0,
  budget: 10_000,
  ...changes,
});

it('paces by the limit: 10 a minute at twice the limit is one every 3 seconds', () => {
  expect(intervalMs(settings(), 2)).toBe(3000);
});

it('adds up what will be sent, created and waited for', () => {
  const plan = planBench(settings());
  expect(plan.steps.map(({ name, requests, durationMs }) => [name, requests, durationMs])).toEqual([
    ['0.5x', 30, 120_000],
    ['1x', 60, 120_000],
    ['2x', 120, 120_000],
    ['10x', 600, 120_000],
    ['edge-own', 60, 66_000],
    ['edge-shared', 60, 90_000],
  ]);
  expect(plan).toMatchObject({ requests: 930, sessionsCreated: 18, durationMs: 636_000 });
});

it('leaves given sessions idle for a window between steps', () => {
  const plan = planBench(
    settings({ source: { kind: 'given', secrets: ['a'] }, sessions: 1, loads: [1, 2], probes: false }),
  );
  expect(plan).toMatchObject({ sessionsCreated: 0, durationMs: 2 * 120_000 + 60_000 });
});

it('looks for a shared edge only when a step can show where it is', () => {
  expect(planBench(settings({ loads: [0.5, 1] })).steps.map(({ name }) => name)).toEqual([
    '0.5x',
    '1x',
    'edge-own',
  ]);
});

it('ramps after the steps, and says what that sends', () => {
  const plan = planBench(
    settings({
      loads: [0.5],
      ramps: [
        { from: 0.5, to: 3 },
        { from: 1, to: 0 },
      ],
    }),
  );
  expect(plan.steps.map(({ name, kind, requests, load }) => [name, kind, requests, load])).toEqual([
    ['0.5x', 'load', 30, 0.5],
    ['0.5..3x', 'load', 105, 1.75],
    ['1..0x', 'load', 30, 0.5],
    ['edge-own', 'probe', 60, null],
    // The ramp that rises beyond the limit shows when it reopens.
    ['edge-shared', 'probe', 60, null],
  ]);
});

it('lets the sessions of the highest load recover at once, and counts none for it', () => {
  const plan = planBench(settings({ loads: [10, 0.5], recovery: true, probes: false }));
  expect(
    plan.steps.map(({ name, kind, requests, durationMs }) => [name, kind, requests, durationMs]),
  ).toEqual([
    ['10x', 'load', 600, 120_000],
    ['recovery', 'recovery', 45, 180_000],
    ['0.5x', 'load', 30, 120_000],
  ]);
  expect(plan.steps[1]?.continues).toBe(true);
  expect(plan.sessionsCreated).toBe(6);
  const source = { kind: 'given', secrets: ['a'] } as const;
  // One window of silence, before 0.5x.
  expect(planBench(settings({ loads: [10, 0.5], recovery: true, probes: false, source })).durationMs).toBe(
    480_000,
  );
});

it('recovers from a ramp that ends high, and from nothing that keeps within the limit', () => {
  const ramps = [
    { from: 0, to: 3 },
    { from: 9, to: 0 },
  ];
  const names = (changes: Partial<BenchSettings>) =>
    planBench(settings({ recovery: true, probes: false, ...changes })).steps.map(({ name }) => name);
  expect(names({ loads: [2], ramps })).toEqual(['2x', '0..3x', 'recovery', '9..0x']);
  expect(names({ loads: [0.5, 1] })).toEqual(['0.5x', '1x']);
});

it('watches the ends of two secrets of its own', () => {
  const plan = planBench(settings({ loads: [1], probes: false, lifecycle: { watchMs: 3000 } }));
  expect(plan.steps.at(-1)).toMatchObject({ name: 'lifecycle', requests: 320, durationMs: 8000 });
  expect(plan.sessionsCreated).toBe(3 + 2);
});

it('soaks on sessions that are renewed, and counts them all', () => {
  const soak = { durationMs: 3_600_000, load: 1, lifeSeconds: 600 };
  const plan = planBench(settings({ loads: [], probes: false, soak }));
  // 600 s less a whole second, a margin of 15 s, and what is read ahead: a second and the 2 s between two requests.
  expect(plan.steps).toEqual([
    {
      name: 'soak',
      kind: 'soak',
      about: '1 times the limit, evenly paced, sessions renewed every 581 s',
      requests: 1800,
      durationMs: 3_600_000,
      load: 1,
    },
  ]);
  expect(plan.sessionsCreated).toBe(3 * 7);
  const short = planBench(settings({ loads: [], probes: false, soak: { ...soak, durationMs: 60_000 } }));
  expect([short.steps[0]?.about, short.sessionsCreated]).toEqual(['1 times the limit, evenly paced', 3]);
});

it('says that a saturation has no known number of requests', () => {
  const plan = planBench(settings({ loads: [1], probes: false, saturateMs: 3000 }));
  expect(plan.steps.at(-1)).toMatchObject({ kind: 'saturation', requests: null, durationMs: 3000 });
  expect(plan.requests).toBe(60);
});

it('plans for each session by its own limit', () => {
  const plan = planBench(
    settings({
      policy: { limit: 50, windowMs: 60_000 },
      sessions: 3,
      limits: [5, 50, 10],
      loads: [0.5, 2],
      ramps: [{ from: 0, to: 2 }],
      recovery: true,
      soak: { durationMs: 600_000, load: 1, lifeSeconds: 600 },
    }),
  );
  expect(plan.steps.map(({ name, requests }) => [name, requests])).toEqual([
    // Two windows at half of 5, 50 and 10.
    ['0.5x', 65],
    ['2x', 260],
    // Three windows at half: 7.5 are rounded up for the first.
    ['recovery', 8 + 75 + 15],
    ['0..2x', 130],
    ['edge-own', 130],
    ['edge-shared', 130],
    ['soak', 650],
  ]);
  expect(plan.limits).toEqual([5, 50, 10]);
  expect(planBench(settings()).limits).toBeUndefined();
});

it('spreads the probes of many sessions over time, within the life of a session', () => {
  const probes = (changes: Partial<BenchSettings>) =>
    planBench(settings({ loads: [2], ...changes }))
      .steps.slice(1)
      .map(({ name, durationMs }) => [name, durationMs]);
  // 800 a second of all sessions together: 3000 take 3.75 s, a twentieth of a minute is 3 s.
  expect(probes({ sessions: 300 })).toEqual([
    ['edge-own', 66_750],
    ['edge-shared', 150_000],
  ]);
  expect(probes({ sessions: 240 })).toEqual([
    ['edge-own', 66_000],
    ['edge-shared', 90_000],
  ]);
  expect(
    probes({
      sessions: 300,
      policy: { limit: 50, windowMs: 60_000 },
      limits: [...Array(300).keys()].map((i) => (i % 2 === 0 ? 5 : 50)),
    }),
  ).toEqual([
    ['edge-own', 66_000 + 7312.5],
    ['edge-shared', 90_000 + 3 * 60_000],
  ]);
  // Never beyond the 548 s that the first of 300 sessions still lives when the last was made.
  expect(probes({ sessions: 300, policy: { limit: 1000, windowMs: 60_000 } })).toEqual([
    ['edge-own', 66_000 + 372_000],
    ['edge-shared', 90_000 + 7 * 60_000],
  ]);
});
