import { expect, it } from 'vitest';
import { shortenedWindowUs, toleranceOf } from './tolerance.ts';

it('is the resolution and the drift over one window', () => {
  expect(toleranceOf(60_000)).toEqual({ resolutionMs: 1, driftPpm: 100, windowMs: 60_000, epsilonMs: 7 });
  expect(toleranceOf(4000)).toEqual({ resolutionMs: 1, driftPpm: 100, windowMs: 4000, epsilonMs: 1.4 });
  expect(toleranceOf(60_000, { resolutionMs: 1000 }).epsilonMs).toBe(1006);
  expect(toleranceOf(60_000, { driftPpm: 500 }).epsilonMs).toBe(31);
  expect(toleranceOf(60_000, { resolutionMs: 0, driftPpm: 0 }).epsilonMs).toBe(0);
});

it('is rounded up to whole microseconds', () => {
  expect(toleranceOf(1, { resolutionMs: 0.0001, driftPpm: 1 }).epsilonMs).toBe(0.002);
});

it('shortens the window', () => {
  expect(shortenedWindowUs(toleranceOf(4000))).toBe(3_998_600);
  expect(shortenedWindowUs(toleranceOf(1))).toBe(-1);
});

it('refuses numbers that are none', () => {
  expect(() => toleranceOf(4000, { driftPpm: -1 })).toThrow('driftPpm is -1: it must be 0 or more');
  expect(() => toleranceOf(4000, { resolutionMs: NaN })).toThrow('resolutionMs is NaN: it must be 0 or more');
  expect(() => toleranceOf(4000, { resolutionMs: Infinity })).toThrow('resolutionMs is Infinity');
});
