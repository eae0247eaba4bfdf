import { describe, expect, it } from 'vitest';
import type { Decision, LimiterFactory } from '../../server/index.ts';
import { createLimiter } from '../../server/index.ts';
import { benchEmbedded } from './testing/bench-embedded.ts';

const windowMs = 1000;
const settings = { loads: [0.5, 4], stepMs: windowMs, sessions: 2, recovery: true } as const;

/** Locks a session out for as long as it tries, and one window longer: refused requests count. */
const unforgiving: LimiterFactory = ({ limit, windowMs: lengthMs }) => {
  let tries: number[] = [];
  return {
    decide(nowMs): Decision {
      tries = [...tries.filter((ms) => ms > nowMs - lengthMs), nowMs];
      const admitted = tries.length <= limit;
      const waitMs = admitted ? 0 : lengthMs;
      return {
        admitted,
        limit,
        remaining: Math.max(0, limit - tries.length),
        resetMs: lengthMs,
        retryAfterMs: waitMs,
      };
    },
  };
};

/** Never lets anybody in again whom it has refused once. */
const resentful: LimiterFactory = (policy) => {
  const inner = createLimiter('sliding-window-log', policy);
  let refused: Decision | null = null;
  return {
    decide(nowMs) {
      const decision = refused ?? inner.decide(nowMs);
      if (!decision.admitted) refused = decision;
      return decision;
    },
  };
};

describe.concurrent('recovery from the highest load', { timeout: 30_000, retry: 2 }, () => {
  it('is known for each session, on the sessions that were overloaded', async () => {
    const { recovery, sessions, steps } = await benchEmbedded({ settings });
    expect(sessions.map(({ label, step }) => [label, step])).toEqual([
      ['s1', '0.5x'],
      ['s2', '0.5x'],
      ['s3', '4x'],
      ['s4', '4x'],
    ]);
    expect(recovery).toMatchObject({ after: '4x', step: 'recovery', load: 0.5, share: 1 });
    expect(recovery?.sessions.map(({ session }) => session).toSorted()).toEqual(['s3', 's4']);
    // Within a window and what a busy machine adds to it.
    for (const { toMs } of recovery?.sessions ?? []) expect(toMs).toBeLessThan(1.6 * windowMs);
    expect(steps.map(({ step, goodput }) => [step, goodput !== null])).toEqual([
      ['0.5x', true],
      ['4x', true],
      ['recovery', false],
    ]);
  });

  it('takes about a window where refused requests count', async () => {
    const { recovery } = await benchEmbedded({ settings, deployment: { limiter: unforgiving } });
    const worst = recovery?.worst;
    expect(worst?.fromMs).toBeGreaterThan(0.3 * windowMs);
    expect(worst?.toMs).toBeGreaterThan(0.7 * windowMs);
    expect(worst?.toMs).toBeLessThan(1.9 * windowMs);
  });

  it('is not seen where there is none', async () => {
    const { recovery } = await benchEmbedded({ settings, deployment: { limiter: resentful } });
    expect(recovery?.worst?.toMs).toBeNull();
    expect(recovery?.worst?.fromMs).toBeGreaterThan(windowMs);
  });
});
