import { expect, it } from 'vitest';
import { HarnessError } from '../../support/errors.ts';
import { readSettings } from './read-settings.ts';
import type { BenchOptions } from './read-settings.ts';

const options = (changes: Partial<BenchOptions> = {}): BenchOptions => ({
  workflow: 'wf_1',
  sessions: '3',
  load: '0.5,1,2,10',
  probes: true,
  request: 'GET /chatkit/threads?limit=1',
  timeout: '10s',
  budget: '20000',
  ...changes,
});
const local = 'http://localhost:8787/v1';

function problemsOf(changes: Partial<BenchOptions>, env: Record<string, string> = {}): readonly string[] {
  try {
    readSettings(options(changes), env);
    return [];
  } catch (error) {
    if (error instanceof HarnessError && error.exitCode === 2) return error.problems;
    throw error;
  }
}

it('benches the embedded deployment with a short window when nothing is named', () => {
  const { settings, embedded } = readSettings(options(), {});
  expect(embedded).toEqual({ limiter: 'sliding-window-log' });
  expect(settings).toMatchObject({
    policy: { limit: 10, windowMs: 4000 },
    stepMs: 8000,
    saturateMs: 3000,
    sessions: 3,
    loads: [0.5, 1, 2, 10],
  });
});

it('benches a named deployment over whole minutes, without saturation', () => {
  const { settings, embedded } = readSettings(options({ baseUrl: local, apiKey: 'k' }), {});
  expect(embedded).toBeNull();
  expect(settings).toMatchObject({ policy: { limit: 10, windowMs: 60_000 }, stepMs: 120_000, saturateMs: 0 });
  expect(settings.source).toEqual({ kind: 'create', apiKey: 'k', workflowId: 'wf_1' });
});

it('reads the environment as the official clients do; empty counts as absent', () => {
  const env = { OPENAI_BASE_URL: local, OPENAI_API_KEY: 'from-env' };
  expect(readSettings(options(), env).settings.target.baseUrl.href).toBe(local);
  expect(readSettings(options(), env).settings.source).toMatchObject({ apiKey: 'from-env' });
  expect(readSettings(options({ apiKey: 'given' }), env).settings.source).toMatchObject({ apiKey: 'given' });
  expect(readSettings(options(), { OPENAI_BASE_URL: '' }).embedded).not.toBeNull();
});

it('refuses a threshold of a step that it will not have', () => {
  expect(problemsOf({ load: '0.5', probes: false, saturate: '0', threshold: ['goodput{9x}>1'] })).toEqual([
    '--threshold: goodput{9x}>1 is about a step that the plan has not; it has 0.5x',
  ]);
  expect(problemsOf({ load: '0.5', threshold: ['goodput{0.5x}>1,goodput{edge-own}>0'] })).toEqual([]);
});

it('refuses a path with a secret in it, which every report would show', () => {
  const problem = ['--request: the path holds a secret, which would stand in every report; use --header'];
  const secret = 'sk-a+secret';
  for (const shown of [secret, encodeURIComponent(secret)]) {
    const request = `GET /chatkit/threads?token=${shown}`;
    expect(problemsOf({ baseUrl: local, apiKey: secret, request })).toEqual(problem);
    expect(problemsOf({ baseUrl: local, limit: '5', clientSecret: [secret], request })).toEqual(problem);
  }
});

it('lists every problem at once', () => {
  expect(
    problemsOf({
      baseUrl: 'https://chat.example.com/v1',
      limiter: 'x',
      window: '60',
      limit: '0',
      sessions: 'many',
      load: '1,1,no',
      request: 'GET',
      timeout: '',
      budget: '-1',
      saturate: '3s',
      header: ['nocolon'],
    }),
  ).toEqual([
    '--base-url: chat.example.com is not this machine; load against it needs --allow-remote chat.example.com',
    '--limiter: chooses the limiter of the embedded deployment; with --base-url it has no effect',
    "--limiter: one of fixed-window-aligned, fixed-window-anchored, sliding-window-log, sliding-window-counter, token-bucket, gcra is wanted, got 'x'",
    "--window: a duration such as 500ms, 60s or 2m is wanted, got '60' (did you mean '60s'?)",
    '--api-key: needed to create sessions (or OPENAI_API_KEY, or --client-secret for sessions that exist)',
    "--sessions: a whole number from 1 to 1000 is wanted, got 'many'",
    "--limit: a whole number from 1 to 100000 is wanted, got '0'",
    "--load: a number above 0 is wanted, got 'no'",
    "--load: '1,1,no' names a multiple twice",
    '--saturate: the closed-model engine does not verify certificates, so it never drives https',
    "--request: a method and a path below the base URL are wanted, such as 'GET /chatkit/threads?limit=1', got 'GET'",
    "--header: 'Name: value' is wanted; one has no colon",
    "--timeout: a duration such as 500ms, 60s or 2m is wanted, got ''",
    "--budget: a whole number 1 or more is wanted, got '-1'",
  ]);
});

