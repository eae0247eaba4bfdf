import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkModel, formatModelFailure } from './check-model.ts';
import type { ModelFailure } from './check-model.ts';
import { modelCommands } from './commands.ts';
import { ModelRun } from './model-run.ts';
import { startState } from './state.ts';
import type { Wrap } from './testing/embedded.ts';
import { openEmbedded, openOverHttp, world } from './testing/embedded.ts';

const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 1000);
const check = (wrap?: Wrap, options: Partial<Parameters<typeof checkModel>[0]> = {}) =>
  checkModel({ world, open: () => openEmbedded(wrap), seed: 1, numRuns, ...options });

describe('the reference deployment', () => {
  it('agrees with the model in any sequence, and every answer is met', async () => {
    const { failure, sequences, answers } = await check();
    expect(failure === null ? '' : formatModelFailure(failure)).toBe('');
    expect(sequences).toBe(numRuns);
    expect(Object.keys(answers).toSorted()).toEqual([
      'sessions.cancel 200',
      'sessions.cancel 401',
      'sessions.cancel 404',
      'sessions.create 200',
      'sessions.create 401',
      'threads.delete 200',
      'threads.delete 401',
      'threads.delete 404',
      'threads.delete 429',
      'threads.list 200',
      'threads.list 400',
      'threads.list 401',
      'threads.list 429',
      'threads.listItems 200',
      'threads.listItems 400',
      'threads.listItems 401',
      'threads.listItems 404',
      'threads.listItems 429',
      'threads.retrieve 200',
      'threads.retrieve 401',
      'threads.retrieve 404',
      'threads.retrieve 429',
    ]);
  });

  it('agrees with what is published, too', async () => {
    const { failure } = await check(undefined, { rules: 'published', numRuns: 200 });
    expect(failure).toBeNull();
  });

  it('agrees in whatever order its requests are let in', async () => {
    const commands = fc.commands(modelCommands(world, { canWait: true }), { maxCommands: 8 });
    const { failed, numRuns: runs } = await fc.check(
      fc.asyncProperty(fc.scheduler(), commands, async (scheduler, sequence) => {
        const { target } = openEmbedded((fetch) => async (url, init) => {
          await scheduler.schedule(Promise.resolve(), `${init.method} ${url}`);
          return fetch(url, init);
        });
        const model = new ModelRun(startState(world), { rules: 'reference', windowMs: 60_000 });
        await scheduler.waitFor(fc.asyncModelRun(() => ({ model, real: target }), sequence));
      }),
      { numRuns: 150, seed: 1 },
    );
    expect([failed, runs]).toEqual([false, 150]);
  });

  it('agrees over HTTP, in real time', async () => {
    const { failure, answers } = await checkModel({
      world,
      open: openOverHttp,
      seed: 2,
      numRuns: 40,
      canWait: false,
    });
    expect(failure === null ? '' : formatModelFailure(failure)).toBe('');
    expect(Object.keys(answers).length).toBeGreaterThan(15);
  });
});

const json = (body: unknown, status = 200): Response => Response.json(body, { status });
type Page = { data: { id: string; created_at: number }[]; has_more: boolean; last_id: string | null };
const isList = (url: string): boolean => /\/threads(\?|$)|\/items/.test(url);

/** Changes the pages of lists. */
const withPages =
  (change: (page: Page, url: URL) => Page): Wrap =>
  (fetch) =>
  async (url, init) => {
    const response = await fetch(url, init);
    if (!isList(url) || response.status !== 200) return response;
    return json(change((await response.json()) as Page, new URL(url)));
  };

/** The same request, sent by somebody else. */
const withToken = (init: RequestInit, token: string): RequestInit => ({
  ...init,
  headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
});

interface Broken {
  readonly wrap: Wrap;
  /** The shortest sequence: each step as a pattern. */
  readonly steps: readonly RegExp[];
  readonly problem: Partial<ModelFailure['problem']>;
}

const bearer = (init: RequestInit): string =>
  (init.headers as Record<string, string>)['authorization']?.slice('Bearer '.length) ?? '';

