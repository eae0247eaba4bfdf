import { describe, expect, it } from 'vitest';
import { createDataset } from '../generators/index.ts';
import { parseId } from '../generators/identity.ts';
import type { ChatSession } from '../schema/index.ts';
import { IdentifierSource } from './identifiers.ts';
import { createLimiter } from './limiter/index.ts';
import { SessionBook, endedSessionRetentionMs } from './sessions.ts';
import { createWorld, errorBody, lint, startS } from './testing/world.ts';

const create = 'POST /v1/chatkit/sessions';
const list = 'GET /v1/chatkit/threads';

const identifiersOf = async (seed: number) => {
  const world = createWorld({ seed });
  return [(await world.createSession()).id, (await world.createSession()).client_secret];
};
const oneEach = () => createLimiter('sliding-window-log', { limit: 1, windowMs: 1000 });

describe('sessions.create', () => {
  it('resolves what the request leaves open by the defaults of the contract', async () => {
    const session = await createWorld().createSession({ user: 'ada', workflow: { id: 'wf_1' } });
    expect(session).toEqual({
      id: expect.stringMatching(/^cksess_[0-9a-f]{48}$/) as string,
      chatkit_configuration: {
        automatic_thread_titling: { enabled: true },
        file_upload: { enabled: false, max_file_size: 512, max_files: 10 },
        history: { enabled: true, recent_threads: null },
      },
      client_secret: expect.stringMatching(/^ek_[0-9a-f]{48}_00[\w+/=]+$/) as string,
      expires_at: startS + 600,
      max_requests_per_1_minute: 10,
      object: 'chatkit.session',
      rate_limits: { max_requests_per_1_minute: 10 },
      status: 'active',
      user: 'ada',
      workflow: { id: 'wf_1', state_variables: null, tracing: { enabled: true }, version: null },
    });
    expect(lint('chat_session', session)).toEqual([]);
  });

  it('takes over what the request says', async () => {
    const session = await createWorld().createSession({
      user: '名前 😀\ud800',
      workflow: {
        id: 'wf_2',
        state_variables: { plan: 'team', seats: 3, rate: 0.5, beta: false },
        tracing: { enabled: false },
        version: '2024-10-01',
      },
      chatkit_configuration: {
        automatic_thread_titling: { enabled: false },
        file_upload: { enabled: true, max_file_size: 1, max_files: 3 },
        history: { enabled: false, recent_threads: 2 },
      },
      expires_after: { anchor: 'created_at', seconds: 1 },
      rate_limits: { max_requests_per_1_minute: 7 },
    });
    expect(session).toMatchObject({
      chatkit_configuration: {
        automatic_thread_titling: { enabled: false },
        file_upload: { enabled: true, max_file_size: 1, max_files: 3 },
        history: { enabled: false, recent_threads: 2 },
      },
      expires_at: startS + 1,
      max_requests_per_1_minute: 7,
      rate_limits: { max_requests_per_1_minute: 7 },
      user: '名前 😀\ud800',
      workflow: {
        id: 'wf_2',
        state_variables: { plan: 'team', seats: 3, rate: 0.5, beta: false },
        tracing: { enabled: false },
        version: '2024-10-01',
      },
    });
    expect(lint('chat_session', session)).toEqual([]);
  });

  it('resolves each part by itself, and ignores what the contract does not name', async () => {
    const world = createWorld();
    const { status, json } = await world.ask(create, {
      body: {
        user: 'u',
        workflow: { id: 'wf_1', tracing: {}, state_variables: {}, extra: 1 },
        chatkit_configuration: { file_upload: { enabled: true }, history: {}, extra: {} },
        rate_limits: {},
        extra: [],
      },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      chatkit_configuration: {
        automatic_thread_titling: { enabled: true },
        file_upload: { enabled: true, max_file_size: 512, max_files: 10 },
        history: { enabled: true, recent_threads: null },
      },
      max_requests_per_1_minute: 10,
      workflow: { state_variables: {}, tracing: { enabled: true } },
    });
    expect(lint('chat_session', json)).toEqual([]);
  });

  it('makes ids that carry the time and share their scope with the secret, which carries the expiry', async () => {
    const world = createWorld();
    await world.clock.advance(12_500);
    const { id, client_secret } = await world.createSession({
      expires_after: { anchor: 'created_at', seconds: 30 },
    });
    const parsed = parseId(id);
    expect(parsed).toMatchObject({ prefix: 'cksess', seconds: startS + 12 });
    const [, digits = '', expiry = ''] = /^ek_([0-9a-f]{48})_00(.*)$/.exec(client_secret) ?? [];
    expect(digits.slice(-16)).toBe(parsed?.scope);
    expect(Number.parseInt(digits.slice(0, 8), 16)).toBe(startS + 12);
    expect(digits.slice(8, 12)).toBe('8000');
    expect(JSON.parse(atob(expiry))).toEqual({ expires_at: startS + 42 });
  });

  it('is a function of seed and clock', async () => {
    expect(await identifiersOf(1)).toEqual(await identifiersOf(1));
    expect((await createWorld().createSession()).id).toBe((await identifiersOf(0))[0]);
    expect(new Set([...(await identifiersOf(1)), ...(await identifiersOf(2))]).size).toBe(4);
  });

  it('takes a JSON body with charset, without content type, and with a byte order mark', async () => {
    const world = createWorld();
    const text = JSON.stringify({ user: 'é', workflow: { id: 'wf_1' } });
    const headers = { authorization: `Bearer ${world.apiKey}`, 'openai-beta': 'chatkit_beta=v1' };
    const send = async (type: Record<string, string>, body: Uint8Array<ArrayBuffer>) => {
      const response = await world.fetch('http://x/chatkit/sessions', {
        method: 'POST',
        headers: { ...headers, ...type },
        body,
      });
      return [response.status, ((await response.json()) as ChatSession).user];
    };
    const bytes = new TextEncoder().encode(text);
    expect(await send({ 'content-type': 'Application/JSON; charset=UTF-8' }, bytes)).toEqual([200, 'é']);
    expect(await send({ 'content-type': 'application/merge-patch+json' }, bytes)).toEqual([200, 'é']);
    expect(await send({}, bytes)).toEqual([200, 'é']);
    expect(await send({}, new Uint8Array([0xef, 0xbb, 0xbf, ...bytes]))).toEqual([200, 'é']);
    const latin1 = await world.fetch('http://x/chatkit/sessions', {
      method: 'POST',
      headers,
      body: new Uint8Array(Buffer.from(text, 'latin1')),
    });
    expect([latin1.status, await latin1.json()]).toEqual([
      400,
      errorBody('We could not parse the JSON body of your request. The API expects a JSON object in UTF-8.', {
        code: 'invalid_json',
      }),
    ]);
  });

  it('knows the workflows of a list, and any when there is none', async () => {
    const world = createWorld({ workflows: ['wf_a', 'wf_b'] });
    const statusFor = async (id: string) =>
      (await world.ask(create, { body: { user: 'u', workflow: { id } } })).status;
    expect([await statusFor('wf_a'), await statusFor('wf_b'), await statusFor('wf_c')]).toEqual([
      200, 200, 404,
    ]);
    expect((await createWorld().createSession({ workflow: { id: '' } })).workflow.id).toBe('');
  });
});

