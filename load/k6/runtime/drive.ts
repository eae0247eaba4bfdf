import execution from 'k6/execution';
import http, { type RefinedResponse } from 'k6/http';
import type { Counter } from 'k6/metrics';
import { keptHeaderNames } from '../plan/kept-headers.ts';
import { createLocalCount } from '../plan/local-count.ts';
import { metadataNames } from '../plan/names.ts';
import type { K6Session } from '../plan/sessions-file.ts';
import type { DrivenRequest, K6Settings } from '../plan/settings.ts';
import { metrics } from './metrics.ts';

// 429 is an answer that is looked for, not a failure.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }, 429));

/** One request of one session. */
export interface Drive {
  readonly session: K6Session;
  readonly request: DrivenRequest;
  /** What k6 calls it: few names, whatever the paths. */
  readonly name: string;
  /** Milliseconds after the scenario's start at which it should leave; absent where there is no timetable. */
  readonly intendedMs?: number;
  /** Whether the body is wanted. Default: it is thrown away. */
  readonly keepBody?: boolean;
}

export type Answer = RefinedResponse<'text' | 'none'>;

let lastRequest = 0;
const counts = new Map<string, ReturnType<typeof createLocalCount>>();

/**
 * Sends a request of a session and writes the samples of which the harness makes its record.
 * Several may be under way at once: k6 keeps with each request the metadata that it was started with.
 */
export async function drive(settings: K6Settings, what: Drive): Promise<Answer> {
  const { session, request } = what;
  lastRequest += 1;
  const own: Record<string, string | number> = {
    [metadataNames.request]: `${execution.vu.idInInstance}.${lastRequest}`,
    [metadataNames.session]: session.label,
    [metadataNames.limit]: session.limit,
    ...(what.intendedMs === undefined
      ? {}
      : { [metadataNames.intended]: `${execution.scenario.startTime} ${what.intendedMs}` }),
  };
  withMetadata(own, () => metrics.sent.add(1));
  const sentMs = Date.now();
  const answering = withMetadata(own, () =>
    http.asyncRequest(request.method, `${settings.baseUrl}${request.path}`, request.body, {
      headers: { authorization: `Bearer ${session.secret}`, ...request.headers },
      timeout: settings.timeoutMs,
      redirects: 0,
      responseType: what.keepBody === true ? 'text' : 'none',
      tags: { name: what.name },
    }),
  );
  const answer = await answering;
  const kept = JSON.stringify(keptOf(answer.headers, session.secret));
  const outcome = withMetadata(own, () => measure(settings, session, answer, sentMs));
  withMetadata(kept === '{}' ? own : { ...own, [metadataNames.answer]: kept }, () => outcome.add(1));
  return answer;
}

/** Counts what the answer tells. @returns the counter that it belongs to, which is told last. */
function measure(settings: K6Settings, session: K6Session, answer: Answer, sentMs: number): Counter {
  const { duration } = answer.timings;
  if (answer.status === 429) {
    metrics.latencyThrottled.add(duration);
    return metrics.throttled;
  }
  if (!isSuccess(answer.status)) return metrics.failed;
  metrics.latencyAdmitted.add(duration);
  const mine = counts.get(session.label) ?? createLocalCount(session.limit, settings.windowMs);
  counts.set(session.label, mine);
  if (mine.admit(sentMs, Date.now())) metrics.overAdmission.add(1);
  return metrics.admitted;
}

/** Whether a status says that the request was let through. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Samples made within `work` carry these metadata, and no later ones do. */
function withMetadata<T>(own: Readonly<Record<string, string | number>>, work: () => T): T {
  const { metadata } = execution.vu.metrics;
  for (const [name, value] of Object.entries(own)) metadata[name] = value;
  try {
    return work();
  } finally {
    for (const name of Object.keys(own)) delete metadata[name];
  }
}

/** The part of the head that records keep. A target may echo what it was sent, so the secret is cut out. */
function keptOf(
  headers: Readonly<Record<string, string>>,
  secret: string,
): { headers?: Record<string, string>; requestId?: string } {
  const clean = (value: string): string => value.split(secret).join('[redacted]');
  const kept: Record<string, string> = {};
  let requestId: string | undefined;
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (keptHeaderNames.has(lower)) kept[lower] = clean(value);
    if (lower === 'x-request-id') requestId = clean(value);
  }
  return {
    ...(Object.keys(kept).length === 0 ? {} : { headers: kept }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}
