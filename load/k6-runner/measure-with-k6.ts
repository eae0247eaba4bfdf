import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RatePolicy } from '../../schema/index.ts';
import { unusableError, usageError } from '../../support/errors.ts';
import { createStepSummary, judgeRolling, type StepSummary } from '../analysis/index.ts';
import type { BenchContext, BenchOutcome, DrivenSession } from '../bench/index.ts';
import { cancelSession } from '../bench/api-client.ts';
import { createSessionPool, type SessionPool } from '../bench/session-pool.ts';
import type { RequestRecord } from '../records.ts';
import { createSessions } from './create-sessions.ts';
import { passedOn, scenarioEnvironment } from './environment.ts';
import type { K6Binary } from './find-k6.ts';
import { createSampleJoiner } from './join-samples.ts';
import { readLog } from './log.ts';
import { summaryFile } from './summary-files.ts';
import { neverSentOf, pacingOf } from './pacing.ts';
import { planK6 } from './plan-k6.ts';
import { runProcess } from './run-process.ts';
import { csvOutput } from './sample.ts';
import { scenarioFile } from './scenario-file.ts';
import { equalSegments } from './segments.ts';
import type { K6BenchSettings } from './settings.ts';

export interface K6Context extends BenchContext {
  readonly k6: K6Binary;
  /** The environment that k6 inherits from; see `passedOn`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where k6's own summaries go, one file for each instance. */
  readonly dir: string;
}

export interface K6Outcome extends BenchOutcome {
  /** Whether a threshold of the scenario was crossed. */
  readonly thresholdsCrossed: boolean;
  /** The same records by the instance that sent them. */
  readonly parts: readonly (readonly RequestRecord[])[];
}

/** What k6 says by its exit code. */
const k6Exit = { ok: 0, interrupted: 105, thresholds: 99, configuration: 104, script: 107 } as const;
/** As `runProcess` and shells tell the end by a signal: one that came before k6 listened for it, or a second one. */
const killed = [128, 130];
/** Every instance has started by then, so that they begin together. */
const startLeadMs = 2000;
const perInstanceLeadMs = 500;

/**
 * Runs a scenario with k6, in one process or several, and judges the records of all of them together.
 * @throws HarnessError: exit code 3 when the deployment or k6 cannot be used, 2 when k6 refuses its options.
 */
