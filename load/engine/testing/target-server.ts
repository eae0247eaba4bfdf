import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server as HttpServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { systemClock } from '../../../support/clock.ts';
import type { DrivenRequest, Target } from '../target.ts';

/** A real server on loopback that a test drives. */
export interface TargetServer<S extends Server = Server> {
  readonly baseUrl: URL;
  readonly server: S;
  /** Connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly atMs: number;
}

/** An HTTP server that remembers what it was asked. */
export interface HttpTarget extends TargetServer<HttpServer> {
  readonly seen: SeenRequest[];
}

export async function startHttp(listener: RequestListener): Promise<HttpTarget> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    seen.push({
      path: request.url ?? '',
      authorization: request.headers.authorization,
      headers: request.headers,
      atMs: systemClock.monotonicMs(),
    });
    listener(request, response);
  });
  return { ...(await listen(server)), seen };
}

/** A server that speaks whatever it likes. */
export function startSockets(onSocket: (socket: Socket) => void): Promise<TargetServer> {
  return listen(
    createSocketServer((socket) => {
      socket.on('error', () => {});
      onSocket(socket);
    }),
  );
}

async function listen<S extends Server>(server: S): Promise<TargetServer<S>> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: new URL(`http://127.0.0.1:${port}/v1`),
    server,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A port on loopback where nothing listens. */
export async function closedPort(): Promise<URL> {
  const server = await startSockets(() => {});
  await server.close();
  return server.baseUrl;
}

/** The request of most tests: a list of one thread. */
export function targetAt(baseUrl: URL, change: Partial<DrivenRequest> = {}, timeoutMs = 5000): Target {
  const headers = { 'OpenAI-Beta': 'chatkit_beta=v1' };
  return {
    baseUrl,
    timeoutMs,
    request: { method: 'GET', path: '/chatkit/threads?limit=1', headers, ...change },
  };
}
