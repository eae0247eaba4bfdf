import * as fc from 'fast-check';
import type { Evidence } from '../../invariants/index.ts';
import { allOf, holds, violated } from '../../invariants/verdict.ts';
import { checksOf, isRefusal, statusIs } from '../define.ts';
import type { Experiment } from '../define.ts';
import type { Answer, Bearer } from '../exchange.ts';
import type { Probe } from '../probe.ts';

const { check, invariant } = checksOf('authorization');

/** A key and a secret that nobody issued. They open nothing, so they may be shown. */
const madeUpKey = `sk-proj-${'0'.repeat(40)}`;
const madeUpSecret = `ek_${'0'.repeat(48)}_00eyJleHBpcmVzX2F0IjogMH0=`;
const made = [madeUpKey, madeUpSecret, 'sk-x', 'x', '0'.repeat(4000)];

/** Requests that change nothing that anybody needs, whoever is let in. */
const doors = ['threads.list', 'threads.retrieve', 'threads.listItems', 'sessions.create', 'cancel'] as const;
type Door = (typeof doors)[number];

async function knock(probe: Probe, door: Door, bearer: Bearer, threadId: string): Promise<Answer> {
  const asking = { bearer, mayThrottle: true };
  switch (door) {
    case 'sessions.create':
      return (await probe.create(probe.sessionBody(), asking)).answer;
    case 'cancel':
      return probe.call('sessions.cancel', { session_id: `cksess_${'0'.repeat(48)}` }, asking);
    case 'threads.list':
      return probe.ask('GET', '/chatkit/threads?limit=1', asking);
    default:
      return probe.call(door, { thread_id: threadId }, asking);
  }
}

/** A known thread, so that a 404 cannot hide who was let in. */
const aThread = ({ threads }: { readonly threads: readonly { readonly id: string }[] }): string =>
  threads[0]?.id ?? `cthr_${'0'.repeat(48)}`;

type TokenUse = Evidence<'token_use'>;

const stranger: Experiment<{ readonly door: Door; readonly token: string }, TokenUse> = {
  values: () => fc.record({ door: fc.constantFrom(...doors), token: fc.constantFrom(...made) }),
  run: async (probe, { door, token }, world) => ({
    token: 'unknown',
    answer: await knock(probe, door, { kind: 'raw', value: `Bearer ${token}` }, aThread(world)),
  }),
};

const nobody: Experiment<Door, TokenUse> = {
  values: () => fc.constantFrom(...doors),
  maxRuns: 10,
  run: async (probe, door, world) => ({
    token: 'none',
    answer: await knock(probe, door, { kind: 'none' }, aThread(world)),
  }),
};

/** Who is let in. */
export const authorizationChecks = [
  invariant('missing_token_is_refused', nobody),
  invariant('unknown_token_is_refused', stranger),
  invariant('refused_token_is_401', {
    ...stranger,
    values: () =>
      fc.record({ door: fc.constantFrom(...doors), token: fc.constantFrom(...made), none: fc.boolean() }),
    run: async (probe, { none, ...value }, world) =>
      none ? nobody.run(probe, value.door, world) : stranger.run(probe, value, world),
  }),
  check(
    'altered_secret_is_refused',
    [
      'published',
      'a client secret with something behind it is another one, and refused',
      'openapi: requests are authenticated by a bearer token',
    ],
    {
      needs: ['sessions'],
      maxRuns: 6,
      values: () => fc.constantFrom('x', '=', '00', '.', 'A'.repeat(100)),
      run: async (probe, suffix) => {
        const session = await probe.session();
        const bearer = { kind: 'secret', session, suffix } as const;
        const answer = await probe.ask('GET', '/chatkit/threads?limit=1', { bearer, mayThrottle: true });
        return isRefusal(answer.status);
      },
    },
  ),
  check(
    'other_schemes_are_refused',
    [
      'synthetic',
      'an Authorization header that is no bearer token is a 401',
      'HTTP: 401 asks for the credentials that lack',
    ],
    {
      values: () =>
        fc.constantFrom(
          'Basic c2stOg==',
          'Bearer',
          'Bearer ',
          'Token x',
          'Bearer a b',
          'Digest username="x"',
        ),
      run: async (probe, value) => {
        const bearer = { kind: 'raw', value } as const;
        const { status } = await probe.ask('GET', '/chatkit/threads?limit=1', { bearer, mayThrottle: true });
        return statusIs(status, [401]);
      },
    },
  ),
  invariant('active_secret_is_accepted', {
    needs: ['sessions'],
    maxRuns: 5,
    values: () => fc.constant(null),
    run: async (probe) => {
      const bearer = { kind: 'secret', session: await probe.session() } as const;
      return {
        token: 'active_secret',
        answer: await probe.ask('GET', '/chatkit/threads?limit=1', { bearer }),
      };
    },
  }),
  invariant('cancelled_secret_is_refused', {
    needs: ['sessions'],
    values: () => fc.constantFrom('threads.list' as const, 'threads.retrieve' as const),
    maxRuns: 10,
    run: async (probe, door, world) => {
      const session = await probe.session();
      await probe.cancel(session);
      const bearer = { kind: 'secret', session } as const;
      return { token: 'cancelled_secret', answer: await knock(probe, door, bearer, aThread(world)) };
    },
  }),
  invariant('expired_secret_is_refused', {
    needs: ['sessions'],
    isPatient: true,
    maxRuns: 1,
    values: () => fc.constant(2600),
    run: async (probe, waitMs, world) => {
      const session = await probe.session({ expires_after: { anchor: 'created_at', seconds: 1 } });
      await probe.sleep(waitMs);
      const bearer = { kind: 'secret', session } as const;
      return { token: 'expired_secret', answer: await knock(probe, 'threads.list', bearer, aThread(world)) };
    },
  }),
  check(
    'secret_manages_no_sessions',
    [
      'synthetic',
      'a client secret neither creates nor cancels sessions',
      'secrets are for browsers, sessions are made by servers',
    ],
    {
      needs: ['sessions'],
      maxRuns: 6,
      values: () => fc.constantFrom('create', 'cancel another', 'cancel its own'),
      run: async (probe, deed) => {
        const session = await probe.session();
        const bearer = { kind: 'secret', session } as const;
        if (deed === 'create') {
          const { answer } = await probe.create(probe.sessionBody(), { bearer });
          return isRefusal(answer.status);
        }
        const other = deed === 'cancel another' ? await probe.session() : session;
        const answer = await probe.cancel(other, { bearer });
        const after = await probe.ask('GET', '/chatkit/threads?limit=1', {
          bearer: { kind: 'secret', session: other },
        });
        return allOf([
          isRefusal(answer.status),
          after.status === 200 ? holds : violated('$', 'a session that goes on', after.summary),
        ]);
      },
    },
  ),
];
