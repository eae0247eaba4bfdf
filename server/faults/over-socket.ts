import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ConnectionLost, isUnsteady } from './connection.ts';
import type { Exchange } from './fault.ts';

/** What the listener knows of the connection. */
interface Bindings {
  readonly outgoing: object;
}

/** An exchange as a listener wants it: where it loses the connection, the socket is cut. */
export function overSocket(exchange: Exchange): (request: Request, bindings: Bindings) => Promise<Response> {
  return async (request, bindings) => {
    const outgoing = bindings.outgoing as ServerResponse;
    try {
      const response = await exchange(request);
      if (!isUnsteady(response)) return response;
      await write(response, outgoing);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (error.how === 'reset') outgoing.socket?.resetAndDestroy();
      else outgoing.socket?.destroySoon();
    }
    return RESPONSE_ALREADY_SENT;
  };
}

/** Writes an answer piece by piece. What the reader doesn't want any more is not made. */
async function write(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.flushHeaders();
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  outgoing.once('close', stop);
  try {
    for (;;) {
      const piece = await reader?.read();
      if (piece === undefined || piece.done) break;
      if (!outgoing.destroyed && !outgoing.write(piece.value))
        await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')]);
    }
    outgoing.end();
  } finally {
    outgoing.off('close', stop);
  }
}
