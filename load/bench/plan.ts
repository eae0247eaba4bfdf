import { sumOverLimits } from './limits.ts';
import { ownEdgeMs, sharedEdgeMs } from './probe-spread.ts';
import { servedMs, wholeSecondMs } from './session-life.ts';
import type { BenchSettings, LoadRamp, Soak } from './settings.ts';

/** One step of a bench. */
export interface PlannedStep {
  readonly name: string;
  /** `load`, `probe` and `saturation`, and what is measured beside them: `recovery`, `lifecycle`, `soak`. */
  readonly kind: 'load' | 'probe' | 'recovery' | 'lifecycle' | 'soak' | 'saturation';
  /** What it does, in one line. */
  readonly about: string;
  /** Requests that it will send at the most; null where the target's speed decides. */
  readonly requests: number | null;
  readonly durationMs: number;
  /** Multiple of the limit that is offered, of a ramp on average; null where that is not the point. */
  readonly load: number | null;
  /** Of a load step whose rate rises or falls; absent for an even pace. */
  readonly ramp?: LoadRamp;
  /** Whether it goes on at once with the sessions of the step before it; absent: it does not. */
  readonly continues?: true;
}

/** What a bench will cost, known before anything is sent. */
export interface PlannedBench extends Omit<BenchPlan, 'sessionsCreated'> {
  /** Null when the answers decide. */
  readonly sessionsCreated: number | null;
}

/** What a bench costs. */
export interface BenchPlan {
  readonly steps: readonly PlannedStep[];
  /** Requests of all steps whose number is known. */
  readonly requests: number;
  /** Sessions that are created; 0 when they are given. */
  readonly sessionsCreated: number;
  /** The limit of each session of a step, in their order; absent: all have one. */
  readonly limits?: readonly number[];
  readonly durationMs: number;
}

/** Name of the step that offers `load` times the limit. */
export const loadName = (load: number): string => `${load}x`;

/** Name of the step whose load rises or falls. */
const rampName = ({ from, to }: LoadRamp): string => `${from}..${to}x`;

/** Milliseconds between two requests of one session at `load` times its limit. */
export const intervalMs = (
  { policy }: Pick<BenchSettings, 'policy'>,
  load: number,
  limit = policy.limit,
): number => policy.windowMs / (limit * load);

/** Requests of all sessions at `load` times the limit of each. */
const pacedRequests = (settings: BenchSettings, load: number, durationMs: number): number =>
  sumOverLimits(settings, (limit) => Math.ceil(durationMs / intervalMs(settings, load, limit)));

/** The step that offers `load` times the limit. */
export const loadStep = (settings: BenchSettings, load: number): PlannedStep => ({
  name: loadName(load),
  kind: 'load',
  about: `${load} times the limit, evenly paced`,
  requests: pacedRequests(settings, load, settings.stepMs),
  durationMs: settings.stepMs,
  load,
});

function rampSteps(settings: BenchSettings): PlannedStep[] {
  const { ramps = [], policy, stepMs } = settings;
  const allLimits = sumOverLimits(settings, (limit) => limit);
  return ramps.map((ramp) => {
    const load = (ramp.from + ramp.to) / 2;
    return {
      name: rampName(ramp),
      kind: 'load',
      about: `from ${ramp.from} to ${ramp.to} times the limit, ${ramp.to > ramp.from ? 'rising' : 'falling'} evenly`,
      requests: Math.ceil((load * allLimits * stepMs) / policy.windowMs),
      durationMs: stepMs,
      load,
      ramp,
    };
  });
}

/** The highest multiple of the limit that a step comes to. */
const highest = ({ load, ramp }: PlannedStep): number =>
  ramp === undefined ? (load ?? 0) : Math.max(ramp.from, ramp.to);

/** Whether a step is throttled by a limiter that keeps its promise. */
const overloads = (step: PlannedStep): boolean => highest(step) > 1;

/** The load under which sessions recover: half of what they may send. */
const recoveryLoad = 0.5;
/** Windows that recovery is watched for: a limiter that keeps its promise is back within one, and being back is seen over one more. */
export const recoveryWindows = 3;

/** The multiple of the limit that a step ends with. */
const endOf = ({ load, ramp }: PlannedStep): number => ramp?.to ?? load ?? 0;

