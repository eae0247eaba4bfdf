/** What a load step needs to know. */
export interface LimitShape {
  readonly limit: number;
  readonly windowMs: number;
  readonly sessions: number;
  readonly loads: readonly number[];
  readonly stepMs: number;
  /** Kept between two steps: 0 when each has sessions of its own, a window when they share them. */
  readonly gapMs: number;
}

/** A load step as k6's arrival-rate executor takes it. */
export interface LimitStep {
  /** `0.5x`; what records call it. */
  readonly name: string;
  /** `limit_0_5x`; k6 allows no dots. */
  readonly scenario: string;
  readonly load: number;
  readonly startMs: number;
  readonly stepMs: number;
  /** A whole number of requests, of all sessions together, … */
  readonly rate: number;
  /** … in this time: together exactly the rate that is meant. */
  readonly timeUnitMs: number;
  /** Milliseconds between two requests, of whichever session. */
  readonly periodMs: number;
  /** How many it sends. */
  readonly requests: number;
  /** Ends half a period before the request that would be the first of the next step, so that their number is certain. */
  readonly durationMs: number;
}

/** Name of the step that offers `load` times the limit. */
export const limitStepName = (load: number): string => `${load}x`;

/** The step that a k6 scenario stands for; the others are called as their step is. */
export const stepOfScenario = (scenario: string): string => scenario.replace(/^limit_/, '').replace('_', '.');

/** The loads as steps, one after the other. Request i of a step is of its session i mod sessions. */
export function limitSteps(shape: LimitShape): LimitStep[] {
  let startMs = 0;
  return shape.loads.map((load) => {
    // `rate` must be whole: half a request in a window is one in two.
    const [, decimals = ''] = String(load).split('.');
    const factor = 10 ** decimals.length;
    const rate = Math.round(load * factor) * shape.limit * shape.sessions;
    const timeUnitMs = shape.windowMs * factor;
    const periodMs = timeUnitMs / rate;
    const requests = Math.max(1, Math.ceil(shape.stepMs / periodMs - 1e-9));
    const step: LimitStep = {
      name: limitStepName(load),
      scenario: `limit_${String(load).replace('.', '_')}x`,
      load,
      startMs,
      stepMs: shape.stepMs,
      rate,
      timeUnitMs,
      periodMs,
      requests,
      durationMs: (requests - 0.5) * periodMs,
    };
    startMs += shape.stepMs + shape.gapMs;
    return step;
  });
}

/** Whole windows in a step: what `chatkit_window_admitted` is counted over. */
export const wholeWindows = (stepMs: number, windowMs: number): number => Math.floor(stepMs / windowMs);
