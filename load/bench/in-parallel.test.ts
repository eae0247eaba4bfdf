import { expect, it } from 'vitest';
import { createVirtualClock } from '../../support/clock.ts';
import { inParallel } from './in-parallel.ts';

/** Each input takes so many milliseconds; tells what began when. */
async function run(lengthsMs: readonly number[], most: number, failAt: readonly number[] = []) {
  const clock = createVirtualClock();
  const began: number[] = [];
  const ended: number[] = [];
  const outcome = inParallel([...lengthsMs.keys()], most, async (i) => {
    began.push(clock.monotonicMs());
    await clock.sleep(lengthsMs[i] ?? 0);
    ended.push(i);
    if (failAt.includes(i)) throw new Error(`no ${i}`);
    return `done ${i}`;
  }).catch((error: unknown) => error);
  await clock.advance(10_000);
  return { outcome: await outcome, began, ended };
}

it('keeps the order of the inputs, and never waits for the slowest of a batch', async () => {
  const { outcome, began } = await run([500, 100, 100, 100, 100], 2);
  expect(outcome).toEqual(['done 0', 'done 1', 'done 2', 'done 3', 'done 4']);
  expect(began).toEqual([0, 0, 100, 200, 300]);
});

it('begins nothing after a failure, and waits for what is under way', async () => {
  const { outcome, began, ended } = await run([500, 100, 400, 100], 3, [1, 2]);
  expect(outcome).toEqual(new Error('no 1'));
  expect(began).toEqual([0, 0, 0]);
  expect(ended).toEqual([1, 2, 0]);
});

it('has nothing to do for no inputs', async () => {
  expect((await run([], 8)).outcome).toEqual([]);
});
