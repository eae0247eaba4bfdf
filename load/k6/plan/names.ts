/**
 * What the scenarios write into k6's output, and the harness reads out of it again. All of it is k6's own sample format; the names
 * below are the only agreement between the two.
 *
 *     chatkit_sent ── http_req_duration, http_req_receiving, … ── chatkit_admitted | chatkit_throttled | chatkit_failed
 *     before send     k6's own samples of the request                after its answer
 *
 * All samples of one request carry the same key in their metadata. Metadata go to files only: what is kept as a
 * time series (tags) stays small however many sessions and requests there are.
 */
export const metricNames = {
  /** Counter, 1 just before a request leaves. */
  sent: 'chatkit_sent',
  /** Counter of 2xx. */
  admitted: 'chatkit_admitted',
  /** Counter of 429. */
  throttled: 'chatkit_throttled',
  /** Counter of every other answer, and none. */
  failed: 'chatkit_failed',
  /** Trend: k6's `http_req_duration` of admitted requests. */
  latencyAdmitted: 'chatkit_latency_admitted',
  /** Trend: k6's `http_req_duration` of throttled requests: how dear is a refusal? */
  latencyThrottled: 'chatkit_latency_throttled',
  /** Counter of admissions beyond the limit that one VU saw for certain: a lower bound, for a VU sees its own requests alone. */
  overAdmission: 'chatkit_over_admission',
  /** Counter by session, where they are few, of what was admitted within the whole windows of a step; thresholds stand on it. */
  windowAdmitted: 'chatkit_window_admitted',
  /** Counter, 1 for each session that a scenario created itself. */
  sessionCreated: 'chatkit_session_created',
  /** Counter, 1 for each session that a scenario cancelled itself. */
  sessionCancelled: 'chatkit_session_cancelled',
} as const;

/**
 * The key of a sample's metadata: on samples of a driven request what `request-mark.ts` writes, on those of a session that a scenario created
 * or cancelled its id at the deployment.
 */
export const metadataName = 'chatkit';

/** Tag that names the step or wave. */
export const stepTag = 'step';
