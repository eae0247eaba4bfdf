import * as fc from 'fast-check';
import type { ChatSession, SessionCreate } from '../../../schema/index.ts';
import type { Evidence, SessionObservation } from '../../invariants/index.ts';
import { holds, vacuous, violated } from '../../invariants/verdict.ts';
import { checksOf } from '../define.ts';
import type { Experiment } from '../define.ts';
import type { Answer } from '../exchange.ts';
import type { Probe } from '../probe.ts';
import { sessionRequests } from '../values.ts';

const { check, invariant } = checksOf('lifecycle');

const creation: Experiment<SessionCreate, Evidence<'creation'>> = {
  needs: ['sessions'],
  values: ({ isOwn }) => sessionRequests(isOwn),
  run: async (probe, value) => {
    const request = { ...value, workflow: { ...value.workflow, id: probe.sessionBody().workflow.id } };
    const { answer } = await probe.create(request);
    const session = answer.need('chat_session');
    return { request, session, ...momentOf(answer) };
  },
};

const momentOf = ({ moment }: Answer) => (moment === undefined ? {} : { at: moment });

const seen = (answer: Answer, operation: SessionObservation['operation']): SessionObservation => ({
  session: answer.need('chat_session'),
  operation,
  ...momentOf(answer),
});

/** A session, cancelled as often as it is said. */
async function history(
  probe: Probe,
  body: Partial<SessionCreate>,
  cancels: number,
  waitMs: (session: ChatSession) => number = () => 0,
): Promise<Evidence<'session_history'>> {
  const { answer } = await probe.create(probe.sessionBody(body));
  const first = seen(answer, 'sessions.create');
  const observations = [first];
  await probe.sleep(waitMs(first.session));
  for (let i = 0; i < cancels; i += 1) {
    const parameters = { session_id: first.session.id };
    observations.push(seen(await probe.call('sessions.cancel', parameters), 'sessions.cancel'));
  }
  return { sessionId: first.session.id, observations };
}

const cancelling: Experiment<number, Evidence<'session_history'>> = {
  needs: ['sessions'],
  values: () => fc.integer({ min: 1, max: 3 }),
  run: (probe, cancels) => history(probe, {}, cancels),
};

const shortLife = { expires_after: { anchor: 'created_at' as const, seconds: 1 } };
/** Past the second in which it expires, however its creation was rounded, and a little for clocks. */
const pastShortLifeMs = 2600;

const expiring: Experiment<number, Evidence<'session_history'>> = {
  needs: ['sessions'],
  isPatient: true,
  maxRuns: 1,
  values: () => fc.constant(2),
  run: (probe, cancels) => history(probe, shortLife, cancels, () => pastShortLifeMs),
};

/** Sessions from their creation to their end. */
export const lifecycleChecks = [
  invariant('session_follows_its_request', creation),
  invariant('session_defaults_are_as_documented', creation),
  invariant('new_session_is_active', creation),
  invariant('copies_of_the_limit_agree', creation),
  invariant('session_expires_as_asked', creation),
  invariant('secret_tells_the_expiry', creation),
  check(
    'sessions_are_told_apart',
    [
      'published',
      'no two sessions have the same id or the same client secret',
      'seed: id is the "Identifier for the ChatKit session."',
    ],
    {
      needs: ['sessions'],
      maxRuns: 3,
      values: () => fc.integer({ min: 2, max: 4 }),
      run: async (probe, count) => {
        const all = [];
        for (let i = 0; i < count; i += 1) all.push(await probe.session());
        if (new Set(all.map(({ id }) => id)).size < count)
          return violated('$', `${count} different ids`, 'an id that came twice');
        return new Set(all.map(({ secret }) => secret)).size === count
          ? holds
          : violated('$', `${count} different client secrets`, 'a client secret that came twice');
      },
    },
  ),
  check(
    'identifiers_have_the_observed_form',
    [
      'observed',
      'ids are cksess_, cthr_ and cti_ (or cthi_) with 48 hexadecimal digits, secrets ek_ with as many and the expiry',
      'seen of the real service',
    ],
    {
      needs: ['sessions'],
      maxRuns: 1,
      values: () => fc.constant(null),
      run: async (probe, _value, { threads, itemLists }) => {
        const { id, secret } = await probe.session();
        const wrong = [
          ...(/^cksess_[0-9a-f]{48}$/.test(id) ? [] : [`a session is called ${id}`]),
          ...(/^ek_[0-9a-f]{48}_00[A-Za-z0-9+/]+=*$/.test(secret)
            ? []
            : ['a client secret has another form']),
          ...threads.filter(({ id: own }) => !/^cthr_[0-9a-f]{48}$/.test(own)).map(({ id: own }) => own),
          ...itemLists
            .flatMap(({ entries }) => entries)
            .filter(({ id: own }) => !/^(cti|cthi)_[0-9a-f]{48}$/.test(own))
            .map(({ id: own }) => own),
        ];
        return wrong[0] === undefined
          ? holds
          : violated(
              '$',
              'the observed form',
              wrong.length === 1 ? wrong[0] : `${wrong[0]} (and ${wrong.length - 1} more)`,
            );
      },
    },
  ),
  invariant('cancelling_answers_its_session', cancelling),
  check(
    'cancelling_cancels',
    [
      'published',
      'an active session that is cancelled is answered as cancelled',
      'seed: "Cancel an active ChatKit session and return its most recent metadata."',
    ],
    {
      ...cancelling,
      run: async (probe, cancels) => {
        const { observations } = await history(probe, {}, cancels);
        const [first, second] = observations;
        if (first?.session.status !== 'active') return vacuous('the new session was not active');
        const status = second?.session.status;
        return status === 'cancelled' ? holds : violated('$.status', '"cancelled"', JSON.stringify(status));
      },
    },
  ),
  invariant('ended_session_never_revives', { ...cancelling, values: () => fc.integer({ min: 2, max: 4 }) }),
  invariant('session_facts_never_change', cancelling),
  invariant('session_expires_when_promised', expiring),
  invariant('ended_session_keeps_its_end', expiring),
  check(
    'expired_session_is_told',
    [
      'synthetic',
      'a session that is cancelled after its time was over is answered as expired',
      'which of two ends is told is not published',
    ],
    {
      ...expiring,
      run: async (probe) => {
        const { observations } = await history(probe, shortLife, 1, () => pastShortLifeMs);
        const status = observations.at(-1)?.session.status;
        return status === 'expired' ? holds : violated('$.status', '"expired"', JSON.stringify(status));
      },
    },
  ),
];
