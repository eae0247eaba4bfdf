import type { SessionCredential } from '../engine/index.ts';
import { cancelSession, cancelStatus, createSession } from './api-client.ts';
import type { ApiClient } from './api-client.ts';
import type { DrivenSession } from './outcome.ts';
import { limitAt } from './limits.ts';
import { inParallel } from './in-parallel.ts';
import { callsAtOnce, lifeMarginOf, longestLifeSeconds } from './session-life.ts';
import type { BenchSettings } from './settings.ts';

/** Sessions of one step: what to send with, and what each was promised. */
export interface StepSessions {
  readonly credentials: readonly SessionCredential[];
  readonly driven: readonly DrivenSession[];
}

/** What a step may want of its sessions, where it is not what the settings say. */
export interface SessionWish {
  readonly count?: number;
  readonly limit?: number;
  /** Default: as long as the step, and a margin. */
  readonly lifeSeconds?: number;
}

/** Hands out sessions that have not been driven for a window at least. */
export interface SessionPool {
  /**
   * Sessions for a step that lasts `durationMs`. Given ones are what they are, whatever is wished.
   * @throws HarnessError (exit code 3) when they cannot be created.
   */
  forStep(step: string, durationMs: number, wish?: SessionWish): Promise<StepSessions>;
  /** Cancels one that was created. @returns the status of the answer; null when there was none, or it is not ours. */
  cancel(session: DrivenSession): Promise<number | null>;
  /** All that were handed out. */
  all(): readonly DrivenSession[];
  /** Whether the same sessions serve every step, so that they must be left idle in between. */
  readonly reused: boolean;
  /** Cancels what was created, best effort. */
  close(): Promise<void>;
}

/** @param warn is told when a session's promise differs from what was asked for. */
export function createSessionPool(settings: BenchSettings, warn: (text: string) => void): SessionPool {
  return settings.source.kind === 'given'
    ? givenPool(settings, settings.source.secrets)
    : createdPool(settings, settings.source, warn);
}

function givenPool(settings: BenchSettings, secrets: readonly string[]): SessionPool {
  const credentials = secrets.map((secret, i) => ({ label: `s${i + 1}`, secret }));
  const driven = credentials.map(({ label }, i) => ({
    label,
    step: null,
    id: null,
    policy: { ...settings.policy, limit: limitAt(settings, i) },
    expiresAt: null,
  }));
  return {
    forStep: () => Promise.resolve({ credentials, driven }),
    cancel: () => Promise.resolve(null),
    all: () => driven,
    reused: true,
    close: () => Promise.resolve(),
  };
}

function createdPool(
  settings: BenchSettings,
  source: Extract<BenchSettings['source'], { kind: 'create' }>,
  warn: (text: string) => void,
): SessionPool {
  const { target, policy } = settings;
  const client: ApiClient = { baseUrl: target.baseUrl, apiKey: source.apiKey, timeoutMs: target.timeoutMs };
  const made: DrivenSession[] = [];
  /** Ids of all that exist, also of a step whose other sessions could not be created. */
  const created = new Set<string>();
  let lastLabel = 0;
  return {
    async forStep(step, durationMs, wish = {}) {
      const count = wish.count ?? settings.sessions;
      const lifeSeconds =
        wish.lifeSeconds ?? Math.min(longestLifeSeconds, Math.ceil(durationMs / 1000) + lifeMarginOf(count));
      const wanted = Array.from({ length: count }, (_, i) => ({
        label: `s${(lastLabel += 1)}`,
        limit: wish.limit ?? limitAt(settings, i),
      }));
      const sessions = await inParallel(wanted, callsAtOnce, async ({ label, limit }) => {
        const session = await createSession(client, {
          user: `chatkit-harness-${label}`,
          workflowId: source.workflowId,
          limit,
          lifeSeconds,
        });
        // An answer that drifted from the contract may carry no id.
        const id = (session.id as string | undefined) ?? null;
        if (id !== null) created.add(id);
        const promised = session.max_requests_per_1_minute;
        const known = Number.isSafeInteger(promised) && promised >= 1;
        if (promised !== limit) {
          const consequence = known
            ? 'it is judged by what it was given'
            : 'it is judged by what was asked for';
          // Without its label, so that hundreds of sessions are told of once.
          warn(`a session asked for a limit of ${limit} and was given ${promised}; ${consequence}`);
        }
        const driven: DrivenSession = {
          label,
          step,
          id,
          policy: { ...policy, limit: known ? promised : limit },
          expiresAt: session.expires_at ?? null,
        };
        return { credential: { label, secret: session.client_secret }, driven };
      });
      made.push(...sessions.map(({ driven }) => driven));
      return {
        credentials: sessions.map(({ credential }) => credential),
        driven: sessions.map(({ driven }) => driven),
      };
    },
    async cancel({ id }) {
      if (id === null) return null;
      created.delete(id);
      return cancelStatus(client, id);
    },
    all: () => made,
    reused: false,
    async close() {
      await inParallel([...created], callsAtOnce, (id) => cancelSession(client, id));
    },
  };
}