const broken: Record<string, Broken> = {
  'a cancelled secret is still accepted': {
    wrap:
      (fetch, { sessions, apiKey }) =>
      async (url, init) => {
        const session = sessions.findBySecret(bearer(init));
        const isCancelled = session?.status(0) === 'cancelled';
        return fetch(url, isCancelled ? withToken(init, apiKey) : init);
      },
    steps: [/^create a session/, /^cancel session 0/, /with the secret of session 0 → /],
    problem: {
      source: 'published',
      path: '$.status',
      expected: 'a refusal of the secret of a cancelled session',
    },
  },
  'an expired secret is still accepted': {
    wrap:
      (fetch, { sessions, apiKey }) =>
      async (url, init) => {
        const answer = await fetch(url, init);
        if (answer.status !== 401 || sessions.findBySecret(bearer(init)) === undefined) return answer;
        const error = (await answer.clone().json()) as { error: { code: string } };
        if (error.error.code !== 'client_secret_expired') return answer;
        return fetch(url, withToken(init, apiKey));
      },
    steps: [/^create a session/, /^[\d.]+ s pass/, /with the secret of session 0 → /],
    problem: {
      source: 'published',
      path: '$.status',
      expected: 'a refusal of the secret of an expired session',
    },
  },
  'an expired secret is accepted for one moment more': {
    wrap:
      (fetch, { sessions, apiKey }, nowMs) =>
      (url, init) => {
        const endMs = (sessions.findBySecret(bearer(init))?.expiresAt ?? 0) * 1000;
        return fetch(url, nowMs() === endMs ? withToken(init, apiKey) : init);
      },
    steps: [/^create a session/, /^[\d.]+ s pass/, /with the secret of session 0 → /],
    problem: {
      source: 'published',
      path: '$.status',
      expected: 'a refusal of the secret of an expired session',
    },
  },
  'a page repeats the last entry of the page before': {
    wrap: (fetch) => async (url, init) => {
      const answer = await fetch(url, init);
      const after = new URL(url).searchParams.get('after');
      if (after === null || answer.status !== 200) return answer;
      const page = (await answer.json()) as Page;
      const [entry] = page.data;
      return json({
        ...page,
        data: entry === undefined ? [] : [{ ...entry, id: after }, ...page.data.slice(1)],
        first_id: after,
      });
    },
    steps: [/^GET .*after=/],
    problem: {},
  },
  'an entry is dropped at the boundary of a page': {
    wrap: withPages((page, url) => {
      if (!url.searchParams.has('after') || page.data.length < 2) return page;
      const data = page.data.slice(1);
      return { ...page, data, first_id: data[0]?.id } as Page;
    }),
    steps: [/^GET .*limit=2/, /^GET .*limit=2&after=/],
    problem: { source: 'synthetic', path: '$.body.data[0].id' },
  },
  'a deleted thread leaves its items': {
    wrap: (fetch, { apiKey }) => {
      const kept = new Map<string, string>();
      return async (url, init) => {
        const id = /threads\/(\w+)/.exec(url)?.[1] ?? '';
        if (init.method === 'DELETE') {
          const items = await fetch(`${url}/items`, { ...withToken(init, apiKey), method: 'GET' });
          const answer = await fetch(url, init);
          if (answer.status === 200) kept.set(id, await items.text());
          return answer;
        }
        const left = url.includes('/items') ? kept.get(id) : undefined;
        return left === undefined ? fetch(url, init) : new Response(left);
      };
    },
    steps: [/^DELETE .* → 200$/, /^GET .*\/items.* → 200$/],
    problem: { path: '$.status', received: '200' },
  },
  'has_more is always false': {
    wrap: withPages((page) => ({ ...page, has_more: false })),
    steps: [/^GET /],
    problem: { source: 'published', path: '$.body.has_more', received: 'false' },
  },
  'last_id is that of the first entry': {
    wrap: withPages((page) => ({ ...page, last_id: page.data[0]?.id ?? null })),
    steps: [/^GET /],
    problem: { source: 'published', path: '$.body.last_id' },
  },
  'the order is ignored': {
    wrap: (fetch) => (url, init) => fetch(url.replace('order=asc', 'order=desc'), init),
    steps: [/^GET .*order=asc/],
    problem: {},
  },
  'the filter by user is ignored': {
    wrap: (fetch) => (url, init) => fetch(url.replace(/user=\w+/, ''), init),
    steps: [/^GET .*user=/],
    problem: { source: 'published', path: expect.stringMatching(/^\$\.body\.data\[\d\]\.user$/) as string },
  },
  'another user’s threads are visible': {
    wrap:
      (fetch, { apiKey }) =>
      async (url, init) => {
        const answer = await fetch(url, init);
        const isRetrieve = /\/threads\/\w+$/.test(url) && init.method === 'GET';
        return isRetrieve && answer.status === 404 ? fetch(url, withToken(init, apiKey)) : answer;
      },
    steps: [/^create a session/, /^GET .*threads\/cthr_\d, with the secret of session 0 → 200$/],
    problem: { source: 'published', path: '$.status', expected: 'a refusal: there is no such thread' },
  },
  'one request too many is admitted': {
    wrap: (fetch, { apiKey }) => {
      const favoured = new Set<string>();
      return async (url, init) => {
        const answer = await fetch(url, init);
        if (answer.status !== 429 || favoured.has(bearer(init))) return answer;
        favoured.add(bearer(init));
        return fetch(url, withToken(init, apiKey));
      };
    },
    steps: [/^create a session/, /secret of session 0/, /secret of session 0/],
    problem: {
      source: 'synthetic',
      path: '$.status',
      expected: expect.stringMatching(/^429: (\d+) of \1 requests were sent$/) as string,
    },
  },
  'too many are admitted when they come at once': {
    wrap: (fetch, { apiKey }) => {
      let underWay = 0;
      return async (url, init) => {
        underWay += 1;
        try {
          if (underWay === 1) await new Promise((resolve) => setImmediate(resolve));
          const answer = await fetch(url, init);
          return answer.status === 429 && underWay > 1 ? await fetch(url, withToken(init, apiKey)) : answer;
        } finally {
          underWay -= 1;
        }
      };
    },
    steps: [/^create a session/, /secret of session 0/, /^at once: .*secret of session 0/],
    problem: { source: 'synthetic', path: '$.status' },
  },
  'the copies of the limit disagree': {
    wrap: (fetch) => async (url, init) => {
      const answer = await fetch(url, init);
      if (!url.endsWith('/sessions') || answer.status !== 200) return answer;
      return json({ ...((await answer.json()) as object), max_requests_per_1_minute: 60 });
    },
    steps: [/^create a session/],
    problem: {
      source: 'published',
      path: '$.body.max_requests_per_1_minute',
      expected: '10',
      received: '60',
    },
  },
  'a session lives a minute longer than asked': {
    wrap: (fetch) => async (url, init) => {
      const answer = await fetch(url, init);
      if (!url.endsWith('/sessions') || answer.status !== 200) return answer;
      const session = (await answer.json()) as { expires_at: number };
      return json({ ...session, expires_at: session.expires_at + 60 });
    },
    steps: [/^create a session/],
    problem: { source: 'published', path: '$.body.expires_at' },
  },
  'connections are reset': {
    wrap: (fetch) => (url, init) =>
      init.method === 'DELETE' ? Promise.reject(new Error('socket hang up')) : fetch(url, init),
    steps: [/^DELETE /],
    problem: { path: '$', expected: 'an answer', received: 'none: socket hang up' },
  },
};

