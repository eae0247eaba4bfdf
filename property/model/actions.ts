import * as fc from 'fast-check';
import type { SessionCreate } from '../../schema/index.ts';
import type { Call, ListQuery, Token } from './call.ts';
import type { ModelState, ModelWorld } from './state.ts';

/** One request in the making: which session or thread it is about is settled by the state in which it is sent. */
export type Action = (state: ModelState) => Call | undefined;

/** A place in a list of unknown length: shrinks to the first. */
const place = fc.nat({ max: 15 });
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];

type TokenMaker = (state: ModelState) => Token | undefined;

const key: TokenMaker = () => ({ kind: 'key' });
const secret: fc.Arbitrary<TokenMaker> = place.map((index) => ({ sessions }) => {
  if (sessions.length === 0) return undefined;
  return { kind: 'secret', session: index % sessions.length };
});
/** The key, or the secret of any session, whether it is still good or not. */
const someToken = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: fc.constant(key) },
  { weight: 3, arbitrary: secret },
);

const unknownToken: fc.Arbitrary<TokenMaker> = fc.oneof(
  fc.constant<TokenMaker>(() => ({ kind: 'none' })),
  fc.constantFrom('ek_unknown', 'sk-unknown').map<TokenMaker>((text) => () => ({ kind: 'unknown', text })),
  // Nearly a good secret: its last character is another one.
  place.map<TokenMaker>((index) => ({ sessions }) => {
    const near = at(sessions, index)?.secret;
    if (near === undefined) return undefined;
    return { kind: 'unknown', text: near.slice(0, -1) + (near.endsWith('A') ? 'B' : 'A') };
  }),
);

const unknownThread = 'cthr_unknown';
type IdMaker = (state: ModelState) => string | undefined;
/** The id of a thread, deleted ones included; now and then of none. */
const threadId: fc.Arbitrary<IdMaker> = fc.oneof(
  { withCrossShrink: true },
  {
    weight: 9,
    arbitrary: place.map<IdMaker>(
      (index) =>
        ({ threads }) =>
          at(threads, index)?.thread.id,
    ),
  },
  { weight: 1, arbitrary: fc.constant<IdMaker>(() => unknownThread) },
);

const lifetimes = fc.constantFrom(1, 2, 60, 600);
const limits = fc.constantFrom(1, 2, 3, 10);

