import type { RatePolicy } from '../../schema/index.ts';
import type { Target } from '../engine/index.ts';
import type { SearchBounds } from './bisection.ts';
import type { Threshold } from './read-thresholds.ts';

/** Where the driven sessions come from. */
export type SessionSource =
  | {
      /** Created through the API, a fresh one for every session of every step, and cancelled in the end. */
      readonly kind: 'create';
      readonly apiKey: string;
      readonly workflowId: string;
    }
  | {
      /** Given: anything that is keyed by its Authorization header. Left idle for a window between steps. */
      readonly kind: 'given';
      readonly secrets: readonly string[];
    };

/** A load that rises or falls evenly across a step, in multiples of the limit. */
export interface LoadRamp {
  /** May be 0, as may `to`; not both. */
  readonly from: number;
  readonly to: number;
}

/** A long load, over which sessions are renewed before they end. */
export interface Soak {
  readonly durationMs: number;
  /** Multiple of the limit. */
  readonly load: number;
  /** Life that its sessions ask for: 600 at the most. */
  readonly lifeSeconds: number;
}

/** A search for the highest load that keeps thresholds. */
export interface SearchSettings extends SearchBounds {
  /** Held against each trial alone. */
  readonly thresholds: readonly Threshold[];
}

/** What a bench is to do. Checked whole before anything is sent. */
export interface BenchSettings {
  readonly target: Target;
  /** The limit that each session is promised. Sessions that are created ask for it. */
  readonly policy: RatePolicy;
  /**
   * The limit of each session of a step, in their order, where they have different ones; `policy.limit` is then the largest of them. Loads
   * are multiples of each session's own. Default: all have that of `policy`.
   */
  readonly limits?: readonly number[];
  readonly source: SessionSource;
  /** Sessions driven at once in each step. */
  readonly sessions: number;
  /** Multiples of the limit to offer, a step each. */
  readonly loads: readonly number[];
  /** Loads that rise or fall, a step each, after `loads`. Default: none. */
  readonly ramps?: readonly LoadRamp[];
  /** Length of a load step, and of a ramp. */
  readonly stepMs: number;
  /** Whether to watch the sessions of the highest load recover from it, at half their limit. Default: no. */
  readonly recovery?: boolean;
  /** Whether, and for how long after its end, to watch a secret that is cancelled and one that expires in mid-run. Default: not. */
  readonly lifecycle?: { readonly watchMs: number };
  /** Default: none. */
  readonly soak?: Soak;
  /** For `runSearch`, which does nothing else. Default: none. */
  readonly search?: SearchSettings;
  /** Whether to probe the window's edges (at most `2N` requests a session and probe). */
  readonly probes: boolean;
  /** Length of the closed-model saturation at the end; 0 for none. */
  readonly saturateMs: number;
  /** Most requests that may be sent. */
  readonly budget: number;
}
