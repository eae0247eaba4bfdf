import path from 'node:path';
import { createRecordMerger } from '../../load/analysis/index.ts';
import type { MergeOptions, RecordSource } from '../../load/analysis/index.ts';
import { recordsIn, RecordLineError } from '../../load/read-records.ts';
import type { RequestRecord } from '../../load/records.ts';
import { usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';

/** A run folder as a source of records. */
export interface RunSource extends Omit<RecordSource, 'records'> {
  readonly dir: string;
  /** How many records `run.json` tells of; null when it does not. */
  readonly told: number | null;
}

/**
 * The records of several runs on one clock, in about the order of their answers, as often as asked. They are read as they are taken: memory stays
 * flat, however many there are. Numbered anew in that order.
 * @throws (while they are walked through) HarnessError (exit code 2) that names the folder, and the line where one is no record.
 */
export const runsInTime = (
  sources: readonly RunSource[],
  options: MergeOptions,
): Iterable<RequestRecord> => ({
  *[Symbol.iterator]() {
    const merge = createRecordMerger(sources, options);
    const heads = sources.map((source) => createHead(source));
    try {
      for (let first = earliest(heads); first !== null; first = earliest(heads)) {
        const { label } = first.source;
        yield merge(label, first.take());
      }
    } finally {
      for (const head of heads) head.close();
    }
  },
});

/** The next record of a source. */
interface Head {
  readonly source: RunSource;
  /** When it was answered, on the common clock; null when there is none. */
  readonly atMs: number | null;
  take(): RequestRecord;
  close(): void;
}

function createHead(source: RunSource): Head {
  const records = recordsOfRun(source.dir)[Symbol.iterator]();
  let next = records.next();
  let atMs = -Infinity;
  let held = 0;
  // What was never answered, or never sent, comes right after the record before it.
  const look = () => {
    if (next.done === true) {
      checkHeld(source.dir, held, source.told);
      return;
    }
    held += 1;
    const ms = next.value.endMs ?? next.value.firstByteMs;
    if (ms !== null) atMs = Math.max(atMs, ms + source.offsetMs);
  };
  look();
  return {
    source,
    get atMs() {
      return next.done === true ? null : atMs;
    },
    take() {
      const record = next.value as RequestRecord;
      next = records.next();
      look();
      return record;
    },
    close: () => void records.return?.(),
  };
}

function earliest(heads: readonly Head[]): Head | null {
  let first: Head | null = null;
  let firstMs = Infinity;
  for (const head of heads) {
    const { atMs } = head;
    if (atMs === null || (first !== null && atMs >= firstMs)) continue;
    first = head;
    firstMs = atMs;
  }
  return first;
}

/**
 * The records of a run folder, as often as asked.
 * @throws (while they are walked through) HarnessError (exit code 2) that names the folder, and the line where one is no record.
 */
export const recordsOfRun = (dir: string): Iterable<RequestRecord> => ({
  *[Symbol.iterator]() {
    try {
      yield* recordsIn(path.join(dir, 'records.ndjson'));
    } catch (error) {
      throw recordsProblem(dir, error);
    }
  },
});

/** @throws HarnessError (exit code 2) when records are missing, or there are more than the run has sent. */
export function checkHeld(dir: string, held: number, told: number | null): void {
  if (told !== null && held !== told)
    throw usageError(`${dir}: records.ndjson holds ${held} of the ${told} requests that run.json tells of`);
}

/** What is wrong with the records of a run, for a user. */
export const recordsProblem = (dir: string, error: unknown): Error =>
  usageError(
    error instanceof RecordLineError
      ? `${dir}: records.ndjson: ${error.message}`
      : `${dir}: records.ndjson cannot be read: ${describeFileError(error)}`,
  );