/** What a session is asked for with: little, so that it soon ends and is soon throttled. */
const requestOf = (users: readonly string[]): fc.Arbitrary<SessionCreate> =>
  fc
    .record(
      {
        user: fc.constantFrom(...users),
        seconds: lifetimes,
        limit: limits,
        history: fc.record(
          { enabled: fc.boolean(), recent_threads: fc.constantFrom(1, 2) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['user'] },
    )
    .map(({ user, seconds, limit, history }) => ({
      user,
      workflow: { id: 'wf_1' },
      ...(seconds === undefined ? {} : { expires_after: { anchor: 'created_at', seconds } }),
      ...(limit === undefined ? {} : { rate_limits: { max_requests_per_1_minute: limit } }),
      ...(history === undefined ? {} : { chatkit_configuration: { history } }),
    }));

/** A query without cursors, and the places of the cursors. */
interface QueryPlan {
  readonly query: ListQuery;
  readonly after?: number;
  readonly before?: number;
  readonly isForeign?: boolean;
}

const pageSize = fc.constantFrom(0, 1, 2, 3, 20, 100);
const order = fc.constantFrom('asc' as const, 'desc' as const);

const planOf = (users: readonly string[] | undefined): fc.Arbitrary<QueryPlan> =>
  fc
    .tuple(
      fc.record(
        { limit: pageSize, order, ...(users === undefined ? {} : { user: fc.constantFrom(...users) }) },
        { requiredKeys: [] },
      ),
      fc.record({ after: place, before: place }, { requiredKeys: [] }),
      fc.nat({ max: 9 }),
    )
    .map(([query, cursors, chance]) => ({ query, ...cursors, isForeign: chance === 9 }));

function withCursors({ query, after, before, isForeign }: QueryPlan, ids: readonly string[]): ListQuery {
  const idAt = (index: number): string => (isForeign ? undefined : at(ids, index)) ?? 'never_seen';
  return {
    ...query,
    ...(after === undefined ? {} : { after: idAt(after) }),
    ...(before === undefined ? {} : { before: idAt(before) }),
  };
}

const threadIds = ({ threads }: ModelState): string[] => threads.map(({ thread }) => thread.id);
const itemIds = ({ threads }: ModelState, id: string): string[] =>
  (threads.find(({ thread }) => thread.id === id)?.items ?? []).map((item) => item.id);

const create = (token: fc.Arbitrary<TokenMaker>, body: fc.Arbitrary<SessionCreate>): fc.Arbitrary<Action> =>
  fc.tuple(token, body).map(([tokenOf, request]) => (state) => {
    const held = tokenOf(state);
    return held && { operation: 'sessions.create', token: held, body: request };
  });

const cancel = (token: fc.Arbitrary<TokenMaker>): fc.Arbitrary<Action> =>
  fc.tuple(token, place, fc.nat({ max: 9 })).map(([tokenOf, index, chance]) => (state) => {
    const held = tokenOf(state);
    const id = chance === 9 ? 'cksess_unknown' : at(state.sessions, index)?.id;
    return held && id === undefined
      ? undefined
      : held && { operation: 'sessions.cancel', token: held, id: id ?? '' };
  });

const about = (
  operation: 'threads.retrieve' | 'threads.delete',
  token: fc.Arbitrary<TokenMaker>,
): fc.Arbitrary<Action> =>
  fc.tuple(token, threadId).map(([tokenOf, idOf]) => (state) => {
    const [held, id] = [tokenOf(state), idOf(state)];
    return held === undefined || id === undefined ? undefined : { operation, token: held, id };
  });

const list = (token: fc.Arbitrary<TokenMaker>, users: readonly string[]): fc.Arbitrary<Action> =>
  fc.tuple(token, planOf(users)).map(([tokenOf, plan]) => (state) => {
    const held = tokenOf(state);
    return held && { operation: 'threads.list', token: held, query: withCursors(plan, threadIds(state)) };
  });

const listItems = (token: fc.Arbitrary<TokenMaker>): fc.Arbitrary<Action> =>
  fc.tuple(token, threadId, planOf(undefined)).map(([tokenOf, idOf, plan]) => (state) => {
    const [held, id] = [tokenOf(state), idOf(state)];
    if (held === undefined || id === undefined) return undefined;
    return { operation: 'threads.listItems', token: held, id, query: withCursors(plan, itemIds(state, id)) };
  });

/** The users of a world, and one who has nothing. */
export const usersOf = ({ threads }: ModelWorld): string[] => [
  ...new Set([...threads.map(({ user }) => user), 'nobody']),
];

/** A walk in the making: the first call, and which way it goes. */
export interface WalkAction {
  readonly start: Action;
  readonly direction: 'after' | 'before';
}

/** The kinds of single requests, by what they are for. */
export function actionsOf(world: ModelWorld): Readonly<Record<string, fc.Arbitrary<Action>>> & {
  readonly create: fc.Arbitrary<Action>;
} {
  const users = usersOf(world);
  const withKey = fc.constant(key);
  return {
    create: create(withKey, requestOf(users)),
    cancel: cancel(withKey),
    list: list(someToken, users),
    listItems: listItems(someToken),
    retrieve: about('threads.retrieve', someToken),
    delete: about('threads.delete', someToken),
    useSecret: fc.oneof(list(secret, users), about('threads.retrieve', secret)),
    useWrong: fc.oneof(
      list(unknownToken, users),
      about('threads.retrieve', unknownToken),
      cancel(unknownToken),
    ),
    overreach: fc.oneof(create(secret, requestOf(users)), cancel(secret)),
  };
}

/** Walks through threads and items, by any size of pages, in both directions. */
export function walksOf(world: ModelWorld): fc.Arbitrary<WalkAction> {
  const size = fc.constantFrom(1, 2, 3);
  return fc
    .record({
      isThreads: fc.boolean(),
      tokenOf: someToken,
      idOf: threadId,
      start: place,
      direction: fc.constantFrom('after' as const, 'before' as const),
      query: fc.record(
        { limit: size, order, user: fc.constantFrom(...usersOf(world)) },
        { requiredKeys: ['limit'] },
      ),
    })
    .map(({ isThreads, tokenOf, idOf, start, direction, query }) => ({
      direction,
      start: (state) => {
        const [token, id] = [tokenOf(state), idOf(state)];
        if (token === undefined || id === undefined) return undefined;
        const { user: _user, ...plain } = query;
        const from = (ids: readonly string[]): ListQuery =>
          direction === 'before' ? { before: at(ids, start) ?? 'never_seen' } : {};
        return isThreads
          ? { operation: 'threads.list', token, query: { ...query, ...from(threadIds(state)) } }
          : { operation: 'threads.listItems', token, id, query: { ...plain, ...from(itemIds(state, id)) } };
      },
    }));
}