it('lists what was wrong before with the rest', () => {
  expect(() => readSettings(options({ limit: '0' }), {}, ['--engine: no such engine'])).toThrow(
    expect.objectContaining({
      exitCode: 2,
      problems: ['--engine: no such engine', "--limit: a whole number from 1 to 100000 is wanted, got '0'"],
    }),
  );
});

it('keeps to the budget and to the life of a session', () => {
  expect(problemsOf({ budget: '100' })).toEqual([
    '--budget: the plan needs 930 requests and the budget is 100; fewer --sessions, a smaller --load, or a larger --budget',
  ]);
  // Three hundred take their time to be made, while the first already live.
  expect(problemsOf({ stepDuration: '580s', sessions: '300', budget: '10000000' })).toEqual([
    expect.stringContaining('so a step may last 548 s'),
  ]);
  expect(problemsOf({ stepDuration: '590s' })).toEqual([
    '--step-duration: a session lives 600 s at the most, so a step may last 585 s; --soak renews sessions',
  ]);
});

it('reads loads, ramps among them, or none', () => {
  expect(readSettings(options({ load: '1, 0.5..3,2,3..0' }), {}).settings).toMatchObject({
    loads: [1, 2],
    ramps: [
      { from: 0.5, to: 3 },
      { from: 3, to: 0 },
    ],
  });
  expect(readSettings(options({ load: 'none' }), {}).settings).toMatchObject({ loads: [], ramps: [] });
  expect(problemsOf({ load: 'none', probes: false, saturate: '0' })).toEqual([
    '--load: none, and no other step, leaves nothing to do',
  ]);
  expect(problemsOf({ load: '1..1' })).toEqual([
    "--load: two different multiples such as 0.5..3 are wanted, got '1..1'",
  ]);
  expect(problemsOf({ load: '-1..2' })).toEqual([
    "--load: two different multiples such as 0.5..3 are wanted, got '-1..2'",
  ]);
  expect(problemsOf({ load: '1..2,1..2' })).toEqual(["--load: '1..2,1..2' names a multiple twice"]);
});

it('watches recoveries and the ends of secrets, where there is something to watch', () => {
  const both = readSettings(options({ recovery: true, lifecycle: true }), {}).settings;
  expect(both).toMatchObject({ recovery: true, lifecycle: { watchMs: 3000 } });
  expect(readSettings(options({ lifecycle: '1m' }), {}).settings.lifecycle).toEqual({ watchMs: 60_000 });
  expect(readSettings(options(), {}).settings).not.toHaveProperty('recovery');
  expect(problemsOf({ recovery: true, load: '1,3..0.5' })).toEqual([
    '--recovery: there is nothing to recover from; --load names no multiple above 1 (of ramps, the end counts)',
  ]);
  expect(problemsOf({ lifecycle: true, baseUrl: local, limit: '5', clientSecret: ['a'] })).toEqual([
    '--lifecycle: needs sessions of its own; with --client-secret none can be created',
  ]);
  expect(problemsOf({ recovery: true, lifecycle: '5', identify: true })).toEqual([
    "--lifecycle: a duration such as 500ms, 60s or 2m is wanted, got '5' (did you mean '5s'?)",
    '--recovery: has no effect with --identify',
    '--lifecycle: has no effect with --identify',
  ]);
  expect(problemsOf({ recovery: true, stepDuration: '500s', window: '60s' })).toEqual([
    '--step-duration: a session lives 600 s at the most, so a step may last 585 s, with --recovery 405 s; --soak renews sessions',
  ]);
});

