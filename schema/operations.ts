import type { ShapeName } from './shapes.ts';

/** Header that every official client sends; without it the service answers 400. Source: observed. */
export const betaHeader = { name: 'openai-beta', value: 'chatkit_beta=v1' } as const;

/** Who may call: a server with an API key, a browser with a session's client secret. */
export type Authorization = 'api_key' | 'client_secret';

/** One operation of the API, as server, load, drivers and documentation read it. */
export interface Operation {
  readonly id: OperationId;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path template below the base URL; parameters in braces. */
  readonly path: string;
  readonly summary: string;
  /** Names of the path's parameters, in order. */
  readonly pathParameters: readonly string[];
  readonly query: ShapeName | null;
  readonly body: ShapeName | null;
  readonly success: { readonly status: 200; readonly shape: ShapeName };
  /** Statuses with an error body. Only 200 is published; these are observed or synthetic, see the documentation. */
  readonly errors: readonly number[];
  readonly authorization: readonly Authorization[];
}

export type OperationId =
  | 'sessions.create'
  | 'sessions.cancel'
  | 'threads.list'
  | 'threads.retrieve'
  | 'threads.delete'
  | 'threads.listItems';

const keyOnly = ['api_key'] as const;
const keyOrSecret = ['api_key', 'client_secret'] as const;

/** The six operations. Sources: seed (method, path, parameters, success), contract observations (authorization). */
export const operations: Readonly<Record<OperationId, Operation>> = {
  'sessions.create': {
    id: 'sessions.create',
    method: 'POST',
    path: '/chatkit/sessions',
    summary: 'Create a ChatKit session.',
    pathParameters: [],
    query: null,
    body: 'session_create',
    success: { status: 200, shape: 'chat_session' },
    errors: [400, 401, 404, 413, 415, 500],
    authorization: keyOnly,
  },
  'sessions.cancel': {
    id: 'sessions.cancel',
    method: 'POST',
    path: '/chatkit/sessions/{session_id}/cancel',
    summary: 'Cancel an active ChatKit session and return its most recent metadata.',
    pathParameters: ['session_id'],
    query: null,
    body: null,
    success: { status: 200, shape: 'chat_session' },
    errors: [400, 401, 404, 500],
    authorization: keyOnly,
  },
  'threads.list': {
    id: 'threads.list',
    method: 'GET',
    path: '/chatkit/threads',
    summary: 'List ChatKit threads with optional pagination and user filters.',
    pathParameters: [],
    query: 'thread_list_query',
    body: null,
    success: { status: 200, shape: 'thread_list' },
    errors: [400, 401, 429, 500],
    authorization: keyOrSecret,
  },
  'threads.retrieve': {
    id: 'threads.retrieve',
    method: 'GET',
    path: '/chatkit/threads/{thread_id}',
    summary: 'Retrieve a ChatKit thread by its identifier.',
    pathParameters: ['thread_id'],
    query: null,
    body: null,
    success: { status: 200, shape: 'thread' },
    errors: [400, 401, 404, 429, 500],
    authorization: keyOrSecret,
  },
  'threads.delete': {
    id: 'threads.delete',
    method: 'DELETE',
    path: '/chatkit/threads/{thread_id}',
    summary: 'Delete a ChatKit thread along with its items and stored attachments.',
    pathParameters: ['thread_id'],
    query: null,
    body: null,
    success: { status: 200, shape: 'thread_deleted' },
    errors: [400, 401, 404, 429, 500],
    authorization: keyOrSecret,
  },
  'threads.listItems': {
    id: 'threads.listItems',
    method: 'GET',
    path: '/chatkit/threads/{thread_id}/items',
    summary: 'List items that belong to a ChatKit thread.',
    pathParameters: ['thread_id'],
    query: 'thread_item_list_query',
    body: null,
    success: { status: 200, shape: 'thread_item_list' },
    errors: [400, 401, 404, 429, 500],
    authorization: keyOrSecret,
  },
};

export const operationIds = Object.keys(operations) as OperationId[];

/**
 * The path of an operation with its parameters filled in and percent-encoded.
 * @throws RangeError when a parameter is missing, empty or a dot segment, for the path would then name another
 * operation, and when it has no UTF-8 form.
 */
export function operationPath(id: OperationId, parameters: Readonly<Record<string, string>> = {}): string {
  return operations[id].path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const fault = (what: string) => new RangeError(`${id}: path parameter '${name}' is ${what}`);
    if (value === undefined || value === '') throw fault('missing');
    // URL parsers resolve these even when they are percent-encoded.
    if (value === '.' || value === '..') throw fault('a dot segment');
    if (!value.isWellFormed()) throw fault('not well-formed Unicode');
    return encodeURIComponent(value);
  });
}
