import * as fc from 'fast-check';
import { holds, unequal, violated } from '../../invariants/verdict.ts';
import { checksOf } from '../define.ts';
import { NotTried } from '../outcome.ts';
import { oneOf, pagings, sessionRequests, unknownIds } from '../values.ts';

const { check } = checksOf('contract');
const dayMs = 86_400_000;
const required =
  'openapi: every field of every response is required, the nullable ones are present with null';

/** Answers are what the contract says. */
export const contractChecks = [
  check(
    'session_is_of_the_contract',
    ['published', 'what creating a session answers is a session of the contract', required],
    {
      needs: ['sessions'],
      values: ({ isOwn }) => sessionRequests(isOwn),
      run: async (probe, body) => {
        const workflow = { ...body.workflow, id: probe.sessionBody().workflow.id };
        const { answer } = await probe.create({ ...body, workflow });
        answer.read('chat_session');
        return holds;
      },
    },
  ),
  check(
    'cancelled_session_is_of_the_contract',
    ['published', 'what cancelling a session answers is a session of the contract', required],
    {
      needs: ['sessions'],
      maxRuns: 5,
      values: () => fc.constant(null),
      run: async (probe) => {
        const answer = await probe.cancel(await probe.session());
        answer.read('chat_session');
        return holds;
      },
    },
  ),
  check(
    'thread_list_is_of_the_contract',
    ['published', 'a page of threads is one of the contract, whatever is asked for', required],
    {
      values: ({ users }) =>
        fc.record(
          {
            limit: fc.integer({ min: 1, max: 100 }),
            order: fc.constantFrom('desc' as const, 'asc' as const),
            user: fc.constantFrom('nobody-of-this-name', ...users),
          },
          { requiredKeys: [] },
        ),
      run: async (probe, query) => {
        const place = { operation: 'threads.list' } as const;
        (await probe.list(place, query)).read('thread_list');
        return holds;
      },
    },
  ),
  check(
    'item_list_is_of_the_contract',
    ['published', 'a page of items is one of the contract, each item one of its six variants', required],
    {
      needs: ['threads'],
      values: ({ threads }) => fc.record({ thread: oneOf(threads), limit: fc.constantFrom(100, 20, 5, 1) }),
      run: async (probe, { thread, limit }) => {
        const place = { operation: 'threads.listItems', threadId: thread.id } as const;
        (await probe.list(place, { limit })).read('thread_item_list');
        return holds;
      },
    },
  ),
  check(
    'thread_is_of_the_contract',
    ['published', 'what retrieving a thread answers is a thread of the contract', required],
    {
      needs: ['threads'],
      values: ({ threads }) => oneOf(threads),
      run: async (probe, { id }) => {
        (await probe.call('threads.retrieve', { thread_id: id })).read('thread');
        return holds;
      },
    },
  ),
  check(
    'retrieved_thread_is_the_listed_one',
    [
      'published',
      'a thread that is retrieved has the id that was asked for, and the user and time that the list says',
      'seed: "Retrieve a ChatKit thread by its identifier."',
    ],
    {
      needs: ['threads'],
      values: ({ threads }) => oneOf(threads),
      run: async (probe, listed) => {
        const thread = (await probe.call('threads.retrieve', { thread_id: listed.id })).read('thread');
        if (thread.id !== listed.id) return unequal('$.id', listed.id, thread.id);
        if (thread.user !== listed.user) return unequal('$.user', listed.user, thread.user);
        return thread.created_at === listed.created_at
          ? holds
          : unequal('$.created_at', listed.created_at, thread.created_at);
      },
    },
  ),
  check(
    'no_thread_is_invented',
    [
      'published',
      'an id that no thread has is never answered with a thread of another id',
      'seed: "Retrieve a ChatKit thread by its identifier."',
    ],
    {
      values: () => unknownIds('cthr'),
      run: async (probe, id) => {
        const { status, body } = await probe.call('threads.retrieve', { thread_id: id });
        const received = (body as { id?: unknown } | null | undefined)?.id;
        return status !== 200 || received === id
          ? holds
          : violated('$.id', `${id}, or a refusal`, `status 200 with id ${JSON.stringify(received)}`);
      },
    },
  ),
  check(
    'nothing_is_from_the_future',
    [
      'published',
      'threads and items were created in the past: created_at counts seconds',
      'seed: created_at is the "Unix timestamp (in seconds)" of the creation',
    ],
    {
      needs: ['threads'],
      maxRuns: 1,
      values: () => fc.constant({ operation: 'threads.list' } as const),
      run: async (probe, place, { itemLists }) => {
        // A clock may be wrong, by less than a day; by milliseconds the times are in the year 50000 or later.
        const latest = (probe.clock.nowMs() + dayMs) / 1000;
        const lists = [place, ...itemLists];
        for (const list of lists) {
          const { data } = await probe.page(list, { limit: 100 });
          const entry = data.find(({ created_at: at }) => at > latest);
          if (entry !== undefined)
            return violated('$.data[].created_at', `at most ${Math.floor(latest)}`, String(entry.created_at));
        }
        return holds;
      },
    },
  ),
  check(
    'same_question_same_answer',
    ['synthetic', 'a page that is asked for twice is the same, byte for byte', 'GET changes nothing'],
    {
      needs: ['lists'],
      values: (world) => pagings(world),
      run: async (probe, { list, query }) => {
        const [one, other] = [await probe.list(list, query), await probe.list(list, query)];
        if (one.body === undefined || other.body === undefined) throw new NotTried('an answer was no JSON');
        return one.text === other.text && one.status === other.status
          ? holds
          : violated('$', `the first answer (${one.summary})`, `another one (${other.summary})`);
      },
    },
  ),
];
