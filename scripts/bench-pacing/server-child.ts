import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../support/clock.ts';

// A server in a process of its own that notes when each request arrives. Sends its URL; on any message it sends what arrived since the last,
// in the order of arrival, and forgets it. Ends with its parent.

/** A request as the server saw it. */
export interface Arrival {
  /** Milliseconds on the server's own monotonic clock. */
  readonly atMs: number;
  /** The slot of the timetable that the request names; null where it names none. */
  readonly slot: number | null;
}

let arrivals: Arrival[] = [];
const server = createServer((request, response) => {
  const atMs = systemClock.monotonicMs();
  const slot = request.headers['x-slot'];
  arrivals.push({ atMs, slot: typeof slot === 'string' ? Number(slot) : null });
  response.writeHead(200, { 'content-length': 2 });
  response.end('{}');
});
// Between two rounds no connection is closed under a request.
server.keepAliveTimeout = 60_000;
process.on('disconnect', () => process.exit(0));
process.on('message', () => {
  process.send?.(arrivals);
  arrivals = [];
});
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
