import type { SessionCreate } from '../../schema/index.ts';
import type { Answer, Call } from './call.ts';
import { passGate, standings } from './gate.ts';
import type { ModelContext } from './gate.ts';
import { holdsJson, objectOf, sameJson } from './json.ts';
import { judgeList } from './lists.ts';
import type { ModelList } from './lists.ts';
import { withSession } from './state.ts';
import type { ModelSession, ModelState, ModelThread } from './state.ts';

/**
 * One step of the model: judges an answer, and yields the state after it. What the deployment chose freely, such as
 * the ids of sessions, is taken from the answer.
 * @throws Disagreement when the model does not allow the answer.
 */
export function step(context: ModelContext, state: ModelState, call: Call, answer: Answer): ModelState {
  const passed = passGate(context, state, call, answer);
  if ('refused' in passed) return passed.refused;
  const { session } = passed;
  switch (call.operation) {
    case 'sessions.create':
      return createSession(context, passed.state, call.body, answer);
    case 'sessions.cancel':
      return cancelSession(context, passed.state, call.id, answer);
    case 'threads.list':
      judgeList(context.demands, threadList(passed.state, session, call.query.user), call.query, answer);
      return passed.state;
    case 'threads.retrieve':
    case 'threads.delete':
    case 'threads.listItems':
      return ofThread(context, passed.state, session, call, answer);
  }
}

const defaultLifetimeSeconds = 600;

/** What a request is resolved to, by the documented defaults. */
function resolved({ workflow, chatkit_configuration: wish }: SessionCreate) {
  return {
    chatkit_configuration: {
      automatic_thread_titling: { enabled: true, ...wish?.automatic_thread_titling },
      file_upload: { enabled: false, max_file_size: 512, max_files: 10, ...wish?.file_upload },
      history: { enabled: true, recent_threads: null, ...wish?.history },
    },
    workflow: { state_variables: null, tracing: { enabled: true }, version: null, ...workflow },
  };
}

function createSession(
  { demands }: ModelContext,
  state: ModelState,
  request: SessionCreate,
  answer: Answer,
): ModelState {
  const { status, at } = answer;
  demands.published(status === 200, '$.status', '200 with a session', status);
  const body = objectOf(answer.body);
  const { id, client_secret: secret, expires_at: expiresAt } = body;
  const fresh = (value: unknown, key: 'id' | 'secret'): boolean =>
    typeof value === 'string' && value !== '' && state.sessions.every((session) => session[key] !== value);
  demands.published(fresh(id, 'id'), '$.body.id', 'an id of its own', id);
  demands.published(
    fresh(secret, 'secret'),
    '$.body.client_secret',
    'a secret of its own',
    'none, or an old one',
  );
  demands.published(body['status'] === 'active', '$.body.status', '"active"', body['status']);
  demands.published(body['user'] === request.user, '$.body.user', `"${request.user}"`, body['user']);
  const limit = request.rate_limits?.max_requests_per_1_minute ?? 10;
  const limits = objectOf(body['rate_limits']);
  const copies = [limits['max_requests_per_1_minute'], body['max_requests_per_1_minute']];
  demands.published(
    copies[0] === limit,
    '$.body.rate_limits.max_requests_per_1_minute',
    `${limit}`,
    copies[0],
  );
  demands.published(copies[1] === limit, '$.body.max_requests_per_1_minute', `${limit}`, copies[1]);
  const { chatkit_configuration, workflow } = resolved(request);
  const configuration = body['chatkit_configuration'];
  demands.published(
    holdsJson(configuration, chatkit_configuration),
    '$.body.chatkit_configuration',
    JSON.stringify(chatkit_configuration),
    configuration,
  );
  demands.published(
    holdsJson(body['workflow'], workflow),
    '$.body.workflow',
    JSON.stringify(workflow),
    body['workflow'],
  );
  const seconds = request.expires_after?.seconds ?? defaultLifetimeSeconds;
  const least = Math.floor(at.earliestMs / 1000) + seconds;
  const most = Math.ceil(at.latestMs / 1000) + seconds;
  const end = Number(expiresAt);
  demands.published(end >= least && end <= most, '$.body.expires_at', `${least} to ${most}`, expiresAt);
  demands.synthetic(
    end <= Math.floor(at.latestMs / 1000) + seconds,
    '$.body.expires_at',
    'whole seconds, rounded down',
    end,
  );
  const made = {
    id: String(id),
    secret: String(secret),
    request,
    expiresAt: end,
    isCancelled: false,
    admitted: [],
  };
  return { ...state, sessions: [...state.sessions, made] };
}

