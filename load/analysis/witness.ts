import { type Intervals, isAscending } from './intervals.ts';
import { usToMs } from '../microseconds.ts';

/** One admitted request of a witness; times in milliseconds on the run's clock, whole microseconds. */
export interface WitnessRequest {
  readonly id: number;
  readonly sentMs: number;
  readonly firstByteMs: number;
}

/**
 * A violation that can be checked by hand: `windows` consecutive rolling windows hold at most
 * `windows × limit` admissions, and here is one more than that in less time.
 *
 *     startMs ≤ every sentMs,  every firstByteMs ≤ endMs,  lengthMs = endMs − startMs < boundMs
 */
export interface Witness {
  readonly session: string;
  /** N: what one window allows. */
  readonly limit: number;
  /** W. */
  readonly windowMs: number;
  /** ε: what the server's clock is forgiven per window. */
  readonly epsilonMs: number;
  /** m: the smallest number of windows for which there is a witness. */
  readonly windows: number;
  /** The first send among the requests. */
  readonly startMs: number;
  /** The last first byte among the requests. */
  readonly endMs: number;
  readonly lengthMs: number;
  /** m·(W − ε). */
  readonly boundMs: number;
  /** Exactly m·N + 1 requests in the order of sending. */
  readonly requests: readonly WitnessRequest[];
}

/** A set of intervals (indices) and the span that they lie in. */
export interface Span {
  readonly members: readonly number[];
  readonly startUs: number;
  readonly endUs: number;
}

/**
 * The `size` intervals that lie wholly within the shortest span (the earliest such span); null when
 * there are fewer. O(n log n): from the last send to the first, a heap keeps the `size` earliest first bytes.
 * @param shorterThanUs intervals that long or longer are not considered, in microseconds.
 */
export function shortestSpan(intervals: Intervals, size: number, shorterThanUs: number): Span | null {
  const { sentUs, firstByteUs } = intervals;
  const fits = (i: number) => at(firstByteUs, i) - at(sentUs, i) < shorterThanUs;
  const order = latestFirst(sentUs).filter(fits);
  const earliest = createSmallest(size, order.length);
  let startUs = 0;
  let endUs = Infinity;
  for (const i of order) {
    earliest.add(at(firstByteUs, i));
    // `<=`: of spans equally short the one met last begins first.
    if (earliest.isFull() && earliest.max() - at(sentUs, i) <= endUs - startUs) {
      startUs = at(sentUs, i);
      endUs = earliest.max();
    }
  }
  if (endUs === Infinity) return null;
  const inside = [...order].filter((i) => at(sentUs, i) >= startUs && at(firstByteUs, i) <= endUs);
  const byFirstByte = inside.toSorted(
    (a, b) => at(firstByteUs, a) - at(firstByteUs, b) || at(sentUs, a) - at(sentUs, b) || a - b,
  );
  const members = byFirstByte
    .slice(0, size)
    .toSorted((a, b) => at(sentUs, a) - at(sentUs, b) || at(firstByteUs, a) - at(firstByteUs, b) || a - b);
  return { members, startUs, endUs };
}

/** Indices by falling send; columns come in the order of sends, and then nothing is compared. */
function latestFirst(sentUs: Float64Array): Uint32Array {
  const last = sentUs.length - 1;
  const order = new Uint32Array(sentUs.length);
  for (let k = 0; k <= last; k += 1) order[k] = last - k;
  return isAscending(sentUs) ? order : order.toSorted((a, b) => at(sentUs, b) - at(sentUs, a));
}

const at = (column: Float64Array, index: number): number => column[index] as number;

/** More steps than this for each number, and a heap is the faster way. */
const fewSteps = 16;

/** Keeps the `size` smallest numbers it was given. */
interface Smallest {
  add(value: number): void;
  isFull(): boolean;
  max(): number;
}

/**
 * In order, from the smallest to the greatest: numbers that fall nearly all the time have a step or two to go from the lower end. Once they had
 * too many, they go on in a heap.
 * @param most numbers that will be added.
 */
function createSmallest(size: number, most: number): Smallest {
  const sorted = new Float64Array(most);
  let [low, high] = [most, most];
  let stepsLeft = fewSteps * most;
  let heap: Smallest | null = null;
  return {
    add(value) {
      if (heap !== null) return heap.add(value);
      low -= 1;
      let place = low;
      for (; place + 1 < high && at(sorted, place + 1) < value; place += 1)
        sorted[place] = at(sorted, place + 1);
      sorted[place] = value;
      if (high - low > size) high -= 1;
      stepsLeft -= place - low;
      if (stepsLeft >= 0) return;
      heap = createBoundedHeap(size);
      for (let i = low; i < high; i += 1) heap.add(at(sorted, i));
    },
    isFull: () => (heap === null ? high - low === size : heap.isFull()),
    max: () => (heap === null ? at(sorted, high - 1) : heap.max()),
  };
}

/** A binary heap with the greatest of them on top. */
function createBoundedHeap(size: number): Smallest {
  const heap = new Float64Array(size);
  let held = 0;
  const rise = (value: number) => {
    let i = held++;
    for (let parent = (i - 1) >> 1; i > 0 && at(heap, parent) < value; parent = (i - 1) >> 1) {
      heap[i] = at(heap, parent);
      i = parent;
    }
    heap[i] = value;
  };
  const replaceMax = (value: number) => {
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && at(heap, child + 1) > at(heap, child)) child += 1;
      if (at(heap, child) <= value) break;
      heap[i] = at(heap, child);
      i = child;
    }
    heap[i] = value;
  };
  return {
    add(value: number): void {
      if (held < size) rise(value);
      else if (value < at(heap, 0)) replaceMax(value);
    },
    isFull: () => held === size,
    max: () => at(heap, 0),
  };
}

/** The witness as data for reports: the span's members with their times. */
export function toWitness(
  intervals: Intervals,
  span: Span,
  terms: Pick<Witness, 'session' | 'limit' | 'windowMs' | 'epsilonMs' | 'windows'>,
  shortenedWindowUs: number,
): Witness {
  return {
    ...terms,
    startMs: usToMs(span.startUs),
    endMs: usToMs(span.endUs),
    lengthMs: usToMs(span.endUs - span.startUs),
    boundMs: usToMs(terms.windows * shortenedWindowUs),
    requests: span.members.map((i) => ({
      id: at(intervals.ids, i),
      sentMs: usToMs(at(intervals.sentUs, i)),
      firstByteMs: usToMs(at(intervals.firstByteUs, i)),
    })),
  };
}
