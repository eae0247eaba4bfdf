import { rateLimitHeaderNames } from '../records.ts';

/** The part of a record that the head of the answer fills. */
export interface KeptHeaders {
  readonly headers?: Readonly<Record<string, string>>;
  readonly requestId?: string;
}

type HeaderSource = Readonly<Record<string, string | string[] | undefined>>;

/**
 * What a record keeps of an answer's headers.
 * @param headers by lower-case name.
 * @param secrets are cut out of the values: a target may echo what it was sent.
 */
export function keepHeaders(headers: HeaderSource, secrets: readonly string[]): KeptHeaders {
  let kept: Record<string, string> | undefined;
  for (const name of rateLimitHeaderNames) {
    const value = headers[name];
    if (value === undefined) continue;
    kept ??= {};
    kept[name] = withoutSecrets(value, secrets);
  }
  const requestId = headers['x-request-id'];
  return {
    ...(kept === undefined ? undefined : { headers: kept }),
    ...(requestId === undefined ? undefined : { requestId: withoutSecrets(requestId, secrets) }),
  };
}

/** `[name, value, name, value, …]` as parsers leave it, by lower-case name; repeated ones are joined by a comma. */
export function headersByName(raw: readonly string[]): Record<string, string> {
  const byName: Record<string, string> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase();
    const value = raw[i + 1] as string;
    byName[name] = name in byName ? `${byName[name]}, ${value}` : value;
  }
  return byName;
}

function withoutSecrets(value: string | string[], secrets: readonly string[]): string {
  let text = typeof value === 'string' ? value : value.join(', ');
  for (const secret of secrets) text = text.replaceAll(secret, '[redacted]');
  return text;
}
