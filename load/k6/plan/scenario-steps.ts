import { limitSteps } from './limit-steps.ts';
import type { K6Settings, ScenarioName } from './settings.ts';

/** A step of a scenario, as a plan tells it. */
export interface ScenarioStep {
  readonly name: string;
  readonly about: string;
  /** Multiple of the limit that is offered; null where that is not the point. */
  readonly load: number | null;
  /** Requests that it sends at the most, over all instances; null where the target decides. */
  readonly requests: number | null;
  readonly durationMs: number;
}

/** What a scenario will do. */
export interface ScenarioPlan {
  readonly steps: readonly ScenarioStep[];
  /** From the first request to the last, pauses included. */
  readonly durationMs: number;
  /** Whether it drives sessions that were created before the run; the others create their own with the API key. */
  readonly givenSessions: boolean;
}

type Shape = Omit<
  K6Settings,
  | 'baseUrl'
  | 'apiKey'
  | 'workflowId'
  | 'request'
  | 'sessionsFile'
  | 'sessionLifeSeconds'
  | 'startAtMs'
  | 'vus'
>;

/** Share of its limit that a soaking session uses. */
const soakShare = 0.9;
/** Requests of the smoke test. */
export const smokeRequests = (limit: number): number => Math.min(limit, 5);
/** Part of a window over which the late and the past requests of the edge wave are spread. */
export const edgeShare = 0.05;
/** Room between the window's end and the first request past it, for resolution and drift of clocks. */
export const edgeSafetyMs = (windowMs: number): number => Math.max(5, windowMs * 0.002);

const burstSteps = ({ sessions, limit, windowMs }: Shape): ScenarioStep[] => [
  {
    name: 'burst',
    about: 'twice the limit at once, of each session',
    load: null,
    requests: 2 * limit * sessions,
    durationMs: windowMs,
  },
  {
    name: 'edge',
    about: "1 request, the rest of the quota late in its window, a quota just past the window's end",
    load: null,
    requests: 2 * limit * sessions,
    durationMs: windowMs * (1 + 2 * edgeShare),
  },
];

/**
 * The steps of a scenario; the same numbers that the scenario itself computes its options from.
 * @param gapMs pause between the steps of `limit`, where they share their sessions.
 */
export function planScenario(scenario: ScenarioName, shape: Shape, gapMs = 0): ScenarioPlan {
  const { limit, windowMs, sessions, durationMs } = shape;
  switch (scenario) {
    case 'limit': {
      const steps = limitSteps({ ...shape, gapMs });
      const last = steps.at(-1);
      return {
        steps: steps.map(({ name, load, requests, stepMs }) => ({
          name,
          about: `${load} times the limit, evenly paced`,
          load,
          requests,
          durationMs: stepMs,
        })),
        durationMs: last === undefined ? 0 : last.startMs + last.stepMs,
        givenSessions: true,
      };
    }
    case 'burst': {
      const steps = burstSteps(shape);
      // A window of silence lies between the two.
      return {
        steps,
        durationMs: windowMs + steps.reduce((sum, step) => sum + step.durationMs, 0),
        givenSessions: true,
      };
    }
    case 'smoke':
      return {
        steps: [
          {
            name: 'smoke',
            about: 'a few requests, one after the other, their answers checked',
            load: null,
            requests: smokeRequests(limit),
            durationMs: Math.min(windowMs, 1000),
          },
        ],
        durationMs: Math.min(windowMs, 1000),
        givenSessions: true,
      };
    case 'journey': {
      const journeys = journeyCount(shape);
      return {
        steps: [
          {
            name: 'journey',
            about: `${journeys} times: create a session, list, page through items, cancel`,
            load: null,
            requests: journeys * limit,
            durationMs,
          },
        ],
        durationMs,
        givenSessions: false,
      };
    }
    case 'soak':
      return {
        steps: [
          {
            name: 'soak',
            about: `${soakShare} times the limit, evenly paced; sessions are renewed before they expire`,
            load: soakShare,
            requests: sessions * Math.ceil(durationMs / soakPeriodMs(shape)),
            durationMs,
          },
        ],
        durationMs,
        givenSessions: false,
      };
    case 'breakpoint':
      return {
        steps: [
          {
            name: 'breakpoint',
            about: `a ramp to ${shape.peakPerSecond} requests a second, stopped when answers fail or slow down`,
            load: null,
            requests: Math.ceil((shape.peakPerSecond * durationMs) / 2000),
            durationMs,
          },
        ],
        durationMs,
        givenSessions: true,
      };
  }
}

/** Milliseconds between two requests of a soaking session. */
export const soakPeriodMs = ({ limit, windowMs }: Pick<Shape, 'limit' | 'windowMs'>): number =>
  windowMs / (limit * soakShare);

/** How many journeys are begun. */
export const journeyCount = ({
  journeysPerMinute,
  durationMs,
}: Pick<Shape, 'journeysPerMinute' | 'durationMs'>): number =>
  Math.max(1, Math.ceil((journeysPerMinute * durationMs) / 60_000));
