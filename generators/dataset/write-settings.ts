import type { DatasetOptions } from './options.ts';
import type { DatasetFormat, Shard } from './output/layout.ts';

/** How far the writing has come; of a part, its own threads. */
export interface WriteProgress {
  readonly threads: number;
  readonly totalThreads: number;
  readonly items: number;
}

export interface WriteDatasetSettings {
  /** Folder to write; made when missing. One that holds a former dataset is replaced. */
  readonly outDir: string;
  readonly options?: DatasetOptions;
  /** `ndjson`: an object a line; `json`: one array a file; `har`: a recorded walk through every page, without sessions. Default `ndjson`. */
  readonly format?: DatasetFormat;
  /** Compresses each file but the manifest; default false. */
  readonly gzip?: boolean;
  /** Makes one part alone. NDJSON parts joined in the order of their names are the whole. Not of a HAR. */
  readonly shard?: Shard;
  /** Threads that make entries, beside this one where there is more than a file a kind; the bytes don't depend on it. Default 1. Not of a HAR. */
  readonly workers?: number;
  /** Keeps what an interrupted run with the same options wrote, after checking it. Default false: begin anew. Not of a HAR. */
  readonly resume?: boolean;
  /** Write into a folder that holds other files too, leaving them alone; default false. */
  readonly force?: boolean;
  /** Stops the writing; nothing that looks whole is left. */
  readonly signal?: AbortSignal;
  /** Called once when something was kept, before anything is made. */
  readonly onResume?: (kept: WriteProgress) => void;
  /** Called some times a second. */
  readonly onProgress?: (progress: WriteProgress) => void;
}

/** Most threads that make entries. */
export const maxWorkers = 256;
