import { describe, expect, it } from 'vitest';
import { readShape } from '../../schema/index.ts';
import type { ThreadItemListQuery, ThreadListQuery } from '../../schema/index.ts';
import { createDeployment } from '../../server/index.ts';
import { createVirtualClock } from '../../support/clock.ts';
import {
  createConversation,
  createThread,
  createThreadItemWalk,
  createThreadWalk,
  referenceTime,
  walkThreadItems,
  walkThreads,
} from '../index.ts';

const at = (seconds: number) => ({ overrides: { created_at: seconds } });

describe('a walk through threads', () => {
  it('cuts them newest first, and tells the queries of an auto-paging client', () => {
    const [a, b, c] = [1, 2, 3].map((n) => createThread({ path: [n], ...at(1_700_000_000 + n) }));
    const threads = [b, c, a].flatMap((thread) => thread ?? []);
    expect(walkThreads(threads, { limit: 2 })).toEqual([
      {
        query: { limit: 2 },
        search: 'limit=2',
        page: { data: [c, b], first_id: c?.id, has_more: true, last_id: b?.id, object: 'list' },
      },
      {
        query: { limit: 2, after: b?.id },
        search: `limit=2&after=${b?.id}`,
        page: { data: [a], first_id: a?.id, has_more: false, last_id: a?.id, object: 'list' },
      },
    ]);
    const [step, ...none] = walkThreads(threads, { order: 'asc' });
    expect([step?.search, step?.page.data, none]).toEqual(['order=asc', [a, b, c], []]);
    expect(walkThreads(threads)[0]?.query).toEqual({});
  });

  it('of one second keeps their order, the later one newer', () => {
    const threads = createThread.list(4, at(1_700_000_000));
    expect(walkThreads(threads, { order: 'asc' })[0]?.page.data).toEqual(threads);
    expect(walkThreads(threads)[0]?.page.data).toEqual(threads.toReversed());
  });

  it('of nobody is one empty page', () => {
    const page = { data: [], first_id: null, has_more: false, last_id: null, object: 'list' };
    expect(walkThreads([], { user: 'ada' })).toEqual([{ query: { user: 'ada' }, search: 'user=ada', page }]);
    expect(walkThreads(createThread.list(3), { user: 'nobody at all' })).toEqual([
      { query: { user: 'nobody at all' }, search: 'user=nobody+at+all', page },
    ]);
  });

  it('never changes what was handed in', () => {
    const threads = createThread.list(9);
    const before = [...threads];
    walkThreads(threads, { limit: 4 });
    expect(threads).toEqual(before);
  });

  it('makes the threads, too', () => {
    const { threads, steps } = createThreadWalk({ seed: 3, threads: 7, limit: 3, traits: ['locked'] });
    expect(threads).toEqual(createThread.list(7, { seed: 3, traits: ['locked'] }));
    expect(steps.map(({ page }) => [page.data.length, page.has_more])).toEqual([
      [3, true],
      [3, true],
      [1, false],
    ]);
    const own = createThreadWalk({ threads: 2, user: 'ada', overrides: { title: null } });
    expect(own.threads.map(({ user, title }) => [user, title])).toEqual([
      ['ada', null],
      ['ada', null],
    ]);
    expect(own.steps[0]?.query).toEqual({ user: 'ada' });
  });
});

describe('a walk through items', () => {
  it('holds each once, for every limit and order', () => {
    const { items } = createConversation({ items: 12 });
    for (let limit = 1; limit <= 13; limit += 1) {
      for (const order of ['asc', 'desc'] as const) {
        const steps = walkThreadItems(items, { limit, order });
        expect(steps.length).toBe(Math.ceil(12 / limit));
        const walked = steps.flatMap(({ page }) => page.data);
        expect(walked).toEqual(order === 'asc' ? items : items.toReversed());
        for (const { page, query } of steps) {
          expect(readShape('thread_item_list', page, 'lint').ok).toBe(true);
          expect(readShape('thread_item_list_query', query, 'lint').ok).toBe(true);
        }
      }
    }
  });

  it('makes the thread, too', () => {
    const { thread, items, steps } = createThreadItemWalk({ seed: 3, traits: ['closed'], limit: 20 });
    expect({ thread, items }).toEqual(createConversation({ seed: 3, traits: ['closed'], items: 45 }));
    expect(steps.map(({ page }) => page.data.length)).toEqual([20, 20, 5]);
  });

  it.each([0, 101, 1.5, Number.NaN])('refuses a limit of %d, with which nobody arrives', (limit) => {
    const refusal = new RangeError(`limit: expected a whole number from 1 to 100, got ${limit}`);
    expect(() => walkThreadItems([], { limit })).toThrow(refusal);
    expect(() => createThreadWalk({ limit })).toThrow(refusal);
  });

  it('refuses an order that there is not', () => {
    const order = 'up' as 'asc';
    expect(() => walkThreadItems([], { order })).toThrow(
      new RangeError('order: expected asc or desc, got up'),
    );
  });
});

describe('the reference deployment', () => {
  const { thread, items } = createConversation({ seed: 5, items: 23, overrides: { user: 'ada' } });
  const threads = [thread, ...createThread.list(11, { seed: 5, overrides: { user: 'ada' } })];
  const others = createThread.list(5, { seed: 6, overrides: { user: 'bob' } });
  const deployment = createDeployment({
    clock: createVirtualClock(referenceTime * 1000),
    dataset: { sessions: [], threads: [...threads, ...others], items },
  });
  const get = async (path: string, search: string): Promise<unknown> => {
    const request = new Request(`http://harness.test/v1${path}${search === '' ? '' : `?${search}`}`, {
      headers: { authorization: `Bearer ${deployment.apiKey}`, 'openai-beta': 'chatkit_beta=v1' },
    });
    return (await deployment.fetch(request)).json();
  };

  it('answers every query with its page', async () => {
    const queries: (ThreadListQuery & ThreadItemListQuery)[] = [1, 5, 20, 100].flatMap((limit) => [
      { limit },
      { limit, order: 'asc' },
      { limit, order: 'desc' },
    ]);
    for (const { limit, order } of [{}, ...queries]) {
      const asked = { ...(limit === undefined ? {} : { limit }), ...(order === undefined ? {} : { order }) };
      for (const { search, page } of walkThreadItems(items, asked))
        expect(await get(`/chatkit/threads/${thread.id}/items`, search)).toEqual(page);
      for (const { search, page } of walkThreads([...threads, ...others], { ...asked, user: 'ada' }))
        expect(await get('/chatkit/threads', search)).toEqual(page);
    }
  });
});
