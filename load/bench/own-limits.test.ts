import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../server/index.ts';
import type { LimiterFactory } from '../../server/index.ts';
import { systemClock } from '../../support/clock.ts';
import { fingerprintRecords, judgeRecords } from '../analysis/index.ts';
import type { BenchOutcome } from './outcome.ts';
import { runBench } from './run-bench.ts';
import { runIdentify } from './run-identify.ts';
import type { BenchSettings } from './settings.ts';
import { benchEmbedded } from './testing/bench-embedded.ts';
import { expressOwnLimits, listenBehind } from './testing/limited-upstream.ts';

const windowMs = 1000;
const limits = [3, 8, 5];
const settings = {
  policy: { limit: 8, windowMs },
  limits,
  sessions: 3,
  loads: [0.5, 2],
  stepMs: 2 * windowMs,
  probes: true,
} as const satisfies Partial<BenchSettings>;

function judge({ sessions, records }: BenchOutcome) {
  const policies = new Map(sessions.map(({ label, policy }) => [label, policy]));
  const { claims, rolling } = judgeRecords(records, policies, { isFresh: () => true });
  const proved = claims.filter(({ outcome }) => outcome === 'proved');
  return { rolling, proved: new Map(proved.map((claim) => [claim.name, claim.evidence[0]?.says ?? ''])) };
}

const outcomes = ({ rolling }: ReturnType<typeof judge>) =>
  rolling.sessions.map(({ session, outcome, worst }) => [session, outcome, worst?.admitted]);

const limitsIn = (outcome: BenchOutcome) => outcome.sessions.map(({ policy }) => policy.limit);

