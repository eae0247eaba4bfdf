import { referenceTime } from '../../generators/reference-time.ts';
import { readShape, sessionDefaults } from '../../schema/index.ts';
import type { OperationId, SessionCreate, Thread, ThreadItem } from '../../schema/index.ts';
import type { Clock } from '../../support/clock.ts';
import { createStream } from '../../support/random.ts';
import { createApp } from '../app.ts';
import { apiKeyCaller } from '../authorization.ts';
import { readJsonBody } from '../body.ts';
import { complaint } from '../complaint.ts';
import { IdentifierSource } from '../identifiers.ts';
import { listen } from '../listen.ts';
import type { ListenOptions, Listening } from '../listen.ts';
import type { Call, Json } from '../operations.ts';
import { createQueryReader } from '../query.ts';
import { createRequestIds } from '../request-ids.ts';
import { resolveSession } from '../sessions.ts';
import { itemsOf, threadsOf } from './entries.ts';

/** Largest request body in bytes when nothing else is said: the same as a deployment's. */
const defaultMaxBodyBytes = 1_048_576;
/** Where the request names no user. */
const someUser = 'user_1';

export interface SdkMockOptions {
  /** Told for timing only: what is answered doesn't depend on it. */
  readonly clock: Clock;
  /** What request ids are drawn from; default 0. */
  readonly seed?: number;
  /** Largest request body in bytes; default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Told of every defect that ended in a 500; default nobody. */
  readonly onDefect?: (error: unknown, requestId: string) => void;
}

/** A running mock: `fetch` with no port, `listen` over HTTP, as a `Deployment` has them. */
export interface SdkMock {
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  readonly listen: (options?: ListenOptions) => Promise<Listening>;
}

/** A list that is whole at once, so that whoever walks it ends. */
const wholeList = (data: readonly (Thread | ThreadItem)[]): string =>
  JSON.stringify({
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: false,
  });

const readThreadsQuery = createQueryReader('threads.list');
const readItemsQuery = createQueryReader('threads.listItems');

/** The session of a request: the same for the same request. `expires_at` counts from the reference time. */
function sessionFor(request: SessionCreate) {
  const expiresAt = referenceTime + (request.expires_after?.seconds ?? sessionDefaults.expiresAfterSeconds);
  const { id, clientSecret } = new IdentifierSource(0).session(referenceTime * 1000, expiresAt);
  return resolveSession(request, id, clientSecret, expiresAt);
}

/** What each operation answers, from its request alone. */
const answers = (
  maxBodyBytes: number,
): Readonly<Record<OperationId, (call: Call) => Json | Promise<Json>>> => ({
  async 'sessions.create'({ request }) {
    const body = readShape('session_create', await readJsonBody(request, maxBodyBytes));
    if (!body.ok) throw complaint(body.problems);
    return JSON.stringify(sessionFor(body.value));
  },
  'sessions.cancel': ({ parameter }) =>
    JSON.stringify({
      ...sessionFor({ user: someUser, workflow: { id: 'wf_1' } }),
      id: parameter('session_id'),
      status: 'cancelled',
    }),
  'threads.list': ({ request }) => wholeList(threadsOf(readThreadsQuery(request.url).user ?? someUser)),
  'threads.retrieve': ({ parameter }) =>
    JSON.stringify({ ...threadsOf(someUser)[0], id: parameter('thread_id') }),
  'threads.delete': ({ parameter }) =>
    JSON.stringify({ id: parameter('thread_id'), deleted: true, object: 'chatkit.thread.deleted' }),
  'threads.listItems'({ request, parameter }) {
    readItemsQuery(request.url);
    return wholeList(itemsOf(parameter('thread_id')));
  },
});

/**
 * Makes a mock for the test suites of API clients, stateless: any non-empty id exists, deletes are acknowledged and
 * forgotten, cancelling always succeeds, every list has an entry of every kind and is whole at once, whatever cursors
 * and limit say. Whoever asks is let in, with any key or none. Parameters and bodies that break the contract are 400.
 * @example
 * const { fetch } = createSdkMock({ clock: systemClock });
 * const client = new OpenAI({ apiKey: 'My API Key', baseURL: 'http://embedded', fetch });
 */
export function createSdkMock(options: SdkMockOptions): SdkMock {
  const { clock, seed = 0, maxBodyBytes = defaultMaxBodyBytes, onDefect = () => undefined } = options;
  const answer = answers(maxBodyBytes);
  const app = createApp({
    handle: (id, call) => answer[id](call),
    identify: () => apiKeyCaller,
    needsBetaHeader: false,
    clock,
    seed,
    onDefect,
  });
  const nextConnectionId = createRequestIds(createStream(seed, 'connection'));
  return {
    fetch: async (input, init) => app.fetch(new Request(input, init)),
    listen: (listenOptions) => listen((request) => app.fetch(request), nextConnectionId, listenOptions),
  };
}
