import type { Thread, ThreadItem } from '../../../schema/index.ts';
import { createDeployment } from '../../../server/index.ts';
import type { Deployment } from '../../../server/index.ts';
import { createVirtualClock, systemClock } from '../../../support/clock.ts';
import type { OpenedTarget } from '../check-model.ts';
import type { ModelWorld } from '../state.ts';

const startS = 1_735_689_600;

const thread = (index: number, seconds: number, user: string): Thread => ({
  id: `cthr_${index}`,
  created_at: startS - 1000 + seconds,
  object: 'chatkit.thread',
  status: { type: 'active' },
  title: null,
  user,
});
const item = (threadIndex: number, index: number, seconds: number): ThreadItem => ({
  id: `cti_${threadIndex}_${index}`,
  created_at: startS - 900 + seconds,
  heading: null,
  object: 'chatkit.thread_item',
  summary: 'ok',
  task_type: 'thought',
  thread_id: `cthr_${threadIndex}`,
  type: 'chatkit.task',
});

/** Six threads of two users, some of one second, with up to five items. */
export const world: ModelWorld = {
  threads: [
    thread(0, 1, 'ada'),
    thread(1, 2, 'bob'),
    thread(2, 2, 'ada'),
    thread(3, 2, 'ada'),
    thread(4, 3, 'bob'),
    thread(5, 5, 'ada'),
  ],
  items: [
    ...[1, 2, 2, 2, 4].map((seconds, i) => item(0, i, seconds)),
    ...[1, 1].map((seconds, i) => item(1, i, seconds)),
    item(3, 0, 7),
  ],
};

/** Sends a request on, or answers it otherwise. */
export type Wrap = (
  fetch: Deployment['fetch'],
  deployment: Deployment,
  nowMs: () => number,
) => (url: string, init: RequestInit) => Promise<Response>;

/** A deployment in virtual time that holds the world; `wrap` may break it. */
export function openEmbedded(wrap: Wrap = (fetch) => fetch): OpenedTarget {
  const clock = createVirtualClock(startS * 1000);
  const deployment = createDeployment({ clock, dataset: { ...world, sessions: [] } });
  return {
    target: {
      fetch: wrap(deployment.fetch, deployment, () => clock.nowMs()),
      baseUrl: 'http://embedded/v1',
      apiKey: deployment.apiKey,
      nowMs: () => clock.nowMs(),
      advance: (ms) => clock.advance(ms),
    },
  };
}

/** The same over HTTP, in real time. */
export async function openOverHttp(): Promise<OpenedTarget> {
  const deployment = createDeployment({ clock: systemClock, dataset: { ...world, sessions: [] } });
  const listening = await deployment.listen();
  return {
    target: {
      fetch,
      baseUrl: listening.url,
      apiKey: deployment.apiKey,
      nowMs: () => systemClock.nowMs(),
    },
    close: () => listening.close(),
  };
}
