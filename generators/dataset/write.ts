import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError, fileErrorCode } from '../../support/files.ts';
import type { DatasetManifest } from './manifest.ts';
import { resolveDatasetOptions } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { createManifest, describeRun, runOf } from './output/describe-run.ts';
import { commitFiles, discardPartials, prepareFolder, writePartial } from './output/folder.ts';
import { maxWalkThreads, recordWalk } from './output/har.ts';
import { manifestNameOf, maxShards } from './output/layout.ts';
import type { DatasetFormat, FileKind, Layout, Shard } from './output/layout.ts';
import type { FileState, OutputFile } from './output/output-file.ts';
import type { Job } from './output/piece.ts';
import { makePiecesByWorkers, makePiecesHere } from './output/pieces.ts';
import type { PieceSource } from './output/pieces.ts';
import { planPieces, spanOf } from './output/plan.ts';
import { ProgressFile } from './output/progress-file.ts';
import type { Checkpoint } from './output/checkpoint.ts';
import { begin, findWhole, takeUp } from './output/resume.ts';
import type { Standing } from './output/resume.ts';

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
  /** Threads that make entries; the bytes don't depend on it. Default 1, this thread itself. Not of a HAR. */
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

/** @throws HarnessError that lists every setting that makes no sense. */
function resolveJob(settings: WriteDatasetSettings): Job & { readonly workers: number } {
  const { format = 'ndjson', gzip = false, shard, workers = 1, resume = false } = settings;
  const options = resolveDatasetOptions(settings.options);
  const problems: string[] = [];
  if (shard !== undefined) {
    const isCount = Number.isSafeInteger(shard.count) && shard.count >= 1 && shard.count <= maxShards;
    if (!isCount) problems.push(`shard: expected 1 to ${maxShards} parts, got ${shard.count}`);
    else if (!Number.isSafeInteger(shard.index) || shard.index < 1 || shard.index > shard.count)
      problems.push(`shard: expected a part from 1 to ${shard.count}, got ${shard.index}`);
  }
  if (!Number.isSafeInteger(workers) || workers < 1 || workers > maxWorkers)
    problems.push(`workers: expected a whole number from 1 to ${maxWorkers}, got ${workers}`);
  if (format === 'har' && (shard !== undefined || workers > 1 || resume))
    problems.push('format: a HAR is recorded in one go, without shard, workers and resume');
  if (format === 'har' && options.threads > maxWalkThreads)
    problems.push(`threads: a HAR takes ${maxWalkThreads} at most, got ${options.threads}`);
  if (problems.length > 0) throw usageError(...problems);
  const made = format === 'har' ? resolveDatasetOptions({ ...options, sessions: 0 }) : options;
  const layout: Layout = { format, gzip, shard };
  return { options: made, layout, plan: planPieces(made, spanOf(made, shard)), workers };
}

const statesOf = (outputs: readonly OutputFile[]): Map<FileKind, FileState> =>
  new Map(outputs.map((output) => [output.kind, output.state()]));

/** One run of the writer: how far it came, and how far one that resumes it would find it. */
interface Run {
  readonly job: Job;
  readonly progress: ProgressFile;
  readonly settings: WriteDatasetSettings;
  standing: Standing;
  kept: Checkpoint | undefined;
}

