import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { rateLimiter } from 'hono-rate-limiter';

/**
 * hono-rate-limiter with its own memory store: a window that opens with a key's first request.
 * @returns its address and how to end it.
 */
export async function listenHono(
  limit: number,
  windowMs: number,
): Promise<{ url: URL; close(): Promise<void> }> {
  const app = new Hono();
  app.use(
    rateLimiter({ limit, windowMs, keyGenerator: (context) => context.req.header('authorization') ?? '' }),
  );
  app.get('/', (context) => context.json({ ok: true }));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
