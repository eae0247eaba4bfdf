import { expect, it } from 'vitest';
import { createConversation, createThread, createThreadItem } from '../index.ts';

it('makes a list whose values are those of their paths', () => {
  const list = createThread.list(3, { seed: 7, path: ['mine'], traits: ['locked'] });
  expect(list).toEqual(
    [0, 1, 2].map((index) => createThread({ seed: 7, path: ['mine', index], traits: ['locked'] })),
  );
  expect(new Set(list.map(({ id }) => id)).size).toBe(3);
});

it('begins lists of different lengths alike', () => {
  expect(createThread.list(5).slice(0, 2)).toEqual(createThread.list(2));
  expect(createThread.list(0)).toEqual([]);
});

it('takes the options of each index from a function', () => {
  const list = createThread.list(3, (index) => ({
    seed: 7,
    traits: index === 1 ? ['closed'] : ['active'],
    overrides: { title: `Thread ${index}` },
  }));
  expect(list.map(({ title, status }) => [title, status.type])).toEqual([
    ['Thread 0', 'active'],
    ['Thread 1', 'closed'],
    ['Thread 2', 'active'],
  ]);
});

it('makes the values of a list one at a time', () => {
  const next = createThreadItem.sequence({ seed: 7 });
  expect([next(), next(), next()]).toEqual(createThreadItem.list(3, { seed: 7 }));
});

it('replaces options of a sequence for one value', () => {
  const next = createThread.sequence((index) => ({ overrides: { title: `Thread ${index}` } }));
  expect([next().title, next({ overrides: { title: null } }).title, next().title]).toEqual([
    'Thread 0',
    null,
    'Thread 2',
  ]);
  expect(createThread.sequence({ seed: 1 })({ seed: 2 })).toEqual(createThread({ seed: 2, path: [0] }));
});

it('counts each sequence on its own', () => {
  const [one, other] = [createThread.sequence(), createThread.sequence()];
  one();
  expect(one()).not.toEqual(other());
  expect(one()).toEqual(createThread({ path: [2] }));
});

it('makes lists of whole threads', () => {
  const told = createConversation.list(3, { items: 4 });
  expect(told.map(({ items }) => items.length)).toEqual([4, 4, 4]);
  expect(told[2]).toEqual(createConversation({ items: 4, path: [2] }));
  expect(createConversation.sequence({ items: 4 })()).toEqual(told[0]);
});

it.each([-1, 1.5, Number.NaN, 1_000_001])('refuses a list of %d', (count) => {
  expect(() => createThread.list(count)).toThrow(
    new RangeError(`list: expected a whole number from 0 to 1000000, got ${count}`),
  );
});
