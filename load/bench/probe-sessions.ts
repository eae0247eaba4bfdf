import type { Clock } from '../../support/clock.ts';
import type { SessionCredential } from '../engine/index.ts';
import type { ProbePlan } from '../probes/index.ts';
import { limitAt } from './limits.ts';
import type { BenchEvent, DrivenSession } from './outcome.ts';
import { createSessionPool } from './session-pool.ts';
import type { StepSessions } from './session-pool.ts';
import type { BenchSettings } from './settings.ts';

/** Hands out sessions for probes, against which nothing before counts. */
export interface ProbeSessions {
  /**
   * @param limit of the session.
   * @throws HarnessError (exit code 3) when they cannot be created.
   */
  forProbe(name: string, plan: ProbePlan, limit: number): Promise<StepSessions>;
  all(): readonly DrivenSession[];
  close(): Promise<void>;
}

export interface ProbeSessionsContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly on: (event: BenchEvent) => void;
  readonly warn: (text: string) => void;
}

/** Requests of a probe may come this much later than its plan says: waiting for a phase, connecting. */
const slackMs = 2000;

/**
 * Created ones are fresh each time. Given ones are each used once and, when there are no more, again after two windows of
 * silence, by when every limiter that is considered has forgotten: so they go by a new label each time.
 */
export function createProbeSessions(settings: BenchSettings, context: ProbeSessionsContext): ProbeSessions {
  const { source, policy } = settings;
  const { clock, signal, on } = context;
  if (source.kind === 'create') {
    const pool = createSessionPool({ ...settings, sessions: 1 }, context.warn);
    return {
      async forProbe(name, { durationMs }, limit) {
        const made = await pool.forStep(name, durationMs + policy.windowMs + slackMs, { limit });
        on({ kind: 'sessions', sessions: made.driven });
        return made;
      },
      all: () => pool.all(),
      close: () => pool.close(),
    };
  }
  const driven: DrivenSession[] = [];
  /** When each secret was last used; the least recent is taken next. */
  const idle = source.secrets.map((secret, i) => ({
    secret,
    limit: limitAt(settings, i),
    usedUntilMs: -Infinity,
  }));
  return {
    async forProbe(name, plan, limit) {
      const first = idle.findIndex((one) => one.limit === limit);
      const taken = first < 0 ? [] : idle.splice(first, 1);
      const longestMs = Math.max(...taken.map(({ usedUntilMs }) => usedUntilMs + 2 * policy.windowMs));
      const waitMs = longestMs - clock.monotonicMs();
      if (waitMs > 0) {
        on({ kind: 'wait', ms: waitMs, why: 'the session is left idle for two windows' });
        await clock.sleep(waitMs, signal);
      }
      const credentials = taken.map(({ secret }, i): SessionCredential => ({
        label: `s${driven.length + i + 1}`,
        secret,
      }));
      const sessions = credentials.map(({ label }): DrivenSession => ({
        label,
        step: name,
        id: null,
        policy: { ...policy, limit },
        expiresAt: null,
      }));
      driven.push(...sessions);
      on({ kind: 'sessions', sessions });
      const usedUntilMs = clock.monotonicMs() + plan.durationMs + policy.windowMs + slackMs;
      idle.push(...taken.map((one) => ({ ...one, usedUntilMs })));
      return { credentials, driven: sessions };
    },
    all: () => driven,
    close: () => Promise.resolve(),
  };
}
