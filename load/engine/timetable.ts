import { usageError } from '../../support/errors.ts';
import { createMinHeap } from './heap.ts';

/** One request to be sent at an absolute time of the run, whatever became of those before it. */
export interface TimetableEntry {
  /** Milliseconds since the run's origin. */
  readonly atMs: number;
  readonly session: string;
  readonly step: string;
}

/** Entries in the order of their times; lazy, so that a day's timetable takes no more memory than a second's. */
export type Timetable = Iterable<TimetableEntry>;

export interface ConstantRate {
  /** Of each session. Fractions are welcome: 0.5 is one request every two minutes. */
  readonly ratePerMinute: number;
  /** Default: 0. */
  readonly startMs?: number;
  /** Requests are due in [startMs, startMs + durationMs). */
  readonly durationMs: number;
  readonly sessions: readonly string[];
  readonly step: string;
}

/**
 * A constant rate for each session, the sessions evenly staggered. Times are exact multiples of the interval
 * and never a sum of intervals, so nothing drifts:
 *
 *     s1   |-----------|-----------|----        request k of session i of n is due at
 *     s2   ------|-----------|----------        startMs + (k·n + i) · 60000 / (ratePerMinute · n)
 *
 * @throws HarnessError (usage) for a rate or duration that is not a positive number.
 * @example constantRate({ ratePerMinute: 10, durationMs: 60_000, sessions: ['s1'], step: '1x' }) // at 0, 6000, …, 54000
 */
export function* constantRate(rate: ConstantRate): Generator<TimetableEntry> {
  const { ratePerMinute, startMs = 0, durationMs, sessions, step } = rate;
  requirePositive('rate per minute', ratePerMinute);
  requirePositive('duration in milliseconds', durationMs);
  const perMinute = ratePerMinute * sessions.length;
  for (let k = 0; sessions.length > 0; k += 1) {
    const offsetMs = (k * 60_000) / perMinute;
    if (offsetMs >= durationMs) return;
    yield { atMs: startMs + offsetMs, session: sessions[k % sessions.length] as string, step };
  }
}

export interface LinearRamp {
  /** Of each session, at the start. May be 0. */
  readonly fromPerMinute: number;
  /** Of each session, at the end; below the start for a rate that falls. May be 0. */
  readonly toPerMinute: number;
  /** Default: 0. */
  readonly startMs?: number;
  /** Requests are due in [startMs, startMs + durationMs). */
  readonly durationMs: number;
  readonly sessions: readonly string[];
  readonly step: string;
}

/**
 * A rate that rises or falls evenly, the sessions taking turns. Request k is due when the area under the rate has grown
 * to k, solved for each k alone, so nothing drifts:
 *
 *     rate  to ┤          ╱     area(t) = from·t + (to − from)·t² ÷ (2·duration) = k
 *              │      ╱         t = 2k ÷ (from + √(from² + 2k·(to − from) ÷ duration))
 *         from ┤  ╱             with from and to of all sessions together
 *              └──┴┴─┴┴┴┴┴┴─ t
 *
 * @throws HarnessError (usage) for a rate below 0, two rates of 0, or a duration that is not a positive number.
 * @example linearRamp({ fromPerMinute: 0, toPerMinute: 120, durationMs: 60_000, sessions: ['s1'], step: 'up' }) // at 0, 7745.97, 10954.5, …
 */
export function* linearRamp(ramp: LinearRamp): Generator<TimetableEntry> {
  const { fromPerMinute, toPerMinute, startMs = 0, durationMs, sessions, step } = ramp;
  for (const rate of [fromPerMinute, toPerMinute]) {
    if (!(Number.isFinite(rate) && rate >= 0))
      throw usageError(`the rate per minute must be 0 or more, not ${rate}`);
  }
  requirePositive('sum of both rates per minute', fromPerMinute + toPerMinute);
  requirePositive('duration in milliseconds', durationMs);
  const from = (fromPerMinute * sessions.length) / 60_000;
  const to = (toPerMinute * sessions.length) / 60_000;
  const area = ((from + to) / 2) * durationMs;
  for (let k = 0; k < area; k += 1) {
    const root = Math.sqrt(Math.max(0, from * from + (2 * k * (to - from)) / durationMs));
    const offsetMs = k === 0 ? 0 : (2 * k) / (from + root);
    if (offsetMs >= durationMs) return;
    yield { atMs: startMs + offsetMs, session: sessions[k % sessions.length] as string, step };
  }
}

export interface Burst {
  readonly atMs: number;
  /** Requests of each session. */
  readonly count: number;
  readonly sessions: readonly string[];
  readonly step: string;
}

/** Everything at one moment: `count` requests of every session. */
export function* burst({ atMs, count, sessions, step }: Burst): Generator<TimetableEntry> {
  for (let k = 0; k < count; k += 1) {
    for (const session of sessions) yield { atMs, session, step };
  }
}

/** Several timetables as one, in the order of their times; equal times come in an order that is the same on every run. */
export function* merge(...timetables: readonly Timetable[]): Generator<TimetableEntry> {
  const iterators = timetables.map((timetable) => timetable[Symbol.iterator]());
  const heads = createMinHeap<{ entry: TimetableEntry; iterator: Iterator<TimetableEntry> }>();
  const advance = (iterator: Iterator<TimetableEntry>): void => {
    const next = iterator.next();
    if (next.done !== true) heads.push(next.value.atMs, { entry: next.value, iterator });
  };
  for (const iterator of iterators) advance(iterator);
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    yield head.entry;
    advance(head.iterator);
  }
}

function requirePositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0))
    throw usageError(`the ${name} must be more than 0, not ${value}`);
}
