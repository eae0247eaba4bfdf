import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import type * as Dataset from '../../generators/dataset/index.ts';
import type { DatasetManifest, Profile } from '../../generators/dataset/index.ts';
import { systemClock } from '../../support/clock.ts';
import type * as Check from '../validate/check-input.ts';

// Writes a dataset, or validates its items, as the commands do, in a process of its own. Does one thing and ends.
//
//     node scripts/bench-data/dataset-child.ts compiled write FOLDER PROFILE ITEMS WORKERS
//     node scripts/bench-data/dataset-child.ts sources validate FOLDER

/** Which code is measured: what `npm run build` made, or what it is made of. */
export type From = 'compiled' | 'sources';

const [from, what, dir = '', profile, items, workers] = process.argv.slice(2);

/** A module of the package. */
async function load<T>(source: string, bundle?: string): Promise<T> {
  const compiled = bundle ?? source.replace(/\.ts$/, '.js');
  const file = from === 'compiled' ? `../../dist/${compiled}` : `../../${source}`;
  return (await import(new URL(file, import.meta.url).href)) as T;
}

/** Items of a thread where nothing is said of them, about. */
const itemsPerThread = { typical: 10, edge: 22.6 } as const satisfies Record<Profile, number>;

/** How it went. */
export interface Ran {
  readonly items: number;
  readonly elapsedMs: number;
  /** The most memory that the process has had at a time. */
  readonly peakRssBytes: number;
}

/** Linux counts for each program anew; what `resourceUsage` tells may be that of the program that started this one. */
function peakRssBytes(): number {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (peak !== undefined) return Number(peak) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}

async function write(
  outDir: string,
  own: Profile,
  wanted: number,
  threads: number,
): Promise<() => Promise<number>> {
  const { writeDataset } = await load<Pick<typeof Dataset, 'writeDataset'>>(
    'generators/dataset/index.ts',
    'dataset/index.js',
  );
  const options = { profile: own, threads: Math.ceil(wanted / itemsPerThread[own]), sessions: 0 };
  return async () => (await writeDataset({ outDir, workers: threads, options })).counts.items;
}

async function validate(folder: string): Promise<() => Promise<number>> {
  const { checkInput } = await load<Pick<typeof Check, 'checkInput'>>('scripts/validate/check-input.ts');
  const { files } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as DatasetManifest;
  return async () => {
    let checked = 0;
    for (const { name } of files.filter(({ kind }) => kind === 'items')) {
      const bytes = createReadStream(path.join(folder, name), { highWaterMark: 256 * 1024 });
      const { entries, faults } = await checkInput(bytes as AsyncIterable<Buffer>, true, {
        shape: null,
        reading: 'strict',
        onFault: () => undefined,
      });
      if (faults > 0) throw new Error(`${faults} faults`);
      checked += entries;
    }
    return checked;
  };
}

const work =
  what === 'write'
    ? await write(dir, profile as Profile, Number(items), Number(workers))
    : await validate(dir);
const startMs = systemClock.monotonicMs();
const done = await work();
const elapsedMs = systemClock.monotonicMs() - startMs;
process.send?.({ items: done, elapsedMs, peakRssBytes: peakRssBytes() } satisfies Ran);
process.disconnect();
