import { describe, expect, it } from 'vitest';
import { lifeMarginSeconds, longestLifeSeconds } from '../bench/index.ts';
import { betaHeader, operationPath } from '../../schema/index.ts';
import { defaultApiKey } from '../../server/index.ts';
import { limitSteps, stepOfScenario, wholeWindows } from '../k6/plan/limit-steps.ts';
import { createLocalCount } from '../k6/plan/local-count.ts';
import { planScenario } from '../k6/plan/scenario-steps.ts';
import { parseSessions, sessionsOf } from '../k6/plan/sessions-file.ts';
import { defaults, readSettings } from '../k6/plan/settings.ts';

it('has defaults that fit the embedded deployment', () => {
  expect(defaults.apiKey).toBe(defaultApiKey);
  const { request, limit, windowMs, stepMs } = readSettings({}, 'limit');
  expect(request).toEqual({
    method: 'GET',
    path: `${operationPath('threads.list', {})}?limit=1`,
    headers: { [betaHeader.name.toLowerCase()]: betaHeader.value },
    body: null,
  });
  expect([limit, windowMs, stepMs]).toEqual([10, 60_000, 120_000]);
  expect(readSettings({}, 'breakpoint').limit).toBe(1_000_000);
  expect(longestLifeSeconds - lifeMarginSeconds).toBe(585);
});

it('lists every wrong setting at once, and repeats none that may be secret', () => {
  const env = {
    CHATKIT_BASE_URL: 'http://user:pw@h/v1',
    CHATKIT_WINDOW: '60',
    CHATKIT_LIMIT: '0',
    CHATKIT_LOADS: '1,1',
    CHATKIT_REQUEST: 'GET',
    CHATKIT_HEADERS: '{"x-key": 1}',
    CHATKIT_SESSION_LIFE: '1s',
    CHATKIT_START_AT: 'now',
  };
  expect(() => readSettings(env, 'limit')).toThrow(
    new Error(
      [
        'wrong settings:',
        "CHATKIT_WINDOW: a duration such as 500ms, 60s or 2m is wanted, got '60'",
        'CHATKIT_BASE_URL: an http or https address without credentials is wanted',
        "CHATKIT_LIMIT: a whole number 1 or more is wanted, got '0'",
        "CHATKIT_LOADS: '1,1' names a multiple twice",
        "CHATKIT_REQUEST: a method and a path below the base URL are wanted, such as 'GET /chatkit/threads?limit=1', got 'GET'",
        'CHATKIT_HEADERS: a JSON object of texts is wanted',
        "CHATKIT_SESSION_LIFE: whole seconds from 2s to 600s are wanted, got '1000ms'",
        "CHATKIT_START_AT: a whole number 1 or more is wanted, got 'now'",
      ].join('\n  '),
    ),
  );
});

describe('limitSteps', () => {
  const shape = { limit: 5, windowMs: 60_000, sessions: 3, loads: [0.5, 2], stepMs: 120_000, gapMs: 1000 };
  it('offers exactly the rate, in whole requests a window', () => {
    expect(limitSteps(shape)).toEqual([
      {
        name: '0.5x',
        scenario: 'limit_0_5x',
        load: 0.5,
        startMs: 0,
        stepMs: 120_000,
        rate: 75,
        timeUnitMs: 600_000,
        periodMs: 8000,
        requests: 15,
        durationMs: 116_000,
      },
      {
        name: '2x',
        scenario: 'limit_2x',
        load: 2,
        startMs: 121_000,
        stepMs: 120_000,
        rate: 30,
        timeUnitMs: 60_000,
        periodMs: 2000,
        requests: 60,
        durationMs: 119_000,
      },
    ]);
    for (const { name, scenario } of limitSteps(shape)) expect(stepOfScenario(scenario)).toBe(name);
    expect([stepOfScenario('burst'), wholeWindows(119_000, 60_000)]).toEqual(['burst', 1]);
  });
});

it('counts as over-admission only what is certain', () => {
  const count = createLocalCount(2, 1000);
  // Third within a window; its span is 400 ms.
  expect([count.admit(0, 10), count.admit(100, 110), count.admit(300, 400)]).toEqual([false, false, true]);
  const slow = createLocalCount(2, 1000);
  // Sent within a window, answered past it: they may have been decided a window apart.
  expect([slow.admit(0, 10), slow.admit(100, 110), slow.admit(300, 1000)]).toEqual([false, false, false]);
  const edge = createLocalCount(1, 1000);
  expect([edge.admit(0, 1), edge.admit(990, 996)]).toEqual([false, true]);
  const late = createLocalCount(1, 1000);
  expect([late.admit(0, 1), late.admit(990, 997)]).toEqual([false, false]);
  // Answered out of order: the one that was sent first no longer counts, those behind it do.
  const mixed = createLocalCount(2, 1000);
  expect([mixed.admit(900, 905), mixed.admit(0, 990), mixed.admit(950, 1100)]).toEqual([false, false, false]);
  expect(mixed.admit(960, 1101)).toBe(true);
});

it('counts over many windows what a plain count would', () => {
  const count = createLocalCount(5, 100);
  let sent: number[] = [];
  for (let i = 0; i < 5000; i += 1) {
    const [sentMs, answeredMs] = [i * 15 + ((i * 7919) % 40), i * 15 + 41];
    sent = [...sent, sentMs].filter((ms) => answeredMs + 1 - ms < 100 - 2.01);
    expect(count.admit(sentMs, answeredMs)).toBe(sent.length > 5);
  }
});

it('reads the file of sessions, and never repeats what is in it', () => {
  const one = { label: 's1', secret: 'ek_1', limit: 3, step: '2x' };
  const text = JSON.stringify({
    formatVersion: 1,
    sessions: [one, { ...one, label: 's2', step: undefined }],
  });
  const sessions = parseSessions(text);
  expect(sessions.map(({ label, step }) => [label, step])).toEqual([
    ['s1', '2x'],
    ['s2', null],
  ]);
  expect(sessionsOf(sessions, '2x')).toHaveLength(2);
  expect(sessionsOf(sessions, '1x').map(({ label }) => label)).toEqual(['s2']);
  for (const wrong of [
    'ek_1',
    '{}',
    JSON.stringify({ formatVersion: 1, sessions: [{ ...one, limit: 'ek_1' }] }),
  ]) {
    expect(() => parseSessions(wrong)).toThrow(/^CHATKIT_SESSIONS_FILE: (?!.*ek_1)/);
  }
});

it.each([
  ['smoke', 5, true],
  ['limit', 42 + 24, true],
  ['burst', 96, true],
  ['journey', 80, false],
  ['soak', 108, false],
  ['breakpoint', 250, true],
] as const)('plans %s', (scenario, requests, givenSessions) => {
  const plan = planScenario(scenario, {
    ...readSettings(
      { CHATKIT_WINDOW: '2s', CHATKIT_LIMIT: '8', CHATKIT_LOADS: '0.5,0.875', CHATKIT_DURATION: '10s' },
      scenario,
    ),
    peakPerSecond: 50,
  });
  expect(plan.steps.reduce((sum, step) => sum + (step.requests ?? 0), 0)).toBe(requests);
  expect(plan.givenSessions).toBe(givenSessions);
});
