import { stepOfScenario } from '../k6/plan/limit-steps.ts';
import { metadataNames, metricNames, stepTag } from '../k6/plan/names.ts';
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
  /** Takes in a line of the JSON output. */
  line(text: string): void;
  /** Ends the input: requests of which no end was told become records without an answer. They may have been counted. */
  end(): void;
} {
  const { originMs, nextId, on } = options;
  const { offsetMs, uncertaintyMs } = options.clock ?? { offsetMs: 0, uncertaintyMs: 0 };
  const read = createSampleReader(wanted, originMs);
  const pending = new Map<string, Pending>();
  const limits = new Map<string, number>();
  const dropped = new Set<string>();

  function begin(sample: Sample, key: string): void {
    const session = sample.metadata[metadataNames.session] ?? '';
    const step = sample.tags[stepTag] ?? '';
    if (!limits.has(session)) {
      const limit = Number(sample.metadata[metadataNames.limit]);
      limits.set(session, limit);
      on.session(session, limit, step);
    }
    pending.set(key, {
      session,
      step,
      // After a dropped arrival k6's iteration numbers no longer tell the timetable.
      intendedMs: dropped.has(step) ? null : intended(sample.metadata[metadataNames.intended]),
      markedMs: sample.atMs,
      endMs: null,
      durationMs: 0,
      receivingMs: 0,
      status: 0,
      errorCode: '',
    });
  }

  function intended(text: string | undefined): number | null {
    const [startMs, afterMs] = (text ?? '').split(' ').map(Number);
    return startMs === undefined || afterMs === undefined ? null : startMs - originMs + afterMs + offsetMs;
  }

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
    const { metric, metadata, tags } = sample;
    if (metric === 'dropped_iterations') {
      // k6 puts no tags of ours on it.
      const step = stepOfScenario(tags['scenario'] ?? '');
      dropped.add(step);
      for (let i = 0; i < sample.value; i += 1) on.dropped(step);
      return;
    }
    if (metric === metricNames.sessionCreated || metric === metricNames.sessionCancelled) {
      on.owned(metadata[metadataNames.sessionId] ?? '', metric === metricNames.sessionCreated);
      return;
    }
    const key = metadata[metadataNames.request];
    // Samples without it are of requests that are not measured: k6's own, creating a session, cancelling it.
    if (key === undefined) return;
    if (metric === metricNames.sent) {
      begin(sample, key);
      return;
    }
    const request = pending.get(key);
    if (request === undefined) return;
    if (metric === 'http_req_receiving') request.receivingMs = sample.value;
    else if (metric === 'http_req_duration') {
      request.endMs = sample.atMs;
      request.durationMs = sample.value;
      request.status = Number(tags['status'] ?? 0);
      request.errorCode = tags['error_code'] ?? '';
    } else {
      pending.delete(key);
      on.record(toRecord(request, metadata[metadataNames.answer]));
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
