import { createReadStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeDataset } from '../../generators/index.ts';
import type { DatasetManifest } from '../../generators/index.ts';
import { systemClock } from '../../support/clock.ts';
import { checkInput } from '../validate/check-input.ts';
import { itemsPerThread } from './contestants.ts';

// Writes a dataset, or validates its items, as the commands do, in a process of its own. Does one thing and ends.
//
//     node scripts/bench-data/dataset-child.ts write FOLDER ITEMS WORKERS
//     node scripts/bench-data/dataset-child.ts validate FOLDER

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

async function write(outDir: string, items: number, workers: number): Promise<number> {
  const threads = Math.ceil(items / itemsPerThread);
  const options = { threads, sessions: 0, items: { min: itemsPerThread, max: itemsPerThread } };
  const { counts } = await writeDataset({ outDir, workers, options });
  return counts.items;
}

async function validate(dir: string): Promise<number> {
  const { files } = JSON.parse(readFileSync(path.join(dir, 'manifest.json'), 'utf8')) as DatasetManifest;
  let items = 0;
  for (const { name } of files.filter(({ kind }) => kind === 'items')) {
    const bytes = createReadStream(path.join(dir, name), { highWaterMark: 256 * 1024 });
    const { entries, faults } = await checkInput(bytes as AsyncIterable<Buffer>, true, {
      shape: null,
      reading: 'strict',
      onFault: () => undefined,
    });
    if (faults > 0) throw new Error(`${faults} faults`);
    items += entries;
  }
  return items;
}

const [what, dir = '', items, workers] = process.argv.slice(2);
const startMs = systemClock.monotonicMs();
const done = what === 'write' ? await write(dir, Number(items), Number(workers)) : await validate(dir);
const elapsedMs = systemClock.monotonicMs() - startMs;
process.send?.({ items: done, elapsedMs, peakRssBytes: peakRssBytes() } satisfies Ran);
process.disconnect();
