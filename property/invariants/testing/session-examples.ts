import type { ChatSession, SessionCreate } from '../../../schema/index.ts';
import { samples } from '../../../schema/testing/samples.ts';
import type { Evidence, SessionObservation } from '../evidence.ts';
import { examples } from './example.ts';

const bare: SessionCreate = { user: 'ada', workflow: { id: 'wf_1' } };
const configuration = 'chatkit_configuration';
const secretOf = (expiresAt: number): string =>
  `ek_${'0a'.repeat(24)}_00${btoa(`{"expires_at": ${expiresAt}}`)}`;

/** What a bare request resolves to, created at second 1000. */
const resolved: ChatSession = {
  ...(samples.chat_session[0] as ChatSession),
  id: 'cksess_1',
  user: 'ada',
  status: 'active',
  expires_at: 1600,
  client_secret: secretOf(1600),
  max_requests_per_1_minute: 10,
  rate_limits: { max_requests_per_1_minute: 10 },
  chatkit_configuration: {
    automatic_thread_titling: { enabled: true },
    file_upload: { enabled: false, max_file_size: 512, max_files: 10 },
    history: { enabled: true, recent_threads: null },
  },
  workflow: { id: 'wf_1', state_variables: null, tracing: { enabled: true }, version: null },
};
const full: SessionCreate = {
  user: 'ada',
  workflow: { id: 'wf_1', state_variables: { a: 1, b: 'x' }, tracing: { enabled: false }, version: '2' },
  chatkit_configuration: {
    automatic_thread_titling: { enabled: false },
    file_upload: { enabled: true, max_file_size: 5, max_files: 2 },
    history: { enabled: false, recent_threads: 3 },
  },
  expires_after: { anchor: 'created_at', seconds: 60 },
  rate_limits: { max_requests_per_1_minute: 7 },
};
const fullySet: ChatSession = {
  ...resolved,
  max_requests_per_1_minute: 7,
  rate_limits: { max_requests_per_1_minute: 7 },
  expires_at: 1060,
  chatkit_configuration: {
    automatic_thread_titling: { enabled: false },
    file_upload: { enabled: true, max_file_size: 5, max_files: 2 },
    history: { enabled: false, recent_threads: 3 },
  },
  workflow: { id: 'wf_1', state_variables: { a: 1, b: 'x' }, tracing: { enabled: false }, version: '2' },
};
/** The answer to the full request with one thing otherwise than it was asked for, at a path below the session. */
const misread = (path: string, value: unknown): ChatSession => {
  const session = structuredClone(fullySet);
  const fields = path.split('.');
  const last = fields.pop() as string;
  let place = session as unknown as Record<string, unknown>;
  for (const field of fields) place = place[field] as Record<string, unknown>;
  place[last] = value;
  return session;
};
const created = (
  session: ChatSession,
  request = bare,
  atMs?: readonly [number, number],
): Evidence<'creation'> => ({
  request,
  session,
  ...(atMs === undefined ? {} : { at: { earliestMs: atMs[0], latestMs: atMs[1] } }),
});
const workflow = (extra: Partial<ChatSession['workflow']>, session = resolved): ChatSession => ({
  ...session,
  workflow: { ...session.workflow, ...extra },
});

const seen = (
  extra: Partial<ChatSession>,
  operation: SessionObservation['operation'] = 'sessions.cancel',
  atMs?: number,
): SessionObservation => ({
  session: { ...resolved, ...extra },
  operation,
  ...(atMs === undefined ? {} : { at: { earliestMs: atMs, latestMs: atMs } }),
});
const history = (...observations: SessionObservation[]): Evidence<'session_history'> => ({
  sessionId: 'cksess_1',
  observations,
});
const birth = seen({}, 'sessions.create');
const cancelled = seen({ status: 'cancelled' });
const expired = seen({ status: 'expired' });