describe('sessions.cancel', () => {
  it('cancels once and for all, yields the most recent metadata, and is idempotent', async () => {
    const world = createWorld();
    const session = await world.createSession();
    const cancel = `POST /v1/chatkit/sessions/${session.id}/cancel`;
    const first = await world.ask(cancel);
    expect([first.status, first.json]).toEqual([200, { ...session, status: 'cancelled' }]);
    expect(lint('chat_session', first.json)).toEqual([]);
    await world.clock.advance(601_000);
    const second = await world.ask(cancel, { body: 'not even JSON' });
    expect([second.status, second.json]).toEqual([200, { ...session, status: 'cancelled' }]);
  });

  it('leaves an expired session expired', async () => {
    const world = createWorld();
    const session = await world.createSession();
    await world.clock.advance(600_000);
    const answer = await world.ask(`POST /chatkit/sessions/${session.id}/cancel`);
    expect([answer.status, answer.json]).toEqual([200, { ...session, status: 'expired' }]);
  });
});

describe('the life of a client secret', () => {
  it('ends at expires_at, to the millisecond', async () => {
    const world = createWorld();
    const { client_secret: token } = await world.createSession();
    await world.clock.advance(599_999);
    expect((await world.ask(list, { token })).status).toBe(200);
    await world.clock.advance(1);
    const late = await world.ask(list, { token });
    expect([late.status, late.json]).toEqual([
      401,
      errorBody('The client secret has expired. Create a new session.', { code: 'client_secret_expired' }),
    ]);
    expect(late.headers.get('x-ratelimit-limit-requests')).toBeNull();
  });

  it('ends with its cancellation', async () => {
    const world = createWorld();
    const { id, client_secret: token } = await world.createSession();
    await world.ask(`POST /v1/chatkit/sessions/${id}/cancel`);
    const late = await world.ask(list, { token });
    expect([late.status, late.json]).toEqual([
      401,
      errorBody('The session of this client secret was cancelled. Create a new session.', {
        code: 'client_secret_cancelled',
      }),
    ]);
  });

  it('is forgotten an hour after its end, so that memory is bounded', async () => {
    const world = createWorld();
    const old = await world.createSession();
    await world.clock.advance(600_000 + endedSessionRetentionMs - 1);
    await world.createSession();
    expect(world.sessions.size).toBe(2);
    await world.clock.advance(1);
    await world.createSession();
    expect(world.sessions.size).toBe(2);
    expect((await world.ask(`POST /v1/chatkit/sessions/${old.id}/cancel`)).status).toBe(404);
    const late = await world.ask(list, { token: old.client_secret });
    expect(late.json).toEqual(
      errorBody('Incorrect API key or client secret provided.', { code: 'invalid_api_key' }),
    );
  });

  it('is forgotten with the oldest session when there are too many at once', () => {
    const [first] = createDataset({ sessions: 1, threads: 0 }).sessions;
    if (first === undefined) throw new Error('no session was made');
    const book = new SessionBook(new IdentifierSource(1), oneEach, 2);
    book.add(first);
    const made = [1, 2, 3].map((second) =>
      book.create({ user: 'u', workflow: { id: 'wf_1' } }, (startS + second) * 1000),
    );
    expect([first, ...made].map(({ id }) => book.find(id)?.id === id)).toEqual([true, false, true, true]);
    expect(made.map((session) => book.findBySecret(session.clientSecret) === session)).toEqual([
      false,
      true,
      true,
    ]);
    expect(book.size).toBe(3);
  });

  it('is the dataset’s own for its sessions, whose end stays as it is', async () => {
    const dataset = createDataset({ sessions: 30, users: 3, threads: 5 });
    const world = createWorld({ dataset });
    const outcomes = new Set<string>();
    for (const session of dataset.sessions) {
      const { status } = await world.ask(list, { token: session.client_secret });
      const cancelled = await world.ask(`POST /v1/chatkit/sessions/${session.id}/cancel`);
      outcomes.add(`${session.status}: ${status}, ${(cancelled.json as ChatSession).status}`);
      expect(lint('chat_session', cancelled.json)).toEqual([]);
    }
    // The test's clock stands a year before the dataset's, so that active sessions are far from their end.
    expect([...outcomes].toSorted()).toEqual([
      'active: 200, cancelled',
      'cancelled: 401, cancelled',
      'expired: 401, expired',
    ]);
    await world.clock.advance(2 * endedSessionRetentionMs + 400 * 86_400_000);
    await world.createSession();
    expect(world.sessions.size).toBe(31);
  });
});
