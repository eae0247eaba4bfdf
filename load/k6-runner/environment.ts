import type { Target } from '../engine/index.ts';
import type { K6BenchSettings } from './settings.ts';

/** Variables of k6 that say where its metrics go, and how; any other would change the load behind the plan's back. */
const outputVariables = /^K6_(PROMETHEUS_RW|OTEL|INFLUXDB|STATSD|WEB_DASHBOARD|CSV|NO_COLOR|DNS)/;

/** What of the environment k6 gets: no API key of others, and no option that the plan doesn't know of. */
export function passedOn(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !name.startsWith('OPENAI_') &&
        !name.startsWith('CHATKIT_') &&
        (!name.startsWith('K6_') || outputVariables.test(name)),
    ),
  );
}

const ms = (value: number): string => `${value}ms`;

/** The settings as the scenarios read them. */
export function scenarioEnvironment(
  { bench, durationMs, peakPerSecond, journeysPerMinute, vus, sessionLifeSeconds }: K6BenchSettings,
  more: { readonly sessionsFile: string | null; readonly startAtMs: number | null },
): Record<string, string> {
  const { target, policy, source } = bench;
  return {
    CHATKIT_BASE_URL: withoutSlash(target.baseUrl),
    CHATKIT_LIMIT: String(policy.limit),
    CHATKIT_WINDOW: ms(policy.windowMs),
    CHATKIT_SESSIONS: String(bench.sessions),
    CHATKIT_LOADS: bench.loads.join(','),
    CHATKIT_STEP_DURATION: ms(bench.stepMs),
    CHATKIT_DURATION: ms(durationMs),
    CHATKIT_PEAK: String(peakPerSecond),
    CHATKIT_JOURNEYS: String(journeysPerMinute),
    CHATKIT_TIMEOUT: ms(target.timeoutMs),
    CHATKIT_VUS: String(vus),
    CHATKIT_REQUEST: `${target.request.method} ${target.request.path}`,
    CHATKIT_HEADERS: JSON.stringify(target.request.headers),
    ...(target.request.body === undefined ? {} : { CHATKIT_BODY: target.request.body }),
    ...(sessionLifeSeconds === undefined ? {} : { CHATKIT_SESSION_LIFE: `${sessionLifeSeconds}s` }),
    ...(source.kind === 'create'
      ? { CHATKIT_API_KEY: source.apiKey, CHATKIT_WORKFLOW: source.workflowId }
      : {}),
    ...(more.sessionsFile === null ? {} : { CHATKIT_SESSIONS_FILE: more.sessionsFile }),
    ...(more.startAtMs === null ? {} : { CHATKIT_START_AT: String(more.startAtMs) }),
  };
}

const withoutSlash = (url: Target['baseUrl']): string => url.href.replace(/\/+$/, '');