/** Puts the recovery after the step that ends with the highest load, if that is above the limit. */
function withRecovery(loads: readonly PlannedStep[], settings: BenchSettings): PlannedStep[] {
  const { recovery = false, policy } = settings;
  const top = Math.max(...loads.map(endOf), 1);
  const at = recovery && top > 1 ? loads.findIndex((step) => endOf(step) === top) : -1;
  const overload = loads[at];
  if (overload === undefined) return [...loads];
  const step: PlannedStep = {
    name: 'recovery',
    kind: 'recovery',
    about: `${recoveryLoad} times the limit on the sessions of ${overload.name}: how soon are they admitted as before?`,
    requests: sumOverLimits(settings, (limit) => Math.ceil(limit * recoveryLoad * recoveryWindows)),
    durationMs: recoveryWindows * policy.windowMs,
    load: recoveryLoad,
    continues: true,
  };
  return loads.toSpliced(at + 1, 0, step);
}

/** Requests a second with each secret whose end is watched: the most that an end is known by, beside the answers' own time. */
export const lifecyclePerSecond = 20;
/** A secret is cancelled, and another made to live, so long after it was made. */
export const lifecycleSeconds = 4;
function lifecycleSteps({ lifecycle, source }: BenchSettings): PlannedStep[] {
  if (lifecycle === undefined || source.kind !== 'create') return [];
  const durationMs = lifecycleSeconds * 1000 + wholeSecondMs + lifecycle.watchMs;
  return [
    {
      name: 'lifecycle',
      kind: 'lifecycle',
      about: 'a secret that is cancelled and one that expires in mid-run: is it refused at once?',
      requests: 2 * Math.ceil((durationMs / 1000) * lifecyclePerSecond),
      durationMs,
      load: null,
    },
  ];
}

function soakSteps(settings: BenchSettings): PlannedStep[] {
  const { soak } = settings;
  if (soak === undefined) return [];
  const renewed =
    settings.source.kind === 'create' && generations(settings, soak) > 1
      ? `, sessions renewed every ${Math.round(servedMs(settings, soak) / 1000)} s`
      : '';
  return [
    {
      name: 'soak',
      kind: 'soak',
      about: `${soak.load} times the limit, evenly paced${renewed}`,
      requests: pacedRequests(settings, soak.load, soak.durationMs),
      durationMs: soak.durationMs,
      load: soak.load,
    },
  ];
}

const generations = (settings: BenchSettings, soak: Soak): number =>
  Math.max(1, Math.ceil(soak.durationMs / servedMs(settings, soak)));

/** Sessions that a step creates. */
const sessionsOf = ({ kind, continues }: PlannedStep, settings: BenchSettings): number => {
  const { sessions, soak } = settings;
  if (continues === true) return 0;
  if (kind === 'soak' && soak !== undefined) return sessions * generations(settings, soak);
  return kind === 'lifecycle' ? 2 : sessions;
};

function probeSteps(settings: BenchSettings, earlier: readonly PlannedStep[]): PlannedStep[] {
  if (!settings.probes) return [];
  const requests = sumOverLimits(settings, (limit) => 2 * limit);
  const own = {
    name: 'edge-own',
    kind: 'probe' as const,
    about: "1 request, the rest of the quota late in its window, a quota just past the window's end",
    requests,
    durationMs: ownEdgeMs(settings),
    load: null,
  };
  // Only a step that was throttled shows when a shared window reopens.
  if (!earlier.some(overloads)) return [own];
  const shared = {
    name: 'edge-shared',
    kind: 'probe' as const,
    about: 'a quota just before, and one just after, the moment at which admission was seen to reopen',
    requests,
    durationMs: sharedEdgeMs(settings),
    load: null,
  };
  return [own, shared];
}

/** What the settings amount to. Pure: nothing is sent. */
export function planBench(settings: BenchSettings): BenchPlan {
  const loads = [...settings.loads.map((load) => loadStep(settings, load)), ...rampSteps(settings)];
  const steps = [
    ...withRecovery(loads, settings),
    ...probeSteps(settings, loads),
    ...lifecycleSteps(settings),
    ...soakSteps(settings),
  ];
  if (settings.saturateMs > 0) {
    steps.push({
      name: 'saturation',
      kind: 'saturation',
      about: 'as fast as the answers come (closed model)',
      requests: null,
      durationMs: settings.saturateMs,
      load: null,
    });
  }
  const idle = steps.slice(1).filter(({ continues }) => continues !== true).length;
  const gaps = settings.source.kind === 'given' ? idle * settings.policy.windowMs : 0;
  return {
    steps,
    requests: steps.reduce((sum, step) => sum + (step.requests ?? 0), 0),
    sessionsCreated:
      settings.source.kind === 'create'
        ? steps.reduce((sum, step) => sum + sessionsOf(step, settings), 0)
        : 0,
    ...(settings.limits === undefined ? {} : { limits: settings.limits }),
    durationMs: steps.reduce((sum, step) => sum + step.durationMs, 0) + gaps,
  };
}
