import { readFileSync } from 'node:fs';
import { readings } from '../../load/analysis/index.ts';
import type { Reading } from '../../load/analysis/index.ts';
import {
  lifeMarginOf,
  longestLifeSeconds,
  planBench,
  planSearch,
  readThresholds,
  recoveryWindows,
  remoteProblem,
  servedMs,
} from '../../load/bench/index.ts';
import type { BenchSettings, SessionSource, Threshold } from '../../load/bench/index.ts';
import { betaHeader } from '../../schema/index.ts';
import { defaultApiKey, limiterNames } from '../../server/index.ts';
import type { LimiterName } from '../../server/index.ts';
import { OptionReader } from '../options.ts';
import { readLimits } from './read-limits.ts';
import { readLoads } from './read-loads.ts';
import { readSearch, readSteps, strayStepOptions } from './read-steps.ts';
import type { StepOptions } from './read-steps.ts';

/** The options of `bench` as they were typed. */
export interface BenchOptions extends StepOptions {
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly allowRemote?: readonly string[];
  readonly clientSecret?: readonly string[];
  readonly workflow: string;
  readonly limit?: string;
  readonly seed?: string;
  readonly window?: string;
  readonly sessions: string;
  readonly load: string;
  readonly stepDuration?: string;
  readonly probes: boolean;
  readonly saturate?: string;
  readonly request: string;
  readonly header?: readonly string[];
  readonly body?: string;
  readonly timeout: string;
  readonly budget: string;
  readonly limiter?: string;
  readonly out?: string;
  readonly json?: boolean;
  /** Name the limiter by probes, instead of the steps. */
  readonly identify?: boolean;
  readonly require?: string;
  readonly threshold?: readonly string[];
  readonly strict?: boolean;
  readonly dryRun?: boolean;
}

/** What to start when no deployment is named. */
export interface EmbeddedTarget {
  readonly limiter: LimiterName;
}

/** What the run is held against, beside what every run is. */
export interface Judging {
  /** null: none, for the run asks another question. */
  readonly require: Reading | null;
  readonly thresholds: readonly Threshold[];
}

export interface ReadSettings {
  /** The base URL is a stand-in while `embedded` is set: it is known once the deployment listens. */
  readonly settings: BenchSettings;
  readonly embedded: EmbeddedTarget | null;
  readonly judging: Judging;
}

const defaultLimit = 10;
/** A real window lasts a minute; on the embedded deployment a short one shows the same in seconds. */
const defaultWindow = { remote: '60s', embedded: '4s' };
const defaultSaturate = { remote: '0s', embedded: '3s' };
const minuteMs = 60_000;

/**
 * Reads and checks everything at once.
 * @param known problems that were seen before.
 * @throws HarnessError (exit code 2) that lists all problems.
 */
export function readSettings(
  options: BenchOptions,
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[] = [],
): ReadSettings {
  const reader = new OptionReader();
  for (const problem of known) reader.problem(problem);
  const baseUrlText = options.baseUrl ?? nonEmpty(env['OPENAI_BASE_URL']);
  const embedded = baseUrlText === undefined;
  const baseUrl = embedded
    ? new URL('http://127.0.0.1/v1')
    : reader.url(options.baseUrl === undefined ? 'OPENAI_BASE_URL' : '--base-url', baseUrlText);
  const remote = embedded ? null : remoteProblem(baseUrl, options.allowRemote ?? []);
  if (remote !== null) reader.problem(remote);
  if (options.limiter !== undefined && !embedded) {
    reader.problem(
      '--limiter: chooses the limiter of the embedded deployment; with --base-url it has no effect',
    );
  }
  const limiter = reader.choice('--limiter', options.limiter ?? 'sliding-window-log', limiterNames);

  const windowText = options.window ?? (embedded ? defaultWindow.embedded : defaultWindow.remote);
  const windowMs = reader.durationMs('--window', windowText, 100, 5 * minuteMs);
  const source = readSource(reader, options, env, embedded);
  const stepMs =
    options.stepDuration === undefined
      ? 2 * windowMs
      : reader.durationMs('--step-duration', options.stepDuration, 100, longestLifeSeconds * 1000);
  const sessions =
    source.kind === 'given' ? source.secrets.length : reader.integer('--sessions', options.sessions, 1, 1000);
  const { limit, limits } = readLimits(reader, options.limit ?? String(defaultLimit), {
    source,
    count: sessions,
    identify: options.identify === true,
    seed: options.seed,
  });
  const loads = readLoads(reader, options.load);
  const more = readSteps(reader, options, { ...loads, source });
  const alone = options.identify === true ? '--identify' : options.search === undefined ? null : '--search';
  if (alone !== null) for (const problem of strayStepOptions(options, alone)) reader.problem(problem);
  const longestS = longestLifeSeconds - lifeMarginOf(sessions);
  const recoveryMs = more.recovery === true ? recoveryWindows * windowMs : 0;
  const longestStepMs = Math.max(stepMs + recoveryMs, options.probes ? 1.5 * windowMs : 0);
  if (source.kind === 'create' && longestStepMs > longestS * 1000) {
    const withRecovery = recoveryMs > 0 ? `, with --recovery ${longestS - recoveryMs / 1000} s` : '';
    reader.problem(
      `--step-duration: a session lives ${longestLifeSeconds} s at the most, so a step may last ${longestS} s${withRecovery}; --soak renews sessions`,
    );
  }
  const saturateText = options.saturate ?? (embedded ? defaultSaturate.embedded : defaultSaturate.remote);
  const saturateMs =
    saturateText === '0' ? 0 : reader.durationMs('--saturate', saturateText, 0, 10 * minuteMs);
  if (saturateMs > 0 && baseUrl.protocol === 'https:') {
    reader.problem(
      '--saturate: the closed-model engine does not verify certificates, so it never drives https',
    );
  }
  const judging: Judging = {
    require:
      options.identify === true && options.require === undefined
        ? null
        : reader.choice('--require', options.require ?? 'rolling', readings),
    thresholds: (options.threshold ?? []).flatMap((text) => {
      const read = readThresholds(text);
      if (typeof read !== 'string') return read;
      reader.problem(`--threshold: ${read}`);
      return [];
    }),
  };
  const search = options.identify === true ? undefined : readSearch(reader, options, judging.thresholds);
  const settings: BenchSettings = {
    target: {
      baseUrl,
      request: readRequest(reader, options),
      timeoutMs: reader.durationMs('--timeout', options.timeout, 1, 10 * minuteMs),
    },
    policy: { limit, windowMs },
    ...(limits === undefined ? {} : { limits }),
    source,
    sessions,
    ...loads,
    ...more,
    stepMs,
    probes: options.probes,
    saturateMs,
    budget: reader.integer('--budget', options.budget, 1),
    // A search makes its own steps.
    ...(search === undefined ? {} : { search, loads: [], ramps: [], probes: false, saturateMs: 0 }),
  };
  const secrets = source.kind === 'given' ? source.secrets : [source.apiKey];
  if (
    !embedded &&
    secrets.some(
      (secret) => secret.length >= shortestSecret && holdsSecret(settings.target.request.path, secret),
    )
  )
    reader.problem('--request: the path holds a secret, which would stand in every report; use --header');
  reader.check();
  if (settings.soak !== undefined && source.kind === 'create' && servedMs(settings, settings.soak) < 1000)
    reader.problem(
      '--soak: requests are so far apart, or lives so short, that a session ends before it is renewed; a larger --soak-load or --soak-life',
    );
  const { requests, steps } = (settings.search === undefined ? planBench : planSearch)(settings);
  // What names a step that there is not would be kept by any run.
  const names = steps.map(({ name }) => name);
  for (const { text, step } of settings.search === undefined ? judging.thresholds : [])
    if (step !== null && options.identify !== true && !names.includes(step))
      reader.problem(
        `--threshold: ${text} is about a step that the plan has not; it has ${names.join(', ')}`,
      );
  if (steps.length === 0 && options.identify !== true)
    reader.problem('--load: none, and no other step, leaves nothing to do');
  if (requests > settings.budget && options.identify !== true) {
    reader.problem(
      `--budget: the plan needs ${requests} requests and the budget is ${settings.budget}; fewer --sessions, a smaller --load, or a larger --budget`,
    );
  }
  reader.check();
  return { settings, embedded: embedded ? { limiter } : null, judging };
}

