import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { profiles } from '../../generators/dataset/index.ts';
import type { Profile } from '../../generators/dataset/index.ts';
import type { From, Ran } from './dataset-child.ts';
import { runOnce } from './process.ts';
import { interleave, median } from './statistics.ts';

const child = 'dataset-child.ts';
const write = (from: From, dir: string, profile: Profile, items: number, workers: number): Promise<Ran> =>
  runOnce<Ran>(child, from, 'write', dir, profile, String(items), String(workers));
const validate = (from: From, dir: string): Promise<Ran> => runOnce<Ran>(child, from, 'validate', dir);

async function rateOf(work: Promise<Ran>): Promise<number> {
  const { items, elapsedMs } = await work;
  return (1000 * items) / elapsedMs;
}

async function withFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-data-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** What is measured of a size. */
export type DatasetWork = 'one worker' | 'two workers' | 'validate';

/** Items a second of whole runs, with files, hashes and all. */
export interface DatasetResult {
  readonly items: number;
  /** Medians of the rounds. */
  readonly itemsPerSecond: Readonly<Record<DatasetWork, number>>;
  /** How many times as fast as one worker, medians of the ratios of each round. */
  readonly ofOneWorker: Readonly<Record<DatasetWork, number>>;
  readonly rounds: Readonly<Record<DatasetWork, readonly number[]>>;
}

/** Writes the same dataset with one worker and with two, and validates it, in turn. */
export async function measureDatasets(from: From, rounds: number, items: number): Promise<DatasetResult> {
  return withFolder(async (dir) => {
    const [one, two] = [path.join(dir, 'one'), path.join(dir, 'two')];
    const measured = await interleave<DatasetWork, number>(rounds, {
      'one worker': () => rateOf(write(from, one, 'typical', items, 1)),
      'two workers': () => rateOf(write(from, two, 'typical', items, 2)),
      validate: () => rateOf(validate(from, one)),
    });
    const ofEach = (of: (rates: readonly number[]) => number) =>
      Object.fromEntries(Object.entries(measured).map(([name, rates]) => [name, of(rates)])) as Record<
        DatasetWork,
        number
      >;
    const base = measured['one worker'];
    return {
      items,
      itemsPerSecond: ofEach(median),
      ofOneWorker: ofEach((rates) => median(rates.map((rate, round) => rate / (base[round] ?? Number.NaN)))),
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
        await withFolder(async (dir) => {
          const { items, peakRssBytes: writeBytes } = await write(from, dir, profile, size, 1);
          const { peakRssBytes: validateBytes } = await validate(from, dir);
          return { profile, items, writeBytes, validateBytes };
        }),
      );
    }
  }
  return results;
}
