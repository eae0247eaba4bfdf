import http, { type RefinedParams, type RefinedResponse } from 'k6/http';
import { keptOf } from '../plan/kept-headers.ts';
import { createLocalCount } from '../plan/local-count.ts';
import { metadataName } from '../plan/names.ts';
import { type Intended, writeMark } from '../plan/request-mark.ts';
import type { K6Session } from '../plan/sessions-file.ts';
import type { DrivenRequest, K6Settings } from '../plan/settings.ts';
import { currentMetadata, currentVu } from './current.ts';
import { metrics } from './metrics.ts';

// 429 is an answer that is looked for, not a failure.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }, 429));

/** One request of one session. */
export interface Drive {
  readonly session: K6Session;
  readonly request: DrivenRequest;
  /** What k6 calls it: few names, whatever the paths. */
  readonly name: string;
  /** When it should leave; null where there is no timetable. */
  readonly intended: Intended | null;
  /** Whether the body is wanted. Default: it is thrown away. */
  readonly keepBody?: boolean;
}

type Kind = 'text' | 'none';
export type Answer = RefinedResponse<Kind>;

let lastRequest = 0;
const counts = new Map<string, ReturnType<typeof createLocalCount>>();

/** Sends a request of a session, waits for its answer, and writes the samples of which the harness makes its record. */
export function drive(settings: K6Settings, what: Drive): Answer {
  const { method, path, body } = what.request;
  const begun = begin(what);
  const answer = http.request(method, settings.baseUrl + path, body, paramsOf(settings, what));
  finish(settings, what, begun, answer);
  return answer;
}

/**
 * The same without waiting, where several are to be under way at once; each keeps the metadata that it was started with. It costs k6 a
 * quarter more.
 */
export async function driveBesides(settings: K6Settings, what: Drive): Promise<Answer> {
  const { method, path, body } = what.request;
  const begun = begin(what);
  const answering = http.asyncRequest(method, settings.baseUrl + path, body, paramsOf(settings, what));
  delete currentMetadata()[metadataName];
  const answer = await answering;
  finish(settings, what, begun, answer);
  return answer;
}

interface Begun {
  readonly key: string;
  readonly sentMs: number;
}

/** Marks the request, and all samples until the mark is taken back. */
function begin({ session, intended }: Drive): Begun {
  lastRequest += 1;
  const key = `${currentVu().idInInstance}.${lastRequest}`;
  currentMetadata()[metadataName] = writeMark({
    key,
    limit: session.limit,
    intended,
    session: session.label,
  });
  metrics.sent.add(1);
  return { key, sentMs: Date.now() };
}

const paramsOf = (
  settings: K6Settings,
  { session, request, name, keepBody }: Drive,
): RefinedParams<Kind> => ({
  headers: { authorization: `Bearer ${session.secret}`, ...request.headers },
  timeout: settings.timeoutMs,
  redirects: 0,
  responseType: keepBody === true ? 'text' : 'none',
  tags: { name },
});

/** Counts what the answer tells; the counter that it belongs to is told last, and carries what is kept of the answer. */
function finish(settings: K6Settings, { session }: Drive, { key, sentMs }: Begun, answer: Answer): void {
  const metadata = currentMetadata();
  const kept = keptOf(answer.headers, session.secret);
  metadata[metadataName] = kept === null ? key : `${key} ${kept}`;
  const { status } = answer;
  if (status === 429) {
    metrics.latencyThrottled.add(answer.timings.duration);
    metrics.throttled.add(1);
  } else if (isSuccess(status)) {
    metrics.latencyAdmitted.add(answer.timings.duration);
    const mine = counts.get(session.label) ?? createLocalCount(session.limit, settings.windowMs);
    counts.set(session.label, mine);
    if (mine.admit(sentMs, Date.now())) metrics.overAdmission.add(1);
    metrics.admitted.add(1);
  } else metrics.failed.add(1);
  delete metadata[metadataName];
}

/** Whether a status says that the request was let through. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;