/** A shorter secret is none, and stands in many a path by chance. */
const shortestSecret = 8;

const holdsSecret = (text: string, secret: string): boolean =>
  text.includes(secret) || text.includes(encodeURIComponent(secret));

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

function readSource(
  reader: OptionReader,
  options: BenchOptions,
  env: Readonly<Record<string, string | undefined>>,
  embedded: boolean,
): SessionSource {
  const given = options.clientSecret ?? [];
  if (given.length > 0) {
    if (embedded)
      reader.problem('--client-secret: whose sessions are they? Name the deployment with --base-url');
    if (options.limit === undefined)
      reader.problem('--limit: needed with --client-secret, for only you know what was promised');
    const secrets = given.flatMap((text) =>
      text.startsWith('@') ? secretsIn(reader, text.slice(1)) : [text],
    );
    if (secrets.some((secret) => secret.trim() === '')) reader.problem('--client-secret: one is empty');
    return { kind: 'given', secrets };
  }
  const apiKey = embedded ? defaultApiKey : (options.apiKey ?? nonEmpty(env['OPENAI_API_KEY']));
  if (apiKey === undefined || apiKey === '') {
    reader.problem(
      '--api-key: needed to create sessions (or OPENAI_API_KEY, or --client-secret for sessions that exist)',
    );
  }
  return { kind: 'create', apiKey: apiKey ?? '', workflowId: options.workflow };
}

function secretsIn(reader: OptionReader, file: string): string[] {
  try {
    const secrets = readFileSync(file, 'utf8')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
    if (secrets.length === 0) reader.problem(`--client-secret: ${file} holds no secret (one a line)`);
    return secrets;
  } catch (error) {
    reader.problem(`--client-secret: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return [];
  }
}

function readRequest(reader: OptionReader, options: BenchOptions): BenchSettings['target']['request'] {
  const match = /^(?:([A-Za-z]+)\s+)?(\/\S*)$/.exec(options.request.trim());
  if (match === null) {
    reader.problem(
      `--request: a method and a path below the base URL are wanted, such as 'GET /chatkit/threads?limit=1', got '${options.request}'`,
    );
  }
  const headers: Record<string, string> = { [betaHeader.name]: betaHeader.value };
  for (const text of options.header ?? []) {
    const at = text.indexOf(':');
    if (at < 1) reader.problem("--header: 'Name: value' is wanted; one has no colon");
    else headers[text.slice(0, at).trim().toLowerCase()] = text.slice(at + 1).trim();
  }
  const { body } = options;
  if (body !== undefined) headers['content-type'] ??= 'application/json';
  return {
    method: (match?.[1] ?? 'GET').toUpperCase(),
    path: match?.[2] ?? '/',
    headers,
    ...(body === undefined ? {} : { body }),
  };
}
