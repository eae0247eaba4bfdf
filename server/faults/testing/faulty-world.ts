import type { ChatSession } from '../../../schema/index.ts';
import { createWorld, startS, task, thread } from '../../testing/world.ts';
import type { Answer, AskOptions, World } from '../../testing/world.ts';
import type { ListedPage } from '../listing.ts';
import type { FaultName } from '../registry.ts';

/** Threads t01 to t25 of ada, b1 and b2 of bob (b2 the newest); items i1 to i5 in t25, j1 in t24, k1 in b1. */
export interface FaultyWorld extends World {
  /** The ids of a page, then has_more. */
  readonly page: (query: string, options?: AskOptions) => Promise<unknown[]>;
  /** The ids of a page of t25's items, then has_more. */
  readonly items: (query: string) => Promise<unknown[]>;
  readonly body: (request: string, options?: AskOptions) => Promise<Record<string, unknown>>;
  readonly status: (request: string, options?: AskOptions) => Promise<number>;
  /** The client secret of a new session of ada. */
  readonly secret: (limit?: number, seconds?: number) => Promise<string>;
  readonly cancel: (session: ChatSession) => Promise<Answer>;
}

export function createFaultyWorld(faults: readonly FaultName[], seed = 0): FaultyWorld {
  const world = createWorld({ faults, seed });
  for (let i = 1; i <= 25; i += 1) {
    const id = `t${String(i).padStart(2, '0')}`;
    world.store.addThread(thread(id, startS - 1000 + i * 10));
  }
  world.store.addThread(thread('b1', startS - 895, 'bob'));
  world.store.addThread(thread('b2', startS - 5, 'bob'));
  for (let i = 1; i <= 5; i += 1) world.store.addItem(task(`i${i}`, startS - 500 + i, 't25'));
  world.store.addItem(task('j1', startS - 600, 't24'));
  world.store.addItem(task('k1', startS - 600, 'b1'));

  const body = async (request: string, options?: AskOptions) =>
    (await world.ask(request, options)).json as Record<string, unknown>;
  const pageAt = async (path: string, options?: AskOptions): Promise<unknown[]> => {
    const { data, has_more } = (await body(`GET ${path}`, options)) as ListedPage;
    return [...data.map(({ id }) => id), has_more];
  };
  return {
    ...world,
    body,
    page: (query, options) => pageAt(`/v1/chatkit/threads${query}`, options),
    items: (query) => pageAt(`/v1/chatkit/threads/t25/items${query}`),
    status: async (request, options) => (await world.ask(request, options)).status,
    async secret(limit = 10, seconds = 600) {
      const session = await world.createSession({
        rate_limits: { max_requests_per_1_minute: limit },
        expires_after: { anchor: 'created_at', seconds },
      });
      return session.client_secret;
    },
    cancel: ({ id }) => world.ask(`POST /v1/chatkit/sessions/${id}/cancel`),
  };
}
