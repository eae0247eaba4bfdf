import { ceilUs, floorUs, usToMs } from './microseconds.ts';

/**
 * The record of one request, as every engine leaves it and every analysis reads it. One JSON object a line in
 * `records.ndjson`; the format's version stands in `run.json`.
 *
 * Times are milliseconds on the run's own monotonic clock (its origin is `run.json`'s `startedAt`), rounded
 * to microseconds outwards, so that the true moment always lies inside what is recorded:
 *
 *     intendedMs    sentMs                 firstByteMs     endMs
 *        |-- pacing --|------ decision somewhere ---|---------|
 */
export interface RequestRecord {
  /** Unique within the run. */
  readonly id: number;
  /** Label of the session (`s1`, `s2`, …), never its secret. */
  readonly session: string;
  /** Label of the load step or probe that it belongs to (`1x`, `edge`, …). */
  readonly step: string;
  /** When it should have started by the timetable; a closed model has no timetable: null. */
  readonly intendedMs: number | null;
  /** Just before its bytes were handed to the socket; null when it was never sent. Rounded down. */
  readonly sentMs: number | null;
  /** When the head of the answer was read; null when there was none. Rounded up. */
  readonly firstByteMs: number | null;
  /** When the answer had been read whole; null when it was not. */
  readonly endMs: number | null;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Why there was no whole answer: `timeout`, `ECONNREFUSED`, `ECONNRESET`, … Absent otherwise. */
  readonly error?: string;
  /** The rate-limit headers that came, names in lower case (see `rateLimitHeaderNames`). Absent when none came. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `x-request-id` of the answer, where there was one. */
  readonly requestId?: string;
}

/** A record that is being put together. */
export type RecordInMaking = { -readonly [Name in keyof RequestRecord]: RequestRecord[Name] };

/** The response headers that a record keeps. */
export const rateLimitHeaderNames = [
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'date',
] as const;

/** Rounds a time down to whole microseconds: for moments that must not be claimed later than they were. */
export const floorToUs = (ms: number): number => usToMs(floorUs(ms));

/** Rounds a time up to whole microseconds: for moments that must not be claimed earlier than they were. */
export const ceilToUs = (ms: number): number => usToMs(ceilUs(ms));
