import type { ChatSession, Thread, ThreadItem } from '../../schema/index.ts';

/** A coherent world of ChatKit objects: what a deployment can be filled with. */
export interface Dataset {
  readonly sessions: readonly ChatSession[];
  readonly threads: readonly Thread[];
  /** Items of all threads; those of one thread stand together, oldest first. */
  readonly items: readonly ThreadItem[];
}
