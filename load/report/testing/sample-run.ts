import { createStepSummary } from '../../analysis/index.ts';
import type { RequestRecord } from '../../records.ts';
import { createStream } from '../../../support/random.ts';
import type { RunFile } from '../run-file.ts';
import { judgeRun, summariseVerdicts } from '../run-verdicts.ts';
import type { RunVerdicts } from '../run-verdicts.ts';

export interface SampleRun {
  readonly run: RunFile;
  readonly verdicts: RunVerdicts;
  readonly records: readonly RequestRecord[];
}

export interface SampleOptions {
  readonly seed?: number;
  /** Admitted in each window of the step `2x`; above 5 the limit is broken. */
  readonly admits?: number;
  readonly sessions?: number;
  /** The limits of the sessions, dealt in turn; 9 at the most. Default: all have 5. */
  readonly limits?: readonly number[];
  readonly requests?: number;
  /** What the answers take, in milliseconds: so much, and up to as much again. */
  readonly latencyMs?: number;
  /** A run whose verdicts it takes over, instead of judging its own records, which costs more than all the rest. */
  readonly verdictsOf?: SampleRun;
  /** Put wherever a deployment or a user may put a text of theirs. */
  readonly text?: string;
}

const limit = 5;
const windowMs = 1000;

/** A run of one load step, made up: a fixed window that admits `admits`, answers of random length. */
export function sampleRun({
  seed = 1,
  admits = 5,
  sessions = 2,
  requests = 40,
  latencyMs = 2,
  text = '',
  verdictsOf,
  limits,
}: SampleOptions = {}): SampleRun {
  const labels = Array.from({ length: sessions }, (_, i) => `s${i + 1}${text}`);
  const ownLimits = labels.map((_, i) => limits?.[i % limits.length] ?? limit);
  const limitOf = new Map(labels.map((label, i) => [label, ownLimits[i] as number]));
  const step = `2x${text}`;
  const random = createStream(seed, 'sample');
  const records: RequestRecord[] = [];
  for (let k = 0; k < requests; k += 1) {
    for (const session of labels) {
      const own = limitOf.get(session) ?? limit;
      const sentMs = k * 100;
      const nth = k % 10;
      const firstByteMs = Math.round((sentMs + latencyMs * (1 + random.float())) * 1000) / 1000;
      const admitted = nth < own + admits - limit;
      records.push({
        id: records.length + 1,
        session,
        step,
        intendedMs: sentMs,
        sentMs,
        firstByteMs,
        endMs: firstByteMs,
        status: admitted ? 200 : 429,
        headers: {
          'x-ratelimit-limit-requests': String(own),
          'x-ratelimit-remaining-requests': String(Math.max(0, own - nth - 1)),
          ...(admitted ? {} : { 'retry-after': `1${text}` }),
        },
        requestId: text,
      });
    }
  }
  const driven = labels.map((label) => ({
    label,
    step,
    id: text,
    policy: { limit: limitOf.get(label) ?? limit, windowMs },
    expiresAt: null,
  }));
  const policies = new Map(driven.map(({ label, policy }) => [label, policy]));
  const summary = createStepSummary({ policies });
  for (const record of records) summary.add(record);
  const { claims, verdicts } =
    verdictsOf === undefined
      ? judge(records, driven)
      : { claims: verdictsOf.run.claims, verdicts: verdictsOf.verdicts };
  const planned = {
    name: step,
    kind: 'load',
    about: text,
    requests: records.length,
    durationMs: requests * 100,
    load: 2,
  } as const;
  const delay = { count: 1, p50Us: 1, p99Us: 2, maxUs: 3 };
  const run: RunFile = {
    formatVersion: 1,
    kind: 'bench',
    startedAt: '2026-01-31T12:00:00.250Z',
    durationMs: requests * 100,
    interrupted: false,
    command: `chatkit-harness bench ${text}`,
    environment: { harness: '0.1.0', node: '24.0.0', platform: 'linux x64', cpu: `cpu ${text}`, cores: 2 },
    target: {
      baseUrl: `http://localhost/v1${text}`,
      embedded: null,
      method: 'GET',
      path: `/x${text}`,
      headers: [`x-h${text}`],
      timeoutMs: 1000,
    },
    settings: {
      limit: Math.max(...ownLimits),
      ...(limits === undefined ? {} : { limits: ownLimits }),
      windowMs,
      sessionsPerStep: sessions,
      sessionSource: 'create',
      loads: [2],
      stepMs: requests * 100,
      saturateMs: 0,
      budget: 1000,
    },
    plan: {
      steps: [planned],
      requests: records.length,
      sessionsCreated: sessions,
      durationMs: requests * 100,
    },
    sessions: driven,
    claims,
    verdicts,
    requirement: { reading: 'rolling', outcome: verdicts.grading.outcomes.rolling },
    thresholds: [{ text: `goodput>=0.99${text}`, state: 'kept', says: `2x: 1${text}` }],
    health: { sendDelayP99Us: 100, eventLoopDelayMaxUs: 2000, gcPauseMaxUs: 900 },
    steps: summary.result(),
    pacing: [{ step, stats: { sendDelay: delay, waitedForConnection: 0, eventLoopDelay: delay } }],
    warnings: text === '' ? [] : [text],
  };
  return { run, verdicts, records };
}

function judge(records: readonly RequestRecord[], sessions: RunFile['sessions']) {
  const judged = judgeRun(records, { sessions, fresh: true });
  const { overall, sessions: own } = judged.rolling;
  return { claims: { overall, sessions: own }, verdicts: summariseVerdicts(judged) };
}
