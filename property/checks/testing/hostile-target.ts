import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** Answers one request on a raw socket. */
type Deed = (socket: Socket, request: string) => void;

const head = (status: string, ...headers: readonly string[]): string =>
  `HTTP/1.1 ${status}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`;

const json = (body: string): string =>
  `${head('200 OK', 'content-type: application/json', `content-length: ${Buffer.byteLength(body)}`)}${body}`;

/** Writes the same bytes until the other side has enough. */
function pour(socket: Socket, chunk: Buffer): void {
  const write = (): void => {
    while (!socket.destroyed && socket.writable && socket.write(chunk));
    if (!socket.destroyed) socket.once('drain', write);
  };
  write();
}

/** 64 MiB of zeros in 64 KiB. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
let serial = 0;

/** A page of threads that never were, and there is always another one. */
function endlessPage(): string {
  const data = Array.from({ length: 100 }, () => {
    serial += 1;
    return { id: `cthr_${serial}`, object: 'chatkit.thread', created_at: 2_000_000_000 - serial };
  });
  const threads = data.map((entry) => ({ ...entry, status: { type: 'active' }, title: null, user: 'u' }));
  const [first, last] = [threads[0]?.id, threads.at(-1)?.id];
  return json(
    JSON.stringify({ object: 'list', data: threads, first_id: first, last_id: last, has_more: true }),
  );
}

/** Ways to be hostile, by name. */
export const hostileDeeds = {
  hang: () => undefined,
  hangs_up: (socket) => void socket.destroy(),
  resets: (socket) => void socket.resetAndDestroy(),
  no_http: (socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  stops_in_the_middle: (socket) =>
    void socket.end(`${head('200 OK', 'content-type: application/json', 'content-length: 1000')}{"data":`),
  drips: (socket) => {
    socket.write(head('200 OK', 'content-type: application/json', 'content-length: 100000'));
    const drip = setInterval(() => socket.write(' '), 20);
    socket.on('close', () => clearInterval(drip));
  },
  redirects_for_ever: (socket, request) => {
    const path = /^\S+ (\S+)/.exec(request)?.[1] ?? '/';
    socket.write(head('302 Found', `location: ${path}/x`, 'content-length: 0'));
  },
  endless_body: (socket) => {
    socket.write(head('200 OK', 'content-type: application/json', 'connection: close'));
    pour(socket, Buffer.alloc(65_536, 0x20));
  },
  endless_headers: (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    pour(socket, Buffer.from(`x-flood: ${'x'.repeat(1000)}\r\n`));
  },
  endless_interim_answers: (socket) => void socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000)),
  gzip_bomb: (socket) => {
    const headers = [
      'content-type: application/json',
      'content-encoding: gzip',
      `content-length: ${bomb.length}`,
    ];
    socket.write(head('200 OK', ...headers));
    socket.write(bomb);
  },
  not_gzip: (socket) => {
    socket.write(head('200 OK', 'content-encoding: gzip', 'content-length: 2'));
    socket.write('{}');
  },
  pages_without_end: (socket) => void socket.write(endlessPage()),
  deep_json: (socket) => void socket.write(json('['.repeat(100_000) + ']'.repeat(100_000))),
  odd_json: (socket) =>
    void socket.write(json('{"__proto__":null,"data":[null,1,{"id":{}}],"has_more":"x"}')),
  null_json: (socket) => void socket.write(json('null')),
  server_errors: (socket) => void socket.write(head('503 Service Unavailable', 'content-length: 0')),
} satisfies Record<string, Deed>;

export type HostileDeed = keyof typeof hostileDeeds;

/** A target that answers every request in a hostile way. @returns its address and how to end it. */
export async function listenHostile(deed: HostileDeed): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let read = '';
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      read += text;
      if (!read.includes('\r\n\r\n')) return;
      const request = read;
      read = '';
      hostileDeeds[deed](socket, request);
    });
    socket.on('close', () => sockets.delete(socket));
    // Whoever hangs up on us is welcome to.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
