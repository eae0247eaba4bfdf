import type { ChatSession, SessionConfiguration, SessionCreate, Workflow } from '../../schema/index.ts';
import { drawConfiguration, drawSession, drawStateVariables } from '../dataset/session.ts';
import { drawWorkflow } from '../dataset/workflows.ts';
import { referenceTime } from '../reference-time.ts';
import { createId } from '../identity.ts';
import { defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import { drawUser } from './thread.ts';

/**
 * A workflow as a session returns it.
 * @example createWorkflow({ overrides: { state_variables: { plan: 'team' }, version: null } })
 */
export const createWorkflow: Factory<Workflow> = defineFactory('workflow', (draw) => ({
  ...drawWorkflow(draw.stream, referenceTime),
  state_variables: drawStateVariables(draw.stream),
}));

/**
 * The resolved configuration of a session: usually the defaults.
 * @example createSessionConfiguration({ overrides: { history: { recent_threads: 5 } } })
 */
export const createSessionConfiguration: Factory<SessionConfiguration> = defineFactory(
  'session_configuration',
  (draw) => drawConfiguration(draw.stream),
);

/**
 * A session. The secret holds `expires_at`, both copies of the limit agree, and the status agrees with the
 * time of expiry (`active` after the reference time, `expired` before it), whichever of them is overridden.
 * @example createChatSession({ overrides: { max_requests_per_1_minute: 5 } }).rate_limits.max_requests_per_1_minute // 5
 */
export const createChatSession: Factory<ChatSession> = defineFactory('chat_session', (draw, overrides) =>
  drawSession(draw.stream, {
    user: drawUser(draw),
    workflow: createWorkflow.from(draw.at('workflow'), overrides?.workflow),
    referenceTime,
    limit: overrides?.max_requests_per_1_minute ?? overrides?.rate_limits?.max_requests_per_1_minute,
    status: overrides?.status,
    expiresAt: overrides?.expires_at,
  }),
);

/**
 * The body of `sessions.create`; what is optional is sometimes there.
 * @example createSessionCreate({ overrides: { user: 'ada', expires_after: undefined } })
 */
export const createSessionCreate: Factory<SessionCreate> = defineFactory('session_create', (draw) => {
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
});
