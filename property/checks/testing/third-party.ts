import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Express } from 'express';

/*
 * Servers of another make: written for these tests on Express, knowing nothing of the reference deployment.
 */

const threadCount = 12;
const baseTime = 1_700_000_000;

const thread = (n: number) => ({
  id: `cthr_${n}`,
  object: 'chatkit.thread',
  created_at: baseTime + 60 * n,
  status: { type: 'active' },
  title: n % 2 === 0 ? null : `Thread ${n}`,
  user: n % 3 === 0 ? 'ada' : 'bob',
});
type Thread = ReturnType<typeof thread>;

const item = (threadId: string, n: number) => ({
  id: `cti_${threadId}_${n}`,
  object: 'chatkit.thread_item',
  created_at: baseTime + n,
  thread_id: threadId,
  type: 'chatkit.task',
  task_type: 'thought',
  heading: null,
  summary: `Step ${n}`,
});

interface Entry {
  readonly id: string;
  readonly created_at: number;
}

const page = (data: readonly Entry[], hasMore: boolean) => ({
  object: 'list',
  data,
  first_id: data[0]?.id ?? null,
  last_id: data.at(-1)?.id ?? null,
  has_more: hasMore,
});

let sessions = 0;
function session(body: { user?: string; workflow?: { id?: string }; expires_after?: { seconds?: number } }) {
  sessions += 1;
  const seconds = body.expires_after?.seconds ?? 600;
  const { rate_limits: limits, chatkit_configuration: wish, workflow } = body as Record<string, never>;
  const { max_requests_per_1_minute: limit = 10 } = (limits ?? {}) as { max_requests_per_1_minute?: number };
  const {
    history,
    file_upload: upload,
    automatic_thread_titling: titling,
  } = (wish ?? {}) as Record<string, object>;
  const { tracing, state_variables: variables = null } = (workflow ?? {}) as Record<string, never>;
  return {
    id: `cksess_${sessions}`,
    object: 'chatkit.session',
    status: 'active',
    user: body.user,
    client_secret: `ek_secret_number_${sessions}`,
    expires_at: Math.floor(Date.now() / 1000) + seconds,
    max_requests_per_1_minute: limit,
    rate_limits: { max_requests_per_1_minute: limit },
    chatkit_configuration: {
      automatic_thread_titling: { enabled: true, ...titling },
      file_upload: { enabled: false, max_file_size: 512, max_files: 10, ...upload },
      history: { enabled: true, recent_threads: null, ...history },
    },
    workflow: {
      id: body.workflow?.id,
      state_variables: variables,
      version: null,
      tracing: { enabled: true, ...(tracing as object | undefined) },
    },
  };
}

/** What differs between the mocks. */
interface Paging {
  /** The part of a list that a query asks for. */
  readonly cut: (
    list: readonly Entry[],
    query: Record<string, string | undefined>,
  ) => ReturnType<typeof page>;
}

const ordered = (list: readonly Entry[], order: string | undefined): Entry[] =>
  list.toSorted((a, b) => (order === 'asc' ? a.created_at - b.created_at : b.created_at - a.created_at));

/** Pages by the number of the first entry: cursors, which clients send, mean nothing to it. */
export const offsetPaging: Paging = {
  cut(list, { limit = '20', offset = '0', order }) {
    const [start, count] = [Number(offset), Number(limit)];
    const data = ordered(list, order).slice(start, start + count);
    return page(data, start + count < list.length);
  },
};

/** Says the same page whatever is asked. */
export const cannedPaging: Paging = {
  cut: (list) => page(list.slice(0, 5), true),
};

/** As the documentation has it, and no more: nothing is refused, and `before` begins at the beginning. */
export const honestPaging: Paging = {
  cut(list, { limit = '20', order, after, before }) {
    const all = ordered(list, order);
    const end = all.findIndex(({ id }) => id === before);
    const whole = end === -1 ? all : all.slice(0, end);
    const start = after === undefined ? 0 : whole.findIndex(({ id }) => id === after) + 1;
    const count = Number(limit);
    return page(whole.slice(start, start + count), start + count < whole.length);
  },
};

const query = (value: unknown) => value as Record<string, string | undefined>;
const isLive = (one: ReturnType<typeof session>) =>
  one.status === 'active' && Date.now() / 1000 < one.expires_at;

/** A mock that keeps sessions and their ends, as far as the documentation tells. Errors are in words of its own. */
function createApp({ cut }: Paging): Express {
  const app = express();
  const threads = Array.from({ length: threadCount }, (_, n) => thread(n + 1));
  const open = new Map<string, ReturnType<typeof session>>();
  const bySecret = new Map<string, ReturnType<typeof session>>();

  app.use((request, response, next) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const caller = token === undefined ? undefined : bySecret.get(token);
    if (token === 'sk-third' || (caller !== undefined && isLive(caller))) {
      response.locals['user'] = caller?.user;
      next();
    } else response.status(403).json({ oops: 'who are you?' });
  });
  app.use(express.json());
  const seen = (user: unknown): Thread[] => threads.filter((one) => user === undefined || one.user === user);
  const find = (user: unknown, id: string) => seen(user).find((one) => one.id === id);

  app.post('/v1/chatkit/sessions', (request, response) => {
    const made = session(request.body as Parameters<typeof session>[0]);
    open.set(made.id, made);
    bySecret.set(made.client_secret, made);
    response.json(made);
  });
  app.post('/v1/chatkit/sessions/:id/cancel', (request, response) => {
    const found = open.get(request.params.id);
    if (found === undefined) return void response.status(410).json({ oops: 'gone' });
    found.status = 'cancelled';
    response.json(found);
  });
  app.get('/v1/chatkit/threads', (request, response) => {
    const { user } = query(request.query);
    response.json(
      cut(
        seen(response.locals['user']).filter((one) => (user ?? one.user) === one.user),
        query(request.query),
      ),
    );
  });
  app.get('/v1/chatkit/threads/:id', (request, response) => {
    const found = find(response.locals['user'], request.params.id);
    if (found === undefined) return void response.status(404).json({ oops: 'no such thread' });
    response.json(found);
  });
  app.get('/v1/chatkit/threads/:id/items', (request, response) => {
    const found = find(response.locals['user'], request.params.id);
    if (found === undefined) return void response.status(404).json({ oops: 'no such thread' });
    const items = Array.from({ length: 7 }, (_, n) => item(found.id, n + 1));
    response.json(cut(items, query(request.query)));
  });
  app.use((error: { status?: number }, _request: unknown, response: express.Response, _next: unknown) => {
    response.status(error.status ?? 400).json({ oops: 'bad' });
  });
  return app;
}

/** Serves a mock. @returns its address and how to end it. */
export async function listenThirdParty(paging: Paging): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(createApp(paging) as Parameters<typeof createServer>[1]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
