import { sessionDefaults } from '../schema/index.ts';
import type { ChatSession, SessionCreate, SessionStatus } from '../schema/index.ts';
import type { IdentifierSource } from './identifiers.ts';
import type { Limiter } from './limiter/index.ts';
import { SecretIndex } from './secrets.ts';

/** How long an ended session of ours can still be cancelled or named in a refusal. Synthetic. */
export const endedSessionRetentionMs = 3_600_000;
/** Most sessions of ours kept at once; beyond it the oldest is forgotten. Synthetic. */
export const maxRetainedSessions = 100_000;

/** A session as the deployment keeps it. */
export class SessionRecord {
  readonly id: string;
  readonly user: string;
  readonly historyEnabled: boolean;
  /** Number of most recent threads that the session may see; null for all. */
  readonly recentThreads: number | null;
  readonly limiter: Limiter;
  readonly #session: ChatSession;
  #cancelled = false;

  constructor(session: ChatSession, limiter: Limiter) {
    const { history } = session.chatkit_configuration;
    this.id = session.id;
    this.user = session.user;
    this.historyEnabled = history.enabled;
    this.recentThreads = history.recent_threads;
    this.limiter = limiter;
    this.#session = session;
  }

  get clientSecret(): string {
    return this.#session.client_secret;
  }

  /** Unix time in seconds. */
  get expiresAt(): number {
    return this.#session.expires_at;
  }

  /** What has ended stays as it ended; an active session expires when the clock reaches `expires_at`. */
  status(nowMs: number): SessionStatus {
    if (this.#cancelled) return 'cancelled';
    const { status, expires_at } = this.#session;
    return status === 'active' && nowMs >= expires_at * 1000 ? 'expired' : status;
  }

  /** Cancels an active session; one that has ended is left as it is. */
  cancel(nowMs: number): void {
    if (this.status(nowMs) === 'active') this.#cancelled = true;
  }

  snapshot(nowMs: number): ChatSession {
    return { ...this.#session, status: this.status(nowMs) };
  }
}

/** All sessions: those of a dataset, which stay, and those created here, which are forgotten some time after their end. */
export class SessionBook {
  readonly #byId = new Map<string, SessionRecord>();
  readonly #bySecret = new SecretIndex<SessionRecord>();
  /** Those created here, oldest first. */
  readonly #created = new Map<string, SessionRecord>();
  readonly #identifiers: IdentifierSource;
  readonly #limiterFor: (limit: number) => Limiter;
  readonly #maxRetained: number;

  constructor(
    identifiers: IdentifierSource,
    limiterFor: (limit: number) => Limiter,
    maxRetained = maxRetainedSessions,
  ) {
    this.#identifiers = identifiers;
    this.#limiterFor = limiterFor;
    this.#maxRetained = maxRetained;
  }

  get size(): number {
    return this.#byId.size;
  }

  /**
   * Adds a session that was made elsewhere.
   * @throws RangeError when there is one with its id or secret, or its limit is below 1.
   */
  add(session: ChatSession): SessionRecord {
    if (this.#byId.has(session.id)) throw new RangeError(`session ${session.id} exists already`);
    if (this.#bySecret.find(session.client_secret) !== undefined)
      throw new RangeError(`session ${session.id}: another session has the same client secret`);
    const limit = session.rate_limits.max_requests_per_1_minute;
    if (limit < 1)
      throw new RangeError(`session ${session.id}: a limit of at least 1 request is wanted, got ${limit}`);
    const record = new SessionRecord(session, this.#limiterFor(limit));
    this.#byId.set(session.id, record);
    this.#bySecret.add(session.client_secret, record);
    return record;
  }

  /** Creates a session: what the request leaves open is resolved by the contract's defaults. */
  create(request: SessionCreate, nowMs: number): SessionRecord {
    const lifetime = request.expires_after?.seconds ?? sessionDefaults.expiresAfterSeconds;
    const expiresAt = Math.floor(nowMs / 1000) + lifetime;
    const { id, clientSecret } = this.#identifiers.session(nowMs, expiresAt);
    const record = this.add(resolveSession(request, id, clientSecret, expiresAt));
    this.#created.set(id, record);
    this.#forgetEnded(nowMs);
    return record;
  }

  find(id: string): SessionRecord | undefined {
    return this.#byId.get(id);
  }

  findBySecret(secret: string): SessionRecord | undefined {
    return this.#bySecret.find(secret);
  }

  #forgetEnded(nowMs: number): void {
    for (const [id, record] of this.#created) {
      const isPast = record.expiresAt * 1000 + endedSessionRetentionMs <= nowMs;
      if (!isPast && this.#created.size <= this.#maxRetained) return;
      this.#created.delete(id);
      this.#byId.delete(id);
      this.#bySecret.delete(record.clientSecret);
    }
  }
}

/** The session that a request asks for: what it leaves open is resolved by the contract's defaults. */
export function resolveSession(
  { user, workflow, chatkit_configuration: wish, rate_limits }: SessionCreate,
  id: string,
  clientSecret: string,
  expiresAt: number,
): ChatSession {
  const { fileUpload, history } = sessionDefaults;
  const limit = rate_limits?.max_requests_per_1_minute ?? sessionDefaults.maxRequestsPer1Minute;
  return {
    id,
    chatkit_configuration: {
      automatic_thread_titling: {
        enabled: wish?.automatic_thread_titling?.enabled ?? sessionDefaults.automaticThreadTitlingEnabled,
      },
      file_upload: {
        enabled: wish?.file_upload?.enabled ?? fileUpload.enabled,
        max_file_size: wish?.file_upload?.max_file_size ?? fileUpload.maxFileSizeMegabytes,
        max_files: wish?.file_upload?.max_files ?? fileUpload.maxFiles,
      },
      history: {
        enabled: wish?.history?.enabled ?? history.enabled,
        recent_threads: wish?.history?.recent_threads ?? history.recentThreads,
      },
    },
    client_secret: clientSecret,
    expires_at: expiresAt,
    max_requests_per_1_minute: limit,
    object: 'chatkit.session',
    rate_limits: { max_requests_per_1_minute: limit },
    status: 'active',
    user,
    workflow: {
      id: workflow.id,
      state_variables: workflow.state_variables ?? null,
      tracing: { enabled: workflow.tracing?.enabled ?? sessionDefaults.tracingEnabled },
      version: workflow.version ?? null,
    },
  };
}