// In real time and beside each other, for each does little but wait for its windows.
describe.concurrent('sessions with limits of their own', { retry: 2, timeout: 60_000 }, () => {
  it('are made, driven at multiples of it, and held against it, each', async () => {
    const told: string[] = [];
    const outcome = await benchEmbedded({
      settings,
      on: (event) => {
        if (event.kind === 'sessions')
          told.push(event.sessions.map(({ label, policy }) => `${label} ${policy.limit}`).join(', '));
      },
    });
    expect(told.slice(0, 2)).toEqual(['s1 3, s2 8, s3 5', 's4 3, s5 8, s6 5']);
    expect(limitsIn(outcome)).toEqual([...limits, ...limits, ...limits, ...limits]);
    const offered = outcome.steps.map(({ step, sessions }) => [step, ...sessions.map((one) => one.offered)]);
    expect(offered).toEqual([
      ['0.5x', 3, 8, 5],
      ['2x', 12, 32, 20],
      ['edge-own', 6, 16, 10],
      ['edge-shared', 6, 16, 10],
    ]);
    const overload = outcome.steps[1]?.sessions;
    // Two windows of its own limit each; one more where the machine stalls and the step gets longer.
    for (const [i, { admitted, goodput }] of (overload ?? []).entries()) {
      expect(Math.abs(admitted - 2 * (limits[i] ?? 0))).toBeLessThanOrEqual(1);
      expect(Math.abs((goodput ?? 0) - 1)).toBeLessThan(0.25);
    }
    const { rolling, proved } = judge(outcome);
    expect(rolling.overall.outcome).toBe('not_refuted');
    // Each was as full as it may be, in the overload.
    const fullest = rolling.sessions.slice(3, 6).map(({ worst }) => [worst?.admitted, worst?.limit]);
    expect(fullest).toEqual(limits.map((limit) => [limit, limit]));
    expect([...proved.keys()].filter((name) => !name.startsWith('over_admission'))).toEqual([]);
  });

  it('are proved to have been mixed up, where sessions get the limit of another', async () => {
    const another = new Map([
      [8, 5],
      [5, 8],
    ]);
    // Two sessions are kept to each other's limit, and told their own.
    const mixedUp: LimiterFactory = (policy) => {
      const limiter = createLimiter('sliding-window-log', {
        ...policy,
        limit: another.get(policy.limit) ?? policy.limit,
      });
      return { decide: (nowMs) => ({ ...limiter.decide(nowMs), limit: policy.limit }) };
    };
    const outcome = await benchEmbedded({
      settings: { ...settings, loads: [4], probes: false },
      deployment: { limiter: mixedUp },
    });
    const { rolling, proved } = judge(outcome);
    expect(
      rolling.sessions.map(({ session, outcome: one, worst }) => [session, one, worst?.admitted]),
    ).toEqual([
      ['s1', 'not_refuted', 3],
      ['s2', 'not_refuted', 5],
      ['s3', 'proved', 8],
    ]);
    expect(rolling.overall.witness?.session).toBe('s3');
    // Five were admitted; what was still under way counts, too, on a busy machine.
    expect(proved.get('limit_not_own')).toMatch(
      /^request \d+ was refused after at most [5-7] of its own since it was made; its limit is 8/,
    );
  });

  it('are each held against their own by express-rate-limit, too, and a wrong one is proved', async () => {
    const of: Record<string, number> = { 'Bearer a': 3, 'Bearer b': 8, 'Bearer c': 5 };
    const run = async (limitOf: (key: string) => number) => {
      const upstream = await listenBehind(expressOwnLimits(limitOf, windowMs));
      try {
        return judge(
          await runBench(
            {
              ...settings,
              loads: [4],
              probes: false,
              stepMs: 1.2 * windowMs,
              target: {
                baseUrl: upstream.url,
                request: { method: 'GET', path: '/', headers: {} },
                timeoutMs: 5000,
              },
              source: { kind: 'given', secrets: ['a', 'b', 'c'] },
              saturateMs: 0,
              budget: 1000,
            },
            { clock: systemClock, signal: new AbortController().signal, on: () => undefined },
          ),
        );
      } finally {
        await upstream.close();
      }
    };
    const honest = await run((key) => of[key] ?? 0);
    expect(outcomes(honest)).toEqual([
      ['s1', 'not_refuted', 3],
      ['s2', 'not_refuted', 8],
      ['s3', 'not_refuted', 5],
    ]);
    expect(honest.proved.get('limit_header_wrong')).toBeUndefined();
    const swapped = await run(
      (key) => of[key === 'Bearer a' ? 'Bearer c' : key === 'Bearer c' ? 'Bearer a' : key] ?? 0,
    );
    expect(outcomes(swapped)).toEqual([
      ['s1', 'proved', 5],
      ['s2', 'not_refuted', 8],
      ['s3', 'not_refuted', 3],
    ]);
    expect(swapped.proved.get('limit_header_wrong')).toMatch(
      /told a limit of [35]; the session's own is [53]$/,
    );
    expect(swapped.proved.get('limit_not_own')).toMatch(
      /^request \d+ was refused after at most [34] of its own since it was made; its limit is 5/,
    );
  });

  it('are probed one after another where they are many', async () => {
    const many = [4, 16, 4, 16, 4, 16, 4, 16];
    const outcome = await benchEmbedded({
      settings: {
        ...settings,
        policy: { limit: 16, windowMs },
        limits: many,
        sessions: 8,
        loads: [2],
        stepMs: 1500,
      },
    });
    const startOf = (step: string, label: string) =>
      outcome.records.find((record) => record.step === step && record.session === label)?.sentMs ?? 0;
    const starts = (step: string) =>
      outcome.sessions.filter((session) => session.step === step).map(({ label }) => startOf(step, label));
    // 80 requests at 800 a second take 100 ms: twice what a burst has. The last session begins 7/8 of 50 ms after the first.
    const own = starts('edge-own');
    expect((own[7] ?? 0) - (own[0] ?? 0)).toBeGreaterThan(40);
    const shared = starts('edge-shared').map((ms, _, all) => Math.round((ms - (all[0] ?? 0)) / windowMs));
    expect(shared).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(judge(outcome).rolling.overall.outcome).toBe('not_refuted');
  });

  it('soak on, each renewed with its own', async () => {
    const outcome = await benchEmbedded({
      settings: {
        ...settings,
        loads: [],
        probes: false,
        soak: { durationMs: 6000, load: 1, lifeSeconds: 5 },
      },
    });
    expect(outcome.sessions.length).toBeGreaterThan(3);
    expect(limitsIn(outcome).slice(0, 6)).toEqual([...limits, ...limits]);
    expect(outcome.steps[0]?.offered).toBe(6 * (3 + 8 + 5));
  });

  it('are named the limiter of, each by probes of its own', async () => {
    const outcome = await benchEmbedded({
      settings: { ...settings, policy: { limit: 5, windowMs: 500 }, limits: [5, 2, 5] },
      deployment: {
        limiter: (policy) =>
          createLimiter(policy.limit === 5 ? 'fixed-window-anchored' : 'token-bucket', policy),
        windowMs: 500,
      },
      send: runIdentify,
    });
    expect(outcome.identifyEndedBy?.map(({ limit }) => limit)).toEqual([2, 5]);
    const of = (limit: number) => outcome.identifyEndedBy?.find((one) => one.limit === limit)?.sessions ?? [];
    const named = [2, 5].map((limit) => {
      const mine = new Map(
        outcome.sessions
          .filter(({ label }) => of(limit).includes(label))
          .map(({ label, policy }) => [label, policy]),
      );
      expect([...mine.values()].every((policy) => policy.limit === limit)).toBe(true);
      const own = outcome.records.filter(({ session }) => mine.has(session));
      const { outcome: told, family, excess } = fingerprintRecords(own, mine);
      return [told, family, excess];
    });
    expect(named).toEqual([
      ['identified', 'bucket', 0],
      ['identified', 'fixed-window-anchored', 0],
    ]);
    expect(outcome.steps.map(({ step }) => step).slice(0, 1)).toEqual(['burst-1@2']);
    expect(outcome.identifyEnded).toMatch(/^limit 2: .*; limit 5: /);
  });
});
