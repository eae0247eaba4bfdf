import { z } from 'zod';
import { Integer, UnixSeconds } from './primitives.ts';
import { Workflow } from './workflow.ts';

/** Whether thread titles are generated. */
export const SessionThreadTitling = z
  .object({ enabled: z.boolean().meta({ description: 'Whether automatic thread titling is enabled.' }) })
  .meta({ description: 'Automatic thread title preferences for the session.' });

/** Upload permissions and limits of the session. */
export const SessionFileUpload = z
  .object({
    enabled: z.boolean().meta({ description: 'Indicates if uploads are enabled for the session.' }),
    max_file_size: Integer.nullable().meta({ description: 'Maximum upload size in megabytes.' }),
    max_files: Integer.nullable().meta({
      description: 'Maximum number of uploads allowed during the session.',
    }),
  })
  .meta({ description: 'Upload permissions and limits applied to the session.' });

/** History retention of the session. */
export const SessionHistory = z
  .object({
    enabled: z.boolean().meta({ description: 'Indicates if chat history is persisted for the session.' }),
    recent_threads: Integer.nullable().meta({
      description: 'Number of prior threads surfaced in history views; null when all history is retained.',
    }),
  })
  .meta({ description: 'History retention preferences returned for the session.' });

/** Resolved ChatKit feature configuration of the session. */
export const SessionConfiguration = z
  .object({
    automatic_thread_titling: SessionThreadTitling,
    file_upload: SessionFileUpload,
    history: SessionHistory,
  })
  .meta({ description: 'Resolved ChatKit feature configuration for the session.' });
export type SessionConfiguration = z.infer<typeof SessionConfiguration>;

/** Resolved rate limit of the session. */
export const SessionRateLimits = z
  .object({
    max_requests_per_1_minute: Integer.meta({
      description: 'Maximum allowed requests per one-minute window.',
    }),
  })
  .meta({ description: 'Active per-minute request limit for the session.' });

/** Current lifecycle state of the session. */
export const SessionStatus = z
  .enum(['active', 'expired', 'cancelled'])
  .meta({ description: 'Current lifecycle state of the session.' });
export type SessionStatus = z.infer<typeof SessionStatus>;

/** A ChatKit session and its resolved configuration. Source: seed. */
export const ChatSession = z
  .object({
    id: z.string().meta({ description: 'Identifier for the ChatKit session.' }),
    chatkit_configuration: SessionConfiguration,
    client_secret: z.string().meta({
      description: 'Ephemeral client secret that authenticates session requests.',
    }),
    expires_at: UnixSeconds.meta({
      description: 'Unix timestamp (in seconds) for when the session expires.',
    }),
    max_requests_per_1_minute: Integer.meta({
      description: 'Convenience copy of the per-minute request limit.',
    }),
    object: z.literal('chatkit.session').meta({ description: 'Always `chatkit.session`.' }),
    rate_limits: SessionRateLimits,
    status: SessionStatus,
    user: z.string().meta({ description: 'User identifier associated with the session.' }),
    workflow: Workflow,
  })
  .meta({ description: 'Represents a ChatKit session and its resolved configuration.' });
export type ChatSession = z.infer<typeof ChatSession>;
