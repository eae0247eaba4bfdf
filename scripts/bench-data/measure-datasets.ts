import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Ran } from './dataset-child.ts';
import { runOnce } from './process.ts';
import { interleave, median } from './statistics.ts';

const write = (dir: string, items: number, workers: number): Promise<Ran> =>
  runOnce<Ran>('dataset-child.ts', 'write', dir, String(items), String(workers));
const validate = (dir: string): Promise<Ran> => runOnce<Ran>('dataset-child.ts', 'validate', dir);

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

/** Items a second of whole runs, with files, hashes and all. */
export interface DatasetResult {
  readonly items: number;
  /** Medians of the rounds. */
  readonly itemsPerSecond: Readonly<Record<'one worker' | 'two workers' | 'validate', number>>;
  readonly rounds: Readonly<Record<string, readonly number[]>>;
}

/** Writes the same dataset with one worker and with two, and validates it, in turn. */
export async function measureDatasets(rounds: number, items: number): Promise<DatasetResult> {
  return withFolder(async (dir) => {
    const [one, two] = [path.join(dir, 'one'), path.join(dir, 'two')];
    const measured = await interleave(rounds, {
      'one worker': () => rateOf(write(one, items, 1)),
      'two workers': () => rateOf(write(two, items, 2)),
      validate: () => rateOf(validate(one)),
    });
    const medians = Object.entries(measured).map(([name, rates]) => [name, median(rates)]);
    return {
      items,
      itemsPerSecond: Object.fromEntries(medians) as DatasetResult['itemsPerSecond'],
      rounds: measured,
    };
  });
}

/** The most memory that writing, and validating, so many items took. */
export interface MemoryResult {
  readonly items: number;
  readonly writeBytes: number;
  readonly validateBytes: number;
}

/** Each size once, written with one worker. */
export async function measureMemory(sizes: readonly number[]): Promise<MemoryResult[]> {
  const results: MemoryResult[] = [];
  for (const items of sizes) {
    results.push(
      await withFolder(async (dir) => {
        const { peakRssBytes: writeBytes } = await write(dir, items, 1);
        const { peakRssBytes: validateBytes } = await validate(dir);
        return { items, writeBytes, validateBytes };
      }),
    );
  }
  return results;
}