it('soaks with sessions that live long enough to be renewed', () => {
  const read = (changes: Partial<BenchOptions>) => readSettings(options(changes), {}).settings.soak;
  expect(read({ soak: '1h', budget: '100000' })).toEqual({
    durationMs: 3_600_000,
    load: 1,
    lifeSeconds: 600,
  });
  expect(read({ soak: '10s', soakLoad: '0.5', soakLife: '6500ms' })).toEqual({
    durationMs: 10_000,
    load: 0.5,
    lifeSeconds: 6,
  });
  expect(problemsOf({ soakLoad: '1', soakLife: '10s' })).toEqual([
    '--soak-load: has no effect without --soak',
    '--soak-life: has no effect without --soak',
  ]);
  const tooSlow =
    '--soak: requests are so far apart, or lives so short, that a session ends before it is renewed; a larger --soak-load or --soak-life';
  expect(problemsOf({ soak: '1m', soakLife: '5s', soakLoad: '0.1' })).toEqual([tooSlow]);
  expect(problemsOf({ soak: '1m', soakLife: '10s', soakLoad: '0.1' })).toEqual([]);
  expect(problemsOf({ soak: '1h', identify: true })).toEqual(['--soak: has no effect with --identify']);
});

it('searches for what is said, and does nothing else', () => {
  const { settings } = readSettings(options({ search: '0.5..8', threshold: ['goodput>=0.9'] }), {});
  expect(settings).toMatchObject({
    search: { from: 0.5, to: 8, resolution: 0.05, thresholds: [{ text: 'goodput>=0.9' }] },
    loads: [],
    probes: false,
    saturateMs: 0,
  });
  expect(problemsOf({ search: '8..0.5', searchResolution: '2', saturate: '1s', recovery: true })).toEqual([
    '--recovery: has no effect with --search',
    "--search: two multiples above 0, the lower first, are wanted, got '8..0.5'",
    "--search-resolution: a number from 0.001 to 1 is wanted, got '2'",
    "--search: for the highest load that keeps what? Name it with --threshold, such as 'p99_admitted_ms<200'",
    '--saturate: has no effect with --search',
  ]);
  expect(problemsOf({ search: '1..2', threshold: ['goodput{1x}>0.9,recovery_ms<5'] })).toEqual([
    "--threshold: 'goodput{1x}>0.9': a search holds it against every trial, so it names no step",
    "--threshold: 'recovery_ms<5': a search has load steps only",
  ]);
  expect(problemsOf({ searchResolution: '0.1' })).toEqual([
    '--search-resolution: has no effect without --search',
  ]);
  expect(problemsOf({ search: '1..2', identify: true })).toEqual(['--search: has no effect with --identify']);
  expect(problemsOf({ search: '1..2000', threshold: ['goodput>0'], budget: '1000' })).toEqual([
    expect.stringMatching(/^--budget: the plan needs \d+ requests/),
  ]);
});

it('drives given secrets, whose limit only their owner knows', () => {
  const { settings } = readSettings(options({ baseUrl: local, clientSecret: ['a', 'b'], limit: '5' }), {});
  expect(settings).toMatchObject({
    source: { kind: 'given', secrets: ['a', 'b'] },
    sessions: 2,
    policy: { limit: 5 },
  });
  expect(problemsOf({ clientSecret: ['a'] })).toEqual([
    '--client-secret: whose sessions are they? Name the deployment with --base-url',
    '--limit: needed with --client-secret, for only you know what was promised',
  ]);
  expect(problemsOf({ baseUrl: local, limit: '5', clientSecret: ['@/no/such/file'] })).toEqual([
    '--client-secret: /no/such/file cannot be read (ENOENT)',
  ]);
});

it('takes any method, path, headers and body', () => {
  const { settings } = readSettings(
    options({ request: 'post /x?y=1', body: '{}', header: ['X-One: 1', 'OpenAI-Beta: other'] }),
    {},
  );
  expect(settings.target.request).toEqual({
    method: 'POST',
    path: '/x?y=1',
    body: '{}',
    headers: { 'openai-beta': 'other', 'x-one': '1', 'content-type': 'application/json' },
  });
});
