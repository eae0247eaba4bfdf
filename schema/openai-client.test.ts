import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { examples } from './openapi/examples.ts';
import { betaHeader, operationIds, operationPath, operations } from './operations.ts';
import type { OperationId } from './operations.ts';
import { parseQuery } from './parse-query.ts';

const baseURL = 'https://deployment.test/v1';

/** The client, and what it would have sent. */
function recordingClient(answer: unknown) {
  const sent: { method: string; url: URL; headers: Headers; body: string | null }[] = [];
  const client = new OpenAI({
    apiKey: 'sk-example',
    baseURL,
    maxRetries: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const body = request.body === null ? null : await request.text();
      sent.push({ method: request.method, url: new URL(request.url), headers: request.headers, body });
      return Response.json(answer);
    },
  });
  return { chatkit: client.beta.chatkit, sent };
}
type ChatKit = ReturnType<typeof recordingClient>['chatkit'];

// Identifiers that need encoding, so that the path is compared to the letter.
const ids = { session_id: 'cksess_1/ä', thread_id: 'cthr_1?x=#' };
const segments = (url: string): string[] => url.split('/').map(decodeURIComponent);
const page = { after: 'cthr_a', before: 'cthr_b', limit: 5, order: 'asc' } as const;
const emptyPage = { ...examples.thread_list, data: [], first_id: null, last_id: null };

const calls: Record<
  OperationId,
  { call: (chatkit: ChatKit) => PromiseLike<unknown>; answer: unknown; query?: object }
> = {
  'sessions.create': {
    call: (chatkit) => chatkit.sessions.create(examples.session_create),
    answer: examples.chat_session,
  },
  'sessions.cancel': {
    call: (chatkit) => chatkit.sessions.cancel(ids.session_id),
    answer: examples.chat_session,
  },
  'threads.list': {
    call: (chatkit) => chatkit.threads.list({ ...page, user: 'a b&c' }),
    answer: emptyPage,
    query: { ...page, user: 'a b&c' },
  },
  'threads.retrieve': {
    call: (chatkit) => chatkit.threads.retrieve(ids.thread_id),
    answer: examples.thread,
  },
  'threads.delete': {
    call: (chatkit) => chatkit.threads.delete(ids.thread_id),
    answer: examples.thread_deleted,
  },
  'threads.listItems': {
    call: (chatkit) => chatkit.threads.listItems(ids.thread_id, page),
    answer: emptyPage,
    query: page,
  },
};

describe('the operations table beside the official client', () => {
  it.each(operationIds)('%s: method, path, query, body and beta header', async (id) => {
    const { call, answer, query } = calls[id];
    const { chatkit, sent } = recordingClient(answer);
    await call(chatkit);
    expect(sent).toHaveLength(1);
    const [request] = sent;
    if (request === undefined) throw new Error('nothing was sent');
    const operation = operations[id];

    expect(request.method).toBe(operation.method);
    // The client leaves `=` and the like bare, which means the same within a segment.
    const { origin, pathname } = request.url;
    expect(segments(`${origin}${pathname}`)).toEqual(segments(`${baseURL}${operationPath(id, ids)}`));
    expect(request.headers.get(betaHeader.name)).toBe(betaHeader.value);
    expect(request.headers.get('authorization')).toBe('Bearer sk-example');

    expect(operation.query !== null).toBe(query !== undefined);
    const names = [...request.url.searchParams.keys()].toSorted();
    expect(names).toEqual(Object.keys(query ?? {}).toSorted());
    expect(parseQuery(id, request.url.searchParams)).toEqual({
      ok: true,
      value: query ?? {},
      unknownMembers: [],
    });

    const body = operation.body === null ? null : JSON.stringify(examples.session_create);
    expect(request.body).toBe(body);
  });

  it('has an operation for every method of the client, and no other', () => {
    const { chatkit } = recordingClient(null);
    const methods = (['sessions', 'threads'] as const).flatMap((group) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(chatkit[group]))
        .filter((name) => name !== 'constructor')
        .map((name) => `${group}.${name}`),
    );
    expect(methods.toSorted()).toEqual(operationIds.toSorted());
  });
});

it('compares every type that the client exports (openai-types.test-d.ts)', () => {
  const root = join(dirname(createRequire(import.meta.url).resolve('openai')), 'resources/beta/chatkit');
  const exported = ['chatkit', 'sessions', 'threads'].flatMap((module) => {
    const text = readFileSync(join(root, `${module}.d.ts`), 'utf8');
    return [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name ?? '');
  });
  expect(exported).toHaveLength(25);
  const proof = readFileSync(new URL('openai-types.test-d.ts', import.meta.url), 'utf8');
  const compared = new Set([...proof.matchAll(/^ {2}(\w+): \[/gm)].map(([, name]) => name));
  expect(exported.filter((name) => !compared.has(name))).toEqual([
    // Pages are classes of the client; their fields are compared in CursorPairs.
    'ChatKitThreadsPage',
    'ChatKitThreadItemListDataPage',
  ]);
});
