import { type EnvReader, createEnvReader } from './env-reader.ts';

/** The request that the scenarios send again and again. */
export interface DrivenRequest {
  readonly method: string;
  /** Below the base URL, query included. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What the environment says. Every scenario reads the same names; see `docs/k6.md`. */
export interface K6Settings {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly workflowId: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Sessions of each step. */
  readonly sessions: number;
  /** Multiples of the limit, a step each. */
  readonly loads: readonly number[];
  readonly stepMs: number;
  /** Of the soak, the journeys and the ramp. */
  readonly durationMs: number;
  readonly journeysPerMinute: number;
  /** Where the ramp of `breakpoint` ends, over all instances. */
  readonly peakPerSecond: number;
  readonly request: DrivenRequest;
  readonly timeoutMs: number;
  /** Users that requests are spread over, over all instances. */
  readonly vus: number;
  /** Sessions that were created before the run; null to create them in `setup()`. */
  readonly sessionsFile: string | null;
  /** How long a session lives that a scenario creates in mid-run; it is renewed before. */
  readonly sessionLifeSeconds: number;
  /** Unix milliseconds at which all instances start; null to start at once. */
  readonly startAtMs: number | null;
}

/** The scenarios, each a file of this folder. */
export const scenarioNames = ['smoke', 'limit', 'burst', 'journey', 'soak', 'breakpoint'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** The embedded deployment, as `serve` starts it. */
export const defaults = {
  baseUrl: 'http://127.0.0.1:8787/v1',
  apiKey: 'sk-chatkit-harness',
  workflowId: 'wf_chatkit_harness',
  request: 'GET /chatkit/threads?limit=1',
  loads: '0.5,1,2,10',
} as const;

/** A ramp looks for the server's limit, not for the session's: it must not be throttled from the first second on. */
export const unthrottled = 1_000_000;

/**
 * Reads the environment.
 * @throws Error that lists every problem; k6 prints it and ends with exit code 107.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  scenario: ScenarioName,
): K6Settings {
  const reader = createEnvReader(env);
  const windowMs = reader.durationMs('CHATKIT_WINDOW', '60s');
  const limit = scenario === 'breakpoint' ? unthrottled : 10;
  const settings: K6Settings = {
    baseUrl: reader.address('CHATKIT_BASE_URL', defaults.baseUrl),
    apiKey: reader.text('CHATKIT_API_KEY', defaults.apiKey),
    workflowId: reader.text('CHATKIT_WORKFLOW', defaults.workflowId),
    limit: reader.count('CHATKIT_LIMIT', limit),
    windowMs,
    sessions: reader.count('CHATKIT_SESSIONS', 3),
    loads: reader.multiples('CHATKIT_LOADS', defaults.loads),
    stepMs: reader.durationMs('CHATKIT_STEP_DURATION', `${2 * windowMs}ms`),
    durationMs: reader.durationMs('CHATKIT_DURATION', scenario === 'soak' ? '30m' : '60s'),
    journeysPerMinute: reader.count('CHATKIT_JOURNEYS', 60),
    peakPerSecond: reader.count('CHATKIT_PEAK', 500),
    request: readRequest(reader),
    timeoutMs: reader.durationMs('CHATKIT_TIMEOUT', '10s'),
    vus: reader.count('CHATKIT_VUS', 20),
    sessionsFile: reader.optional('CHATKIT_SESSIONS_FILE'),
    sessionLifeSeconds: readLife(reader),
    startAtMs: reader.optionalCount('CHATKIT_START_AT'),
  };
  reader.check();
  return settings;
}

/** What the contract allows. */
export const longestLifeSeconds = 600;

function readLife(reader: EnvReader): number {
  const lifeMs = reader.durationMs('CHATKIT_SESSION_LIFE', `${longestLifeSeconds}s`);
  if (lifeMs % 1000 !== 0 || lifeMs < 2000 || lifeMs > longestLifeSeconds * 1000)
    reader.problem(
      `CHATKIT_SESSION_LIFE: whole seconds from 2s to ${longestLifeSeconds}s are wanted, got '${lifeMs}ms'`,
    );
  return lifeMs / 1000;
}

function readRequest(reader: EnvReader): DrivenRequest {
  const text = reader.text('CHATKIT_REQUEST', defaults.request);
  const match = /^([A-Z]+) (\/\S*)$/.exec(text);
  if (match === null) {
    reader.problem(
      `CHATKIT_REQUEST: a method and a path below the base URL are wanted, such as '${defaults.request}', got '${text}'`,
    );
  }
  return {
    method: match?.[1] ?? 'GET',
    path: match?.[2] ?? '/',
    headers: reader.headers('CHATKIT_HEADERS', { 'openai-beta': 'chatkit_beta=v1' }),
    body: reader.optional('CHATKIT_BODY'),
  };
}
