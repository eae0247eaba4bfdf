import { sessionDefaults } from '../../schema/index.ts';
import type { ChatSession, SessionCreate } from '../../schema/index.ts';
import type { Moment, SessionObservation } from './evidence.ts';
import { invariant } from './invariant.ts';
import { embeddedExpiry } from './secret.ts';
import { allOf, holds, unequal, vacuous, violated } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** A field of the resolved session: where, what the request says of it, its default, what was answered. */
interface Resolved {
  readonly path: string;
  readonly asked: unknown;
  readonly fallback: unknown;
  readonly received: unknown;
}

/** One field of the resolved session. */
const at = (path: string, asked: unknown, fallback: unknown, received: unknown): Resolved => ({
  path: `$.session.${path}`,
  asked,
  fallback,
  received,
});

function resolvedFields(
  { user, workflow, chatkit_configuration: wish, rate_limits }: SessionCreate,
  session: ChatSession,
): Resolved[] {
  const { chatkit_configuration: configuration } = session;
  const { fileUpload, history } = sessionDefaults;
  const titling = configuration.automatic_thread_titling;
  const upload = configuration.file_upload;
  return [
    at('user', user, undefined, session.user),
    at('workflow.id', workflow.id, undefined, session.workflow.id),
    at('workflow.version', workflow.version, null, session.workflow.version),
    at(
      'workflow.tracing.enabled',
      workflow.tracing?.enabled,
      sessionDefaults.tracingEnabled,
      session.workflow.tracing.enabled,
    ),
    at(
      'chatkit_configuration.automatic_thread_titling.enabled',
      wish?.automatic_thread_titling?.enabled,
      sessionDefaults.automaticThreadTitlingEnabled,
      titling.enabled,
    ),
    at(
      'chatkit_configuration.file_upload.enabled',
      wish?.file_upload?.enabled,
      fileUpload.enabled,
      upload.enabled,
    ),
    at(
      'chatkit_configuration.file_upload.max_file_size',
      wish?.file_upload?.max_file_size,
      fileUpload.maxFileSizeMegabytes,
      upload.max_file_size,
    ),
    at(
      'chatkit_configuration.file_upload.max_files',
      wish?.file_upload?.max_files,
      fileUpload.maxFiles,
      upload.max_files,
    ),
    at(
      'chatkit_configuration.history.enabled',
      wish?.history?.enabled,
      history.enabled,
      configuration.history.enabled,
    ),
    at(
      'chatkit_configuration.history.recent_threads',
      wish?.history?.recent_threads,
      history.recentThreads,
      configuration.history.recent_threads,
    ),
    at(
      'rate_limits.max_requests_per_1_minute',
      rate_limits?.max_requests_per_1_minute,
      sessionDefaults.maxRequestsPer1Minute,
      session.rate_limits.max_requests_per_1_minute,
    ),
  ];
}

/** The first state variable that is not as it was sent. No variables and null are the same: both are "no overrides". */
function judgeVariables(
  sent: Readonly<Record<string, unknown>>,
  received: Readonly<Record<string, unknown>> | null,
): Verdict {
  const path = '$.session.workflow.state_variables';
  for (const [name, value] of Object.entries(sent)) {
    const got = received !== null && Object.hasOwn(received, name) ? received[name] : undefined;
    if (got !== value) return unequal(`${path}[${JSON.stringify(name)}]`, value, got);
  }
  const extra = Object.keys(received ?? {}).find((name) => !Object.hasOwn(sent, name));
  return extra === undefined
    ? holds
    : violated(`${path}[${JSON.stringify(extra)}]`, 'nothing', 'a state variable');
}

const promisedSeconds = (request: SessionCreate): number =>
  request.expires_after?.seconds ?? sessionDefaults.expiresAfterSeconds;

/** Whether an expiry in whole seconds lies a lifetime after a moment, however the creation was rounded. */
function judgeExpiry(expiresAt: number, seconds: number, { earliestMs, latestMs }: Moment): Verdict {
  const least = Math.floor(earliestMs / 1000) + seconds;
  const most = Math.ceil(latestMs / 1000) + seconds;
  return expiresAt >= least && expiresAt <= most
    ? holds
    : violated('$.session.expires_at', least === most ? `${least}` : `${least} to ${most}`, `${expiresAt}`);
}

const pairs = (
  observations: readonly SessionObservation[],
): [number, SessionObservation, SessionObservation][] =>
  observations.slice(1).map((next, i) => [i + 1, observations[i] as SessionObservation, next]);

/** Facts of a session that nothing changes. */
const facts = [
  'id',
  'user',
  'client_secret',
  'expires_at',
  'max_requests_per_1_minute',
  'rate_limits',
  'chatkit_configuration',
  'workflow',
] as const;

