import { describe, expect, it } from 'vitest';
import { countingLog, type MakeVirtual, ours, perfectWorld, unlimited } from '../analysis/testing/virtual.ts';
import { limiterNames } from '../../server/limiter/index.ts';
import { namedLimiters, ofWindow, rateIdentification } from './testing/identify-rates.ts';
import { identifyVirtual } from './testing/identify-virtual.ts';

const familyOf: Readonly<Record<string, string>> = { 'token-bucket': 'bucket', gcra: 'bucket' };
const makers = limiterNames.flatMap((name): [string, number, MakeVirtual][] =>
  [0, 1].map((excess) => [name, excess, ours(name, excess)]),
);
const world = (latencyUs: number, seed: number) => ({
  ...perfectWorld,
  seed,
  latencyUs,
  jitterUs: latencyUs / 2,
  resolutionUs: 1000,
  driftPpm: 80,
  offsetUs: 1_735_689_600_000_000 + seed * 1_234_567,
});

describe('identification in virtual time', () => {
  it.each(makers)('names %s + %i by its own probes', (name, excess, make) => {
    for (const latencyUs of [0, 2000, 20_000]) {
      for (const seed of [1, 2]) {
        const { fingerprint, requests, timeMs } = identifyVirtual(
          make,
          { limit: 10, windowMs: 4000 },
          world(latencyUs, seed),
        );
        const { outcome, family } = fingerprint;
        expect([outcome, family, fingerprint.excess]).toEqual(['identified', familyOf[name] ?? name, excess]);
        expect(requests).toBeLessThan(350);
        expect(timeMs).toBeLessThan(20 * 4000);
      }
    }
  });

  const few = namedLimiters.filter(({ excess, name }) => excess === 0 && name !== 'token-bucket');

  // Few requests tell little, so limits of 2 and 3 take more windows. At 60 answers of up to 80 ms are as long as many slots of a bucket.
  it.each([
    [2, 20, namedLimiters, [1, 2]],
    [3, 80, namedLimiters, [1, 2]],
    [60, 80, few, [1]],
  ] as const)(
    'names every limiter at a limit of %i with answers within %i ms',
    (limit, latencyMs, limiters, seeds) => {
      const rates = limiters.map((one) =>
        rateIdentification(one, { limit, windowMs: 4000 }, latencyMs, seeds),
      );
      expect(rates.flatMap(({ name, wrong }) => wrong.map((fault) => `${name}: ${fault}`))).toEqual([]);
      expect(rates.filter(({ named, runs }) => named < runs).map(({ name }) => name)).toEqual([]);
    },
  );

  it.each(limiterNames)('does not name %s as promised where its windows are longer or shorter', (name) => {
    for (const part of [0.5, 0.9, 0.95, 1.05, 1.5, 2]) {
      for (const seed of [1, 2]) {
        const { fingerprint } = identifyVirtual(
          ofWindow(name, part),
          { limit: 10, windowMs: 4000 },
          world(2000, seed),
        );
        const { outcome, family, excess } = fingerprint;
        // A bucket has no windows: it is named, of another rate.
        const isBucket = familyOf[name] === 'bucket';
        expect([part, seed, outcome, family, excess]).toEqual([
          part,
          seed,
          ...(isBucket ? ['identified', 'bucket', null] : ['unexplained', null, null]),
        ]);
      }
    }
  });

  it('leaves open, and never names wrongly, what answers as long as a window blur', () => {
    const rates = few.map((one) => rateIdentification(one, { limit: 2, windowMs: 4000 }, 4000, [1, 2]));
    expect(rates.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(rates.filter(({ open }) => open.size > 0).length).toBeGreaterThan(2);
  });

  it('names a log that counts refused requests, and says that they do', () => {
    const { fingerprint } = identifyVirtual(countingLog, { limit: 10, windowMs: 4000 }, world(2000, 1));
    expect([fingerprint.outcome, fingerprint.family]).toEqual(['identified', 'sliding-window-log']);
    expect(
      fingerprint.standings.flatMap(({ alive, hypothesis }) => (alive ? hypothesis.refusalsCount : [])),
    ).toEqual([true]);
  });

  it('leaves open with a limit of 1 what is the same from outside, with the true one among it', () => {
    for (const name of ['sliding-window-log', 'fixed-window-anchored', 'token-bucket'] as const) {
      const { fingerprint, ended } = identifyVirtual(
        ours(name),
        { limit: 1, windowMs: 4000 },
        world(2000, 1),
      );
      expect(fingerprint.outcome).toBe('ambiguous');
      const families = fingerprint.standings.flatMap(({ alive, hypothesis }) =>
        alive ? hypothesis.family : [],
      );
      expect(families).toEqual(
        expect.arrayContaining(['sliding-window-log', 'fixed-window-anchored', 'bucket']),
      );
      expect(ended).toMatch(/^(6 probes in a row did not tell apart|no probe is answered differently)/);
    }
  });

  it('ends when nothing is ever refused, and when the budget is used up, and says so', () => {
    const none = identifyVirtual(unlimited, { limit: 10, windowMs: 4000 }, world(0, 1));
    expect([none.fingerprint.outcome, none.ended]).toEqual([
      'inconclusive',
      'nothing was refused, up to 48 at once: 8 times the limit',
    ]);
    const poor = identifyVirtual(ours('gcra'), { limit: 10, windowMs: 4000 }, world(0, 1), {
      requests: 20,
      timeMs: 1e6,
    });
    expect([poor.requests, poor.ended]).toEqual([
      12,
      expect.stringMatching(/^the cheapest probe left takes \d+ requests$/),
    ]);
    const unconfirmed = identifyVirtual(ours('gcra'), { limit: 10, windowMs: 4000 }, world(0, 1), {
      requests: 45,
      timeMs: 1e6,
    });
    expect([unconfirmed.fingerprint.family, unconfirmed.requests, unconfirmed.ended]).toEqual([
      'bucket',
      39,
      'what is left was not put to the test itself: that takes 22 requests',
    ]);
  });
});
