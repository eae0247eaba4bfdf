import { describe, expect, it } from 'vitest';
import { constantRate, linearRamp } from '../engine/index.ts';
import { ownPaces } from './own-pace.ts';

const paces = (rates: readonly (readonly [from: number, to: number])[]) =>
  rates.map(([fromPerMinute, toPerMinute], i) => ({ session: `s${i + 1}`, fromPerMinute, toPerMinute }));
const rounded = (entries: Iterable<{ atMs: number; session: string }>) =>
  Array.from(entries, ({ atMs, session }) => `${session} ${atMs.toFixed(6)}`);
const when = { startMs: 50, durationMs: 10_000, step: '2x' };
const sessions = ['s1', 's2', 's3'];

describe('paces of their own', () => {
  it('are what one rate for all is, where they are the same', () => {
    const same: readonly [number, number] = [42, 42];
    expect(rounded(ownPaces({ paces: paces([same, same, same]), ...when }))).toEqual(
      rounded(constantRate({ ratePerMinute: 42, sessions, ...when })),
    );
  });

  it('rise as one ramp does, where they are the same', () => {
    const same: readonly [number, number] = [0, 90];
    expect(rounded(ownPaces({ paces: paces([same, same, same]), ...when }))).toEqual(
      rounded(linearRamp({ fromPerMinute: 0, toPerMinute: 90, sessions, ...when })),
    );
  });

  it('keep every session at its own multiple, staggered', () => {
    const both = paces([
      [24, 24],
      [15, 15],
    ]);
    expect(rounded(ownPaces({ paces: both, startMs: 0, durationMs: 10_000, step: '2x' }))).toEqual([
      's1 0.000000',
      's2 2000.000000',
      's1 2500.000000',
      's1 5000.000000',
      's2 6000.000000',
      's1 7500.000000',
    ]);
  });

  it('send nothing of a session whose first request would come too late', () => {
    const slow = paces([
      [60, 60],
      [2, 2],
    ]);
    const entries = Array.from(ownPaces({ paces: slow, ...when }), ({ session }) => session);
    expect(entries).toEqual(Array.from({ length: 10 }, () => 's1'));
  });
});
