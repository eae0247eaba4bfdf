import { z } from 'zod';
import { PositiveInteger } from './primitives.ts';
import { StateVariable } from './workflow.ts';

/** Most properties that `state_variables` may have in a request. Source: openapi. */
export const maxStateVariables = 64;
/** Most characters of one string among the state variables. Source: openapi. */
export const maxStateVariableCharacters = 10_485_760;

/** State variables forwarded to the workflow. Sources: seed (keys up to 64 characters), openapi (the rest). */
export const StateVariablesParam = z
  .record(
    z.string().max(64),
    z.union([z.string().max(maxStateVariableCharacters), ...StateVariable.options.slice(1)]),
  )
  .refine((map) => Object.keys(map).length <= maxStateVariables, {
    error: `at most ${maxStateVariables} state variables`,
    params: { expected: `at most ${maxStateVariables} properties` },
  })
  .meta({ maxProperties: maxStateVariables });

/** Workflow that powers the session. Source: seed. */
export const WorkflowParam = z.object({
  id: z.string().meta({ description: 'Identifier for the workflow invoked by the session.' }),
  state_variables: StateVariablesParam.optional(),
  tracing: z
    .object({ enabled: z.boolean().optional().meta({ description: 'Defaults to true.' }) })
    .optional(),
  version: z.string().optional().meta({ description: 'Defaults to the latest deployed version.' }),
});
export type WorkflowParam = z.infer<typeof WorkflowParam>;

/** Overrides of the ChatKit features. Sources: seed 004 (bounds), seed (defaults). */
export const ConfigurationParam = z.object({
  automatic_thread_titling: z
    .object({ enabled: z.boolean().optional().meta({ description: 'Defaults to true.' }) })
    .optional(),
  file_upload: z
    .object({
      enabled: z.boolean().optional().meta({ description: 'Defaults to false.' }),
      max_file_size: z
        .int()
        .min(1)
        .max(512)
        .optional()
        .meta({ description: 'Megabytes for each file. Defaults to 512.' }),
      max_files: PositiveInteger.optional().meta({ description: 'Defaults to 10.' }),
    })
    .optional(),
  history: z
    .object({
      enabled: z.boolean().optional().meta({ description: 'Defaults to true.' }),
      recent_threads: PositiveInteger.optional().meta({ description: 'Defaults to unlimited.' }),
    })
    .optional(),
});
export type ConfigurationParam = z.infer<typeof ConfigurationParam>;

/** When the session expires, counted from its creation. Sources: seed 004, openapi. */
export const ExpiresAfterParam = z.object({
  anchor: z.literal('created_at'),
  seconds: z.int().min(1).max(600),
});
export type ExpiresAfterParam = z.infer<typeof ExpiresAfterParam>;

/** Body of `sessions.create`. Source: seed, with the bounds of the public document. */
export const SessionCreate = z.object({
  user: z.string().min(1).meta({ description: 'A free-form string that identifies your end user.' }),
  workflow: WorkflowParam,
  chatkit_configuration: ConfigurationParam.optional(),
  expires_after: ExpiresAfterParam.optional().meta({ description: 'Defaults to 600 seconds.' }),
  rate_limits: z
    .object({
      max_requests_per_1_minute: PositiveInteger.optional().meta({ description: 'Defaults to 10.' }),
    })
    .optional(),
});
export type SessionCreate = z.infer<typeof SessionCreate>;

/** What `sessions.create` resolves to where the request is silent. Sources: seed, seed 004. */
export const sessionDefaults = {
  expiresAfterSeconds: 600,
  maxRequestsPer1Minute: 10,
  tracingEnabled: true,
  automaticThreadTitlingEnabled: true,
  fileUpload: { enabled: false, maxFileSizeMegabytes: 512, maxFiles: 10 },
  history: { enabled: true, recentThreads: null },
} as const;
