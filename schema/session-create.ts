import { z } from 'zod';
import { PositiveInteger } from './primitives.ts';
import { maxStateVariableNameCharacters, maxStateVariables, sessionDefaults } from './session-defaults.ts';

export { maxStateVariableNameCharacters, maxStateVariables, sessionDefaults } from './session-defaults.ts';

/** Most characters of one string among the state variables. Source: openapi. */
export const maxStateVariableCharacters = 10_485_760;

/** One state variable in a request. Source: openapi. */
export const StateVariableParam = z
  .union([z.string().max(maxStateVariableCharacters), z.number(), z.boolean()])
  .meta({ description: 'Value of one state variable: any primitive.' });

/** State variables forwarded to the workflow. Sources: seed (keys up to 64 characters), openapi (the rest). */
export const StateVariablesParam = z
  .record(z.string().max(maxStateVariableNameCharacters), StateVariableParam)
  .refine((map) => Object.keys(map).length <= maxStateVariables, {
    error: `at most ${maxStateVariables} state variables`,
    params: { expected: `at most ${maxStateVariables} properties` },
    // The names count, whatever is wrong with the values: all problems are told at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({
    description: 'State variables forwarded to the workflow. Keys may be up to 64 characters.',
    maxProperties: maxStateVariables,
    default: {},
  });

/** Workflow that powers the session. Source: seed. */
export const WorkflowParam = z
  .object({
    id: z.string().meta({ description: 'Identifier for the workflow invoked by the session.' }),
    state_variables: StateVariablesParam.optional(),
    tracing: z
      .object({
        enabled: z.boolean().optional().meta({
          description: 'Whether tracing is enabled during the session.',
          default: sessionDefaults.tracingEnabled,
        }),
      })
      .optional()
      .meta({ description: 'Optional tracing overrides for the workflow invocation.' }),
    version: z.string().optional().meta({
      description: 'Specific workflow version to run. Defaults to the latest deployed version.',
    }),
  })
  .meta({ description: 'Workflow reference and overrides applied to the chat session.' });
export type WorkflowParam = z.infer<typeof WorkflowParam>;

const { fileUpload, history } = sessionDefaults;

/** Overrides of the ChatKit features. Sources: seed 004 (bounds), seed (defaults). */
export const ConfigurationParam = z
  .object({
    automatic_thread_titling: z
      .object({
        enabled: z.boolean().optional().meta({
          description: 'Enable automatic thread title generation.',
          default: sessionDefaults.automaticThreadTitlingEnabled,
        }),
      })
      .optional()
      .meta({ description: 'Configuration for automatic thread titling.' }),
    file_upload: z
      .object({
        enabled: z.boolean().optional().meta({
          description: 'Enable uploads for this session.',
          default: fileUpload.enabled,
        }),
        max_file_size: z.int().min(1).max(512).optional().meta({
          description: 'Maximum size in megabytes for each uploaded file.',
          default: fileUpload.maxFileSizeMegabytes,
        }),
        max_files: PositiveInteger.optional().meta({
          description: 'Maximum number of files that can be uploaded to the session.',
          default: fileUpload.maxFiles,
        }),
      })
      .optional()
      .meta({ description: 'Configuration for upload enablement and limits.' }),
    history: z
      .object({
        enabled: z.boolean().optional().meta({
          description: 'Enables chat users to access previous ChatKit threads.',
          default: history.enabled,
        }),
        recent_threads: PositiveInteger.optional().meta({
          description:
            'Number of recent ChatKit threads users have access to. Defaults to unlimited (null in the session).',
        }),
      })
      .optional()
      .meta({ description: 'Configuration for chat history retention.' }),
  })
  .meta({ description: 'Optional per-session configuration settings for ChatKit behavior.' });
export type ConfigurationParam = z.infer<typeof ConfigurationParam>;

/** When the session expires, counted from its creation. Sources: seed 004, openapi. */
export const ExpiresAfterParam = z
  .object({
    anchor: z.literal('created_at').meta({ description: 'Base timestamp used to calculate expiration.' }),
    seconds: z.int().min(1).max(600).meta({
      description: 'Number of seconds after the anchor when the session expires.',
    }),
  })
  .meta({
    description: 'Controls when the session expires relative to an anchor timestamp.',
    default: { anchor: 'created_at', seconds: sessionDefaults.expiresAfterSeconds },
  });
export type ExpiresAfterParam = z.infer<typeof ExpiresAfterParam>;

/** Override of the per-minute request limit. Sources: seed 004 (bound), seed (default). */
export const RateLimitsParam = z
  .object({
    max_requests_per_1_minute: PositiveInteger.optional().meta({
      description: 'Maximum number of requests allowed per minute for the session.',
      default: sessionDefaults.maxRequestsPer1Minute,
    }),
  })
  .meta({ description: 'Controls request rate limits for the session.' });
export type RateLimitsParam = z.infer<typeof RateLimitsParam>;

/** Body of `sessions.create`. Source: seed, with the bounds of the public document. */
export const SessionCreate = z
  .object({
    user: z.string().min(1).meta({
      description:
        'A free-form string that identifies your end user; the session can access other objects of the same user.',
    }),
    workflow: WorkflowParam,
    chatkit_configuration: ConfigurationParam.optional(),
    expires_after: ExpiresAfterParam.optional(),
    rate_limits: RateLimitsParam.optional(),
  })
  .meta({ description: 'What a ChatKit session is to be created with.' });
export type SessionCreate = z.infer<typeof SessionCreate>;
