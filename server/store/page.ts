import type { Position } from './position.ts';
import type { Timeline } from './timeline.ts';

/** Which part of a timeline a caller asks for. */
export interface PageRequest {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  /** Only entries that follow this position in the order of the response. */
  readonly after?: Position | undefined;
  /** Only entries that come before this position in the order of the response. */
  readonly before?: Position | undefined;
}

export interface Page<T> {
  /** In the order of the response. */
  readonly entries: T[];
  /** Whether the asked-for part holds more than was put on this page. */
  readonly hasMore: boolean;
}

/**
 * Cuts a page out of a timeline. In the order of the response:
 *
 *     after=A            A [1 2 3] 4 5 …       the entries that follow A
 *     before=B      … 4 5 [1 2 3] B            those nearest before B; more means more before them
 *     both               A [1 2 3] 4 5 B       strictly between, from A's end
 *
 * @param firstVisible index of the oldest entry that the caller may see; default 0, all of them.
 */
export function cutPage<T extends Position>(
  timeline: Timeline<T>,
  { limit, order, after, before }: PageRequest,
  firstVisible = 0,
): Page<T> {
  const [older, newer] = order === 'asc' ? [after, before] : [before, after];
  const start = Math.max(firstVisible, older === undefined ? 0 : timeline.countThrough(older));
  const end = newer === undefined ? timeline.length : timeline.countBefore(newer);
  const hasMore = end - start > limit;
  if (end <= start) return { entries: [], hasMore: false };

  const fromResponseStart = after !== undefined || before === undefined;
  // The response starts at the old end when ascending, at the new end when descending.
  const fromOldEnd = fromResponseStart === (order === 'asc');
  const entries = fromOldEnd
    ? timeline.slice(start, Math.min(start + limit, end))
    : timeline.slice(Math.max(end - limit, start), end);
  if (order === 'desc') entries.reverse();
  return { entries, hasMore };
}
