import type { Decision } from './limiter/index.ts';

/**
 * A duration as the service writes it (observed: `120ms`, `1m2s`), rounded up to whole milliseconds so that it is
 * never claimed too short: `0s`, `999ms`, `1s`, `1.5s`, `1m2s`, `1h0m0.25s`.
 */
export function formatResetDuration(durationMs: number): string {
  const wholeMs = Math.max(0, Math.ceil(durationMs));
  if (wholeMs === 0) return '0s';
  if (wholeMs < 1000) return `${wholeMs}ms`;
  const seconds = (wholeMs % 60_000) / 1000;
  const minutes = Math.floor(wholeMs / 60_000);
  if (minutes === 0) return `${seconds}s`;
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}m${seconds}s` : `${hours}h${minutes % 60}m${seconds}s`;
}

/** The headers of every answer that counts against a session's limit. Names observed on OpenAI's API in general. */
export function rateHeaders(decision: Decision): Record<string, string> {
  const headers: Record<string, string> = {
    'x-ratelimit-limit-requests': String(decision.limit),
    'x-ratelimit-remaining-requests': String(decision.remaining),
    'x-ratelimit-reset-requests': formatResetDuration(decision.resetMs),
  };
  if (!decision.admitted) {
    // Rounded up: who waits as long as told is admitted.
    headers['retry-after'] = String(Math.ceil(decision.retryAfterMs / 1000));
    headers['retry-after-ms'] = String(Math.ceil(decision.retryAfterMs));
  }
  return headers;
}
