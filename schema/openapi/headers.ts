import type { JsonObject } from './json.ts';

const text = (description: string, example: string): JsonObject => ({
  description,
  schema: { type: 'string' },
  example,
});
const count = (description: string, example: number): JsonObject => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  example,
});

/** Marks what nobody has published: our reference deployment chose it. */
const synthetic = (header: JsonObject): JsonObject => ({
  ...header,
  description: `${String(header['description'])} Synthetic: not published for these operations; an answer may lack it.`,
  'x-synthetic': true,
});

/** `components.headers` of the document. Sources: observed (request id); synthetic for these operations (the rest). */
export const headers = {
  XRequestId: text('Identifier of the request, to quote in a report. Observed.', 'req_6f1d2c3b4a59'),
  RetryAfter: synthetic(count('Seconds to wait before the next request.', 7)),
  RetryAfterMs: synthetic(count('Milliseconds to wait before the next request.', 6500)),
  XRatelimitLimitRequests: synthetic(count('Requests that one window allows.', 10)),
  XRatelimitRemainingRequests: synthetic(count('Requests that are left in the window.', 0)),
  XRatelimitResetRequests: synthetic(
    text('Time until the limit is fresh again, as a duration such as `120ms` or `1m2s`.', '6.5s'),
  ),
} satisfies Record<string, JsonObject>;

export const headerRef = (name: keyof typeof headers): JsonObject => ({
  $ref: `#/components/headers/${name}`,
});

/** What every answer carries. */
export const commonHeaders: JsonObject = { 'x-request-id': headerRef('XRequestId') };

/** What an answer to a client secret may say of its session's limit. */
export const rateLimitHeaders: JsonObject = {
  'x-ratelimit-limit-requests': headerRef('XRatelimitLimitRequests'),
  'x-ratelimit-remaining-requests': headerRef('XRatelimitRemainingRequests'),
  'x-ratelimit-reset-requests': headerRef('XRatelimitResetRequests'),
};

/** What an answer 429 may carry besides. */
export const retryHeaders: JsonObject = {
  'retry-after': headerRef('RetryAfter'),
  'retry-after-ms': headerRef('RetryAfterMs'),
};
