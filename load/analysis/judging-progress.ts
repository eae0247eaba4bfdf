import type { ClaimName } from './claim.ts';

/** What is judged next, and how much there is of it. */
export type JudgingProgress =
  /** So many records have been read, of `of` in all; null while that is not known. */
  | { readonly kind: 'records'; readonly records: number; readonly of: number | null }
  /** One claim about one session; `session` counts from 1. */
  | { readonly kind: 'claim'; readonly claim: ClaimName; readonly session: number; readonly of: number }
  /** Which limiter it may be, of all sessions together. */
  | { readonly kind: 'limiter' };

/** Told synchronously, so that it can show how far a large run has been judged while nothing else runs. */
export type OnJudging = (progress: JudgingProgress) => void;

/** Records between two tellings. */
export const recordsPerTelling = 2 ** 16;
