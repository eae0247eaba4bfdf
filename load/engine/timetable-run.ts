import type { RequestRecord } from '../records.ts';
import { failures } from './failure.ts';
import type { Pacer } from './pacer.ts';
import type { Timetable, TimetableEntry } from './timetable.ts';

/** What became of the requests of one timetable. */
export interface OpenModelSummary {
  /** All that fell due; each has left one record. */
  readonly offered: number;
  /** Those with a whole answer, whatever its status. */
  readonly answered: number;
  /** Those never sent because all connections were busy. */
  readonly dropped: number;
  /** Those without a whole answer for any other reason. */
  readonly failed: number;
  /** The run was stopped before the timetable's end. */
  readonly interrupted: boolean;
}

export interface TimetableRun {
  readonly finished: Promise<OpenModelSummary>;
  /** To be called once the pacer was cleared: reads nothing more; what is under way is still waited for. */
  stop(): void;
}

export interface TimetableRunContext {
  readonly pacer: Pacer;
  readonly nowMs: () => number;
  /** An entry was read, a second or more before it is due unless the timetable is denser; throws if it cannot be sent. */
  prepare(entry: TimetableEntry): void;
  /** An entry is due; `settled` is called once, when its fate is known. */
  fire(entry: TimetableEntry, settled: (record: RequestRecord) => void): void;
}

/** How far ahead of its time an entry is read. */
const lookAheadMs = 1000;
/** Entries read ahead at the most, to bound memory. */
const maxAhead = 1000;

/** Lets a timetable's entries fall due. It rejects with what the timetable threw, once all is settled. */
export function startTimetable(timetable: Timetable, context: TimetableRunContext): TimetableRun {
  const { pacer, nowMs } = context;
  const { promise, resolve, reject } = Promise.withResolvers<OpenModelSummary>();
  const entries = timetable[Symbol.iterator]();
  const counts = { offered: 0, answered: 0, dropped: 0, failed: 0 };
  /** Entries that were read and are not due yet. */
  let ahead = 0;
  let lastMs = -Infinity;
  let reading = true;
  let interrupted = false;
  let failure: { readonly error: unknown } | undefined;

  function read(): void {
    try {
      while (reading && ahead < maxAhead) {
        const next = entries.next();
        if (next.done === true) {
          reading = false;
          break;
        }
        schedule(next.value);
        if (next.value.atMs > nowMs() + lookAheadMs) break;
      }
    } catch (error) {
      reading = false;
      failure = { error };
    }
    finishWhenDone();
  }

  function schedule(entry: TimetableEntry): void {
    if (!(entry.atMs >= lastMs)) {
      throw new RangeError(`the timetable goes back from ${lastMs} ms to ${entry.atMs} ms`);
    }
    lastMs = entry.atMs;
    context.prepare(entry);
    ahead += 1;
    pacer.at(entry.atMs, () => {
      ahead -= 1;
      counts.offered += 1;
      context.fire(entry, settled);
      read();
    });
  }

  function settled(record: RequestRecord): void {
    if (record.error === undefined) counts.answered += 1;
    else if (record.error === failures.dropped) counts.dropped += 1;
    else counts.failed += 1;
    finishWhenDone();
  }

  function finishWhenDone(): void {
    const open = counts.offered - counts.answered - counts.dropped - counts.failed;
    if (reading || ahead > 0 || open > 0) return;
    if (failure === undefined) resolve({ ...counts, interrupted });
    else reject(failure.error);
  }

  read();
  return {
    finished: promise,
    stop() {
      interrupted ||= reading || ahead > 0;
      if (reading) entries.return?.();
      reading = false;
      ahead = 0;
      finishWhenDone();
    },
  };
}
