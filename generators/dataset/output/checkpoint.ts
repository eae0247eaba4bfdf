import type { FileKind } from './layout.ts';
import type { FileState } from './output-file.ts';

/** How far a run had come when a piece was written. */
export interface Checkpoint {
  /** Pieces that are whole on the disk, from the first on. */
  readonly pieces: number;
  readonly threads: number;
  readonly items: number;
  readonly files: Readonly<Partial<Record<FileKind, FileState>>>;
}
