import type { DrivenRequest, SessionCredential } from './target.ts';

/** The headers of one session's requests: its bearer token, and whatever the user gave, which wins. */
export function requestHeaders(
  request: DrivenRequest,
  credential: SessionCredential,
): Record<string, string> {
  const own = Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization');
  return own ? { ...request.headers } : { authorization: `Bearer ${credential.secret}`, ...request.headers };
}

const secretHeaders = /^(authorization|cookie|api-key|x-api-key)$/i;
/** A shorter "secret" would cut harmless digits out of everything. */
const shortestSecret = 8;

/** What of a request must not come back out of the engine, should the target echo it. */
export function secretsOf(request: DrivenRequest, credential: SessionCredential): string[] {
  const given = Object.entries(request.headers)
    .filter(([name]) => secretHeaders.test(name))
    .map(([, value]) => value.replace(/^(bearer|basic)\s+/i, ''));
  return [credential.secret, ...given].filter((secret) => secret.length >= shortestSecret);
}
