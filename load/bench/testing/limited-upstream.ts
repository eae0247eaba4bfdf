import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Store } from 'express-rate-limit';
import { TokenBucket } from 'limiter';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const keyOf = (request: { headers: { authorization?: string | undefined } }): string =>
  request.headers.authorization ?? '';

/** express-rate-limit with its own memory store: a window that opens with a key's first request. */
export const expressFixedWindow = (limit: number, windowMs: number): RequestHandler =>
  rateLimit({ limit, windowMs, keyGenerator: keyOf, standardHeaders: 'draft-8', legacyHeaders: false });

/** rate-limiter-flexible in memory: likewise anchored at the first request. */
export function flexibleFixedWindow(limit: number, windowMs: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points: limit, duration: windowMs / 1000 });
  // express 5 hands what an async handler throws to its error handling.
  return async (request, response, next) => {
    try {
      await limiter.consume(keyOf(request));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      response.setHeader('retry-after', Math.ceil(refusal.msBeforeNext / 1000));
      response.status(429).end();
      return;
    }
    next();
  };
}

/** A store that counts a rolling window exactly, for express-rate-limit to decide by. Refused requests don't count. */
function slidingLogStore(limitOf: (key: string) => number, windowMs: number): Store {
  const logs = new Map<string, number[]>();
  return {
    increment(key) {
      const nowMs = performance.now();
      const log = (logs.get(key) ?? []).filter((ms) => nowMs - ms < windowMs);
      logs.set(key, log);
      const limit = limitOf(key);
      if (log.length < limit) {
        log.push(nowMs);
        return { totalHits: log.length, resetTime: undefined };
      }
      return { totalHits: limit + 1, resetTime: undefined };
    },
    decrement: () => undefined,
    resetKey: (key) => void logs.delete(key),
  };
}

/** express-rate-limit over a true sliding-window log. */
export const expressSlidingLog = (limit: number, windowMs: number): RequestHandler =>
  expressOwnLimits(() => limit, windowMs);

/** The same with a limit for each key, which the library asks for with every request, and tells. */
export const expressOwnLimits = (limitOf: (key: string) => number, windowMs: number): RequestHandler =>
  rateLimit({
    limit: (request) => limitOf(keyOf(request)),
    windowMs,
    keyGenerator: keyOf,
    store: slidingLogStore(limitOf, windowMs),
    standardHeaders: 'draft-6',
    legacyHeaders: false,
  });

/** Lets a request through where its key's own limiter does; one that it keeps in memory. */
function byKey(make: () => { tryRemoveTokens(count: number): boolean }): RequestHandler {
  const limiters = new Map<string, { tryRemoveTokens(count: number): boolean }>();
  return (request, response, next) => {
    const key = keyOf(request);
    const limiter = limiters.get(key) ?? make();
    limiters.set(key, limiter);
    if (limiter.tryRemoveTokens(1)) next();
    else response.status(429).end();
  };
}

/** `limiter`'s token bucket, full at first: its own begins empty. */
export const limiterTokenBucket = (limit: number, windowMs: number): RequestHandler =>
  byKey(() => {
    const bucket = new TokenBucket({ bucketSize: limit, tokensPerInterval: limit, interval: windowMs });
    bucket.content = limit;
    return bucket;
  });

/** A trivial upstream behind a limiter. @returns its address and how to end it. */
export async function listenBehind(limiter: RequestHandler): Promise<{ url: URL; close(): Promise<void> }> {
  const app = express();
  app.use(limiter);
  app.use((_, response) => void response.json({ ok: true }));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
