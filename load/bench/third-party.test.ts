import type { RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import type { RollingJudgement, Witness } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';
import { runBench } from './run-bench.ts';
import type { BenchSettings } from './settings.ts';
import {
  expressFixedWindow,
  expressSlidingLog,
  flexibleFixedWindow,
  listenBehind,
} from './testing/limited-upstream.ts';

const limit = 5;
const windowMs = 1000;

async function benchAgainst(limiter: RequestHandler, options: Partial<BenchSettings> = {}) {
  const upstream = await listenBehind(limiter);
  try {
    const outcome = await runBench(
      {
        target: {
          baseUrl: upstream.url,
          request: { method: 'GET', path: '/', headers: {} },
          timeoutMs: 5000,
        },
        policy: { limit, windowMs },
        source: { kind: 'given', secrets: ['first', 'second'] },
        sessions: 2,
        loads: [4],
        stepMs: 1.5 * windowMs,
        probes: true,
        saturateMs: 0,
        budget: 1000,
        ...options,
      },
      { clock: systemClock, signal: new AbortController().signal, on: () => undefined },
    );
    return outcome;
  } finally {
    await upstream.close();
  }
}

/** Checks a witness by its definition, from the records alone. */
function checkByHand(witness: Witness, records: readonly RequestRecord[]): void {
  const byId = new Map(records.map((record) => [record.id, record]));
  const mine = witness.requests.map(({ id }) => byId.get(id));
  expect(mine).toHaveLength(witness.windows * limit + 1);
  expect(new Set(mine).size).toBe(mine.length);
  expect(mine.every((record) => record?.session === witness.session && record.status === 200)).toBe(true);
  const firstSentMs = Math.min(...mine.map((record) => record?.sentMs ?? Number.NaN));
  const lastAnswerMs = Math.max(...mine.map((record) => record?.firstByteMs ?? Number.NaN));
  expect(lastAnswerMs - firstSentMs).toBeLessThan(witness.windows * windowMs);
}

const provedSessions = ({ sessions }: RollingJudgement) =>
  sessions.filter(({ outcome }) => outcome === 'proved').map(({ session }) => session);

// These run in real time beside other tests: a stall of the machine longer than a window spoils a probe, and is tried anew.
describe('fixed windows that others wrote', { retry: 2 }, () => {
  it.each([
    ['express-rate-limit', expressFixedWindow],
    ['rate-limiter-flexible', flexibleFixedWindow],
  ])('%s: the burst around an edge is proved beyond the rolling limit', async (_, limiter) => {
    const { judgement, records } = await benchAgainst(limiter(limit, windowMs));
    expect(judgement.overall.outcome).toBe('proved');
    expect(provedSessions(judgement)).toEqual(['s1', 's2']);
    const { witness, worst } = judgement.overall;
    checkByHand(witness as Witness, records);
    // One request opens the window, N − 1 come late in it, N just after it; a busy machine may cost the one at the edge.
    expect(worst?.admitted).toBeGreaterThanOrEqual(2 * limit - 2);
  });
});

describe('a true sliding log', { retry: 2 }, () => {
  it('is not refuted, and was put to the test', async () => {
    const { judgement, steps } = await benchAgainst(expressSlidingLog(limit, windowMs));
    expect(judgement.overall.outcome).toBe('not_refuted');
    expect(judgement.overall.worst?.admitted).toBe(limit);
    expect(steps.map(({ step }) => step)).toEqual(['4x', 'edge-own', 'edge-shared']);
    expect(steps.every(({ throttled }) => throttled > 0)).toBe(true);
  });

  it('that admits one too many is proved', async () => {
    const { judgement, records } = await benchAgainst(expressSlidingLog(limit + 1, windowMs));
    expect(provedSessions(judgement)).toEqual(['s1', 's2']);
    expect(judgement.overall.witness?.windows).toBe(1);
    checkByHand(judgement.overall.witness as Witness, records);
  });
});
