import { usageError } from '../../support/errors.ts';
import type { SessionCredential, Target } from './target.ts';

/** RFC 9110 section 5.6.2: what a method or a header name may be made of. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110 section 5.5: visible Latin-1, spaces and tabs. A line break here would forge headers. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Headers that frame the message or steer the connection: the engines set them themselves. */
const engineOwned = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'transfer-encoding',
  'upgrade',
]);

/** What a timer of Node can hold: 24 days. */
const longestTimeoutMs = 2 ** 31 - 1;

/**
 * Refuses a target or sessions that could not be driven faithfully.
 * @throws HarnessError (usage) that lists every problem at once and no secret.
 */
export function checkTarget(target: Target, sessions: readonly SessionCredential[]): void {
  const problems = [
    ...urlProblems(target.baseUrl),
    ...requestProblems(target),
    ...sessionProblems(sessions),
    ...overrideProblems(target, sessions),
  ];
  if (!(target.timeoutMs > 0 && target.timeoutMs <= longestTimeoutMs)) {
    problems.push(`the timeout must be in 1 to ${longestTimeoutMs} milliseconds, not ${target.timeoutMs}`);
  }
  if (problems.length > 0) throw usageError(...problems);
}

function* urlProblems(url: URL): Generator<string> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    yield `the base URL must begin with http:// or https://, not ${url.protocol}`;
  }
  if (url.username !== '' || url.password !== '') {
    yield 'the base URL carries a user name or password: give the secret as a session’s secret instead';
  }
}

function* requestProblems({ request }: Target): Generator<string> {
  if (!token.test(request.method)) {
    yield `${JSON.stringify(request.method)} is not an HTTP method`;
  } else if (request.method !== request.method.toUpperCase()) {
    yield `the method must be upper-case: ${request.method.toUpperCase()}, not ${request.method}`;
  } else if (request.method === 'CONNECT') {
    yield 'the method CONNECT opens a tunnel and has no answer to measure';
  }
  if (!request.path.startsWith('/')) {
    yield `the path must begin with a slash, not ${JSON.stringify(request.path)}`;
  }
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(request.headers)) {
    const lower = name.toLowerCase();
    if (!token.test(name)) yield `${JSON.stringify(name)} is not a header name`;
    else if (engineOwned.has(lower)) yield `the header ${name} is set by the engine: leave it out`;
    else if (seen.has(lower)) yield `the header ${name} is given twice`;
    // The value may be a secret, so only its name is told.
    if (!headerValue.test(value)) yield `the header ${name} holds a character that no header may carry`;
    seen.add(lower);
  }
}

function* sessionProblems(sessions: readonly SessionCredential[]): Generator<string> {
  if (sessions.length === 0) yield 'there is no session to send with';
  const labels = new Set<string>();
  for (const session of sessions) {
    yield* credentialProblems(session);
    if (labels.has(session.label)) yield `two sessions are called ${session.label}`;
    labels.add(session.label);
  }
}

function credentialProblems({ label, secret }: SessionCredential): string[] {
  if (label === '') return ['a session has no label'];
  if (label.includes(secret) && secret !== '') return ['a session’s label holds its secret'];
  if (secret === '') return [`the secret of session ${label} is empty`];
  if (!headerValue.test(secret)) {
    return [
      `the secret of session ${label} holds a character that no header may carry: was it copied with its line break?`,
    ];
  }
  return [];
}

/** One header for all would make one session of many, and every finding about isolation false. */
function overrideProblems({ request }: Target, sessions: readonly SessionCredential[]): string[] {
  const override = Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization');
  return override && sessions.length > 1
    ? [
        `an authorization header of your own would make one session of all ${sessions.length}: use one session`,
      ]
    : [];
}
