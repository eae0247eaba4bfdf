import { rmdir } from 'node:fs/promises';
import packageJson from 'chatkit-harness/package.json' with { type: 'json' };
import { HarnessError, exitCodes, usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';
import { commitFiles, discardPartials, openSink, prepareFolder, writePartial } from './files.ts';
import type { Sink } from './files.ts';
import { fileNameOf, kinds, manifestName } from './manifest.ts';
import type { DatasetManifest, Kind } from './manifest.ts';
import { resolveDatasetOptions } from './options.ts';
import type { DatasetOptions, ResolvedDatasetOptions } from './options.ts';
import { sessionsOf, threadsOf } from './dataset.ts';

export interface WriteProgress {
  readonly threads: number;
  readonly totalThreads: number;
  readonly items: number;
}

export interface WriteDatasetSettings {
  /** Folder to write; made when missing. One that holds a former dataset is replaced. */
  readonly outDir: string;
  readonly options?: DatasetOptions;
  /** Write into a folder that holds other files too, leaving them alone; default false. */
  readonly force?: boolean;
  /** Stops the writing; nothing that looks whole is left. */
  readonly signal?: AbortSignal;
  /** Called after each thread. */
  readonly onProgress?: (progress: WriteProgress) => void;
}

const notes = [
  'Everything here is synthetic. Client secrets have the form of real ones, but no real deployment knows them.',
];

type Sinks = Record<Kind, Sink>;

async function fill(
  sinks: Sinks,
  options: ResolvedDatasetOptions,
  settings: WriteDatasetSettings,
): Promise<void> {
  const { signal, onProgress } = settings;
  const stopWhenAborted = () => {
    if (signal?.aborted) throw new HarnessError(exitCodes.interrupted, 'interrupted: no dataset was written');
  };
  const add = async (kind: Kind, value: unknown) => {
    const full = sinks[kind].add(JSON.stringify(value));
    if (full !== undefined) await full;
  };
  for (const session of sessionsOf(options)) {
    stopWhenAborted();
    await add('sessions', session);
  }
  let threads = 0;
  let items = 0;
  for (const told of threadsOf(options)) {
    stopWhenAborted();
    await add('threads', told.thread);
    for (const item of told.items) {
      const full = sinks.items.add(JSON.stringify(item));
      if (full !== undefined) await full;
    }
    threads += 1;
    items += told.items.length;
    onProgress?.({ threads, totalThreads: options.threads, items });
  }
  stopWhenAborted();
}

/**
 * Writes a dataset as NDJSON: `sessions.ndjson`, `threads.ndjson`, `items.ndjson` and `manifest.json`. One
 * thread is in memory at a time. Files get their names when all are whole, the manifest last.
 * @returns the manifest.
 * @throws HarnessError with exit code 2 (options, folder, disk) or 130 (aborted).
 * @example await writeDataset({ outDir: 'dataset', options: { seed: 42, threads: 1000 } })
 */
export async function writeDataset(settings: WriteDatasetSettings): Promise<DatasetManifest> {
  const { outDir } = settings;
  const options = resolveDatasetOptions(settings.options);
  const { made } = await prepareFolder(outDir, settings.force ?? false);
  const opened: Sink[] = [];
  const openOne = async (kind: Kind) => {
    const sink = await openSink(outDir, fileNameOf(kind));
    opened.push(sink);
    return sink;
  };
  try {
    const sinks: Sinks = {
      sessions: await openOne('sessions'),
      threads: await openOne('threads'),
      items: await openOne('items'),
    };
    await fill(sinks, options, settings);
    const files: DatasetManifest['files'] = [];
    for (const kind of kinds) files.push({ name: fileNameOf(kind), kind, ...(await sinks[kind].finish()) });
    const entries = (kind: Kind) => files.find((file) => file.kind === kind)?.entries ?? 0;
    const { seed, ...rest } = options;
    const manifest: DatasetManifest = {
      format: 'chatkit-harness/dataset',
      formatVersion: 1,
      generator: { name: packageJson.name, version: packageJson.version },
      seed,
      options: rest,
      counts: { sessions: entries('sessions'), threads: entries('threads'), items: entries('items') },
      files,
      notes,
    };
    await writePartial(outDir, manifestName, `${JSON.stringify(manifest, null, 2)}\n`);
    await commitFiles(outDir);
    return manifest;
  } catch (error) {
    for (const sink of opened) await sink.close().catch(() => undefined);
    await discardPartials(outDir).catch(() => undefined);
    // What was made for nothing goes again.
    if (made) await rmdir(outDir).catch(() => undefined);
    if (error instanceof HarnessError) throw error;
    if ((error as NodeJS.ErrnoException).code !== undefined)
      throw usageError(`cannot write the dataset to ${outDir}: ${describeFileError(error)}`);
    throw error;
  }
}
