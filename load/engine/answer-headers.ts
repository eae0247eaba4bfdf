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

/** Where the headers that are kept stand in a parser's flat list. */
interface Layout {
  readonly raw: readonly string[];
  /** In the order of `rateLimitHeaderNames`. */
  readonly kept: readonly { readonly name: string; readonly place: number }[];
  /** Place of the request id; −1 where there is none. */
  readonly requestIdPlace: number;
  /** Whether one that is kept came more than once. */
  readonly repeated: boolean;
}

function layoutOf(raw: readonly string[]): Layout {
  const names = raw.map((text, i) => (i % 2 === 0 ? text.toLowerCase() : ''));
  const kept = rateLimitHeaderNames.flatMap((name) =>
    names.includes(name) ? [{ name, place: names.indexOf(name) + 1 }] : [],
  );
  const all = [...kept.map(({ name }) => name), 'x-request-id'];
  return {
    raw,
    kept,
    requestIdPlace: names.includes('x-request-id') ? names.indexOf('x-request-id') + 1 : -1,
    repeated: all.some((name) => names.indexOf(name) !== names.lastIndexOf(name)),
  };
}

function hasNamesOf({ raw: known }: Layout, raw: readonly string[]): boolean {
  if (raw.length !== known.length) return false;
  for (let i = 0; i < raw.length; i += 2) if (raw[i] !== known[i]) return false;
  return true;
}

/** Reads a parser's flat list. */
export type HeaderReader = (raw: readonly string[]) => KeptHeaders;

/**
 * `keepHeaders` of one answer after another with the same secrets, from the parser's flat lists. The names rarely change: where each
 * stands is found once. Answers that follow each other and are equal share what is kept of them.
 */
export function createHeaderReader(secrets: readonly string[]): HeaderReader {
  let layout = layoutOf([]);
  let last: readonly string[] = [];
  let kept: KeptHeaders = {};

  function isAsBefore(raw: readonly string[]): boolean {
    for (const { place } of layout.kept) if (raw[place] !== last[place]) return false;
    return layout.requestIdPlace < 0 || raw[layout.requestIdPlace] === last[layout.requestIdPlace];
  }

  function read(raw: readonly string[]): KeptHeaders {
    if (layout.repeated) return keepHeaders(headersByName(raw), secrets);
    const fresh: { headers?: Record<string, string>; requestId?: string } = {};
    for (const { name, place } of layout.kept) {
      fresh.headers ??= {};
      fresh.headers[name] = withoutSecrets(raw[place] as string, secrets);
    }
    if (layout.requestIdPlace >= 0)
      fresh.requestId = withoutSecrets(raw[layout.requestIdPlace] as string, secrets);
    return fresh;
  }

  return (raw) => {
    const isKnown = hasNamesOf(layout, raw);
    if (isKnown && !layout.repeated && isAsBefore(raw)) return kept;
    if (!isKnown) layout = layoutOf(raw);
    last = raw;
    kept = read(raw);
    return kept;
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
