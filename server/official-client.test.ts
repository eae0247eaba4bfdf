import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  RateLimitError,
} from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataset } from '../generators/index.ts';
import type { ThreadItem } from '../schema/index.ts';
import { systemClock } from '../support/clock.ts';
import { defaultApiKey } from './default-api-key.ts';
import { createDeployment } from './deployment.ts';
import type { Listening } from './listen.ts';
import { lint, task, thread } from './testing/world.ts';

// The official client, unmodified, over real HTTP.
const itemCount = 2750;
const deployment = createDeployment({
  clock: systemClock,
  dataset: createDataset({ seed: 11, users: 3, threads: 130, sessions: 0, items: { min: 0, max: 3 } }),
  windowMs: 1200,
  workflows: ['wf_known'],
});
deployment.store.addThread(thread('cthr_long', 1, 'ada'));
// Five items to a second: their order is that of their arrival.
for (let i = 0; i < itemCount; i += 1)
  deployment.store.addItem(task(`cti_${i}`, 1 + Math.floor(i / 5), 'cthr_long', 'x'.repeat(i % 40)));

let server: Listening;
let client: OpenAI;
const clientFor = (apiKey: string, options: { maxRetries?: number } = {}) =>
  new OpenAI({ apiKey, baseURL: server.url, maxRetries: 0, ...options });

beforeAll(async () => {
  server = await deployment.listen();
  client = clientFor(defaultApiKey);
});
afterAll(() => server.close());

const errorOf = async (promise: PromiseLike<unknown>): Promise<APIError> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof APIError) return error;
    throw error;
  }
  throw new Error('no error came');
};

describe('the six operations', () => {
  it('create and cancel sessions', async () => {
    const session = await client.beta.chatkit.sessions.create({
      user: 'ada',
      workflow: { id: 'wf_known', state_variables: { plan: 'team' } },
      expires_after: { anchor: 'created_at', seconds: 120 },
      rate_limits: { max_requests_per_1_minute: 5 },
      chatkit_configuration: { file_upload: { enabled: true } },
    });
    expect(lint('chat_session', session)).toEqual([]);
    expect(session).toMatchObject({
      status: 'active',
      max_requests_per_1_minute: 5,
      chatkit_configuration: { file_upload: { enabled: true, max_files: 10 } },
    });
    const browser = clientFor(session.client_secret);
    expect((await browser.beta.chatkit.threads.list()).data.map((entry) => entry.id)).toEqual(['cthr_long']);
    const cancelled = await client.beta.chatkit.sessions.cancel(session.id);
    expect(cancelled).toEqual({ ...session, status: 'cancelled' });
    const refused = await errorOf(browser.beta.chatkit.threads.list());
    expect([refused.status, refused.code]).toEqual([401, 'client_secret_cancelled']);
  });

  it('list, retrieve and delete threads', async () => {
    deployment.store.addThread(thread('cthr_mine', 5, 'grace', { title: 'Zwölf “Boxkämpfer”' }));
    const page = await client.beta.chatkit.threads.list({ user: 'grace' });
    expect(page.data.map((entry) => entry.title)).toEqual(['Zwölf “Boxkämpfer”']);
    expect(await client.beta.chatkit.threads.retrieve('cthr_mine')).toEqual(
      thread('cthr_mine', 5, 'grace', { title: 'Zwölf “Boxkämpfer”' }),
    );
    expect(await client.beta.chatkit.threads.delete('cthr_mine')).toEqual({
      id: 'cthr_mine',
      deleted: true,
      object: 'chatkit.thread.deleted',
    });
    const gone = await errorOf(client.beta.chatkit.threads.delete('cthr_mine'));
    expect(gone).toBeInstanceOf(NotFoundError);
  });
});

describe('auto-paging', () => {
  it.each([
    ['asc', 100],
    ['desc', 100],
    ['asc', 37],
    [undefined, undefined],
  ] as const)('walks thousands of items, none lost or repeated: order %s, limit %s', async (order, limit) => {
    const items: ThreadItem[] = [];
    const query = { ...(order === undefined ? {} : { order }), ...(limit === undefined ? {} : { limit }) };
    for await (const item of client.beta.chatkit.threads.listItems('cthr_long', query)) items.push(item);
    const ascending = Array.from({ length: itemCount }, (_, i) => `cti_${i}`);
    expect(items.map((item) => item.id)).toEqual(order === 'asc' ? ascending : ascending.toReversed());
    expect(items.flatMap((item) => lint('thread_item', item))).toEqual([]);
  });

  it('walks all threads of all users', async () => {
    const ids = new Set<string>();
    let count = 0;
    for await (const { id } of client.beta.chatkit.threads.list({ limit: 9 })) {
      ids.add(id);
      count += 1;
    }
    expect([count, ids.size]).toEqual([131, 131]);
  });
});

describe('typed errors', () => {
  it.each([
    [
      '400',
      () => client.beta.chatkit.threads.list({ limit: 101 }),
      BadRequestError,
      { status: 400, code: 'integer_above_max_value', param: 'limit', type: 'invalid_request_error' },
    ],
    [
      '401',
      () => clientFor('sk-wrong').beta.chatkit.threads.list(),
      AuthenticationError,
      { status: 401, code: 'invalid_api_key', param: null, type: 'invalid_request_error' },
    ],
    [
      '404',
      () => client.beta.chatkit.sessions.create({ user: 'u', workflow: { id: 'wf_other' } }),
      NotFoundError,
      {
        status: 404,
        code: null,
        param: null,
        type: 'invalid_request_error',
        message: "404 Workflow with id 'wf_other' not found.",
      },
    ],
    [
      '429',
      async () => {
        const { client_secret } = await client.beta.chatkit.sessions.create({
          user: 'u',
          workflow: { id: 'wf_known' },
          rate_limits: { max_requests_per_1_minute: 1 },
        });
        const browser = clientFor(client_secret);
        await browser.beta.chatkit.threads.list();
        await browser.beta.chatkit.threads.list();
      },
      RateLimitError,
      { status: 429, code: 'rate_limit_exceeded', param: null, type: 'rate_limit_error' },
    ],
  ])('%s', async (_, call, type, details) => {
    const error = await errorOf(call());
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject(details);
    expect(error.requestID).toMatch(/^req_[0-9a-f]{32}$/);
    expect(error.requestID).toBe(error.headers?.get('x-request-id'));
  });
});

it('is retried by the client after a 429, as long after as retry-after says', async () => {
  const { client_secret } = await client.beta.chatkit.sessions.create({
    user: 'ada',
    workflow: { id: 'wf_known' },
    rate_limits: { max_requests_per_1_minute: 2 },
  });
  const browser = clientFor(client_secret, { maxRetries: 2 });
  const startMs = systemClock.monotonicMs();
  for (let i = 0; i < 3; i += 1) {
    const page = await browser.beta.chatkit.threads.list({ limit: 1 });
    expect(page.data).toHaveLength(1);
  }
  const tookMs = systemClock.monotonicMs() - startMs;
  // The third waited for the first one's slot: a window, and a moment for the way.
  expect(tookMs).toBeGreaterThanOrEqual(1190);
  expect(tookMs).toBeLessThan(1900);
});