function cancelSession({ demands }: ModelContext, state: ModelState, id: string, answer: Answer): ModelState {
  const { status, at } = answer;
  const body = objectOf(answer.body);
  const session = state.sessions.find((each) => each.id === id);
  if (session === undefined) {
    demands.published(status >= 400, '$.status', 'a refusal: there is no such session', status);
    demands.synthetic(status === 404, '$.status', '404', status);
    return state;
  }
  const possible = standings(session, at);
  const isActive = possible.includes('active');
  demands.published(
    status === 200 || (!isActive && demands.rules === 'published'),
    '$.status',
    '200 with the session',
    status,
  );
  if (status !== 200) return state;
  demands.published(body['id'] === id, '$.body.id', `"${id}"`, body['id']);
  demands.published(body['status'] !== 'active', '$.body.status', '"cancelled" or "expired"', body['status']);
  const ends = possible.map((standing) => (standing === 'active' ? 'cancelled' : standing));
  demands.synthetic(
    ends.some((end) => end === body['status']),
    '$.body.status',
    ends.map((end) => `"${end}"`).join(' or '),
    body['status'],
  );
  return isActive && body['status'] === 'cancelled'
    ? withSession(state, { ...session, isCancelled: true })
    : state;
}

/**
 * Whether a thread is there for a caller. A secret sees its user's threads: published. Which of them it sees when
 * the session's history is limited is a choice.
 */
function sight(
  state: ModelState,
  session: ModelSession | undefined,
  { thread }: ModelThread,
): 'seen' | 'hidden' | 'others' | 'none' {
  if (state.deleted.has(thread.id)) return 'none';
  if (session === undefined) return 'seen';
  if (thread.user !== session.request.user) return 'others';
  const { enabled = true, recent_threads: recent } = session.request.chatkit_configuration?.history ?? {};
  if (!enabled) return 'hidden';
  if (recent === undefined) return 'seen';
  const own = state.threads.filter(
    (each) => each.thread.user === thread.user && !state.deleted.has(each.thread.id),
  );
  return own.slice(-recent).some((each) => each.thread.id === thread.id) ? 'seen' : 'hidden';
}

function threadList(
  state: ModelState,
  session: ModelSession | undefined,
  user: string | undefined,
): ModelList {
  const byId = new Map(state.threads.map((each) => [each.thread.id, each]));
  const owner = user ?? session?.request.user;
  return {
    places: state.threads.map(({ thread }) => thread),
    isCursor: (id) => {
      const found = byId.get(id);
      return found !== undefined && (session === undefined || found.thread.user === session.request.user);
    },
    isListed: (id) => {
      const found = byId.get(id);
      if (found === undefined || sight(state, session, found) !== 'seen') return false;
      return user === undefined || found.thread.user === user;
    },
    isDeleted: (id) => state.deleted.has(id),
    ...(owner === undefined ? {} : { owner: { field: 'user', value: owner } }),
  };
}

const itemList = ({ thread, items }: ModelThread): ModelList => {
  const ids = new Set(items.map(({ id }) => id));
  const isItem = (id: string): boolean => ids.has(id);
  return {
    places: items,
    isCursor: isItem,
    isListed: isItem,
    isDeleted: () => false,
    owner: { field: 'thread_id', value: thread.id },
  };
};

function ofThread(
  { demands }: ModelContext,
  state: ModelState,
  session: ModelSession | undefined,
  call: Call & { readonly operation: 'threads.retrieve' | 'threads.delete' | 'threads.listItems' },
  answer: Answer,
): ModelState {
  const { status } = answer;
  const body = objectOf(answer.body);
  const found = state.threads.find(({ thread }) => thread.id === call.id);
  const seen = found === undefined ? 'none' : sight(state, session, found);
  if (found === undefined || seen !== 'seen') {
    const isEmptyList =
      call.operation === 'threads.listItems' && Array.isArray(body['data']) && body['data'].length === 0;
    // To acknowledge the deletion of what is not there is for a deployment to choose.
    const isIdempotent =
      call.operation === 'threads.delete' && seen === 'none' && demands.rules === 'published';
    const isRefused = status >= 400 || isEmptyList || isIdempotent;
    if (seen !== 'hidden')
      demands.published(isRefused, '$.status', 'a refusal: there is no such thread', status);
    demands.synthetic(status === 404, '$.status', '404', status);
    const isGone = call.operation === 'threads.delete' && status === 200 && seen === 'hidden';
    return isGone ? withoutThread(state, call.id) : state;
  }
  if (call.operation === 'threads.listItems') {
    judgeList(demands, itemList(found), call.query, answer);
    return state;
  }
  demands.published(status === 200, '$.status', '200', status);
  demands.published(body['id'] === call.id, '$.body.id', `"${call.id}"`, body['id']);
  if (call.operation === 'threads.delete') {
    demands.published(body['deleted'] === true, '$.body.deleted', 'true', body['deleted']);
    return withoutThread(state, call.id);
  }
  const { created_at: createdAt, user } = found.thread;
  demands.published(
    body['created_at'] === createdAt,
    '$.body.created_at',
    `${createdAt}`,
    body['created_at'],
  );
  demands.published(body['user'] === user, '$.body.user', `"${user}"`, body['user']);
  demands.synthetic(sameJson(body, found.thread), '$.body', 'the thread as it was made', body);
  return state;
}

const withoutThread = (state: ModelState, id: string): ModelState => ({
  ...state,
  deleted: new Set([...state.deleted, id]),
});
