import { describe, expect, it } from 'vitest';
import { createWorld, errorBody, thread } from './testing/world.ts';
import type { Answer, World } from './testing/world.ts';

const list = 'GET /v1/chatkit/threads';

async function limited(limit: number, options: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(options);
  const { client_secret: token } = await world.createSession({
    rate_limits: { max_requests_per_1_minute: limit },
  });
  return { world, token };
}

const names = [
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'retry-after',
  'retry-after-ms',
];
const told = ({ status, headers }: Answer) => [status, ...names.map((name) => headers.get(name))];

describe('the limit of a session', () => {
  it('is told with every answer, and exact', async () => {
    const { world, token } = await limited(2);
    expect(told(await world.ask(list, { token }))).toEqual([200, '2', '1', '1m0s', null, null]);
    await world.clock.advance(20_500);
    expect(told(await world.ask(list, { token }))).toEqual([200, '2', '0', '1m0s', null, null]);
    await world.clock.advance(8000);
    const refused = await world.ask(list, { token });
    expect(told(refused)).toEqual([429, '2', '0', '52s', '32', '31500']);
    expect(refused.json).toEqual(
      errorBody('Rate limit reached for this session: 2 requests per window. Please try again in 31500ms.', {
        type: 'rate_limit_error',
        code: 'rate_limit_exceeded',
      }),
    );
    await world.clock.advance(31_499);
    expect(told(await world.ask(list, { token }))).toEqual([429, '2', '0', '20.501s', '1', '1']);
    await world.clock.advance(1);
    expect(told(await world.ask(list, { token }))).toEqual([200, '2', '0', '1m0s', null, null]);
  });

  it('is ten a minute when nobody said otherwise', async () => {
    const world = createWorld();
    const { client_secret: token } = await world.createSession();
    const statuses = [];
    for (let i = 0; i < 12; i += 1) statuses.push((await world.ask(list, { token })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429]);
    await world.clock.advance(60_000);
    expect((await world.ask(list, { token })).status).toBe(200);
  });

  it('counts every answer but 429 that it was let in for, whatever became of it', async () => {
    const { world, token } = await limited(9);
    world.store.addThread(thread('cthr_1', 1));
    const remaining = [];
    for (const [request, options] of [
      ['GET /v1/chatkit/threads/cthr_1', {}],
      ['GET /v1/chatkit/threads/cthr_1/items', {}],
      ['DELETE /v1/chatkit/threads/cthr_1', {}],
      ['GET /v1/chatkit/threads/cthr_1', {}],
      ['GET /v1/chatkit/threads?limit=x', {}],
      ['GET /v1/chatkit/threads', { beta: null }],
      ['POST /v1/chatkit/sessions', { body: {} }],
      ['HEAD /v1/chatkit/threads', {}],
      // These never came to the session.
      ['GET /nowhere', {}],
      ['PUT /v1/chatkit/threads', {}],
      ['GET /v1/chatkit/threads', {}],
      ['GET /v1/chatkit/threads', {}],
    ] as const) {
      const { status, headers } = await world.ask(request, { token, ...options });
      remaining.push([status, headers.get('x-ratelimit-remaining-requests')]);
    }
    expect(remaining).toEqual([
      [200, '8'],
      [200, '7'],
      [200, '6'],
      [404, '5'],
      [400, '4'],
      [400, '3'],
      [401, '2'],
      [200, '1'],
      [404, null],
      [405, null],
      [200, '0'],
      [429, '0'],
    ]);
    // What it may never do is refused for that reason, at the limit too.
    const create = await world.ask('POST /v1/chatkit/sessions', { token, body: {} });
    expect(told(create).slice(0, 3)).toEqual([401, '9', '0']);
  });

  it('is each session’s own, even of one user', async () => {
    const { world, token } = await limited(1);
    const other = (await world.createSession({ rate_limits: { max_requests_per_1_minute: 3 } }))
      .client_secret;
    await world.ask(list, { token });
    expect((await world.ask(list, { token })).status).toBe(429);
    expect(told(await world.ask(list, { token: other })).slice(0, 3)).toEqual([200, '3', '2']);
  });

  it('keeps the window and the algorithm that were asked for', async () => {
    const statuses = async (world: World, token: string) => {
      const seen = [];
      // The clock starts on a whole minute: 900, 1100 and 1900 ms into it.
      for (const ms of [900, 200, 800]) {
        await world.clock.advance(ms);
        seen.push((await world.ask(list, { token })).status);
      }
      return seen;
    };
    const outcomes = [];
    for (const limiter of ['fixed-window-aligned', 'fixed-window-anchored', 'sliding-window-log'] as const) {
      const { world, token } = await limited(1, { limiter, windowMs: 1000 });
      outcomes.push(await statuses(world, token));
    }
    expect(outcomes).toEqual([
      [200, 200, 429],
      [200, 429, 200],
      [200, 429, 200],
    ]);
    const always = {
      admitted: false,
      limit: 7,
      remaining: 0,
      resetMs: 0.2,
      retryAfterMs: 1000.2,
    };
    const { world, token } = await limited(1, { limiter: () => ({ decide: () => always }) });
    expect(told(await world.ask(list, { token }))).toEqual([429, '7', '0', '1ms', '2', '1001']);
    expect(() => createWorld({ windowMs: 0.5 })).toThrow(
      new RangeError('windowMs must be a whole number of at least 1, got 0.5'),
    );
  });

  it('holds when everybody comes at once', async () => {
    const { world, token } = await limited(25);
    const answers = await Promise.all(Array.from({ length: 200 }, () => world.ask(list, { token })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(25);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(175);
  });

  it('can be larger than anybody will ever use', async () => {
    const { world, token } = await limited(Number.MAX_SAFE_INTEGER);
    expect(told(await world.ask(list, { token })).slice(0, 3)).toEqual([
      200,
      '9007199254740991',
      '9007199254740990',
    ]);
  });
});
