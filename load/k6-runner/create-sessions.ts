import { createSessionPool, type SessionPool } from '../bench/session-pool.ts';
import { type SessionsFile, sessionsFormatVersion } from '../k6/plan/sessions-file.ts';
import { planK6 } from './plan-k6.ts';
import type { K6BenchSettings } from './settings.ts';

/**
 * Sessions for every step of a scenario, as the file that `CHATKIT_SESSIONS_FILE` names holds them. It holds their secrets.
 * @param pool who creates them, and cancels them in the end; default nobody does: they expire.
 * @param lifeMs how long they are needed.
 * @throws HarnessError (exit code 3) when they cannot be created.
 */
export async function createSessions(
  settings: K6BenchSettings,
  pool: SessionPool = createSessionPool(settings.bench, () => undefined),
  lifeMs = Infinity,
): Promise<SessionsFile> {
  const { steps } = planK6(settings);
  const sessions = [];
  // Given sessions are the same for every step.
  for (const { name } of pool.reused ? steps.slice(0, 1) : steps) {
    const { credentials, driven } = await pool.forStep(name, lifeMs);
    for (const [i, { label, secret }] of credentials.entries()) {
      const { policy, step } = driven[i] ?? { policy: settings.bench.policy, step: null };
      sessions.push({ label, secret, limit: policy.limit, step });
    }
  }
  return { formatVersion: sessionsFormatVersion, sessions };
}