/** Lets all work end before it reports that some failed: no file may be closed under a write. */
async function settle(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

/** Writes pieces as they come, with a checkpoint after each but the last: the manifest follows that. */
async function fill(run: Run, pieces: PieceSource): Promise<void> {
  const { job, progress, settings } = run;
  const { from, to } = job.plan.span.threads;
  for await (const piece of pieces) {
    settings.signal?.throwIfAborted();
    const { outputs } = run.standing;
    await settle(
      outputs.map(async (output) => {
        const part = piece.files.find(({ kind }) => kind === output.kind);
        if (part !== undefined) await output.append(part);
      }),
    );
    const reached = {
      pieces: run.standing.pieces + (piece.isLast ? 1 : 0),
      threads: run.standing.threads + piece.threads,
      items: run.standing.items + piece.items,
    };
    run.standing = { outputs, ...reached };
    if (piece.isLast && job.layout.format !== 'har' && reached.pieces < job.plan.pieces) {
      const checkpoint = { ...reached, files: Object.fromEntries(statesOf(outputs)) };
      await progress.add(checkpoint);
      run.kept = checkpoint;
    }
    settings.onProgress?.({ threads: reached.threads, totalThreads: to - from, items: reached.items });
  }
  settings.signal?.throwIfAborted();
}

function sourceOf(job: Job, workers: number, first: number, signal: AbortSignal | undefined): PieceSource {
  if (job.layout.format === 'har') return recordWalk(job);
  return workers === 1 ? makePiecesHere(job, first) : makePiecesByWorkers(job, first, workers, signal);
}

/** What stopped the writing, in words, with what is left of it. */
function explain(error: unknown, { job, settings, kept }: Run): unknown {
  const { from, to } = job.plan.span.threads;
  const rest =
    kept === undefined
      ? ''
      : `; ${kept.threads} of ${to - from} threads are kept, and --resume goes on from there`;
  if (settings.signal?.aborted === true)
    return new HarnessError(exitCodes.interrupted, `interrupted: no dataset was written${rest}`);
  if (error instanceof HarnessError || fileErrorCode(error) === undefined) return error;
  return usageError(`cannot write the dataset to ${settings.outDir}: ${describeFileError(error)}${rest}`);
}

/**
 * Writes a dataset: `sessions.ndjson`, `threads.ndjson`, `items.ndjson` and `manifest.json`, or what the format, gzip
 * and shard make of these names. A few thousand entries are in memory at a time. Files get their names when all are
 * whole, the manifest last.
 * @returns the manifest.
 * @throws HarnessError with exit code 2 (settings, folder, disk) or 130 (aborted). Pieces that were whole by then
 * are kept under temporary names for `resume`.
 * @example
 * const manifest = await writeDataset({ outDir: 'dataset', options: { seed: 42, threads: 100 } });
 * manifest.counts.threads; // => 100
 */
export async function writeDataset(settings: WriteDatasetSettings): Promise<DatasetManifest> {
  const { outDir, signal } = settings;
  const { workers, ...job } = resolveJob(settings);
  const { layout, plan } = job;
  const folder = await prepareFolder(outDir, layout, describeRun(job), settings.force ?? false);
  const progress = new ProgressFile(outDir, layout.shard, runOf(describeRun(job)));
  const run: Run = {
    job,
    progress,
    settings,
    standing: { outputs: [], pieces: 0, threads: 0, items: 0 },
    kept: undefined,
  };
  let isBegun = false;
  const reportKept = ({ threads, items }: { threads: number; items: number }) =>
    settings.onResume?.({ threads, items, totalThreads: plan.span.threads.to - plan.span.threads.from });
  try {
    if (settings.resume === true) {
      const whole = await findWhole(job, outDir);
      if (whole !== undefined) {
        reportKept(whole.counts);
        return whole;
      }
      const taken = await takeUp(job, folder, progress);
      if (taken !== undefined) {
        run.standing = taken;
        run.kept = taken.last;
        reportKept(taken);
      }
    }
    if (run.kept === undefined) {
      isBegun = true;
      await progress.remove();
      run.standing = await begin(job, outDir);
    }
    await fill(run, sourceOf(job, workers, run.standing.pieces, signal));
    const { outputs, threads, items } = run.standing;
    await settle(outputs.map((output) => output.sync()));
    await settle(outputs.map((output) => output.close()));
    const manifest = createManifest(job, statesOf(outputs), { threads, items });
    await writePartial(outDir, manifestNameOf(layout.shard), `${JSON.stringify(manifest, null, 2)}\n`);
    await commitFiles(folder);
    await progress.remove();
    return manifest;
  } catch (error) {
    for (const output of run.standing.outputs) await output.close().catch(() => undefined);
    const told = explain(error, run);
    // What can't be resumed goes; an unfinished run of others was never touched.
    if (isBegun && run.kept === undefined) {
      await progress.remove().catch(() => undefined);
      await discardPartials(folder).catch(() => undefined);
    }
    throw told;
  }
}
