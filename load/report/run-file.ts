import { meetsRequirement } from '../analysis/index.ts';
import type {
  ClaimOutcome,
  HarnessHealth,
  OnJudging,
  OverallRollingClaim,
  Reading,
  RollingClaim,
  StepSummary,
} from '../analysis/index.ts';
import { judgeThreshold } from '../bench/index.ts';
import type {
  BenchFindings,
  BenchOutcome,
  BenchPlan,
  BenchSettings,
  DrivenSession,
  Threshold,
  ThresholdResult,
} from '../bench/index.ts';
import { identifyByLimit, judgeRun, summariseVerdicts } from './run-verdicts.ts';
import type { IdentifiedBy, RunVerdicts } from './run-verdicts.ts';

/** Version of `run.json` and `records.ndjson`. Within one, fields may be added, never removed or changed in meaning. */
export const runFormatVersion = 1;

/** Where and with what a run was made. */
export interface RunEnvironment {
  readonly harness: string;
  readonly node: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
}

/** What sent the requests, where it was not the harness itself. */
export interface RunEngine {
  readonly name: 'k6';
  readonly version: string;
  readonly scenario: string;
  /** Processes that shared the load. */
  readonly instances: number;
}

/** The content of `run.json`, and of `bench --json`. Times in milliseconds on the run's clock unless the name says otherwise. */
export interface RunFile extends BenchFindings {
  readonly formatVersion: typeof runFormatVersion;
  readonly kind: 'bench';
  /** Wall-clock time of the run clock's origin, ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly interrupted: boolean;
  /** The command line, secrets replaced by placeholders. */
  readonly command: string;
  readonly environment: RunEnvironment;
  /** Absent: the harness's own engines. */
  readonly engine?: RunEngine;
  readonly target: {
    readonly baseUrl: string;
    /** Whether the run started its own reference deployment, and with which limiter. */
    readonly embedded: string | null;
    readonly method: string;
    readonly path: string;
    /** Names only: values may be secret. */
    readonly headers: readonly string[];
    readonly timeoutMs: number;
  };
  readonly settings: {
    /** Of each session; where they have different ones, the largest. */
    readonly limit: number;
    /** The limit that each session of a step asks for, in their order; absent: all ask for one. What each was promised stands in `sessions`. */
    readonly limits?: readonly number[];
    readonly windowMs: number;
    readonly sessionsPerStep: number;
    readonly sessionSource: BenchSettings['source']['kind'];
    readonly loads: readonly number[];
    readonly stepMs: number;
    readonly saturateMs: number;
    readonly budget: number;
  };
  readonly plan: BenchPlan;
  readonly sessions: readonly DrivenSession[];
  readonly claims: {
    readonly overall: OverallRollingClaim;
    readonly sessions: readonly RollingClaim[];
  };
  /** Every claim beside the rolling one, how the limit was kept, and the limiter. Absent in runs made before there were any. */
  readonly verdicts?: RunVerdicts;
  /** The reading of the limit that was required, and how the claim stands that it was broken. */
  readonly requirement?: { readonly reading: Reading; readonly outcome: ClaimOutcome };
  readonly thresholds?: readonly ThresholdResult[];
  /** How the harness itself did; absent where it did not send. */
  readonly health?: HarnessHealth;
  readonly steps: readonly StepSummary[];
  readonly pacing: BenchOutcome['pacing'];
  /** Whether nothing before the run counts against its sessions; absent: when `sessionSource` is `create`. */
  readonly freshSessions?: boolean;
  /** Of an identification: why no more probes were sent. */
  readonly identifyEnded?: string;
  /** The same for each of several limits, and which limiter its sessions' answers fit. */
  readonly identifiedBy?: readonly IdentifiedBy[];
  readonly warnings: readonly string[];
}

/** What the run file needs to know beside settings and outcome. */
export interface RunContext {
  readonly startedAtMs: number;
  readonly command: string;
  readonly environment: RunEnvironment;
  readonly embedded: string | null;
  readonly engine?: RunEngine;
  /** Default: `rolling`; null: no reading is required. */
  readonly require?: Reading | null;
  readonly thresholds?: readonly Threshold[];
  /** Told, synchronously, what is judged next. Default: nobody is. */
  readonly onJudging?: OnJudging | undefined;
}

/** Judges a run and puts it together for `run.json`. Holds no secret: they are not among its inputs' kept parts. */
export function createRunFile(settings: BenchSettings, outcome: BenchOutcome, context: RunContext): RunFile {
  const { target, policy } = settings;
  const verdicts = judgeRun(outcome.allRecords ?? outcome.records, {
    sessions: outcome.sessions,
    fresh: outcome.freshSessions ?? settings.source.kind === 'create',
    health: outcome.health ?? null,
    onProgress: context.onJudging,
  });
  const { overall, sessions } = verdicts.rolling;
  const reading = context.require === undefined ? 'rolling' : context.require;
  const loadSteps = outcome.plan.steps
    .filter(({ kind }) => kind === 'load' || kind === 'soak')
    .map(({ name }) => name);
  return {
    formatVersion: runFormatVersion,
    kind: 'bench',
    startedAt: new Date(context.startedAtMs).toISOString(),
    durationMs: outcome.durationMs,
    interrupted: outcome.interrupted,
    command: context.command,
    environment: context.environment,
    ...(context.engine === undefined ? {} : { engine: context.engine }),
    target: {
      baseUrl: target.baseUrl.href,
      embedded: context.embedded,
      method: target.request.method,
      path: target.request.path,
      headers: Object.keys(target.request.headers),
      timeoutMs: target.timeoutMs,
    },
    settings: {
      limit: policy.limit,
      ...(settings.limits === undefined ? {} : { limits: settings.limits }),
      windowMs: policy.windowMs,
      sessionsPerStep: settings.sessions,
      sessionSource: settings.source.kind,
      loads: settings.loads,
      stepMs: settings.stepMs,
      saturateMs: settings.saturateMs,
      budget: settings.budget,
    },
    plan: outcome.plan,
    sessions: outcome.sessions,
    claims: { overall, sessions },
    verdicts: summariseVerdicts(verdicts),
    ...(reading === null
      ? {}
      : { requirement: { reading, outcome: meetsRequirement(verdicts.grading, reading) } }),
    // A search holds them against each trial, and its result is a trial.
    thresholds:
      outcome.search?.thresholds ??
      (context.thresholds ?? []).map((threshold) =>
        judgeThreshold(threshold, { steps: outcome.steps, loadSteps, overall, findings: outcome }),
      ),
    ...(outcome.health === undefined ? {} : { health: outcome.health }),
    steps: outcome.steps,
    ...findingsOf(outcome),
    pacing: outcome.pacing,
    ...(outcome.freshSessions === undefined ? {} : { freshSessions: outcome.freshSessions }),
    ...(outcome.identifyEnded === undefined ? {} : { identifyEnded: outcome.identifyEnded }),
    ...(outcome.identifyEndedBy === undefined
      ? {}
      : { identifiedBy: identifyByLimit(outcome.records, outcome.sessions, outcome.identifyEndedBy) }),
    warnings: outcome.warnings,
  };
}

/** What the steps of a run found beside its records, and nothing else of its outcome. */
const findingsOf = ({ recovery, lifecycle, search }: BenchFindings): BenchFindings => ({
  ...(recovery === undefined ? {} : { recovery }),
  ...(lifecycle === undefined ? {} : { lifecycle }),
  ...(search === undefined ? {} : { search }),
});
