import type { BenchSettings, LoadRamp } from './settings.ts';

/** One step of a bench. */
export interface PlannedStep {
  readonly name: string;
  readonly kind: 'load' | 'probe' | 'saturation';
  /** What it does, in one line. */
  readonly about: string;
  /** Requests that it will send at the most; null where the target's speed decides. */
  readonly requests: number | null;
  readonly durationMs: number;
  /** Multiple of the limit that is offered, of a ramp on average; null where that is not the point. */
  readonly load: number | null;
  /** Of a load step whose rate rises or falls; absent for an even pace. */
  readonly ramp?: LoadRamp;
}

/** What a bench will cost, known before anything is sent. */
export interface BenchPlan {
  readonly steps: readonly PlannedStep[];
  /** Requests of all steps whose number is known. */
  readonly requests: number;
  /** Sessions that will be created; 0 when they are given. */
  readonly sessionsCreated: number;
  readonly durationMs: number;
}

/** A burst of a probe is spread over this part of the window: short beside the window, kind to the connections. */
export const burstShare = 0.05;

/** Name of the step that offers `load` times the limit. */
export const loadName = (load: number): string => `${load}x`;

/** Name of the step whose load rises or falls. */
export const rampName = ({ from, to }: LoadRamp): string => `${from}..${to}x`;

/** Milliseconds between two requests of one session at `load` times the limit. */
export const intervalMs = (settings: BenchSettings, load: number): number =>
  settings.policy.windowMs / (settings.policy.limit * load);

function loadSteps(settings: BenchSettings): PlannedStep[] {
  return settings.loads.map((load) => ({
    name: loadName(load),
    kind: 'load',
    about: `${load} times the limit, evenly paced`,
    requests: settings.sessions * Math.ceil(settings.stepMs / intervalMs(settings, load)),
    durationMs: settings.stepMs,
    load,
  }));
}

function rampSteps({ ramps = [], policy, sessions, stepMs }: BenchSettings): PlannedStep[] {
  return ramps.map((ramp) => {
    const load = (ramp.from + ramp.to) / 2;
    return {
      name: rampName(ramp),
      kind: 'load',
      about: `from ${ramp.from} to ${ramp.to} times the limit, ${ramp.to > ramp.from ? 'rising' : 'falling'} evenly`,
      requests: Math.ceil((sessions * load * policy.limit * stepMs) / policy.windowMs),
      durationMs: stepMs,
      load,
      ramp,
    };
  });
}

/** Whether a step is throttled by a limiter that keeps its promise. */
const overloads = ({ load, ramp }: PlannedStep): boolean =>
  (ramp === undefined ? (load ?? 0) : Math.max(ramp.from, ramp.to)) > 1;

function probeSteps(settings: BenchSettings, earlier: readonly PlannedStep[]): PlannedStep[] {
  if (!settings.probes) return [];
  const { limit, windowMs } = settings.policy;
  const requests = settings.sessions * 2 * limit;
  const own = {
    name: 'edge-own',
    kind: 'probe' as const,
    about: "1 request, the rest of the quota late in its window, a quota just past the window's end",
    requests,
    durationMs: windowMs * (1 + 2 * burstShare),
    load: null,
  };
  // Only a step that was throttled shows when a shared window reopens.
  if (!earlier.some(overloads)) return [own];
  const shared = {
    name: 'edge-shared',
    kind: 'probe' as const,
    about: 'a quota just before, and one just after, the moment at which admission was seen to reopen',
    requests,
    durationMs: windowMs * 1.5,
    load: null,
  };
  return [own, shared];
}

/** What the settings amount to. Pure: nothing is sent. */
export function planBench(settings: BenchSettings): BenchPlan {
  const loads = [...loadSteps(settings), ...rampSteps(settings)];
  const steps = [...loads, ...probeSteps(settings, loads)];
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
  const gaps = settings.source.kind === 'given' ? (steps.length - 1) * settings.policy.windowMs : 0;
  return {
    steps,
    requests: steps.reduce((sum, step) => sum + (step.requests ?? 0), 0),
    sessionsCreated: settings.source.kind === 'create' ? steps.length * settings.sessions : 0,
    durationMs: steps.reduce((sum, step) => sum + step.durationMs, 0) + gaps,
  };
}
