import { describe, expect, it } from 'vitest';
import { operationPath } from '../../schema/index.ts';
import type { Shape, ThreadItem } from '../../schema/index.ts';
import { createDeployment, createVirtualClock } from '../../server/index.ts';
import type { Deployment } from '../../server/index.ts';
import type { Walk } from './manifest.ts';
import { manifest, valueOf } from './testing/committed.ts';

// The walks are cut from lists by a few lines of their own; the deployment answers by other means.

const honest = manifest.walks.filter(({ verdict }) => verdict === 'accept');
const bodyOf = (id: string): unknown => valueOf({ file: `${id}.json` })?.value;
const entriesOf = ({ pages }: Walk): (Shape<'thread'> | ThreadItem)[] =>
  pages.flatMap((page) => (bodyOf(page.case) as { data: (Shape<'thread'> | ThreadItem)[] }).data);

const threadId = 'cthr_of_the_walk';
const thread = (id: string): Shape<'thread'> => ({
  id,
  created_at: 0,
  object: 'chatkit.thread',
  status: { type: 'active' },
  title: null,
  user: 'u',
});

/** A deployment that holds what the longest walk of the operation meets, or nothing. */
function filled({ id, operation }: Walk): { deployment: Deployment; path: string } {
  const deployment = createDeployment({ clock: createVirtualClock(1_767_225_600_000) });
  const whole = honest.find((walk) => walk.id === `accept/${operation}/asc-100`);
  const entries = whole === undefined || id.endsWith('/empty') ? [] : entriesOf(whole);
  if (operation === 'threads.list') {
    for (const entry of entries) deployment.store.addThread(entry as Shape<'thread'>);
    return { deployment, path: operationPath(operation) };
  }
  const items = entries as ThreadItem[];
  const thread_id = items[0]?.thread_id ?? threadId;
  deployment.store.addThread(thread(thread_id));
  for (const item of items) deployment.store.addItem(item);
  return { deployment, path: operationPath(operation, { thread_id }) };
}

describe('the reference deployment', () => {
  it.each(honest)('answers the queries of $id with its pages', async (walk) => {
    const { deployment, path } = filled(walk);
    for (const page of walk.pages) {
      const query = new URLSearchParams(
        Object.entries(page.query).map(([name, value]) => [name, String(value)]),
      );
      const response = await deployment.fetch(`http://embedded/v1${path}?${query}`, {
        headers: { authorization: `Bearer ${deployment.apiKey}`, 'openai-beta': 'chatkit_beta=v1' },
      });
      expect([response.status, await response.json()]).toEqual([200, bodyOf(page.case)]);
    }
  });
});
