import path from 'node:path';
import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError, fileErrorCode } from '../../support/files.ts';
import type { DatasetManifest } from './manifest.ts';
import { resolveDatasetOptions } from './options.ts';
import type { Checkpoint } from './output/checkpoint.ts';
import { createManifest, describeRun, filesOf, runOf } from './output/describe-run.ts';
import {
  commitFiles,
  discardPartials,
  prepareFolder,
  removePartials,
  writePartial,
} from './output/folder.ts';
import type { OutputFolder } from './output/folder.ts';
import { datasetFormats, manifestNameOf, maxShards, maxWalkThreads, partial } from './output/layout.ts';
import type { Layout } from './output/layout.ts';
import { makeParts } from './output/make-parts.ts';
import type { Labour } from './output/make-parts.ts';
import type { Job } from './output/part.ts';
import { syncFile } from './output/part-file.ts';
import { planParts, spanOf } from './output/plan.ts';
import type { Sizing } from './output/plan.ts';
import { ProgressFile } from './output/progress-file.ts';
import { findWhole, takeUp } from './output/resume.ts';
import { writeWalk } from './output/write-part.ts';
import { maxWorkers } from './write-settings.ts';
import type { WriteDatasetSettings } from './write-settings.ts';

/** @throws HarnessError that lists every setting that makes no sense. */
function resolveJob(
  settings: WriteDatasetSettings,
  sizing: Sizing,
): { readonly job: Job; readonly labour: Labour } {
  const { format = 'ndjson', gzip = false, shard, workers = 1, resume = false } = settings;
  const options = resolveDatasetOptions(settings.options);
  const problems: string[] = [];
  if (!datasetFormats.includes(format))
    problems.push(`format: expected one of ${datasetFormats.join(', ')}, got ${format as string}`);
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
  const plan = planParts(made, spanOf(made, shard), format, sizing);
  return { job: { options: made, layout, plan }, labour: { workers, partsHere: sizing.partsHere } };
}

/** One run of the writer, and how far it came. */
class Run {
  readonly settings: WriteDatasetSettings;
  readonly job: Job;
  readonly #labour: Labour;
  readonly #folder: OutputFolder;
  readonly #progress: ProgressFile;
  /** Parts that lie on the disk whole, by their number. */
  #whole = new Map<number, Checkpoint>();
  #isResumable = false;

  constructor(
    settings: WriteDatasetSettings,
    { job, labour }: { readonly job: Job; readonly labour: Labour },
    folder: OutputFolder,
    progress: ProgressFile,
  ) {
    this.settings = settings;
    this.job = job;
    this.#labour = labour;
    this.#folder = folder;
    this.#progress = progress;
  }

  get isResumable(): boolean {
    return this.#isResumable;
  }

  /** Threads and items of the parts that are whole. */
  counts(): { threads: number; items: number } {
    let [threads, items] = [0, 0];
    for (const part of this.#whole.values()) {
      threads += part.threads;
      items += part.items;
    }
    return { threads, items };
  }

  get totalThreads(): number {
    const { from, to } = this.job.plan.span.threads;
    return to - from;
  }

  /** Keeps what an unfinished run left. */
  async takeUp(): Promise<void> {
    this.#whole = await takeUp(this.#folder, this.#progress);
    this.#isResumable = this.#whole.size > 0;
  }

  /** Makes and writes what is missing, and names all of it. */
  async finish(): Promise<DatasetManifest> {
    const { job, settings } = this;
    const { signal, outDir } = settings;
    const missing = [...job.plan.parts.keys()].filter((part) => !this.#whole.has(part));
    const made = filesOf(job);
    let syncing = Promise.resolve();
    const sum = this.counts();
    const events =
      job.layout.format === 'har'
        ? writeWalk(job, outDir)
        : makeParts(job, outDir, missing, this.#labour, signal);
    try {
      for await (const { threads, items, whole } of events) {
        sum.threads += threads;
        sum.items += items;
        if (whole !== undefined) {
          await this.#keep(whole);
          // The disk takes a file in while the next ones are made.
          for (const { name } of made.filter(({ part }) => part === whole.part)) {
            syncing = syncing.then(() => syncFile(path.join(outDir, partial(name))));
            syncing.catch(() => undefined);
          }
        }
        settings.onProgress?.({ ...sum, totalThreads: this.totalThreads });
        signal?.throwIfAborted();
      }
      signal?.throwIfAborted();
    } finally {
      // Nothing may be under way that touches a file when that is removed.
      await Promise.allSettled([syncing]);
    }
    await syncing;
    const manifest = createManifest(job, this.#whole, this.counts());
    await writePartial(outDir, manifestNameOf(job.layout.shard), `${JSON.stringify(manifest, null, 2)}\n`);
    await commitFiles(this.#folder);
    await this.#progress.remove();
    return manifest;
  }

  /** What is whole now; the manifest follows when it was the last. */
  async #keep(part: Checkpoint): Promise<void> {
    this.#whole.set(part.part, part);
    if (this.job.layout.format === 'har' || this.#whole.size === this.job.plan.parts.length) return;
    await this.#progress.add(part);
    this.#isResumable ||= part.threads > 0;
  }
}

/** What stopped the writing, in words, with what is left of it. */
function explain(error: unknown, run: Run): unknown {
  const { signal, outDir } = run.settings;
  const rest = run.isResumable
    ? `; ${run.counts().threads} of ${run.totalThreads} threads are kept, and --resume goes on from there`
    : '';
  if (signal?.aborted === true)
    return new HarnessError(exitCodes.interrupted, `interrupted: no dataset was written${rest}`);
  if (error instanceof HarnessError || fileErrorCode(error) === undefined) return error;
  return usageError(`cannot write the dataset to ${outDir}: ${describeFileError(error)}${rest}`);
}

/**
 * Writes a dataset, as `writeDataset` tells, in parts of a size.
 */
export async function writeInParts(settings: WriteDatasetSettings, sizing: Sizing): Promise<DatasetManifest> {
  const { outDir } = settings;
  const resolved = resolveJob(settings, sizing);
  const { job } = resolved;
  const folder = await prepareFolder(outDir, job, settings.force ?? false);
  const progress = new ProgressFile(outDir, job.layout.shard, runOf(describeRun(job)));
  const { from, to } = job.plan.span.threads;
  const reportKept = ({ threads, items }: { threads: number; items: number }) =>
    settings.onResume?.({ threads, items, totalThreads: to - from });
  const run = new Run(settings, resolved, folder, progress);
  let isBegun = false;
  try {
    if (settings.resume === true) {
      const whole = await findWhole(folder);
      if (whole !== undefined && whole !== 'other') {
        reportKept(whole.counts);
        return whole;
      }
      await run.takeUp();
      if (run.isResumable) reportKept(run.counts());
      else if (whole === 'other')
        throw usageError(
          `${outDir} holds a dataset with other options (or of another version): repeat its options, or replace it without resuming`,
        );
    }
    isBegun = true;
    if (!run.isResumable) await removePartials(folder);
    return await run.finish();
  } catch (error) {
    const told = explain(error, run);
    // What can't be resumed goes; an unfinished run of others was never touched.
    if (isBegun && !run.isResumable) await discardPartials(folder).catch(() => undefined);
    throw told;
  }
}
