import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { profiles } from '../../generators/dataset/index.ts';
import type { Profile } from '../../generators/dataset/index.ts';
import type { From, Ran } from './dataset-child.ts';
import { runOnce, runOnceOnOneCore } from './process.ts';
import { interleave, median } from './statistics.ts';

const child = 'dataset-child.ts';
const write = (
  from: From,
  dir: string,
  profile: Profile,
  items: number,
  workers: number,
  run = runOnce<Ran>,
): Promise<Ran> => run(child, from, 'write', dir, profile, String(items), String(workers));
const validate = (from: From, dir: string): Promise<Ran> => runOnce<Ran>(child, from, 'validate', dir);

async function rateOf(work: Promise<Ran>): Promise<number> {
  const { items, elapsedMs } = await work;
  return (1000 * items) / elapsedMs;
}

/** A file system in memory, which the disk does not slow down, on Linux. */
const memoryFolder = '/dev/shm';

/** @returns where two such datasets fit: in memory if they do in half of what is free there, else on the disk. */
export async function folderFor(items: number): Promise<string> {
  const bytes = items * bytesPerItem * 2;
  try {
    const { bavail, bsize } = await statfs(memoryFolder);
    return bavail * bsize > 2 * bytes ? memoryFolder : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** With the threads, about. */
const bytesPerItem = 600;

async function withFolder<T>(within: string, work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(within, 'bench-data-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What is measured of a size. The first is what the others are compared with. */
export const datasetWorks = ['one worker on one core', 'one worker', 'two workers', 'validate'] as const;
export type DatasetWork = (typeof datasetWorks)[number];

/** Items a second of whole runs, with files, hashes and all. */
export interface DatasetResult {
  readonly items: number;
  /** Where the files went. */
  readonly folder: string;
  /** Medians of the rounds. `one worker on one core` is measured on Linux alone. */
  readonly itemsPerSecond: Readonly<Partial<Record<DatasetWork, number>>>;
  /** How many times as fast as one worker, medians of the ratios of each round. */
  readonly ofOneWorker: Readonly<Partial<Record<DatasetWork, number>>>;
  /** The same of one worker that has but one core, as each of two workers has on two cores. */
  readonly ofOneCore: Readonly<Partial<Record<DatasetWork, number>>>;
  readonly rounds: Readonly<Partial<Record<DatasetWork, readonly number[]>>>;
}

/**
 * Writes the same dataset with one worker and with two, and validates it, in turn.
 * @param within the folder; default: in memory where it fits.
 */
export async function measureDatasets(
  from: From,
  rounds: number,
  items: number,
  within?: string,
): Promise<DatasetResult> {
  const folder = within ?? (await folderFor(items));
  return withFolder(folder, async (dir) => {
    const [one, two] = [path.join(dir, 'one'), path.join(dir, 'two')];
    const works: Record<DatasetWork, () => Promise<Ran>> = {
      'one worker on one core': () => write(from, one, 'typical', items, 1, runOnceOnOneCore<Ran>),
      'one worker': () => write(from, one, 'typical', items, 1),
      'two workers': () => write(from, two, 'typical', items, 2),
      validate: () => validate(from, one),
    };
    const possible = datasetWorks.filter(
      (name) => name !== 'one worker on one core' || process.platform === 'linux',
    );
    const measured: Partial<Record<DatasetWork, number[]>> = await interleave(
      rounds,
      Object.fromEntries(possible.map((name) => [name, () => rateOf(works[name]())])),
    );
    const ofEach = (of: (rates: readonly number[]) => number) =>
      Object.fromEntries(Object.entries(measured).map(([name, rates]) => [name, of(rates)]));
    const times = (base: readonly number[] | undefined) =>
      base === undefined
        ? {}
        : ofEach((rates) => median(rates.map((rate, round) => rate / (base[round] ?? Number.NaN))));
    return {
      items,
      folder,
      itemsPerSecond: ofEach(median),
      ofOneWorker: times(measured['one worker']),
      ofOneCore: times(measured['one worker on one core']),
      rounds: measured,
    };
  });
}

/** The most memory that writing, and validating, so many items took. */
export interface MemoryResult {
  readonly profile: Profile;
  readonly items: number;
  readonly writeBytes: number;
  readonly validateBytes: number;
}

/** Each size of each profile once, written with one worker. */
export async function measureMemory(
  from: From,
  sizes: readonly number[],
  say: (text: string) => void,
): Promise<MemoryResult[]> {
  const results: MemoryResult[] = [];
  for (const profile of profiles) {
    for (const size of sizes) {
      say(`  ${profile}, ${size} items\n`);
      results.push(
        await withFolder(tmpdir(), async (dir) => {
          const { items, peakRssBytes: writeBytes } = await write(from, dir, profile, size, 1);
          const { peakRssBytes: validateBytes } = await validate(from, dir);
          return { profile, items, writeBytes, validateBytes };
        }),
      );
    }
  }
  return results;
}