describe('a broken deployment', () => {
  it.each(Object.entries(broken))(
    '%s: the shortest sequence is found, and found again',
    async (_, { wrap, steps, problem }) => {
      const { failure } = await check(wrap);
      expect(failure).not.toBeNull();
      const found = failure as ModelFailure;
      const text = formatModelFailure(found);
      expect([text, found.steps.length]).toEqual([text, steps.length]);
      steps.forEach((pattern, i) => expect(found.steps[i]).toMatch(pattern));
      expect(found.problem).toMatchObject(problem);
      const { seed, path, replayPath } = found;
      const again = await check(wrap, { seed, replay: { path, replayPath } });
      expect([again.failure?.steps, again.failure?.problem]).toEqual([found.steps, found.problem]);
    },
  );
});

describe('another deployment, of which only what is published is demanded', () => {
  const faults = Object.entries(broken).filter(([, { problem }]) => problem.source === 'published');

  it('has faults to be found in', () => {
    expect(faults.length).toBeGreaterThan(5);
  });

  it.each(faults)('is found out: %s', async (_, { wrap }) => {
    const { failure } = await check(wrap, { rules: 'published' });
    expect(failure?.problem.source).toBe('published');
  });

  const withStatus =
    (from: number, to: number): Wrap =>
    (fetch) =>
    async (url, init) => {
      const answer = await fetch(url, init);
      return answer.status === from ? json(await answer.json(), to) : answer;
    };
  it.each<[string, Wrap]>([
    ['refuses tokens with 403', withStatus(401, 403)],
    ['calls what is gone 410', withStatus(404, 410)],
    [
      'begins anew at a cursor that it does not know',
      (fetch) => async (url, init) => {
        const answer = await fetch(url, init);
        return answer.status === 400 ? fetch(url.replace(/(after|before)=[^&]*/g, ''), init) : answer;
      },
    ],
    ['gives short pages', (fetch) => (url, init) => fetch(url.replace('limit=3', 'limit=2'), init)],
  ])('is free to choose: it %s', async (_, wrap) => {
    const { failure } = await check(wrap, { rules: 'published', numRuns: 300 });
    expect(failure === null ? '' : formatModelFailure(failure)).toBe('');
    const strict = await check(wrap);
    expect(strict.failure?.problem.source).toBe('synthetic');
  });
});