/** Examples of the claims about sessions. */
export const sessionExamples = {
  session_follows_its_request: examples<'creation'>(
    [
      created(resolved),
      created(fullySet, full),
      created(resolved, { ...bare, chatkit_configuration: {} }),
      created(resolved, { ...bare, workflow: { id: 'wf_1', state_variables: {} } }),
      created(workflow({ state_variables: {} }), { ...bare, workflow: { id: 'wf_1', state_variables: {} } }),
    ],
    [
      [created({ ...resolved, user: 'bob' }), '$.session.user: expected string "ada", got string "bob"'],
      [
        created(workflow({ version: null }, fullySet), full),
        '$.session.workflow.version: expected string "2", got null',
      ],
      [
        created({ ...fullySet, rate_limits: { max_requests_per_1_minute: 10 } }, full),
        '$.session.rate_limits.max_requests_per_1_minute: expected integer 7, got integer 10',
      ],
      [
        created(workflow({ state_variables: { a: 1 } }, fullySet), full),
        '$.session.workflow.state_variables["b"]: expected string "x", got nothing',
      ],
      ...(
        [
          ['workflow.id', 'wf_2', 'string "wf_1", got string "wf_2"'],
          ['workflow.tracing.enabled', true, 'boolean false, got boolean true'],
          [`${configuration}.automatic_thread_titling.enabled`, true, 'boolean false, got boolean true'],
          [`${configuration}.file_upload.enabled`, false, 'boolean true, got boolean false'],
          [`${configuration}.file_upload.max_file_size`, 6, 'integer 5, got integer 6'],
          [`${configuration}.file_upload.max_files`, 10, 'integer 2, got integer 10'],
          [`${configuration}.history.enabled`, true, 'boolean false, got boolean true'],
          [`${configuration}.history.recent_threads`, null, 'integer 3, got null'],
        ] as const
      ).map(
        ([path, value, problem]) =>
          [created(misread(path, value), full), `$.session.${path}: expected ${problem}`] as const,
      ),
      [
        created(workflow({ state_variables: { a: 1, b: 'x', z: true } }, fullySet), full),
        '$.session.workflow.state_variables["z"]: expected nothing, got a state variable',
      ],
      [
        created(workflow({ state_variables: null }, fullySet), full),
        '$.session.workflow.state_variables["a"]: expected integer 1, got nothing',
      ],
    ],
  ),
  session_defaults_are_as_documented: examples<'creation'>(
    [created(resolved), created(workflow({ state_variables: {} }))],
    [
      [
        created(workflow({ tracing: { enabled: false } })),
        '$.session.workflow.tracing.enabled: expected boolean true, got boolean false',
      ],
      [
        created({
          ...resolved,
          chatkit_configuration: {
            ...resolved.chatkit_configuration,
            history: { enabled: true, recent_threads: 10 },
          },
        }),
        '$.session.chatkit_configuration.history.recent_threads: expected null, got integer 10',
      ],
      [
        created({ ...resolved, rate_limits: { max_requests_per_1_minute: 60 } }),
        '$.session.rate_limits.max_requests_per_1_minute: expected integer 10, got integer 60',
      ],
      [
        created(workflow({ state_variables: { z: 1 } })),
        '$.session.workflow.state_variables["z"]: expected nothing, got a state variable',
      ],
    ],
    [[created(fullySet, full), 'nothing to judge']],
  ),
  new_session_is_active: examples<'creation'>(
    [created(resolved)],
    [
      [
        created({ ...resolved, status: 'expired' }),
        '$.session.status: expected string "active", got string "expired"',
      ],
    ],
  ),
  copies_of_the_limit_agree: examples<'creation'>(
    [
      created(resolved),
      created({ ...resolved, max_requests_per_1_minute: 3, rate_limits: { max_requests_per_1_minute: 3 } }),
    ],
    [
      [
        created({ ...resolved, max_requests_per_1_minute: 3 }),
        '$.session.max_requests_per_1_minute: expected integer 10, got integer 3',
      ],
    ],
  ),
  session_expires_as_asked: examples<'creation'>(
    [
      created(resolved, bare, [1_000_000, 1_000_000]),
      created(resolved, bare, [1_000_999, 1_000_999]),
      created({ ...resolved, expires_at: 1601 }, bare, [1_000_001, 1_000_002]),
      created(fullySet, full, [999_500, 1_000_500]),
    ],
    [
      [
        created({ ...resolved, expires_at: 1601 }, bare, [1_000_000, 1_000_000]),
        '$.session.expires_at: expected 1600, got 1601',
      ],
      [
        created({ ...resolved, expires_at: 1599 }, bare, [1_000_000, 1_000_001]),
        '$.session.expires_at: expected 1600 to 1601, got 1599',
      ],
      [created(resolved, full, [1_000_000, 1_000_000]), '$.session.expires_at: expected 1060, got 1600'],
    ],
    [[created(resolved), 'when it was created is not known']],
  ),
  secret_tells_the_expiry: examples<'creation'>(
    [
      created(resolved),
      // Its base64 needs no padding.
      created({ ...resolved, expires_at: 16_000, client_secret: secretOf(16_000) }),
    ],
    [
      [
        created({ ...resolved, client_secret: secretOf(1601) }),
        '$.session.expires_at: expected integer 1601, got integer 1600',
      ],
    ],
    [
      [created({ ...resolved, client_secret: 'chatkit_token_123' }), 'the secret has another form'],
      [created({ ...resolved, client_secret: `x${secretOf(1601)}` }), 'the secret has another form'],
      [created({ ...resolved, client_secret: `${secretOf(1601)}!` }), 'the secret has another form'],
      [
        created({ ...resolved, client_secret: `ek_${'0a'.repeat(24)}_00${btoa('{"expires_at":"soon"}')}` }),
        'the secret has another form',
      ],
      [
        created({ ...resolved, client_secret: `ek_${'0a'.repeat(24)}_00${btoa('[1')}` }),
        'the secret has another form',
      ],
      [
        created({ ...resolved, client_secret: `ek_${'0a'.repeat(24)}_00${btoa('{}')}` }),
        'the secret has another form',
      ],
    ],
  ),
  cancelling_answers_its_session: examples<'session_history'>(
    [history(birth, cancelled), history(birth, expired)],
    [
      [
        history(birth, seen({ id: 'cksess_2', status: 'cancelled' })),
        '$.observations[1].session.id: expected string "cksess_1", got string "cksess_2"',
      ],
      [
        history(birth, seen({})),
        '$.observations[1].session.status: expected "cancelled" or "expired", got "active"',
      ],
    ],
    [[history(birth), 'it was not cancelled']],
  ),
  ended_session_never_revives: examples<'session_history'>(
    [history(birth, cancelled, cancelled), history(birth, expired, expired)],
    [
      [
        history(birth, cancelled, seen({})),
        '$.observations[2].session.status: expected "cancelled", as before, got "active"',
      ],
    ],
    [[history(birth, cancelled), 'it had not ended when it was last seen']],
  ),
  ended_session_keeps_its_end: examples<'session_history'>(
    [history(birth, cancelled, cancelled)],
    [
      [
        history(expired, cancelled),
        '$.observations[1].session.status: expected string "expired", got string "cancelled"',
      ],
    ],
    [
      [history(birth, cancelled), 'it was not seen ended twice'],
      [history(cancelled, birth), 'it was not seen ended twice'],
    ],
  ),
  session_expires_when_promised: examples<'session_history'>(
    [
      history(seen({}, 'sessions.create', 1_599_999)),
      history(seen({ status: 'expired' }, 'sessions.cancel', 1_600_000)),
      history(seen({ status: 'cancelled' }, 'sessions.cancel', 2_000_000)),
    ],
    [
      [
        history(seen({ status: 'expired' }, 'sessions.cancel', 1_599_000)),
        '$.observations[0].session.status: expected not yet "expired": 1 s are left, got "expired"',
      ],
      [
        history(seen({}, 'sessions.cancel', 1_600_000)),
        '$.observations[0].session.status: expected "expired" for 0 s, got "active"',
      ],
    ],
    [[history(birth), 'when it was seen is not known']],
  ),
  session_facts_never_change: examples<'session_history'>(
    [history(birth, cancelled)],
    [
      [
        history(birth, seen({ status: 'cancelled', expires_at: 1601 })),
        '$.observations[1].session.expires_at: expected 1600, got 1601',
      ],
      [
        history(birth, seen({ status: 'cancelled', client_secret: 'ek_' })),
        '$.observations[1].session.client_secret: expected the same secret, got another one',
      ],
    ],
    [[history(birth), 'nothing to judge']],
  ),
} as const;
