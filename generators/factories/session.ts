import { sessionDefaults } from '../../schema/index.ts';
import type {
  ChatSession,
  SessionConfiguration,
  SessionCreate,
  SessionStatus,
  Workflow,
} from '../../schema/index.ts';
import { drawConfiguration, drawSession, drawStateVariables } from '../dataset/session.ts';
import { drawWorkflow } from '../dataset/workflows.ts';
import type { Draw } from '../draw.ts';
import { referenceTime } from '../reference-time.ts';
import { createId } from '../identity.ts';
import { defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import type { Overrides } from './overrides.ts';
import type { Trait, TraitTable } from './traits.ts';
import { drawUser } from './thread.ts';

const someState = (draw: Draw): NonNullable<Workflow['state_variables']> => ({
  plan: draw.at('trait', 'state').pick(['free', 'team', 'enterprise']),
  locale: 'en',
  seats: draw.at('trait', 'seats').int(1, 250),
  beta: false,
});

/** Traits of a workflow, and of a session whose workflow it is. */
export type WorkflowTrait = 'withStateVariables' | 'withoutStateVariables' | 'versioned' | 'latest';

const workflowTraits: TraitTable<Workflow, WorkflowTrait> = {
  withStateVariables: (draw) => ({ state_variables: someState(draw) }),
  withoutStateVariables: { state_variables: null },
  versioned: (draw) => ({ version: String(draw.at('trait', 'version').int(1, 40)) }),
  latest: { version: null },
};

/**
 * A workflow as a session returns it.
 * @example
 * createWorkflow({ traits: ['withoutStateVariables', 'latest'] }).version; // => null
 * createWorkflow({ overrides: { state_variables: { plan: 'team' } } }).state_variables; // => { plan: 'team' }
 */
export const createWorkflow: Factory<Workflow, WorkflowTrait> = defineFactory(
  'workflow',
  (draw) => ({
    ...drawWorkflow(draw.stream, referenceTime),
    state_variables: drawStateVariables(draw.stream),
  }),
  workflowTraits,
);

/** Traits of a session's configuration, and of a session that has it. */
export type SessionConfigurationTrait =
  'withFileUpload' | 'withoutFileUpload' | 'withoutHistory' | 'defaults';

const { fileUpload, history, automaticThreadTitlingEnabled } = sessionDefaults;
const configurationTraits: TraitTable<SessionConfiguration, SessionConfigurationTrait> = {
  withFileUpload: { file_upload: { enabled: true } },
  withoutFileUpload: { file_upload: { enabled: false } },
  withoutHistory: { history: { enabled: false } },
  defaults: {
    automatic_thread_titling: { enabled: automaticThreadTitlingEnabled },
    file_upload: {
      enabled: fileUpload.enabled,
      max_file_size: fileUpload.maxFileSizeMegabytes,
      max_files: fileUpload.maxFiles,
    },
    history: { enabled: history.enabled, recent_threads: history.recentThreads },
  },
};

/**
 * The resolved configuration of a session: usually the defaults.
 * @example
 * createSessionConfiguration({ traits: ['defaults'] }).history; // => { enabled: true, recent_threads: null }
 * createSessionConfiguration({ overrides: { history: { recent_threads: 5 } } }).history.recent_threads; // => 5
 */
export const createSessionConfiguration: Factory<SessionConfiguration, SessionConfigurationTrait> =
  defineFactory('session_configuration', (draw) => drawConfiguration(draw.stream), configurationTraits);

/** Traits of a session. */
export type ChatSessionTrait = SessionStatus | WorkflowTrait | SessionConfigurationTrait;

/** Traits of a part as traits of the whole that has it in a field. */
function within<Part, Whole, Name extends string>(
  traits: TraitTable<Part, Name>,
  wrap: (part: Overrides<Part>) => Overrides<Whole>,
): TraitTable<Whole, Name> {
  const entries = Object.entries<Trait<Part>>(traits).map(([name, trait]) => [
    name,
    (draw: Draw) =>
      wrap(typeof trait === 'function' ? (trait as (draw: Draw) => Overrides<Part>)(draw) : trait),
  ]);
  return Object.fromEntries(entries) as TraitTable<Whole, Name>;
}

/**
 * A session. The secret holds `expires_at`, both copies of the limit agree, and the status agrees with the
 * time of expiry (`active` after the reference time, `expired` before it), whichever of them is overridden.
 * @example
 * const session = createChatSession({ traits: ['expired'], overrides: { max_requests_per_1_minute: 5 } });
 * session.rate_limits.max_requests_per_1_minute; // => 5
 * session.expires_at <= referenceTime; // => true
 */
export const createChatSession: Factory<ChatSession, ChatSessionTrait> = defineFactory(
  'chat_session',
  (draw, overrides) =>
    drawSession(draw.stream, {
      user: drawUser(draw),
      workflow: createWorkflow.from(draw.at('workflow'), overrides?.workflow),
      referenceTime,
      limit: overrides?.max_requests_per_1_minute ?? overrides?.rate_limits?.max_requests_per_1_minute,
      status: overrides?.status,
      expiresAt: overrides?.expires_at,
    }),
  {
    active: { status: 'active' },
    expired: { status: 'expired' },
    cancelled: { status: 'cancelled' },
    ...within<Workflow, ChatSession, WorkflowTrait>(workflowTraits, (workflow) => ({ workflow })),
    ...within<SessionConfiguration, ChatSession, SessionConfigurationTrait>(
      configurationTraits,
      (chatkit_configuration) => ({ chatkit_configuration }),
    ),
  },
);

/** Traits of a request for a session. */
export type SessionCreateTrait = 'minimal' | 'complete' | 'withFileUpload' | 'withStateVariables';

/**
 * The body of `sessions.create`; what is optional is sometimes there.
 * @example
 * Object.keys(createSessionCreate({ traits: ['minimal'] })); // => [ 'user', 'workflow' ]
 * createSessionCreate({ traits: ['complete'], overrides: { user: 'ada' } }).user; // => 'ada'
 */
export const createSessionCreate: Factory<SessionCreate, SessionCreateTrait> = defineFactory(
  'session_create',
  (draw) => {
    const { stream } = draw;
    const { automatic_thread_titling, file_upload, history } = drawConfiguration(stream);
    const variables = drawStateVariables(stream);
    const made = drawWorkflow(stream, referenceTime);
    return {
      user: drawUser(draw),
      workflow: {
        id: createId('wf', stream, draw.startMs),
        ...(variables === null ? {} : { state_variables: variables }),
        ...(draw.chance(0.4) ? { tracing: made.tracing } : {}),
        ...(made.version === null ? {} : { version: made.version }),
      },
      ...(draw.chance(0.5)
        ? {
            chatkit_configuration: {
              automatic_thread_titling,
              file_upload: {
                enabled: file_upload.enabled,
                max_file_size: file_upload.max_file_size ?? 512,
                max_files: file_upload.max_files ?? 10,
              },
              history: {
                enabled: history.enabled,
                ...(history.recent_threads === null ? {} : { recent_threads: history.recent_threads }),
              },
            },
          }
        : {}),
      ...(draw.chance(0.5)
        ? { expires_after: { anchor: 'created_at' as const, seconds: draw.pick([60, 120, 300, 600]) } }
        : {}),
      ...(draw.chance(0.5)
        ? { rate_limits: { max_requests_per_1_minute: draw.pick([1, 5, 10, 20, 60]) } }
        : {}),
    };
  },
  {
    minimal: {
      chatkit_configuration: undefined,
      expires_after: undefined,
      rate_limits: undefined,
      workflow: { state_variables: undefined, tracing: undefined, version: undefined },
    },
    complete: (draw) => ({
      chatkit_configuration: {
        automatic_thread_titling: { enabled: automaticThreadTitlingEnabled },
        file_upload: { enabled: true, max_file_size: 20, max_files: 5 },
        history: { enabled: true, recent_threads: draw.at('trait', 'threads').int(1, 50) },
      },
      expires_after: {
        anchor: 'created_at',
        seconds: draw.at('trait', 'seconds').pick([60, 120, 300, 600]),
      },
      rate_limits: { max_requests_per_1_minute: draw.at('trait', 'limit').pick([1, 5, 10, 20, 60]) },
      workflow: {
        state_variables: someState(draw),
        tracing: { enabled: draw.at('trait', 'tracing').chance(0.5) },
        version: String(draw.at('trait', 'version').int(1, 40)),
      },
    }),
    withFileUpload: {
      chatkit_configuration: { file_upload: { enabled: true, max_file_size: 20, max_files: 5 } },
    },
    withStateVariables: (draw) => ({ workflow: { state_variables: someState(draw) } }),
  },
);
