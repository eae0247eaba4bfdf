import { describe, expect, it } from 'vitest';
import { betaHeader, operationIds, operationPath, operations } from './operations.ts';
import { isShapeName, shapeNames } from './shapes.ts';

describe('operations', () => {
  it('are the six of the contract', () => {
    const table = operationIds.map((id) => {
      const { method, path, query, body, success } = operations[id];
      return [id, `${method} ${path}`, query, body, success.status, success.shape];
    });
    expect(table).toEqual([
      ['sessions.create', 'POST /chatkit/sessions', null, 'session_create', 200, 'chat_session'],
      ['sessions.cancel', 'POST /chatkit/sessions/{session_id}/cancel', null, null, 200, 'chat_session'],
      ['threads.list', 'GET /chatkit/threads', 'thread_list_query', null, 200, 'thread_list'],
      ['threads.retrieve', 'GET /chatkit/threads/{thread_id}', null, null, 200, 'thread'],
      ['threads.delete', 'DELETE /chatkit/threads/{thread_id}', null, null, 200, 'thread_deleted'],
      [
        'threads.listItems',
        'GET /chatkit/threads/{thread_id}/items',
        'thread_item_list_query',
        null,
        200,
        'thread_item_list',
      ],
    ]);
    expect(betaHeader).toEqual({ name: 'openai-beta', value: 'chatkit_beta=v1' });
  });

  it.each(operationIds)('%s is consistent with itself', (id) => {
    const operation = operations[id];
    expect(operation.id).toBe(id);
    expect(operation.pathParameters).toEqual(
      [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    );
    expect(operation.errors).toEqual([...new Set(operation.errors)].toSorted((a, b) => a - b));
    expect(operation.errors).toEqual(expect.arrayContaining([400, 401, 500]));
    expect(operation.authorization).toContain('api_key');
  });

  it('lets a client secret read and delete threads, and nothing else', () => {
    expect(operationIds.filter((id) => operations[id].authorization.includes('client_secret'))).toEqual([
      'threads.list',
      'threads.retrieve',
      'threads.delete',
      'threads.listItems',
    ]);
  });
});

describe('operationPath', () => {
  it('fills in what the template names', () => {
    expect(operationPath('threads.list')).toBe('/chatkit/threads');
    expect(operationPath('sessions.cancel', { session_id: 'cksess_1' })).toBe(
      '/chatkit/sessions/cksess_1/cancel',
    );
    expect(operationPath('threads.listItems', { thread_id: 'cthr_1', session_id: 'unused' })).toBe(
      '/chatkit/threads/cthr_1/items',
    );
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['?x=1#y', '%3Fx%3D1%23y'],
    ['%2F', '%252F'],
    ['ä 𝄞', '%C3%A4%20%F0%9D%84%9E'],
    ['{thread_id}', '%7Bthread_id%7D'],
    ['$&', '%24%26'],
  ])('encodes %s', (thread_id, encoded) => {
    expect(operationPath('threads.retrieve', { thread_id })).toBe(`/chatkit/threads/${encoded}`);
  });

  it.each([
    ['missing', {}],
    ['empty', { thread_id: '' }],
    ['inherited', Object.create({ thread_id: 'cthr_1' }) as Record<string, string>],
  ])('throws when a parameter is %s', (_, parameters) => {
    expect(() => operationPath('threads.delete', parameters)).toThrow(
      new RangeError("threads.delete: path parameter 'thread_id' is missing"),
    );
  });

  it.each(['.', '..'])('throws on %s, which would name another path', (thread_id) => {
    expect(() => operationPath('threads.delete', { thread_id })).toThrow(
      new RangeError(`threads.delete: path parameter 'thread_id' is a dot segment`),
    );
  });

  it('throws on text that has no UTF-8 form', () => {
    expect(() => operationPath('threads.delete', { thread_id: '\ud800' })).toThrow(
      new RangeError("threads.delete: path parameter 'thread_id' is not well-formed Unicode"),
    );
  });
});

it('knows the shapes by name', () => {
  expect(shapeNames).toHaveLength(25);
  expect(isShapeName('thread_item')).toBe(true);
  for (const name of ['', 'ThreadItem', 'constructor', '__proto__', 'toString'])
    expect(isShapeName(name)).toBe(false);
});
