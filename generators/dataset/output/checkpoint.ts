import type { FileKind } from './layout.ts';
import type { FileState } from './part-file.ts';

/** What a part is that lies on the disk whole. */
export interface Checkpoint {
  /** Its place in the plan, from 0. */
  readonly part: number;
  readonly threads: number;
  readonly items: number;
  readonly files: Readonly<Partial<Record<FileKind, FileState>>>;
}
