import { outcomeOf } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';

/** A request that was sent. */
export interface Sent {
  readonly record: RequestRecord;
  readonly outcome: 'admitted' | 'throttled' | 'unknown';
  readonly sentMs: number;
  /** Infinity when no answer came. */
  readonly firstByteMs: number;
}

/** The requests that were sent, in the order of their sends. */
export function sentOf(records: readonly RequestRecord[]): Sent[] {
  const sent = records.flatMap((record): Sent[] =>
    record.sentMs === null
      ? []
      : [
          {
            record,
            outcome: outcomeOf(record.status),
            sentMs: record.sentMs,
            firstByteMs: record.firstByteMs ?? Infinity,
          },
        ],
  );
  sent.sort((a, b) => a.sentMs - b.sentMs);
  return sent;
}

/**
 * The most that were certainly admitted in a window: answered by its end, and sent since it began.
 * @param requests in the order of sends.
 */
export function mostInWindow(requests: readonly Sent[], windowMs: number): number {
  const admitted = requests.filter(({ outcome }) => outcome === 'admitted');
  const answers = Float64Array.from(admitted, ({ firstByteMs }) => firstByteMs).toSorted();
  let most = 0;
  let before = 0;
  for (const [i, endMs] of answers.entries()) {
    while (before < admitted.length && (admitted[before] as Sent).sentMs < endMs - windowMs) before += 1;
    most = Math.max(most, i + 1 - before);
  }
  return most;
}
