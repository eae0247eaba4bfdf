import { Client, EnvHttpProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { isLoopback } from './target.ts';

/** One connection to the target, opened when first used, opened again when it was lost. It carries one request at a time. */
export interface Connection {
  readonly dispatcher: Dispatcher;
  /** Whether bytes could be sent now, without a handshake first. */
  isOpen: boolean;
  /** Closes it, whatever state it is in; what it carried fails. */
  destroy(): Promise<void>;
}

export interface ConnectionEvents {
  /** The other side, or the idle timer, closed it. */
  onClosed(connection: Connection): void;
}

/** Long enough to outlast the pauses between probes; a shorter keep-alive hint of the server wins. */
const idleTimeoutMs = 60_000;

/**
 * Timeouts are the exchange's: undici's own are half a second coarse. HTTP/1.1 only, because of one stream per
 * connection we know when its bytes were handed over.
 */
const clientOptions = {
  pipelining: 1,
  allowH2: false,
  headersTimeout: 0,
  bodyTimeout: 0,
  keepAliveTimeout: idleTimeoutMs,
} as const;

/**
 * Proxies are those of the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY), never for loopback. Certificates
 * are checked against Node's authorities, NODE_EXTRA_CA_CERTS included.
 */
export function createConnection(url: URL, events: ConnectionEvents): Connection {
  const life = new AbortController();
  // undici cannot give up a handshake that is under way, but the signal reaches the socket itself.
  const socketOptions = { timeout: 0, signal: life.signal };

  const watched = (client: Client): Client =>
    client
      .on('connect', () => void (connection.isOpen = true))
      .on('disconnect', () => {
        connection.isOpen = false;
        events.onClosed(connection);
      });

  const dispatcher =
    isLoopback(url) || !proxyConfigured()
      ? watched(new Client(url.origin, { ...clientOptions, connect: socketOptions }))
      : new EnvHttpProxyAgent({
          ...clientOptions,
          connect: socketOptions,
          proxyTls: socketOptions,
          clientFactory: (origin, options) => new Client(origin, Object.assign({}, options, clientOptions)),
          factory: (origin, options) =>
            watched(new Client(origin, Object.assign({}, options, clientOptions))),
        });

  const connection: Connection = {
    dispatcher,
    isOpen: false,
    async destroy() {
      connection.isOpen = false;
      const destroyed = dispatcher.destroy(new Error('the connection is no longer needed'));
      life.abort();
      await destroyed;
    },
  };
  return connection;
}

function proxyConfigured(): boolean {
  const { env } = process;
  return [env['http_proxy'], env['HTTP_PROXY'], env['https_proxy'], env['HTTPS_PROXY']].some(Boolean);
}

/** Thrown where undici would write the request; it then writes nothing and keeps the connection. */
const nothingToSend = new Error('opened, nothing to send');

/**
 * Opens a connection (TCP, TLS, a proxy's tunnel) without sending any request that the target could count.
 *
 * undici tells a handler when the connection stands and the request is about to be written. A handler that
 * throws then ends the request before its first byte, and the connection goes idle as after any other. The
 * request should be the one that will be sent: for one with another Host, TLS would need another handshake.
 * @throws the error that kept it from opening, or one with the code `ETIMEDOUT`: the connection is then to be destroyed.
 */
export function openConnection(
  connection: Connection,
  request: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' }));
    }, timeoutMs);
    connection.dispatcher.dispatch(request, {
      onRequestStart() {
        throw nothingToSend;
      },
      onResponseStart() {},
      onResponseData() {},
      onResponseEnd() {},
      onResponseError(_controller, error) {
        clearTimeout(timer);
        if (error === nothingToSend) resolve();
        else reject(error);
      },
    });
  });
}
