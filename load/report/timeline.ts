import { outcomeOf } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';

/** What a column of the timeline shows, from the most to the least telling. */
export const timelineSigns = {
  admitted: '█',
  mixed: '▓',
  throttled: '·',
  failed: '×',
  nothing: ' ',
} as const;

/**
 * One session's requests over time, by when they were sent:
 *
 *     ██████████··········█▓········██
 *
 * @param records of one session and step.
 * @param columns width of the line.
 * @param spanMs what the line's width stands for, from the first send; default up to the last.
 */
export function drawTimeline(records: readonly RequestRecord[], columns: number, spanMs?: number): string {
  const sent = records.flatMap((record) =>
    record.sentMs === null ? [] : [{ ...record, sentMs: record.sentMs }],
  );
  if (sent.length === 0) return '';
  // A loop, for a spread of many thousand arguments overflows the stack.
  let [startMs, endMs] = [Infinity, -Infinity];
  for (const { sentMs } of sent) {
    startMs = Math.min(startMs, sentMs);
    endMs = Math.max(endMs, sentMs);
  }
  const span = Math.max(spanMs ?? 0, endMs - startMs, 1);
  const cells = Array.from({ length: columns }, () => ({ admitted: 0, throttled: 0, unknown: 0 }));
  for (const { sentMs, status } of sent) {
    const column = Math.min(columns - 1, Math.floor(((sentMs - startMs) / span) * columns));
    const cell = cells[column];
    if (cell !== undefined) cell[outcomeOf(status)] += 1;
  }
  return cells.map(signOf).join('').trimEnd();
}

function signOf({
  admitted,
  throttled,
  unknown,
}: {
  admitted: number;
  throttled: number;
  unknown: number;
}): string {
  if (unknown > 0) return timelineSigns.failed;
  if (admitted > 0) return throttled > 0 ? timelineSigns.mixed : timelineSigns.admitted;
  return throttled > 0 ? timelineSigns.throttled : timelineSigns.nothing;
}