export async function measureWithK6(settings: K6BenchSettings, context: K6Context): Promise<K6Outcome> {
  const { clock, signal, on } = context;
  const { policy } = settings.bench;
  const plan = planK6(settings);
  // k6's samples carry wall-clock times, so that is what the records count from.
  const originMs = Math.floor(clock.nowMs());
  const startedMs = clock.monotonicMs();
  const records: RequestRecord[] = [];
  const warnings: string[] = [];
  const driven = new Map<string, DrivenSession>();
  const owned = new Set<string>();
  const dropped = new Map<string, number>();
  const begun = new Set<string>();
  let lastId = 0;
  const warn = (text: string) => {
    if (warnings.includes(text)) return;
    warnings.push(text);
    on({ kind: 'warning', text });
  };
  const begin = (name: string) => {
    const index = plan.steps.findIndex((step) => step.name === name);
    const step = plan.steps[index];
    if (step === undefined || begun.has(name)) return;
    begun.add(name);
    on({ kind: 'step', step, index, of: plan.steps.length });
  };
  const pool = createSessionPool(settings.bench, warn);
  const dir = await mkdtemp(path.join(tmpdir(), 'chatkit-k6-'));
  const secrets: string[] = [];
  const joined = {
    record: (record: RequestRecord) => {
      begin(record.step);
      records.push(record);
      on({ kind: 'record', record });
    },
    session: (label: string, limit: number, step: string) => {
      if (driven.has(label)) return;
      driven.set(label, { label, step, id: null, policy: { ...policy, limit }, expiresAt: null });
    },
    dropped: (step: string) => void dropped.set(step, (dropped.get(step) ?? 0) + 1),
    owned: (id: string, alive: boolean) => void (alive ? owned.add(id) : owned.delete(id)),
  };

  on({ kind: 'plan', plan });
  let codes: number[] = [];
  const parts = Array.from({ length: settings.instances }, (): RequestRecord[] => []);
  try {
    const sessionsFile = plan.givenSessions ? await prepare(settings, pool, plan, dir, secrets) : null;
    for (const session of pool.all()) driven.set(session.label, session);
    if (settings.bench.source.kind === 'create') secrets.push(settings.bench.source.apiKey);
    if (!signal.aborted) {
      const segments = equalSegments(settings.instances);
      const startAtMs =
        segments.length === 0
          ? null
          : Math.ceil(clock.nowMs() + startLeadMs + perInstanceLeadMs * segments.length);
      const environment = {
        ...passedOn(context.env),
        ...scenarioEnvironment(settings, { sessionsFile, startAtMs }),
      };
      const log = readLog(secrets, warn);
      codes = await Promise.all(
        (segments.length === 0 ? [null] : segments).map(async (segment, i) => {
          const record = (one: RequestRecord) => {
            parts[i]?.push(one);
            joined.record(one);
          };
          const joiner = createSampleJoiner({
            originMs,
            nextId: () => (lastId += 1),
            on: { ...joined, record },
          });
          const code = await runProcess({
            file: context.k6.file,
            args: [
              'run',
              '--quiet',
              '--no-color',
              '--no-usage-report',
              ...(segment === null
                ? []
                : [
                    '--execution-segment',
                    segment.segment,
                    '--execution-segment-sequence',
                    segment.sequence,
                    // As the operator does: two that send one time series would each overwrite the other's.
                    '--tag',
                    `instance_id=${i + 1}`,
                  ]),
              ...[csvOutput('-'), ...settings.outputs].flatMap((output) => [
                '--out',
                output.replaceAll('{instance}', String(i + 1)),
              ]),
              '--summary-export',
              summaryFile(context.dir, i + 1),
              scenarioFile(settings.scenario),
            ],
            env: environment,
            onOutput: (line) => joiner.line(line),
            onLog: (line) => log.line(line),
            signal,
          });
          joiner.end();
          return code;
        }),
      );
      refuseBroken(codes, log.errors(), signal.aborted);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
    await pool.close();
    if (settings.bench.source.kind === 'create') {
      const client = { ...settings.bench.target, apiKey: settings.bench.source.apiKey };
      for (const id of owned) await cancelSession(client, id);
    }
  }
  const exact = settings.scenario === 'limit' && !signal.aborted ? plan.steps : [];
  const planned = new Map(exact.map(({ name, requests }) => [name, requests ?? 0]));
  const neverSent = neverSentOf(records, planned, dropped);
  for (const [step, count] of neverSent) {
    warn(
      (dropped.get(step) ?? 0) === 0
        ? `${step}: k6 was behind when the step ended, and left ${count} arrivals out`
        : `${step}: k6 could not start ${count} arrivals in time, for no user was free; more --vus, or more --instances`,
    );
  }
  const sessions = [...driven.values()];
  const policies = new Map(sessions.map((session) => [session.label, session.policy]));
  const { pacing, health } = pacingOf(records, neverSent);
  return {
    plan,
    sessions,
    steps: summarise(records, policies, neverSent, plan, signal.aborted),
    judgement: judgeRolling(records, policies),
    pacing,
    ...(health === null ? {} : { health }),
    records,
    warnings,
    interrupted: signal.aborted,
    durationMs: clock.monotonicMs() - startedMs,
    parts,
    thresholdsCrossed: codes.includes(k6Exit.thresholds),
  };
}

/** Creates the sessions of every step and writes them where k6 reads them: a file that nobody else may read. */
async function prepare(
  settings: K6BenchSettings,
  pool: SessionPool,
  plan: ReturnType<typeof planK6>,
  dir: string,
  secrets: string[],
): Promise<string> {
  const file = await createSessions(settings, pool, plan.durationMs + startLeadMs);
  secrets.push(...file.sessions.map(({ secret }) => secret));
  const sessionsFile = path.join(dir, 'sessions.json');
  await writeFile(sessionsFile, JSON.stringify(file), { mode: 0o600 });
  return sessionsFile;
}

function refuseBroken(codes: readonly number[], errors: readonly string[], aborted: boolean): void {
  const fine = new Set<number>([
    k6Exit.ok,
    k6Exit.thresholds,
    ...(aborted ? [k6Exit.interrupted, ...killed] : []),
  ]);
  const broken = codes.find((code) => !fine.has(code));
  if (broken === undefined) return;
  const said = errors.slice(0, 3).join('; ');
  const text = `k6 ended with exit code ${broken}${said === '' ? '' : `: ${said}`}`;
  throw broken === k6Exit.configuration ? usageError(text) : unusableError(text);
}

function summarise(
  records: readonly RequestRecord[],
  policies: ReadonlyMap<string, RatePolicy>,
  dropped: ReadonlyMap<string, number>,
  plan: ReturnType<typeof planK6>,
  aborted: boolean,
): StepSummary[] {
  const durationsMs = new Map(plan.steps.map((step) => [step.name, step.durationMs]));
  const summary = createStepSummary(aborted ? { policies } : { policies, durationsMs });
  for (const record of records) summary.add(record);
  // A dropped arrival is of no session: k6 gives out its number only when it starts.
  return summary.result().map((step) => ({ ...step, dropped: step.dropped + (dropped.get(step.step) ?? 0) }));
}
