import type { Bracket, SearchBounds } from './bisection.ts';
import type { ThresholdResult } from './read-thresholds.ts';

/** One load that was tried, on sessions that nothing before counts against. */
export interface SearchTrial {
  readonly step: string;
  /** Multiple of the limit. */
  readonly load: number;
  /** The same as requests a minute of each session; where limits differ, on average. */
  readonly ratePerMinute: number;
  /** Whether no threshold was crossed, and one at least could be told. */
  readonly held: boolean;
  readonly thresholds: readonly ThresholdResult[];
}

/** The outcome of a search for the highest load that keeps the thresholds. */
export interface Search extends SearchBounds, Bracket {
  /** In the order in which they were made, one try each. */
  readonly trials: readonly SearchTrial[];
  /** Those of the highest load that held; where none did, of the lowest. */
  readonly thresholds: readonly ThresholdResult[];
}

/** A trial holds when no threshold was crossed, and one at least could be told. */
export const holds = (thresholds: readonly ThresholdResult[]): boolean =>
  !thresholds.some(({ state }) => state === 'crossed') && thresholds.some(({ state }) => state === 'kept');
