import { defaultPageLimit, operations, readShape } from '../schema/index.ts';
import type { OperationId } from '../schema/index.ts';
import { ApiError, badParameter, notFound } from './api-error.ts';
import type { Caller } from './authorization.ts';
import { readJsonBody } from './body.ts';
import { complaint } from './complaint.ts';
import { echo } from './echo.ts';
import { createQueryReader } from './query.ts';
import type { SessionBook } from './sessions.ts';
import { encodePage } from './page-json.ts';
import { cutPage } from './store/page.ts';
import type { Position } from './store/position.ts';
import type { Store, ThreadEntry } from './store/store.ts';
import { threadCursor, visibleThread, visibleThreads } from './visibility.ts';
import type { StoreView } from './visibility.ts';

/** What the operations work on. */
export interface World {
  readonly store: StoreView & Pick<Store, 'itemPosition' | 'deleteThread'>;
  readonly sessions: Pick<SessionBook, 'create' | 'find'>;
  /** Workflows that exist; null when any id does. */
  readonly workflows: ReadonlySet<string> | null;
  readonly maxBodyBytes: number;
}

/** One request that has passed the gate. */
export interface Call {
  readonly request: Request;
  readonly caller: Caller;
  readonly nowMs: number;
  /** A parameter of the path, percent-decoded. */
  readonly parameter: (name: string) => string;
}

/** The JSON text of an answer, as text or in UTF-8. */
export type Json = string | Uint8Array<ArrayBuffer>;

/** Carries an operation out; yields the body of a successful answer. */
export type Handler = (world: World, call: Call) => Json | Promise<Json>;

/** One handler for each operation. */
export type Handlers = Readonly<Record<OperationId, Handler>>;

const readThreadsQuery = createQueryReader('threads.list');
const readItemsQuery = createQueryReader('threads.listItems');

/** @throws ApiError 400 that names the parameter. */
function cursor<T extends Position>(
  name: 'after' | 'before',
  id: string | undefined,
  find: (id: string) => T | undefined,
): T | undefined {
  if (id === undefined) return undefined;
  const position = find(id);
  if (position === undefined)
    throw badParameter(
      `Invalid '${name}': no entry of this list has the id ‘${echo(id)}’.`,
      name,
      'invalid_cursor',
    );
  return position;
}

/** @throws ApiError 404, the same for a thread that doesn't exist and one that the caller may not see. */
function requireThread({ store }: World, { caller, parameter }: Call): ThreadEntry {
  const id = parameter('thread_id');
  const thread = visibleThread(store, caller, id);
  if (thread === undefined) throw notFound('Thread', id);
  return thread;
}

async function createSession({ sessions, workflows, maxBodyBytes }: World, call: Call): Promise<Json> {
  const body = readShape('session_create', await readJsonBody(call.request, maxBodyBytes));
  if (!body.ok) throw complaint(body.problems);
  const { id } = body.value.workflow;
  if (workflows !== null && !workflows.has(id))
    throw new ApiError(404, `Workflow with id '${echo(id)}' not found.`);
  return JSON.stringify(sessions.create(body.value, call.nowMs).snapshot(call.nowMs));
}

function cancelSession({ sessions }: World, { nowMs, parameter }: Call): string {
  const id = parameter('session_id');
  const session = sessions.find(id);
  if (session === undefined) throw notFound('Session', id);
  session.cancel(nowMs);
  return JSON.stringify(session.snapshot(nowMs));
}

function listThreads({ store }: World, call: Call): Json {
  const {
    after,
    before,
    limit = defaultPageLimit,
    order = 'desc',
    user,
  } = readThreadsQuery(call.request.url);
  const find = (id: string) => threadCursor(store, call.caller, id);
  const { timeline, firstVisible } = visibleThreads(store, call.caller, user);
  return encodePage(
    cutPage(
      timeline,
      { limit, order, after: cursor('after', after, find), before: cursor('before', before, find) },
      firstVisible,
    ),
  );
}

function listItems(world: World, call: Call): Json {
  const { after, before, limit = defaultPageLimit, order = 'desc' } = readItemsQuery(call.request.url);
  const thread = requireThread(world, call);
  const find = (id: string) => world.store.itemPosition(thread, id);
  return encodePage(
    cutPage(thread.items, {
      limit,
      order,
      after: cursor('after', after, find),
      before: cursor('before', before, find),
    }),
  );
}

function deleteThread(world: World, call: Call): string {
  const { id } = requireThread(world, call);
  world.store.deleteThread(id);
  return JSON.stringify({ id, deleted: true, object: 'chatkit.thread.deleted' });
}

/** One handler for each operation of the contract. */
export const handlers: Handlers = {
  'sessions.create': createSession,
  'sessions.cancel': cancelSession,
  'threads.list': listThreads,
  'threads.retrieve': (world, call) => requireThread(world, call).json,
  'threads.delete': deleteThread,
  'threads.listItems': listItems,
};

const templates = Object.values(operations).map(({ method, path }) => ({
  method,
  segments: path.split('/'),
}));

/** The methods that operations have at a path below the base URL; empty where nothing is. */
export function methodsAt(path: string): string[] {
  const segments = path.split('/');
  return templates
    .filter(
      (template) =>
        template.segments.length === segments.length &&
        template.segments.every((part, i) =>
          part.startsWith('{') ? segments[i] !== '' : part === segments[i],
        ),
    )
    .map(({ method }) => method);
}
