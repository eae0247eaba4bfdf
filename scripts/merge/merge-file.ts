import type { Verdicts } from '../../load/index.ts';

/** What `merge --json` prints: the verdicts on all records together. */
export interface MergeFile extends Verdicts {
  readonly formatVersion: 1;
  readonly kind: 'merge';
}
