import { betaHeader } from '../../../schema/operations.ts';
import type { RandomStream } from '../../../support/random.ts';

/** The official address: what a client records that was not told another. */
export const recordedBaseUrl = 'https://api.openai.com/v1';

interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** An entry of a HAR 1.2, as far as a walk through pages has need of it. */
export interface HarEntry {
  readonly startedDateTime: string;
  /** Milliseconds, as all times; the sum of the timings. */
  readonly time: number;
  readonly request: {
    readonly method: 'GET';
    readonly url: string;
    readonly httpVersion: string;
    readonly cookies: readonly never[];
    readonly headers: readonly NameValue[];
    readonly queryString: readonly NameValue[];
    readonly headersSize: number;
    readonly bodySize: number;
  };
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly httpVersion: string;
    readonly cookies: readonly never[];
    readonly headers: readonly NameValue[];
    readonly content: { readonly size: number; readonly mimeType: string; readonly text: string };
    readonly redirectURL: string;
    readonly headersSize: number;
    readonly bodySize: number;
  };
  readonly cache: Record<string, never>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
}

/** Bytes that arrive in a millisecond: some 20 MB/s. Source: synthetic. */
const bytesPerMs = 20_000;
/** A recorder that was not told a size writes -1 (HAR 1.2). */
const unknownSize = -1;

/** An answered GET request. Times are made up: 35 to 180 ms until the first byte. */
export function createHarEntry(
  stream: RandomStream,
  startMs: number,
  path: string,
  query: readonly NameValue[],
  body: string,
): HarEntry {
  const size = Buffer.byteLength(body);
  const timings = {
    send: stream.int(0, 1),
    wait: stream.int(35, 180),
    receive: Math.ceil(size / bytesPerMs),
  };
  const search = new URLSearchParams(query.map(({ name, value }) => [name, value]));
  const shared = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: unknownSize } as const;
  return {
    startedDateTime: new Date(startMs).toISOString(),
    time: timings.send + timings.wait + timings.receive,
    request: {
      method: 'GET',
      url: `${recordedBaseUrl}${path}?${search.toString()}`,
      ...shared,
      headers: [
        { name: 'accept', value: 'application/json' },
        { name: 'authorization', value: 'Bearer REDACTED' },
        { name: betaHeader.name, value: betaHeader.value },
      ],
      queryString: query,
      bodySize: 0,
    },
    response: {
      status: 200,
      statusText: 'OK',
      ...shared,
      headers: [
        { name: 'content-type', value: 'application/json' },
        { name: 'content-length', value: String(size) },
        { name: 'date', value: new Date(startMs + timings.send + timings.wait).toUTCString() },
        { name: 'x-request-id', value: `req_${stream.hex(32)}` },
      ],
      content: { size, mimeType: 'application/json', text: body },
      redirectURL: '',
      bodySize: size,
    },
    cache: {},
    timings,
  };
}
