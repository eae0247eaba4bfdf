import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../support/clock.ts';
import type { HttpReply, Reply } from './reply.ts';

/** Nothing stays open longer: a client without a timeout of its own is let go then. */
const longestSilenceMs = 6000;

/** Names of headers that a time line shows. */
const telling = new Set(['retry-after', 'retry-after-ms', 'x-should-retry', 'location', 'content-encoding']);

/** An answer in a few words. */
export function describeReply(reply: Reply): string {
  if (reply.kind === 'none')
    return { reset: 'connection reset', close: 'connection closed', silence: 'no answer' }[reply.how];
  const { status, headers, note, ending = 'whole', delayMs, drip } = reply;
  const shown = Object.entries(headers)
    .filter(([name]) => telling.has(name))
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : value.join(', ')}`);
  const odd = {
    whole: [],
    cut: ['body cut short'],
    reset: ['reset within the body'],
    stall: ['body stalls'],
  }[ending];
  return [
    String(status),
    ...shown,
    ...(note === undefined ? [] : [note]),
    ...(delayMs === undefined ? [] : [`after ${delayMs} ms`]),
    ...(drip === undefined ? [] : [`in ${drip.pieces} pieces, ${drip.gapMs} ms apart`]),
    ...odd,
  ].join(', ');
}

function drop(response: ServerResponse, how: 'reset' | 'close'): void {
  const { socket } = response;
  if (how === 'reset') socket?.resetAndDestroy();
  else socket?.destroy();
}

/**
 * Sends a reply, however improper it is.
 * @param signal aborts when the client went away or the server is closed.
 * @returns whether the client went away before the end.
 */
export async function send(
  reply: Reply,
  request: IncomingMessage,
  response: ServerResponse,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  if (reply.kind === 'none') {
    if (reply.how === 'silence') await clock.sleep(longestSilenceMs, signal);
    const { aborted } = signal;
    drop(response, reply.how === 'reset' ? 'reset' : 'close');
    return aborted;
  }
  await clock.sleep(reply.delayMs ?? 0, signal);
  if (signal.aborted) return true;
  return sendHttp(reply, request, response, clock, signal);
}

async function sendHttp(
  { status, headers, body, drip, ending = 'whole' }: HttpReply,
  request: IncomingMessage,
  response: ServerResponse,
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  const bytes = Buffer.from(body as string);
  const missing = ending === 'whole' ? 0 : 64;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && !response.hasHeader('transfer-encoding'))
    response.setHeader('content-length', bytes.length + missing);
  response.writeHead(status);
  const pieces = drip?.pieces ?? 1;
  const size = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let at = 0; at < bytes.length && !signal.aborted; at += size) {
    if (at > 0) await clock.sleep(drip?.gapMs ?? 0, signal);
    if (!signal.aborted && request.method !== 'HEAD') response.write(bytes.subarray(at, at + size));
  }
  if (ending === 'whole') {
    response.end();
    return signal.aborted;
  }
  response.flushHeaders();
  // What was written must have left before the connection ends, or the client never sees the half of it.
  await clock.sleep(ending === 'stall' ? longestSilenceMs : 30, signal);
  const { aborted } = signal;
  drop(response, ending === 'reset' ? 'reset' : 'close');
  return aborted;
}
