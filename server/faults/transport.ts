import type { RandomStream } from '../../support/random.ts';
import type { Clock } from '../../support/clock.ts';
import { errorJson } from '../api-error.ts';
import { ConnectionLost, isUnsteady, markUnsteady } from './connection.ts';
import type { Exchange, Fault, FaultTools } from './fault.ts';

type About = Pick<Fault, 'does' | 'breaks' | 'source'>;

/**
 * True for `run` calls in a row out of every `every`; where in the cycle they stand is the seed's.
 *
 *     . . . x x x . . . . . . x x x . .      every 9, run 3
 */
function occasionally(stream: RandomStream, every: number, run = 1): () => boolean {
  const offset = stream.int(0, every - run);
  let count = -1;
  return () => {
    count = (count + 1) % every;
    return count >= offset && count < offset + run;
  };
}

const transportFault = (about: About, wrap: (next: Exchange, tools: FaultTools) => Exchange): Fault => ({
  area: 'transport',
  ...about,
  install: (tools) => ({ exchange: (next) => wrap(next, tools) }),
});

/** A fault in the bodies of one in so many successful answers that have one. */
const bodyFault = (
  about: About,
  every: number,
  change: (bytes: Uint8Array<ArrayBuffer>, headers: Headers, tools: FaultTools) => Response,
): Fault =>
  transportFault(about, (next, tools) => {
    const isTurn = occasionally(tools.stream, every);
    return async (request) => {
      const response = await next(request);
      if (response.status !== 200 || request.method === 'HEAD' || isUnsteady(response)) return response;
      if (!isTurn()) return response;
      return change(new Uint8Array(await response.arrayBuffer()), new Headers(response.headers), tools);
    };
  });

const latencyMs = 1000;
const dripPieces = 10;
const dripMs = 200;
const burst = 5;

/** The first half of the body, and then the end of the connection. */
function truncated(bytes: Uint8Array<ArrayBuffer>, headers: Headers): Response {
  headers.set('content-length', String(bytes.length));
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(new ConnectionLost('closed'));
      else controller.enqueue(half);
      isSent = true;
    },
  });
  return markUnsteady(new Response(body, { headers }));
}

/** A body that comes in pieces with pauses between them. */
function dripping(bytes: Uint8Array<ArrayBuffer>, headers: Headers, clock: Clock): Response {
  headers.set('content-length', String(bytes.length));
  const abort = new AbortController();
  const size = Math.max(1, Math.ceil(bytes.length / dripPieces));
  let at = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (at > 0) await clock.sleep(dripMs, abort.signal);
        if (abort.signal.aborted) return;
        controller.enqueue(bytes.subarray(at, at + size));
        at += size;
        if (at >= bytes.length) controller.close();
      },
      cancel: () => abort.abort(),
    },
    // Nothing ahead of the reader.
    { highWaterMark: 0 },
  );
  return markUnsteady(new Response(body, { headers }));
}

/** Some bytes in the middle are others, of the same number, and no JSON can be read from them. */
function garbled(bytes: Uint8Array<ArrayBuffer>, headers: Headers, stream: RandomStream): Response {
  const start = stream.int(1, Math.max(1, bytes.length - 9));
  // A control character stands nowhere in JSON, 0xff nowhere in UTF-8.
  for (let i = start; i < Math.min(start + 8, bytes.length); i += 1) bytes[i] = i % 2 === 0 ? 0x01 : 0xff;
  return new Response(bytes, { headers });
}

/** Faults of the way between server and client. */
export const transportFaults = {
  'server-error-bursts': transportFault(
    {
      does: `${burst} requests in a row out of every 50 are answered 500`,
      breaks: 'valid requests are not answered with server errors',
      source: 'http',
    },
    (next, { stream }) => {
      const isTurn = occasionally(stream, 50, burst);
      return (request) => {
        if (!isTurn()) return next(request);
        const message = 'The server had an error while processing your request. Sorry about that!';
        return new Response(errorJson({ message, type: 'server_error', param: null, code: null }), {
          status: 500,
          headers: { 'content-type': 'application/json', 'x-request-id': `req_${stream.hex(32)}` },
        });
      };
    },
  ),
  'slow-answers': transportFault(
    {
      does: `one answer in 40 is ${latencyMs} ms late`,
      breaks: 'answers come within a second',
      source: 'synthetic',
    },
    (next, { stream, clock }) => {
      const isTurn = occasionally(stream, 40);
      return async (request) => {
        if (isTurn()) await clock.sleep(latencyMs, request.signal);
        return next(request);
      };
    },
  ),
  'garbled-bodies': bodyFault(
    {
      does: 'one successful body in 10 has wrong bytes in its middle',
      breaks: 'bodies are JSON',
      source: 'openapi',
    },
    10,
    (bytes, headers, { stream }) => garbled(bytes, headers, stream),
  ),
  'truncated-bodies': bodyFault(
    {
      does: 'one successful body in 10 ends after half of what content-length says, with the connection',
      breaks: 'bodies arrive whole',
      source: 'http',
    },
    10,
    truncated,
  ),
  'slow-drip': bodyFault(
    {
      does: `one successful body in 20 comes in ${dripPieces} pieces, ${dripMs} ms apart`,
      breaks: 'bodies come within a second',
      source: 'synthetic',
    },
    20,
    (bytes, headers, { clock }) => dripping(bytes, headers, clock),
  ),
  'connection-resets': transportFault(
    {
      does: 'the connection of one request in 20 is reset, without an answer and before anything is done',
      breaks: 'every request is answered',
      source: 'http',
    },
    (next, { stream }) => {
      const isTurn = occasionally(stream, 20);
      return async (request) => {
        if (isTurn()) throw new ConnectionLost('reset');
        return next(request);
      };
    },
  ),
} satisfies Record<string, Fault>;
