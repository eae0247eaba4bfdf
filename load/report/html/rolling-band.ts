import type { Sent } from '../sent.ts';

/** How many were admitted in the window that ends at a column of a drawing. */
export interface RollingBand {
  /** Certainly admitted, at most within each column: a lower bound of the truth. */
  readonly certain: Uint32Array;
  /** Possibly admitted, answers that never came included. */
  readonly possible: Uint32Array;
  readonly mostCertain: number;
  readonly mostPossible: number;
}

/**
 * The count of a rolling window over time, as far as a client can tell it. At a moment t:
 *
 *     certain   sent at or after t − W and answered by t
 *     possible  answered at or after t − W (or never) and sent by t
 */
export function rollingBand(
  requests: readonly Sent[],
  {
    startMs,
    endMs,
    windowMs,
    columns,
  }: { startMs: number; endMs: number; windowMs: number; columns: number },
): RollingBand {
  const admitted = requests.filter(({ outcome }) => outcome === 'admitted');
  const maybe = requests.filter(({ outcome }) => outcome !== 'throttled');
  const sends = Float64Array.from(admitted, ({ sentMs }) => sentMs).toSorted();
  const answers = Float64Array.from(admitted, ({ firstByteMs }) => firstByteMs).toSorted();
  const maybeSends = Float64Array.from(maybe, ({ sentMs }) => sentMs).toSorted();
  const maybeAnswers = Float64Array.from(maybe, ({ firstByteMs }) => firstByteMs).toSorted();
  const certain = new Uint32Array(columns);
  const possible = new Uint32Array(columns);
  const columnMs = (endMs - startMs) / columns;
  const columnOf = (ms: number) => Math.min(columns - 1, Math.max(0, Math.floor((ms - startMs) / columnMs)));
  const seen = (atMs: number) => {
    const column = columnOf(atMs);
    const sure = Math.max(0, upTo(answers, atMs) - below(sends, atMs - windowMs));
    const perhaps = upTo(maybeSends, atMs) - below(maybeAnswers, atMs - windowMs);
    certain[column] = Math.max(certain[column] ?? 0, sure);
    possible[column] = Math.max(possible[column] ?? 0, perhaps);
  };
  for (let column = 0; column < columns; column += 1) seen(startMs + (column + 0.5) * columnMs);
  // The peaks lie where something is answered, or sent.
  for (const times of [answers, maybeSends])
    for (const atMs of times) if (atMs >= startMs && atMs <= endMs) seen(atMs);
  return {
    certain,
    possible,
    mostCertain: certain.reduce((most, value) => Math.max(most, value), 0),
    mostPossible: possible.reduce((most, value) => Math.max(most, value), 0),
  };
}

function upTo(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function below(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
