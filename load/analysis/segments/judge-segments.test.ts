import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../records.ts';
import { checkWorld } from '../testing/laws.ts';
import { randomWorld } from '../testing/random-world.ts';
import { playVirtual } from '../testing/virtual.ts';
import { judgeRecords, type Verdicts } from '../verdicts.ts';
import { judgeSegments } from './judge-segments.ts';

/** As an engine leaves them: in the order of their answers, those without any at the end of their time. */
const byAnswer = (records: Iterable<RequestRecord>, lostMs: number): RequestRecord[] => {
  const knownMs = ({ endMs, sentMs }: RequestRecord): number => endMs ?? (sentMs ?? 0) + lostMs;
  return [...records].toSorted((a, b) => knownMs(a) - knownMs(b));
};

/** Every segment that is long enough is judged by itself. */
const inSegments: typeof judgeRecords = (records, policies, options) =>
  judgeSegments(byAnswer(records, 500), policies, options, 1);

const provedSessions = ({ rolling }: Verdicts) =>
  rolling.sessions.filter(({ outcome }) => outcome === 'proved');

describe('segments', () => {
  it('prove nothing that is false of the true decisions', { timeout: 120_000 }, () => {
    // The first two need what is open at an end of a segment: without it each shows a fault.
    const seeds = [100_359, 112_731, ...Array.from({ length: 150 }, (_, i) => 7_000_000 + i)];
    const faults: string[] = [];
    for (const seed of seeds) faults.push(...checkWorld(seed, inSegments).faults);
    expect(faults).toEqual([]);
  });

  it('find every witness that the whole run shows within the overlap', { timeout: 120_000 }, () => {
    let [parted, proved] = [0, 0];
    const lost: number[] = [];
    for (let seed = 8_000_000; seed < 8_000_200; seed += 1) {
      const drawn = randomWorld(seed);
      const policies = Array.from({ length: drawn.sessions }, () => drawn.policy);
      const { records } = playVirtual(drawn.sends, drawn.deployment.make, policies, drawn.world);
      const labelled = new Map(policies.map((policy, i) => [`s${i + 1}`, policy]));
      const whole = judgeRecords(records, labelled, { maxCells: 16 });
      const parts = judgeSegments(byAnswer(records, 500), labelled, { maxCells: 16 }, 1);
      if (parts.fingerprint.sampleCount < whole.fingerprint.sampleCount) parted += 1;
      const found = new Map(provedSessions(parts).map((claim) => [claim.session, claim.witness]));
      for (const { session, witness } of provedSessions(whole)) {
        if (witness === undefined || witness.windows > 2) continue;
        proved += 1;
        if (found.get(session)?.windows !== witness.windows) lost.push(seed);
      }
      expect(parts.rolling.sessions.map(({ session, sampleCount }) => [session, sampleCount])).toEqual(
        whole.rolling.sessions.map(({ session, sampleCount }) => [session, sampleCount]),
      );
    }
    expect(lost).toEqual([]);
    expect([parted > 60, proved > 30]).toEqual([true, true]);
  });

  it('are one where all records fit, or can be read only once', () => {
    const drawn = randomWorld(3);
    const policies = [drawn.policy, drawn.policy, drawn.policy];
    const { records } = playVirtual(drawn.sends, drawn.deployment.make, policies, drawn.world);
    const labelled = new Map(policies.map((policy, i) => [`s${i + 1}`, policy]));
    const whole = judgeRecords(records, labelled);
    expect(judgeSegments(records, labelled)).toEqual(whole);
    expect(judgeSegments(records.values(), labelled, {}, 1)).toEqual(whole);
  });
});
