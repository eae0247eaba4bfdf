import { describe, expect, it } from 'vitest';
import type { FaultName } from '../../server/index.ts';
import { benchEmbedded } from './testing/bench-embedded.ts';

const watchMs = 1000;
const bench = async (faults: readonly FaultName[]) => {
  const { lifecycle = [], ...outcome } = await benchEmbedded({
    settings: { lifecycle: { watchMs } },
    deployment: { faults },
  });
  return { lifecycle, ...outcome };
};

// In real time, for lives are counted in whole seconds: all beside each other.
describe.concurrent('secrets that end in mid-run', { timeout: 30_000, retry: 2 }, () => {
  it('are refused at once by a deployment that keeps its promise', async () => {
    const { lifecycle, judgement, steps, sessions } = await bench([]);
    expect(lifecycle.map(({ kind, outcome, reason }) => [kind, outcome, reason])).toEqual([
      ['cancelled', 'not_refuted', null],
      ['expired', 'not_refuted', null],
    ]);
    const [cancelled, expired] = lifecycle;
    expect(cancelled?.lateMs?.fromMs).toBe(0);
    expect(cancelled?.lateMs?.toMs).toBeLessThan(500);
    // A life ends at a whole second: up to two from the earliest moment to the answer that shows it.
    expect(expired?.lateMs?.fromMs).toBe(0);
    expect(expired?.lateMs?.toMs).toBeLessThan(2500);
    // Never a matter of the limit, which is one that they do not reach.
    expect(judgement.overall.outcome).not.toBe('proved');
    expect(steps[0]).toMatchObject({ step: 'lifecycle', throttled: 0, goodput: null });
    expect(sessions.map(({ policy }) => policy.limit)).toEqual([120, 120]);
  });

  it.each<[FaultName, string[]]>([
    ['cancelled-secret-accepted', ['proved', 'not_refuted']],
    ['expired-secret-accepted', ['not_refuted', 'proved']],
  ])('are caught by %s', async (fault, outcomes) => {
    const { lifecycle, judgement } = await bench([fault]);
    expect(lifecycle.map(({ outcome }) => outcome)).toEqual(outcomes);
    const caught = lifecycle.find(({ outcome }) => outcome === 'proved');
    expect(caught?.lateMs?.fromMs).toBeGreaterThan(watchMs / 2);
    expect(caught?.lateMs?.toMs).toBeNull();
    expect(caught?.admittedAfter).toBeGreaterThan(5);
    expect(judgement.overall.outcome).not.toBe('proved');
  });

  it('cannot be told where a life is longer than was asked for', async () => {
    const { lifecycle } = await bench(['expires-at-off']);
    expect(lifecycle[1]).toMatchObject({
      kind: 'expired',
      outcome: 'inconclusive',
      reason: expect.stringMatching(/^a life of 4 s was asked for, and expires_at says 6[34] s/),
    });
  });
});