/** Claims about sessions: what they resolve to, and what becomes of them. */
export const sessionInvariants = {
  session_follows_its_request: invariant(
    'creation',
    [
      'published',
      'what the request says of user, workflow, configuration and limit, the session says too',
      'seed: the session is "a ChatKit session and its resolved configuration"',
    ],
    ({ request, session }) => {
      const said = resolvedFields(request, session).filter(({ asked }) => asked !== undefined);
      const sent = request.workflow.state_variables;
      return allOf([
        ...said.map(({ path, asked, received }) =>
          asked === received ? holds : unequal(path, asked, received),
        ),
        ...(sent === undefined ? [] : [judgeVariables(sent, session.workflow.state_variables)]),
      ]);
    },
  ),

  session_defaults_are_as_documented: invariant(
    'creation',
    [
      'published',
      'where the request is silent, the session has the documented defaults',
      'seed: uploads disabled (10 files, 512 MB), history and titling enabled, no limit of recent threads, 10 requests, tracing enabled',
    ],
    ({ request, session }) => {
      const silent = resolvedFields(request, session).filter(({ asked }) => asked === undefined);
      return allOf([
        ...silent.map(({ path, fallback, received }) =>
          fallback === received ? holds : unequal(path, fallback, received),
        ),
        ...(request.workflow.state_variables === undefined
          ? [judgeVariables({}, session.workflow.state_variables)]
          : []),
      ]);
    },
  ),

  new_session_is_active: invariant(
    'creation',
    [
      'published',
      'a session that was just created is active',
      'seed: status is the "current lifecycle state"',
    ],
    ({ session: { status } }) =>
      status === 'active' ? holds : unequal('$.session.status', 'active', status),
  ),

  copies_of_the_limit_agree: invariant(
    'creation',
    [
      'published',
      'max_requests_per_1_minute at the top is that of rate_limits',
      'seed: "Convenience copy of the per-minute request limit."',
    ],
    ({ session }) =>
      session.max_requests_per_1_minute === session.rate_limits.max_requests_per_1_minute
        ? holds
        : unequal(
            '$.session.max_requests_per_1_minute',
            session.rate_limits.max_requests_per_1_minute,
            session.max_requests_per_1_minute,
          ),
  ),

  session_expires_as_asked: invariant(
    'creation',
    [
      'published',
      'expires_at is the creation plus the seconds of expires_after, 600 when nothing was asked',
      'seed: "Number of seconds after the anchor when the session expires."; openapi: default 10 minutes',
    ],
    ({ request, session, at }) =>
      at === undefined
        ? vacuous('when it was created is not known')
        : judgeExpiry(session.expires_at, promisedSeconds(request), at),
  ),

  secret_tells_the_expiry: invariant(
    'creation',
    [
      'observed',
      'the expiry inside a client secret is expires_at',
      'secrets of the real service end in _00 and base64 of {"expires_at": N}',
    ],
    ({ session: { client_secret, expires_at } }) => {
      const told = embeddedExpiry(client_secret);
      if (told === undefined) return vacuous('the secret has another form');
      return told === expires_at ? holds : unequal('$.session.expires_at', told, expires_at);
    },
  ),

  cancelling_answers_its_session: invariant(
    'session_history',
    [
      'published',
      'what cancelling answers is the session that was named, cancelled unless it had ended otherwise',
      'seed: "Cancel an active ChatKit session and return its most recent metadata."',
    ],
    ({ sessionId, observations }) =>
      allOf(
        observations.map(({ session, operation }, i): Verdict => {
          if (operation !== 'sessions.cancel') return vacuous('it was not cancelled');
          if (session.id !== sessionId)
            return unequal(`$.observations[${i}].session.id`, sessionId, session.id);
          return session.status === 'active'
            ? violated(`$.observations[${i}].session.status`, '"cancelled" or "expired"', '"active"')
            : holds;
        }),
      ),
  ),

  ended_session_never_revives: invariant(
    'session_history',
    [
      'published',
      'a session that was expired or cancelled is never active again',
      'seed: "Cancelling prevents new requests from using the issued client secret."',
    ],
    ({ observations }) =>
      allOf(
        pairs(observations).map(([i, before, after]): Verdict => {
          if (before.session.status === 'active') return vacuous('it had not ended when it was last seen');
          return after.session.status === 'active'
            ? violated(
                `$.observations[${i}].session.status`,
                `"${before.session.status}", as before`,
                '"active"',
              )
            : holds;
        }),
      ),
  ),

  ended_session_keeps_its_end: invariant(
    'session_history',
    [
      'synthetic',
      'an expired session stays expired when it is cancelled, and a cancelled one cancelled when its time is over',
      'which of two ends is told is not published',
    ],
    ({ observations }) =>
      allOf(
        pairs(observations).map(([i, before, after]): Verdict => {
          const [was, is] = [before.session.status, after.session.status];
          if (was === 'active' || is === 'active') return vacuous('it was not seen ended twice');
          return was === is ? holds : unequal(`$.observations[${i}].session.status`, was, is);
        }),
      ),
  ),

  session_expires_when_promised: invariant(
    'session_history',
    [
      'published',
      'a session is not expired before expires_at and not active from it on',
      'seed: expires_at is the "Unix timestamp (in seconds) for when the session expires."',
    ],
    ({ observations }) =>
      allOf(
        observations.map(({ session: { status, expires_at }, at }, i): Verdict => {
          if (at === undefined) return vacuous('when it was seen is not known');
          const path = `$.observations[${i}].session.status`;
          if (status === 'expired' && at.latestMs < expires_at * 1000)
            return violated(
              path,
              `not yet "expired": ${expires_at - at.latestMs / 1000} s are left`,
              '"expired"',
            );
          if (status === 'active' && at.earliestMs >= expires_at * 1000)
            return violated(path, `"expired" for ${at.earliestMs / 1000 - expires_at} s`, '"active"');
          return holds;
        }),
      ),
  ),

  session_facts_never_change: invariant(
    'session_history',
    [
      'synthetic',
      'what a session was created with stays: user, secret, expiry, limit, configuration, workflow',
      'the most recent metadata of a session is not said to be all the same',
    ],
    ({ observations }) =>
      allOf(
        pairs(observations).map(([i, before, after]): Verdict => {
          const field = facts.find(
            (name) => JSON.stringify(before.session[name]) !== JSON.stringify(after.session[name]),
          );
          if (field === undefined) return holds;
          const path = `$.observations[${i}].session.${field}`;
          return field === 'client_secret'
            ? violated(path, 'the same secret', 'another one')
            : violated(path, JSON.stringify(before.session[field]), JSON.stringify(after.session[field]));
        }),
      ),
  ),
};
