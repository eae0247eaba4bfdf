/** The response headers that a record keeps; a test holds them against those of the other engines. */
export const keptHeaderNames = [
  'retry-after',
  'retry-after-ms',
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'date',
] as const;

/** A name as Go, and so k6, writes it: `Retry-After-Ms`. */
const inGo = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`);

const goNames = keptHeaderNames.map(inGo);
const requestIdInGo = inGo('x-request-id');

/**
 * The part of an answer's head that records keep, as JSON: `{ headers, requestId }`, each only where there is something.
 * @param headers as k6 has them. Looked up name by name: going through all of them costs more.
 * @param secret cut out: a target may echo what it was sent.
 * @returns null when nothing is kept.
 */
export function keptOf(headers: Readonly<Record<string, string>>, secret: string): string | null {
  const clean = (value: string): string =>
    value.includes(secret) ? value.replaceAll(secret, '[redacted]') : value;
  let text = '';
  // By index: in k6, an iterator costs as much as the rest.
  for (let i = 0; i < goNames.length; i += 1) {
    const value = headers[goNames[i] ?? ''];
    if (value !== undefined)
      text += `${text === '' ? '{"headers":{' : ','}"${keptHeaderNames[i]}":${JSON.stringify(clean(value))}`;
  }
  const requestId = headers[requestIdInGo];
  const told = requestId === undefined ? '' : `"requestId":${JSON.stringify(clean(requestId))}}`;
  if (text === '') return told === '' ? null : `{${told}`;
  return `${text}}${told === '' ? '}' : `,${told}`}`;
}
