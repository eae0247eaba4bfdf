import path from 'node:path';
import type { Checkpoint } from './checkpoint.ts';
import { fileNameOf, partial } from './layout.ts';
import { makePart } from './part.ts';
import type { Instalment, Job } from './part.ts';
import { PartFile } from './part-file.ts';
import type { Part } from './plan.ts';

/** What happened: some more was written, and with the last of a part, what that is. */
export interface PartEvent {
  readonly threads: number;
  readonly items: number;
  readonly whole?: Checkpoint | undefined;
}

const nothing: PartEvent = { threads: 0, items: 0 };

/** The files of one part while it is written. */
class PartWriter {
  readonly #number: number;
  readonly #files = new Map<string, PartFile>();
  #threads = 0;
  #items = 0;

  constructor({ layout, plan }: Job, dir: string, number: number) {
    this.#number = number;
    const { kinds, part } = plan.parts[number] as Part;
    for (const kind of kinds) {
      const file = path.join(dir, partial(fileNameOf(kind, layout, part)));
      this.#files.set(kind, new PartFile(file, layout.gzip));
    }
  }

  write({ threads, items, files }: Instalment): PartEvent {
    for (const { kind, entries, text } of files) this.#files.get(kind)?.append(entries, text);
    this.#threads += threads;
    this.#items += items;
    return { threads, items };
  }

  finish(): Checkpoint {
    const files = Object.fromEntries([...this.#files].map(([kind, file]) => [kind, file.finish()]));
    return { part: this.#number, threads: this.#threads, items: this.#items, files };
  }

  close(): void {
    for (const file of this.#files.values()) file.close();
  }
}

/** Makes a part and writes it, without a pause; the last event is that of the part. */
export function* writePart(job: Job, dir: string, number: number): Generator<PartEvent, void, undefined> {
  const writer = new PartWriter(job, dir, number);
  try {
    let written = nothing;
    for (const instalment of makePart(job, job.plan.parts[number] as Part)) {
      yield written;
      written = writer.write(instalment);
    }
    yield { ...written, whole: writer.finish() };
  } finally {
    writer.close();
  }
}

/** Records a walk and writes it; it is one part. */
export async function* writeWalk(job: Job, dir: string): AsyncGenerator<PartEvent, void, undefined> {
  const writer = new PartWriter(job, dir, 0);
  try {
    let written = nothing;
    const { recordWalk } = await import('./har.ts');
    for await (const instalment of recordWalk(job)) {
      yield written;
      written = writer.write(instalment);
    }
    yield { ...written, whole: writer.finish() };
  } finally {
    writer.close();
  }
}
