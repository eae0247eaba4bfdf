/** What the rate-limit headers of one answer told, in milliseconds from that answer on. */
export interface Told {
  /** How long to wait, rounded up where the header rounds; null when not told. */
  readonly retryAfterMs: number | null;
  /** By how much that may exceed the server's own idea, for its format holds whole seconds only. */
  readonly retryRoundingMs: number;
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Until nothing that was admitted counts any more. */
  readonly resetMs: number | null;
  /** By how much that may exceed the server's own idea: a second where whole ones are told. */
  readonly resetRoundingMs: number;
}

type Headers = Readonly<Record<string, string>>;

/**
 * Reads the rate-limit headers of a record: `retry-after-ms`, `retry-after` as seconds or as a date (against the answer's own
 * `date`, so that no clock of ours matters), and limit, remaining and reset in the forms `x-ratelimit-*-requests` (durations
 * such as `1m2s`), `ratelimit-*` and `x-ratelimit-*` (seconds, or seconds since the epoch), and in the IETF drafts' combined
 * `ratelimit` and `ratelimit-policy` (`limit=10, remaining=4, reset=3`; `"default"; r=4; t=3` with `"default"; q=10`). What cannot be
 * read is not told, nor is what several policies of one answer tell.
 */
export function readTold(headers: Headers): Told {
  const { ms, roundingMs } = readRetryAfter(headers);
  const combined = readCombined(headers);
  const resetMs = readReset(headers) ?? combined.resetMs;
  return {
    retryAfterMs: ms,
    retryRoundingMs: roundingMs,
    limit: firstNumber(headers, limitNames) ?? combined.limit,
    remaining: firstNumber(headers, remainingNames) ?? combined.remaining,
    resetMs,
    resetRoundingMs: resetMs !== null && resetMs % 1000 === 0 ? 1000 : 0,
  };
}

function readRetryAfter(headers: Headers): { ms: number | null; roundingMs: number } {
  const inMs = readNumber(headers['retry-after-ms']);
  if (inMs !== null) return { ms: inMs, roundingMs: 0 };
  const text = headers['retry-after']?.trim();
  if (text === undefined) return { ms: null, roundingMs: 0 };
  const seconds = readNumber(text);
  if (seconds !== null) return { ms: seconds * 1000, roundingMs: Number.isInteger(seconds) ? 1000 : 0 };
  const [untilMs, nowMs] = [readDate(text), readDate(headers['date'])];
  // Both dates are cut to whole seconds, so the wait may be off by one either way; never less is safe to wait.
  return untilMs === null || nowMs === null
    ? { ms: null, roundingMs: 0 }
    : { ms: Math.max(0, untilMs - nowMs), roundingMs: 1000 };
}

function readReset(headers: Headers): number | null {
  const duration = readDuration(headers['x-ratelimit-reset-requests']);
  if (duration !== null) return duration;
  const seconds = readNumber(headers['ratelimit-reset']) ?? readNumber(headers['x-ratelimit-reset']);
  if (seconds === null) return null;
  if (seconds < 1_000_000_000) return seconds * 1000;
  const nowMs = readDate(headers['date']);
  return nowMs === null ? null : Math.max(0, seconds * 1000 - nowMs);
}

const limitNames = ['x-ratelimit-limit-requests', 'ratelimit-limit', 'x-ratelimit-limit'] as const;
const remainingNames = [
  'x-ratelimit-remaining-requests',
  'ratelimit-remaining',
  'x-ratelimit-remaining',
] as const;

const firstNumber = (headers: Headers, [first, second, third]: readonly [string, string, string]) =>
  readNumber(headers[first]) ?? readNumber(headers[second]) ?? readNumber(headers[third]);

const untold = { limit: null, remaining: null, resetMs: null };

/** The combined forms of the drafts of draft-ietf-httpapi-ratelimit-headers: the seventh, and from the eighth on. */
function readCombined(headers: Headers): Pick<Told, 'limit' | 'remaining' | 'resetMs'> {
  const text = headers['ratelimit'];
  if (text === undefined) return untold;
  const seventh = /^\s*limit=(\d+)\s*,\s*remaining=(\d+)\s*,\s*reset=(\d+)\s*$/.exec(text);
  if (seventh !== null) {
    const [limit, remaining, seconds] = seventh.slice(1).map(Number);
    return { limit: limit ?? null, remaining: remaining ?? null, resetMs: (seconds ?? 0) * 1000 };
  }
  const state = readPolicy(text);
  const policy = readPolicy(headers['ratelimit-policy'] ?? '');
  const seconds = state?.numbers.get('t');
  return {
    limit: policy !== null && policy.name === state?.name ? (policy.numbers.get('q') ?? null) : null,
    remaining: state?.numbers.get('r') ?? null,
    resetMs: seconds === undefined ? null : seconds * 1000,
  };
}

/** One named policy with its numbers: `"default"; r=4; t=3`. Of several none is the session's for certain. */
function readPolicy(
  text: string,
): { readonly name: string; readonly numbers: ReadonlyMap<string, number> } | null {
  const parsed = /^\s*"([^"]*)"((?:\s*;\s*[a-z]+=[^;,\s]+)+)\s*$/.exec(text);
  if (parsed === null) return null;
  const [, name = '', parameters = ''] = parsed;
  const numbers = [...parameters.matchAll(/([a-z]+)=(\d+)(?=\s*(?:;|$))/g)].map(
    ([, key = '', value]) => [key, Number(value)] as const,
  );
  return { name, numbers: new Map(numbers) };
}

const readNumber = (text: string | undefined): number | null => {
  if (text === undefined) return null;
  const plain = plainNumber(text, text.length);
  return plain ?? (/^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null);
};

const [zero, nine, point, letterM, letterS] = [0x30, 0x39, 0x2e, 0x6d, 0x73];
/** Whole numbers of so many digits are exact, and so is their quotient by a power of ten to the last bit. */
const exactDigits = 15;

/** The number before `end`, where it is nothing but a few digits, with decimals or without: most are, and this is the quickest way to read them. */
function plainNumber(text: string, end: number): number | null {
  let value = 0;
  let power = 0;
  for (let i = 0; i < end; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= zero && code <= nine) {
      value = value * 10 + (code - zero);
      power *= 10;
    } else if (code === point && power === 0 && i > 0 && i + 1 < end) power = 1;
    else return null;
  }
  if (end < 1 || end > exactDigits) return null;
  return power === 0 ? value : value / power;
}

/** An HTTP date as Unix milliseconds. */
function readDate(text: string | undefined): number | null {
  if (text === undefined || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
    return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `120ms`, `1m2s`, `6.5s` in milliseconds. */
function readDuration(text: string | undefined): number | null {
  const { length } = text ?? '';
  if (text?.charCodeAt(length - 1) === letterS) {
    const isMs = text.charCodeAt(length - 2) === letterM;
    const amount = plainNumber(text, length - (isMs ? 2 : 1));
    if (amount !== null) return isMs ? amount : amount * 1000;
  }
  const single = text === undefined ? null : /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text);
  if (single !== null) return Number(single[1]) * (single[2] === 's' ? 1000 : 1);
  const trimmed = text?.trim();
  if (trimmed === undefined || !/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(trimmed)) return null;
  return [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit as string] as number),
    0,
  );
}
