import { stepOfScenario } from '../k6/plan/limit-steps.ts';
import { metadataName, metricNames, stepTag } from '../k6/plan/names.ts';
import { type Intended, keyOf, readMark } from '../k6/plan/request-mark.ts';
import { ceilToUs, floorToUs, type RequestRecord } from '../records.ts';
import { failures } from '../engine/index.ts';
import { k6ErrorName, neverSent } from './error-code.ts';
import { createSampleReader, type Sample } from './sample.ts';

/** How an instance's clock stands to the one that the records count by. */
export interface ClockCorrection {
  /** Added to every time. */
  readonly offsetMs: number;
  /** How wrong that may be, either way: intervals are widened by it. */
  readonly uncertaintyMs: number;
}

/** What is read out of k6's output beside the records. */
export interface K6Events {
  record(record: RequestRecord): void;
  /** A session that was driven, with its limit; told once for each, before its first record. */
  session(label: string, limit: number, step: string): void;
  /** An arrival that k6 could not start. */
  dropped(step: string): void;
  /** A session that a scenario created or cancelled by itself, by its id. */
  owned(id: string, alive: boolean): void;
}

export interface JoinOptions {
  /** Unix milliseconds of the run's clock's origin, whole. */
  readonly originMs: number;
  readonly clock?: ClockCorrection;
  readonly nextId: () => number;
  readonly on: K6Events;
}

/** What is known so far of a request that is under way. */
interface Pending {
  readonly session: string;
  readonly step: string;
  readonly intendedMs: number | null;
  readonly markedMs: number;
  endMs: number | null;
  durationMs: number;
  receivingMs: number;
  status: number;
  errorCode: string;
}

const outcomes = new Set<string>([metricNames.admitted, metricNames.throttled, metricNames.failed]);
const wanted = new Set<string>([
  metricNames.sent,
  ...outcomes,
  'http_req_duration',
  'http_req_receiving',
  'dropped_iterations',
  metricNames.sessionCreated,
  metricNames.sessionCancelled,
]);

/**
 * Joins the samples of one k6 instance to records. k6 stamps a request's samples with its *end*, so
 *
 *     sent = end − http_req_duration        first byte = end − http_req_receiving
 *
 * Memory grows with the requests under way, not with those that were made.
 */
export function createSampleJoiner(options: JoinOptions): {
  /** Takes in a line of the CSV output. */
  line(text: string): void;
  /** Ends the input: requests of which no end was told become records without an answer. They may have been counted. */
  end(): void;
} {
  const { originMs, nextId, on } = options;
  const { offsetMs, uncertaintyMs } = options.clock ?? { offsetMs: 0, uncertaintyMs: 0 };
  const read = createSampleReader(wanted, { originMs, stepTag, metadataName });
  const pending = new Map<string, Pending>();
  const limits = new Map<string, number>();
  const dropped = new Set<string>();

  function begin({ atMs, step }: Sample, text: string): void {
    const mark = readMark(text);
    if (mark === null) return;
    const { key, session, limit } = mark;
    if (!limits.has(session)) {
      limits.set(session, limit);
      on.session(session, limit, step);
    }
    pending.set(key, {
      session,
      step,
      // After a dropped arrival k6's iteration numbers no longer tell the timetable.
      intendedMs: dropped.has(step) ? null : intended(mark.intended),
      markedMs: atMs,
      endMs: null,
      durationMs: 0,
      receivingMs: 0,
      status: 0,
      errorCode: '',
    });
  }

  const intended = (moment: Intended | null): number | null =>
    moment === null ? null : moment.startMs - originMs + moment.afterMs + offsetMs;

  function finish(key: string, request: Pending): void {
    pending.delete(key);
    on.record(toRecord(request));
  }

  function toRecord(request: Pending, answer?: string): RequestRecord {
    const { session, step, intendedMs, markedMs, endMs, durationMs, receivingMs, status, errorCode } =
      request;
    const common = { id: nextId(), session, step, intendedMs };
    const earliest = (ms: number): number => floorToUs(ms + offsetMs - uncertaintyMs);
    const latest = (ms: number): number => ceilToUs(ms + offsetMs + uncertaintyMs);
    if (endMs === null || status === 0) {
      const unsent = endMs !== null && neverSent(errorCode);
      return {
        ...common,
        // Between the mark and the send lies the connecting: the mark is never too late.
        sentMs: unsent ? null : earliest(markedMs),
        firstByteMs: null,
        endMs: null,
        status: null,
        error: endMs === null ? failures.aborted : k6ErrorName(errorCode),
      };
    }
    return {
      ...common,
      sentMs: earliest(endMs - durationMs),
      firstByteMs: latest(endMs - receivingMs),
      endMs: latest(endMs),
      status,
      ...(answer === undefined ? {} : (JSON.parse(answer) as Pick<RequestRecord, 'headers' | 'requestId'>)),
    };
  }

  function take(sample: Sample): void {
    const { metric, metadata } = sample;
    if (metric === 'dropped_iterations') {
      // k6 puts no tags of ours on it.
      const step = stepOfScenario(sample.scenario);
      dropped.add(step);
      for (let i = 0; i < sample.value; i += 1) on.dropped(step);
      return;
    }
    // Samples without it are of requests that are not measured: k6's own, creating a session, cancelling it.
    if (metadata === null) return;
    if (metric === metricNames.sessionCreated || metric === metricNames.sessionCancelled) {
      on.owned(metadata, metric === metricNames.sessionCreated);
      return;
    }
    if (metric === metricNames.sent) {
      begin(sample, metadata);
      return;
    }
    const key = keyOf(metadata);
    const request = pending.get(key);
    if (request === undefined) return;
    if (metric === 'http_req_receiving') request.receivingMs = sample.value;
    else if (metric === 'http_req_duration') {
      request.endMs = sample.atMs;
      request.durationMs = sample.value;
      request.status = Number(sample.status);
      request.errorCode = sample.errorCode;
    } else {
      pending.delete(key);
      const answer = metadata.slice(key.length + 1);
      on.record(answer === '' ? toRecord(request) : toRecord(request, answer));
    }
  }

  return {
    line(text) {
      const sample = read(text);
      if (sample !== null) take(sample);
    },
    end() {
      for (const [key, request] of pending) finish(key, request);
    },
  };
}
