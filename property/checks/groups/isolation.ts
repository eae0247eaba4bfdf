import * as fc from 'fast-check';
import { allOf, holds, vacuous, violated } from '../../invariants/verdict.ts';
import type { Verdict } from '../../invariants/verdict.ts';
import { checksOf, isRefusal, statusIs } from '../define.ts';
import type { Bearer } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { oneOf } from '../values.ts';
import type { World } from '../world.ts';

const { check } = checksOf('isolation');
const scope = 'seed: the session "can access other objects that have the same user scope"';

/** Two users with threads: one whose session is used, and another. */
const pairs = ({ users }: World) =>
  fc
    .record({ own: oneOf(users), step: fc.integer({ min: 1, max: Math.max(1, users.length - 1) }) })
    .map(({ own, step }) => ({
      own,
      other: users[(users.indexOf(own) + step) % users.length] ?? own,
    }));

async function sessionOf(probe: Probe, user: string): Promise<Bearer> {
  return { kind: 'secret', session: await probe.session({ user }) };
}

const threadsOf = ({ threads }: World, user: string) => threads.filter((thread) => thread.user === user);

const judgeOwn = (users: readonly (string | undefined)[], own: string): Verdict => {
  const stranger = users.find((user) => user !== own);
  return users.length > 0 && stranger !== undefined
    ? violated('$.data[].user', JSON.stringify(own), JSON.stringify(stranger))
    : holds;
};

/** What one user's client secret sees of another's. */
export const isolationChecks = [
  check(
    'secret_lists_its_user_alone',
    ['published', 'a client secret lists threads of its session’s user and of nobody else', scope],
    {
      needs: ['sessions', 'two_users'],
      values: (world) =>
        fc.record({
          pair: pairs(world),
          limit: fc.constantFrom(100, 20, 3),
          order: fc.constantFrom('desc' as const, 'asc' as const),
          filtered: fc.boolean(),
        }),
      run: async (probe, { pair: { own, other }, limit, order, filtered }) => {
        const bearer = await sessionOf(probe, own);
        const place = { operation: 'threads.list', ...(filtered ? { user: other } : {}) } as const;
        const answer = await probe.list(place, { limit, order }, { bearer });
        if (answer.status !== 200) return isRefusal(answer.status);
        return judgeOwn(
          answer.need('thread_list').data.map(({ user }) => user),
          own,
        );
      },
    },
  ),
  check(
    'secret_reads_no_others_thread',
    ['published', 'a client secret neither retrieves a thread of another user nor lists its items', scope],
    {
      needs: ['sessions', 'two_users'],
      values: (world) =>
        fc.record({
          pair: pairs(world),
          operation: fc.constantFrom('threads.retrieve' as const, 'threads.listItems' as const),
          n: fc.nat(100),
        }),
      run: async (probe, { pair: { own, other }, operation, n }, world) => {
        const theirs = threadsOf(world, other);
        const bearer = await sessionOf(probe, own);
        const thread = theirs[n % theirs.length];
        if (thread === undefined) return vacuous('the other user has no thread');
        return isRefusal((await probe.call(operation, { thread_id: thread.id }, { bearer })).status);
      },
    },
  ),
  check(
    'others_thread_is_404',
    [
      'synthetic',
      'to a client secret a thread of another user is one that never was',
      'existence is not disclosed',
    ],
    {
      needs: ['sessions', 'two_users'],
      maxRuns: 10,
      values: (world) =>
        fc.record({
          pair: pairs(world),
          operation: fc.constantFrom('threads.retrieve' as const, 'threads.listItems' as const),
        }),
      run: async (probe, { pair: { own, other }, operation }, world) => {
        const thread = threadsOf(world, other)[0];
        if (thread === undefined) return vacuous('the other user has no thread');
        const bearer = await sessionOf(probe, own);
        return statusIs((await probe.call(operation, { thread_id: thread.id }, { bearer })).status, [404]);
      },
    },
  ),
  check(
    'others_thread_is_no_cursor',
    ['synthetic', 'to a client secret a thread of another user is no cursor', 'existence is not disclosed'],
    {
      needs: ['sessions', 'two_users'],
      maxRuns: 10,
      values: pairs,
      run: async (probe, { own, other }, world) => {
        const thread = threadsOf(world, other)[0];
        if (thread === undefined) return vacuous('the other user has no thread');
        const bearer = await sessionOf(probe, own);
        const { status } = await probe.list({ operation: 'threads.list' }, { after: thread.id }, { bearer });
        return statusIs(status, [400]);
      },
    },
  ),
  check(
    'secret_sees_what_its_user_has',
    [
      'synthetic',
      'a client secret lists just what the API key lists of its user, reads it and its items',
      'what a client secret may do is not published',
    ],
    {
      needs: ['sessions', 'threads'],
      values: ({ users }) => oneOf(users),
      run: async (probe, user) => {
        const bearer = await sessionOf(probe, user);
        const place = { operation: 'threads.list', user } as const;
        const wanted = (await probe.page(place, { limit: 100 })).data.map(({ id }) => id);
        const { data } = await probe.page({ operation: 'threads.list' }, { limit: 100 }, { bearer });
        const received = data.map(({ id }) => id);
        if (wanted.join() !== received.join())
          return violated('$.data', `${wanted.length} threads: ${wanted[0]} …`, `${received.length} threads`);
        const id = wanted[0];
        if (id === undefined) return vacuous('the user has no thread');
        const answers = [
          await probe.call('threads.retrieve', { thread_id: id }, { bearer }),
          await probe.call('threads.listItems', { thread_id: id }, { bearer }),
        ];
        return allOf(answers.map(({ status }) => statusIs(status, [200])));
      },
    },
  ),
  check(
    'history_settings_are_kept',
    [
      'synthetic',
      'a client secret sees no thread when history is off, and the recent_threads newest when there is such a bound',
      '"Number of recent ChatKit threads users have access to" is published, what access is is not',
    ],
    {
      needs: ['sessions', 'threads'],
      values: ({ users }) => fc.record({ user: oneOf(users), recent: fc.nat(4) }),
      run: async (probe, { user, recent }) => {
        const history = recent === 0 ? { enabled: false } : { recent_threads: recent };
        const session = await probe.session({ user, chatkit_configuration: { history } });
        const bearer = { kind: 'secret', session } as const;
        const place = { operation: 'threads.list', user } as const;
        const all = (await probe.page(place, { limit: 100 })).data.map(({ id }) => id);
        const { data } = await probe.page({ operation: 'threads.list' }, { limit: 100 }, { bearer });
        const seen = data.map(({ id }) => id);
        const wanted = all.slice(0, recent);
        return seen.join() === wanted.join()
          ? holds
          : violated('$.data', `the ${wanted.length} newest`, `${seen.length} threads`);
      },
    },
  ),
];
