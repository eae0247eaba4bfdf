import type { Job } from './part.ts';
import { writePart } from './write-part.ts';
import type { PartEvent } from './write-part.ts';

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** On this thread. Between two instalments others have their turn: signals, and the disk. */
async function* makeHere(
  job: Job,
  dir: string,
  parts: readonly number[],
): AsyncGenerator<PartEvent, void, undefined> {
  for (const part of parts) {
    for (const event of writePart(job, dir, part)) {
      yield event;
      await turn();
    }
  }
}

/** How the work is done. */
export interface Labour {
  /** Threads that make parts. */
  readonly workers: number;
  /** As many parts, and fewer, a single worker makes on this thread. */
  readonly partsHere: number;
}

/**
 * Makes and writes parts. Of more than a few, this thread makes none: each worker takes the next part that nobody has taken,
 * and makes, writes and hashes it alone; no byte is handed from one to another, and this thread sees to signals and the disk.
 * @param parts numbers of those that are wanted.
 * @param signal ends the waiting; workers are stopped in any case.
 */
export async function* makeParts(
  job: Job,
  dir: string,
  parts: readonly number[],
  { workers, partsHere }: Labour,
  signal: AbortSignal | undefined,
): AsyncGenerator<PartEvent, void, undefined> {
  if (parts.length <= (workers === 1 ? partsHere : 1)) {
    yield* makeHere(job, dir, parts);
    return;
  }
  const { Workers } = await import('./workers.ts');
  const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const made = new Workers({ job, dir, parts, taken }, Math.min(workers, parts.length), signal);
  try {
    yield* made.events();
  } finally {
    await made.end();
  }
}
