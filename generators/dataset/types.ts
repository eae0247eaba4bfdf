import type { ChatSession, Thread, ThreadItem } from '../../schema/index.ts';
import type { DatasetManifest } from './manifest.ts';

/** A coherent world of ChatKit objects: what a deployment can be filled with. */
export interface Dataset {
  readonly sessions: readonly ChatSession[];
  readonly threads: readonly Thread[];
  /** Items of all threads; those of one thread stand together, oldest first. */
  readonly items: readonly ThreadItem[];
}

/** A dataset from a folder, with what it says of itself. */
export interface LoadedDataset extends Dataset {
  readonly manifest: DatasetManifest;
}
