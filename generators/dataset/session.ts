import { createStream } from '../../support/random.ts';
import type { RandomStream } from '../../support/random.ts';
import type { ChatSession, Workflow } from '../../schema/index.ts';
import { sessionDefaults } from '../../schema/index.ts';
import { createClientSecret, createId, createScope } from '../identity.ts';
import { resolveDatasetOptions } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { historySeconds } from './thread.ts';
import { ownerOf, userAt } from './users.ts';
import { workflowAt, workflowCount } from './workflows.ts';

/** Most sessions keep the default of ten minutes; the contract allows 1 to 600 seconds. */
const lifetimes = [600, 600, 600, 300, 120, 60] as const;
/** Most sessions keep the default of ten a minute. */
const limits = [10, 10, 10, 10, 1, 5, 20, 30, 60] as const;

/** State that a page hands to its workflow. */
export function stateVariables(stream: RandomStream): Workflow['state_variables'] {
  if (stream.chance(0.5)) return null;
  return {
    plan: stream.pick(['free', 'team', 'enterprise']),
    locale: 'en',
    seats: stream.int(1, 250),
    discount: stream.int(0, 30) / 100,
    beta: stream.chance(0.3),
  };
}

/** The resolved configuration: usually the defaults. */
export function configuration(stream: RandomStream): ChatSession['chatkit_configuration'] {
  const uploads = stream.chance(0.4);
  return {
    automatic_thread_titling: { enabled: stream.chance(0.9) },
    file_upload: {
      enabled: uploads,
      max_file_size: uploads
        ? stream.pick([8, 20, 100, 512])
        : sessionDefaults.fileUpload.maxFileSizeMegabytes,
      max_files: uploads ? stream.pick([1, 5, 10]) : sessionDefaults.fileUpload.maxFiles,
    },
    history: {
      enabled: stream.chance(0.9),
      recent_threads: stream.chance(0.8) ? sessionDefaults.history.recentThreads : stream.int(1, 50),
    },
  };
}

/**
 * The session with the given index: a pure function of the options and the index.
 * Its status agrees with its times: `active` expires after the reference time, `expired` before it or at it.
 * @param index from 0; indices beyond `options.sessions` work too.
 */
export function sessionAt(options: DatasetOptions, index: number): ChatSession {
  const { seed, users, referenceTime } = resolveDatasetOptions(options);
  const stream = createStream(seed, 'session', index);
  const status = stream.pick(['active', 'active', 'expired', 'expired', 'cancelled'] as const);
  const lifetime = stream.pick(lifetimes);
  const ageSeconds =
    status === 'active' ? stream.int(1, lifetime - 1) : stream.int(lifetime + 1, historySeconds);
  const createdMs = (referenceTime - ageSeconds) * 1000 + stream.int(0, 999);
  const expiresAt = referenceTime - ageSeconds + lifetime;
  const scope = createScope(stream);
  const limit = stream.pick(limits);
  const workflow = workflowAt(seed, stream.int(0, workflowCount - 1), referenceTime);
  return {
    id: createId('cksess', stream, createdMs, scope),
    chatkit_configuration: configuration(stream),
    client_secret: createClientSecret(stream, createdMs, scope, expiresAt),
    expires_at: expiresAt,
    max_requests_per_1_minute: limit,
    object: 'chatkit.session',
    rate_limits: { max_requests_per_1_minute: limit },
    status,
    user: userAt(seed, ownerOf(stream, index, users)),
    workflow: { ...workflow, state_variables: stateVariables(stream) },
  };
}
