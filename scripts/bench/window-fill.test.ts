import { expect, it } from 'vitest';
import { createStream } from '../../support/random.ts';
import { createWindowFill } from './window-fill.ts';

const policy = { limit: 3, windowMs: 6500 };

it('counts the last window of the fullest session, and forgets what is older', () => {
  const fill = createWindowFill(policy);
  expect([fill.now(0), fill.most()]).toEqual([null, null]);
  fill.add('s1', 0);
  fill.add('s2', 50);
  fill.add('s2', 3000);
  expect(fill.now(3000)).toEqual({ session: 's2', admitted: 2, limit: 3 });
  // Slots are 100 ms long: the first one is forgotten after 64 of them.
  expect(fill.now(6399)?.admitted).toBe(2);
  expect(fill.now(6400)).toEqual({ session: 's2', admitted: 1, limit: 3 });
  expect(fill.now(1e9)?.admitted).toBe(0);
  expect(fill.most()).toEqual({ session: 's2', admitted: 2, limit: 3 });
  fill.clear();
  expect([fill.now(0), fill.most()]).toEqual([null, null]);
});

it('takes answers in any order, and leaves out those of an earlier window', () => {
  const fill = createWindowFill(policy);
  fill.add('s1', 10_000);
  fill.add('s1', 3700);
  fill.add('s1', 3599);
  expect(fill.now(10_000)?.admitted).toBe(2);
});

it('never counts more than some window holds, and at most a slot less than the fullest one', () => {
  const random = createStream(1, 'fill');
  for (let history = 0; history < 200; history += 1) {
    const fill = createWindowFill(policy);
    const times: number[] = [];
    let atMs = 0;
    for (let i = 0; i < 60; i += 1) {
      atMs += random.int(0, 400);
      times.push(atMs);
      fill.add('s1', atMs);
    }
    const inWindow = (ms: number) =>
      Math.max(...times.map((end) => times.filter((t) => t <= end && t > end - ms).length));
    expect(fill.most()?.admitted).toBeLessThanOrEqual(inWindow(policy.windowMs));
    expect(fill.most()?.admitted).toBeGreaterThanOrEqual(inWindow((policy.windowMs * 63) / 65));
  }
});

it('takes each session for as full as it is for its own limit', () => {
  const fill = createWindowFill(policy);
  const session = (label: string, limit: number) => ({ label, policy: { ...policy, limit } });
  fill.limited([session('s1', 50), session('s2', 2), session('s3', 3)]);
  for (let i = 0; i < 20; i += 1) fill.add('s1', 10);
  expect(fill.now(10)).toEqual({ session: 's1', admitted: 20, limit: 50 });
  fill.add('s2', 20);
  expect(fill.now(20)).toEqual({ session: 's2', admitted: 1, limit: 2 });
  fill.add('s3', 30);
  fill.add('s3', 30);
  expect([fill.now(30), fill.most()]).toEqual([
    { session: 's3', admitted: 2, limit: 3 },
    { session: 's3', admitted: 2, limit: 3 },
  ]);
  // What was said of sessions holds for the next step, too.
  fill.clear();
  fill.add('s1', 40);
  expect(fill.now(40)).toEqual({ session: 's1', admitted: 1, limit: 50 });
});
