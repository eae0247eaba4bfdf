import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { ApiError, errorJson } from './api-error.ts';

export interface ListenOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default `127.0.0.1`: nobody but this machine. */
  readonly hostname?: string;
}

/** A deployment that listens. */
export interface Listening {
  /** Base URL as clients want it: `http://127.0.0.1:8787/v1`. */
  readonly url: string;
  readonly port: number;
  /** Stops taking connections, lets requests under way end for a moment, then closes every socket. Idempotent. */
  close(): Promise<void>;
}

/** How long a request may take to arrive whole, and how long `close` waits for requests under way. Synthetic. */
const requestTimeoutMs = 30_000;
const closeGraceMs = 1000;

/**
 * What answers a request. Told in words of our own: the public types of this room lead here, and those of the
 * adapter would need the types of Node.
 * @param bindings of the connection: the response that Node made for it.
 */
type Fetch = (request: Request, bindings: { readonly outgoing: object }) => Response | Promise<Response>;

/**
 * Serves `fetch` over HTTP/1.1.
 * @throws HarnessError (exit code 2) when the port is in use or may not be had.
 */
export async function listen(
  fetch: Fetch,
  nextRequestId: () => string,
  { port = 0, hostname = '127.0.0.1' }: ListenOptions = {},
): Promise<Listening> {
  const headersFor = () => ({ 'content-type': 'application/json', 'x-request-id': nextRequestId() });
  const listener = getRequestListener(fetch, {
    // What Node's parser lets through and no URL can be made of, such as a Host header that is none.
    errorHandler: () => new Response(errorJson(malformed().details), { status: 400, headers: headersFor() }),
  });
  // A missing Host header comes to the error handler above, so that its refusal has a body like any other.
  const options = { requestTimeout: requestTimeoutMs, requireHostHeader: false };
  const server = createServer(options, (incoming, outgoing) => void listener(incoming, outgoing));
  // An expectation that nobody knows is no reason to refuse a request.
  server.on('checkExpectation', (incoming, outgoing) => void listener(incoming, outgoing));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    refuseUnparsed(error, socket, headersFor());
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, hostname, port)));
    server.listen(port, hostname, resolve);
  });
  const address = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    url: `http://${reachableHost(address)}:${address.port}/v1`,
    port: address.port,
    close: () => (closing ??= closeServer(server)),
  };
}

/** The host under which this machine reaches the address: "all addresses" is none that can be asked. */
function reachableHost({ address, family }: AddressInfo): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return family === 'IPv6' ? `[${address}]` : address;
}

/** `close` takes no connections any more and closes idle ones; what is still busy after the grace is cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), closeGraceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
  });
}

function listenError(error: NodeJS.ErrnoException, hostname: string, port: number): Error {
  const fail = (problem: string) => new HarnessError(exitCodes.usage, problem, { cause: error });
  switch (error.code) {
    case 'EADDRINUSE':
      return fail(`port ${port} is in use on ${hostname}: choose another with --port, or 0 for a free one`);
    case 'EACCES':
      return fail(`port ${port} may not be used by this user: choose one above 1023 with --port`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fail(`'${hostname}' is no address of this machine: choose another with --host`);
    default:
      return error;
  }
}

const malformed = () => new ApiError(400, 'The request is not valid HTTP.');

/** Answers what never became a request: there is a socket, and nothing else. */
function refuseUnparsed(
  error: NodeJS.ErrnoException,
  socket: Socket,
  headers: Readonly<Record<string, string>>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, body] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', new ApiError(431, 'The request headers are too large.')]
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', new ApiError(408, 'The request did not arrive in time.')]
        : ['400 Bad Request', malformed()];
  const json = errorJson(body.details);
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(json),
    connection: 'close',
  });
  socket.end(
    `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${json}`,
  );
}
