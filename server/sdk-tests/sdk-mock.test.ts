import OpenAI, { NotFoundError } from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCoverage } from '../../generators/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { systemClock } from '../../support/clock.ts';
import type { Listening } from '../listen.ts';
import { errorBody, lint, readAnswer } from '../testing/world.ts';
import { createSdkMock } from './sdk-mock.ts';

const mock = createSdkMock({ clock: systemClock });
let server: Listening;
beforeAll(async () => {
  server = await mock.listen();
});
afterAll(() => server.close());

const ask = async (request: string, init: RequestInit = {}) => {
  const [method = '', path = ''] = request.split(' ');
  return readAnswer(await mock.fetch(`http://embedded${path}`, { method, ...init }));
};
const post = (path: string, body: unknown) =>
  ask(`POST ${path}`, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

describe.each(['', '/v1'])('what generated clients’ suites do, below %j', (base) => {
  const client = () =>
    new OpenAI({ apiKey: 'My API Key', baseURL: `http://127.0.0.1:${server.port}${base}`, maxRetries: 0 });

  it('sessions.create with what is required', async () => {
    const call = client().beta.chatkit.sessions.create({ user: 'x', workflow: { id: 'id' } });
    const { data, response, request_id } = await call.withResponse();
    expect([response.status, data.user, data.workflow.id]).toEqual([200, 'x', 'id']);
    expect(request_id).toMatch(/^req_[0-9a-f]{32}$/);
    expect(lint('chat_session', data)).toEqual([]);
  });

  it('sessions.create with every parameter', async () => {
    const session = await client().beta.chatkit.sessions.create({
      user: 'x',
      workflow: {
        id: 'id',
        state_variables: { foo: 'string' },
        tracing: { enabled: true },
        version: 'version',
      },
      chatkit_configuration: {
        automatic_thread_titling: { enabled: true },
        file_upload: { enabled: true, max_file_size: 1, max_files: 1 },
        history: { enabled: true, recent_threads: 1 },
      },
      expires_after: { anchor: 'created_at', seconds: 1 },
      rate_limits: { max_requests_per_1_minute: 1 },
    });
    expect(lint('chat_session', session)).toEqual([]);
    expect(session).toEqual({
      id: session.id,
      client_secret: session.client_secret,
      object: 'chatkit.session',
      user: 'x',
      workflow: {
        id: 'id',
        state_variables: { foo: 'string' },
        tracing: { enabled: true },
        version: 'version',
      },
      chatkit_configuration: {
        automatic_thread_titling: { enabled: true },
        file_upload: { enabled: true, max_file_size: 1, max_files: 1 },
        history: { enabled: true, recent_threads: 1 },
      },
      expires_at: 1_767_225_601,
      max_requests_per_1_minute: 1,
      rate_limits: { max_requests_per_1_minute: 1 },
      status: 'active',
    });
  });

  it('sessions.cancel', async () => {
    const session = await client().beta.chatkit.sessions.cancel('cksess_123');
    expect([session.id, session.status]).toEqual(['cksess_123', 'cancelled']);
    expect(lint('chat_session', session)).toEqual([]);
  });

  it('threads.retrieve', async () => {
    const thread = await client().beta.chatkit.threads.retrieve('cthr_123');
    expect(thread.id).toBe('cthr_123');
    expect(lint('thread', thread)).toEqual([]);
  });

  it('threads.list with every parameter, and to its end', async () => {
    const query = { after: 'after', before: 'before', limit: 0, order: 'asc', user: 'x' } as const;
    const page = await client().beta.chatkit.threads.list(query);
    expect([page.hasNextPage(), page.last_id]).toEqual([false, page.data.at(-1)?.id]);
    let count = 0;
    for await (const { user } of client().beta.chatkit.threads.list(query)) count += user === 'x' ? 1 : 0;
    expect([count, page.data.length]).toEqual([6, 6]);
  });

  it('threads.delete', async () => {
    expect(await client().beta.chatkit.threads.delete('cthr_123')).toEqual({
      id: 'cthr_123',
      deleted: true,
      object: 'chatkit.thread.deleted',
    });
    expect((await client().beta.chatkit.threads.retrieve('cthr_123')).id).toBe('cthr_123');
  });

  it('threads.listItems with every parameter, and to its end', async () => {
    const query = { after: 'after', before: 'before', limit: 0, order: 'asc' } as const;
    const types = new Set<string>();
    for await (const item of client().beta.chatkit.threads.listItems('cthr_123', query)) {
      expect(item.thread_id).toBe('cthr_123');
      types.add(item.type);
    }
    expect([...types].toSorted()).toEqual([
      'chatkit.assistant_message',
      'chatkit.client_tool_call',
      'chatkit.task',
      'chatkit.task_group',
      'chatkit.user_message',
      'chatkit.widget',
    ]);
  });

  it('an unknown path is not found, whatever else is said', async () => {
    const call = client().beta.chatkit.threads.list(
      { after: 'after', before: 'before', limit: 0, order: 'asc', user: 'x' },
      { path: '/_stainless_unknown_path' },
    );
    await expect(call).rejects.toThrow(NotFoundError);
  });
});

it.each<[string, ShapeName]>([
  ['GET /chatkit/threads', 'thread_list'],
  ['GET /chatkit/threads/any', 'thread'],
  ['GET /chatkit/threads/any%20id%E2%80%A6', 'thread'],
  ['DELETE /chatkit/threads/any', 'thread_deleted'],
  ['GET /chatkit/threads/any/items', 'thread_item_list'],
  ['POST /chatkit/sessions/any/cancel', 'chat_session'],
  ['GET /chatkit/threads?limit=100&user=x&after=a&before=a&order=desc', 'thread_list'],
])('%s is valid in full, with no key and no beta header', async (request, shape) => {
  const { status, json } = await ask(request);
  expect(status).toBe(200);
  expect(lint(shape, json)).toEqual([]);
});

/** The branches of a shape that occur in no value of the list at a path. */
async function missing(shape: 'thread' | 'thread_item', url: string): Promise<string[]> {
  const coverage = createCoverage(shape);
  const { data } = (await ask(`GET ${url}`)).json as { data: Shape<typeof shape>[] };
  for (const value of data) coverage.add(value);
  return coverage
    .report()
    .branches.filter(({ count }) => count === 0)
    .map(({ path, kind, way }) => `${path} ${kind} ${way}`);
}

it('has entries of every kind in its lists', async () => {
  expect(await missing('thread', '/chatkit/threads')).toEqual([]);
  expect(await missing('thread_item', '/chatkit/threads/t/items')).toEqual([]);
});

it('echoes ids as they were sent', async () => {
  const { json } = await ask('GET /chatkit/threads/any%20id%E2%80%A6%2F');
  expect((json as { id: string }).id).toBe('any id…/');
});

it('answers the same request the same, for ever', async () => {
  const requests = ['GET /v1/chatkit/threads?user=x', 'GET /v1/chatkit/threads/t/items'];
  for (const request of requests) expect((await ask(request)).text).toBe((await ask(request)).text);
  const body = { user: 'x', workflow: { id: 'id' } };
  const [one, other] = [await post('/chatkit/sessions', body), await post('/v1/chatkit/sessions', body)];
  expect(one.text).toBe(other.text);
  const fresh = createSdkMock({ clock: systemClock, seed: 1 });
  const again = await readAnswer(await fresh.fetch('http://embedded/v1/chatkit/threads?user=x'));
  expect(again.text).toBe((await ask('GET /v1/chatkit/threads?user=x')).text);
});

it('never limits', async () => {
  const statuses = new Set<number>();
  for (let i = 0; i < 100; i += 1) {
    const { status, headers } = await ask('GET /chatkit/threads', {
      headers: { authorization: 'Bearer ek_1' },
    });
    statuses.add(status);
    expect(headers.has('x-ratelimit-limit-requests')).toBe(false);
  }
  expect([...statuses]).toEqual([200]);
});

describe('what is refused', () => {
  it.each([
    'GET /',
    'GET /v1',
    'POST /v1/chatkit',
    'PUT /none?limit=x',
    'GET /chatkit/threads/',
    'GET /v2/chatkit/threads',
  ])('%s is no path', async (request) => {
    const { status, json } = await ask(request);
    expect([status, json]).toEqual([404, errorBody(`Invalid URL (${request.replace(/\?.*/, '')})`)]);
  });

  it('a method that a path has not', async () => {
    const { status, headers } = await ask('PUT /chatkit/threads');
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });

  it('parameters and bodies that break the contract, by their name', async () => {
    const limit = await ask('GET /chatkit/threads?limit=101');
    expect([limit.status, limit.json]).toMatchObject([400, { error: { param: 'limit' } }]);
    const order = await ask('GET /chatkit/threads/t/items?order=up');
    expect([order.status, order.json]).toMatchObject([400, { error: { param: 'order' } }]);
    const body = await post('/chatkit/sessions', { user: 'x' });
    expect([body.status, body.json]).toMatchObject([400, { error: { param: 'workflow' } }]);
    const large = await post('/chatkit/sessions', { user: 'x'.repeat(1_048_577), workflow: { id: 'id' } });
    expect(large.status).toBe(413);
  });
});
