import * as fc from 'fast-check';
import type { Evidence } from '../../invariants/index.ts';
import { holds, violated } from '../../invariants/verdict.ts';
import { checksOf, isRefusal } from '../define.ts';
import type { Experiment } from '../define.ts';
import { NotTried } from '../outcome.ts';
import type { Probe } from '../probe.ts';

const { check, invariant } = checksOf('deletion');

/** The oldest thread: nobody misses it first. */
async function victim(probe: Probe): Promise<{ readonly id: string; readonly user?: string }> {
  const { data } = await probe.page({ operation: 'threads.list' }, { limit: 1, order: 'asc' });
  if (data[0] === undefined) throw new NotTried('no thread is left');
  return data[0];
}

const deleting: Experiment<null, Evidence<'deletion'>> = {
  needs: ['deletion'],
  maxRuns: 1,
  values: () => fc.constant(null),
  run: async (probe) => {
    const { id } = await victim(probe);
    const parameters = { thread_id: id };
    const answer = await probe.call('threads.delete', parameters);
    const asked = [
      ['threads.retrieve', await probe.call('threads.retrieve', parameters)],
      ['threads.listItems', await probe.call('threads.listItems', parameters)],
      ['threads.list', await probe.list({ operation: 'threads.list' }, { limit: 100, order: 'asc' })],
      ['threads.delete', await probe.call('threads.delete', parameters)],
    ] as const;
    const afterwards = asked.map(([operation, { status, body }]) => ({
      operation,
      answer: { status, body },
    }));
    return { threadId: id, answer: { status: answer.status, body: answer.body }, afterwards };
  },
};

/** What deleting does. These come last, and only where it is allowed. */
export const deletionChecks = [
  check(
    'deletion_is_of_the_contract',
    ['published', 'what deleting a thread answers is the confirmation of the contract', 'openapi'],
    {
      ...deleting,
      run: async (probe) => {
        const { id } = await victim(probe);
        (await probe.call('threads.delete', { thread_id: id })).read('thread_deleted');
        return holds;
      },
    },
  ),
  invariant('deletion_names_its_thread', deleting),
  invariant('deleted_thread_is_gone', deleting),
  invariant('deleted_thread_takes_its_items', deleting),
  invariant('deleted_thread_is_404', deleting),
  invariant('deleted_cursor_keeps_its_place', {
    needs: ['deletion'],
    maxRuns: 1,
    values: () => fc.constant('after'),
    run: async (probe, parameter) => {
      const place = { operation: 'threads.list' } as const;
      const { data: before } = await probe.page(place, { limit: 100, order: 'asc' });
      // The second: there is something on both sides of it.
      const id = before[1]?.id;
      if (id === undefined) throw new NotTried('fewer than two threads are left');
      const deletion = await probe.call('threads.delete', { thread_id: id });
      if (deletion.status !== 200) throw new NotTried(`it could not be deleted (${deletion.summary})`);
      const query = { order: 'asc', limit: Math.min(5, before.length), [parameter]: id } as const;
      const { status, body } = await probe.list(place, query);
      return { before, deleted: [id], query, answer: { status, body } };
    },
  }),
  check(
    'secret_deletes_no_others_thread',
    [
      'published',
      'a client secret deletes no thread of another user',
      'seed: the session "can access other objects that have the same user scope"',
    ],
    {
      needs: ['deletion', 'sessions'],
      maxRuns: 1,
      values: () => fc.constant(null),
      run: async (probe) => {
        const { id } = await victim(probe);
        const bearer = { kind: 'secret', session: await probe.session() } as const;
        const answer = await probe.call('threads.delete', { thread_id: id }, { bearer });
        const verdict = isRefusal(answer.status);
        if (verdict.outcome === 'violated') return verdict;
        const { status } = await probe.call('threads.retrieve', { thread_id: id });
        return status === 200 ? holds : violated('$', 'a thread that is still there', `status ${status}`);
      },
    },
  ),
];
