import type { Observed } from './observed.ts';
import type { Exchange } from './server/exchange.ts';

/** Headers of a request that tell something of the client's ways. */
const telling = ['idempotency-key', 'x-stainless-retry-count'];

const at = (ms: number): string => `${(ms / 1000).toFixed(3)} s`.padStart(9);

const shorten = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…`;

function requestLine({ method, target, headers, answered, atMs, endMs, abandoned }: Exchange): string {
  const told = telling.filter((name) => headers[name] !== undefined && headers[name] !== '0');
  const shown = told.map((name) => `, ${name}: ${headers[name]}`).join('');
  const left = abandoned ? `; the client went away after ${Math.round((endMs ?? atMs) - atMs)} ms` : '';
  return `${at(atMs)}  ${method} ${shorten(target, 120)}${shown}  →  ${shorten(answered, 200)}${left}`;
}

/** How the call ended, in a line. */
export function describeOutcome({ outcome }: Observed): string {
  switch (outcome.kind) {
    case 'value':
      return `value ${shorten(JSON.stringify(outcome.value) ?? 'undefined', 160)}`;
    case 'error': {
      const { type, message, status, code, requestId } = outcome.error;
      const parts = [
        `status ${status ?? 'none'}`,
        `code ${code ?? 'none'}`,
        `request id ${requestId ?? 'none'}`,
      ];
      return `${type} (${parts.join(', ')}): ${shorten(message.replaceAll(/\s+/g, ' '), 160)}`;
    }
    case 'skipped':
      return `skipped: ${outcome.reason}`;
    case 'failed':
      return `${outcome.failure}: ${outcome.detail}`;
  }
}

/** A terminal shows so many requests: more than any case of a client that comes to an end. JSON has them all. */
const longest = 40;

/**
 * What the client did, a line a request, with the seconds since the call was made; the last line is what its caller
 * got.
 * @example
 *    0.004 s  GET /chatkit/threads  →  429, retry-after: 1
 *    1.010 s  GET /chatkit/threads, x-stainless-retry-count: 1  →  200, 1 entries, has_more false, last_id "e1"
 *    1.013 s  the caller got: value [{"id":"e1", …
 */
export function timeline(observed: Observed): string[] {
  const { exchanges, elapsedMs } = observed;
  const lines = exchanges.map(requestLine);
  const shown =
    lines.length <= longest
      ? lines
      : [
          ...lines.slice(0, longest - 4),
          `           … ${lines.length - longest + 2} more, in --json …`,
          ...lines.slice(-2),
        ];
  return [
    ...(lines.length === 0 ? ['           no request came'] : shown),
    `${at(elapsedMs)}  the caller got: ${describeOutcome(observed)}`,
  ];
}
