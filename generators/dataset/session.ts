import { createStream } from '../../support/random.ts';
import type { RandomStream } from '../../support/random.ts';
import type { ChatSession, Workflow } from '../../schema/index.ts';
import { sessionDefaults } from '../../schema/session-defaults.ts';
import { edgeSession, edgeSessionFrame, edgeUserAt } from '../edge/index.ts';
import { createClientSecret, createId, createScope } from '../identity.ts';
import type { Locale } from '../vocabulary/locales.ts';
import { checkIndex, resolveDatasetOptions } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { historySeconds } from './thread.ts';
import { ownerOf, userAt, wordsOf } from './users.ts';
import { drawWorkflow, workflowCount } from './workflows.ts';

/** Most sessions keep the default of ten minutes; the contract allows 1 to 600 seconds. */
const lifetimes = [600, 600, 600, 300, 120, 60] as const;
/** Most sessions keep the default of ten a minute. */
const limits = [10, 10, 10, 10, 1, 5, 20, 30, 60] as const;

/** State that a page hands to its workflow. */
export function drawStateVariables(stream: RandomStream, locale: Locale = 'en'): Workflow['state_variables'] {
  if (stream.chance(0.5)) return null;
  return {
    plan: stream.pick(['free', 'team', 'enterprise']),
    locale,
    seats: stream.int(1, 250),
    discount: stream.int(0, 30) / 100,
    beta: stream.chance(0.3),
  };
}

/** The resolved configuration: usually the defaults. */
export function drawConfiguration(stream: RandomStream): ChatSession['chatkit_configuration'] {
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

/** What a session is given from outside; what is undefined is drawn. */
export interface SessionFrame {
  readonly user: string;
  readonly workflow: Workflow;
  /** Unix seconds that play the part of "now". */
  readonly referenceTime: number;
  readonly limit?: number | undefined;
  readonly status?: ChatSession['status'] | undefined;
  readonly expiresAt?: number | undefined;
}

/** How long ago the session was created, so that its expiry says what its status says. */
function ageSeconds(stream: RandomStream, status: ChatSession['status'], lifetime: number): number {
  if (status === 'active') return stream.int(1, lifetime - 1);
  return stream.int(status === 'expired' ? lifetime : 1, historySeconds);
}

/** A session whose id, secret, expiry, status and limits agree. */
export function drawSession(stream: RandomStream, frame: SessionFrame): ChatSession {
  const { referenceTime: now } = frame;
  const given = frame.expiresAt === undefined ? undefined : frame.expiresAt > now ? 'active' : 'expired';
  const drawn = stream.pick(['active', 'active', 'expired', 'expired', 'cancelled'] as const);
  const status = frame.status ?? given ?? drawn;
  const lifetime = stream.pick(lifetimes);
  const expiresAt = frame.expiresAt ?? now - ageSeconds(stream, status, lifetime) + lifetime;
  const createdMs = (expiresAt - lifetime) * 1000 + stream.int(0, 999);
  const scope = createScope(stream);
  const limit = frame.limit ?? stream.pick(limits);
  return {
    id: createId('cksess', stream, createdMs, scope),
    chatkit_configuration: drawConfiguration(stream),
    client_secret: createClientSecret(stream, createdMs, scope, expiresAt),
    expires_at: expiresAt,
    max_requests_per_1_minute: limit,
    object: 'chatkit.session',
    rate_limits: { max_requests_per_1_minute: limit },
    status,
    user: frame.user,
    workflow: frame.workflow,
  };
}

/**
 * The session with the given index: a pure function of the options and the index.
 * Its status agrees with its times: `active` expires after the reference time, `expired` before it or at it.
 * @param index from 0; indices beyond `options.sessions` work too.
 * @throws RangeError for an index that is no whole number from 0 on; HarnessError for options that make no sense.
 * @example
 * sessionAt({ seed: 42 }, 7).id === createDataset({ seed: 42 }).sessions[7]?.id; // => true
 */
export function sessionAt(options: DatasetOptions, index: number): ChatSession {
  checkIndex(index);
  const { seed, users, referenceTime, profile, locales } = resolveDatasetOptions(options);
  const isEdge = profile === 'edge';
  const stream = createStream(seed, 'session', index);
  const workflow = createStream(seed, 'workflow', stream.int(0, workflowCount - 1));
  const owner = ownerOf(stream, index, users);
  const words = wordsOf(locales, owner);
  const session = drawSession(stream.at('session'), {
    user: isEdge ? edgeUserAt(seed, owner) : userAt(seed, owner, words),
    workflow: {
      ...drawWorkflow(workflow, referenceTime),
      state_variables: drawStateVariables(stream, words.locale),
    },
    referenceTime,
    ...(isEdge ? edgeSessionFrame(stream.at('frame'), referenceTime) : {}),
  });
  return isEdge ? edgeSession(stream.at('edge'), session) : session;
}
