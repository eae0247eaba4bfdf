import { describe, expect, it } from 'vitest';
import { task, thread } from '../testing/world.ts';
import { Store } from './store.ts';
import { Tombstones } from './tombstones.ts';

const ids = (timeline: { slice(a: number, b: number): { id: string }[] }) =>
  timeline.slice(0, 100).map((entry) => entry.id);

describe('Store', () => {
  it('orders threads by creation, and those of one second by arrival, for all and for each user', () => {
    const store = new Store();
    store.addThread(thread('b', 20, 'ada'));
    store.addThread(thread('a', 20, 'bob'));
    store.addThread(thread('c', 10, 'ada'));
    store.addThread(thread('d', 20, 'ada'));
    expect(ids(store.threads())).toEqual(['c', 'b', 'a', 'd']);
    expect(ids(store.threadsOf('ada'))).toEqual(['c', 'b', 'd']);
    expect(ids(store.threadsOf('nobody'))).toEqual([]);
  });

  it('deletes a thread with its items, once', () => {
    const store = new Store();
    store.addThread(thread('cthr_1', 1));
    store.addThread(thread('cthr_2', 1));
    store.addItem(task('i1', 1));
    store.addItem(task('i2', 1));
    store.addItem(task('i1', 1, 'cthr_2'));
    expect([store.threadCount, store.itemCount]).toEqual([2, 3]);
    expect(store.deleteThread('cthr_1')).toBe(true);
    expect(store.deleteThread('cthr_1')).toBe(false);
    expect([store.threadCount, store.itemCount]).toEqual([1, 1]);
    expect(store.thread('cthr_1')).toBeUndefined();
    expect(ids(store.threadsOf('ada'))).toEqual(['cthr_2']);
    expect(store.userCount).toBe(1);
    store.deleteThread('cthr_2');
    expect(store.userCount).toBe(0);
  });

  it('remembers where deleted entries stood', () => {
    const store = new Store();
    store.addThread(thread('cthr_1', 7));
    store.addItem(task('i1', 8));
    const { sequence } = store.thread('cthr_1') ?? { sequence: -1 };
    const entry = store.thread('cthr_1');
    expect(entry && store.itemPosition(entry, 'i1')).toMatchObject({ createdAt: 8, sequence: 2 });
    expect(store.deleteItem('cthr_1', 'i1')).toBe(true);
    expect(store.deleteItem('cthr_1', 'i1')).toBe(false);
    expect(store.deleteItem('cthr_9', 'i1')).toBe(false);
    expect(store.itemCount).toBe(0);
    expect(entry && store.itemPosition(entry, 'i1')).toEqual({ createdAt: 8, sequence: 2 });
    store.deleteThread('cthr_1');
    expect(store.threadPosition('cthr_1')).toEqual({ createdAt: 7, sequence, user: 'ada' });
    expect(store.threadPosition('cthr_9')).toBeUndefined();
  });

  it('takes an id again after its deletion, at its new place', () => {
    const store = new Store();
    store.addThread(thread('cthr_1', 7, 'ada'));
    store.deleteThread('cthr_1');
    store.addThread(thread('cthr_1', 9, 'bob'));
    expect(store.threadPosition('cthr_1')).toEqual({ createdAt: 9, sequence: 2, user: 'bob' });
    store.addItem(task('i1', 1));
    store.deleteItem('cthr_1', 'i1');
    store.addItem(task('i1', 2));
    const entry = store.thread('cthr_1');
    expect(entry && store.itemPosition(entry, 'i1')?.createdAt).toBe(2);
    // Deleted again, it is remembered at its latest place.
    store.deleteThread('cthr_1');
    expect(store.threadPosition('cthr_1')).toEqual({ createdAt: 9, sequence: 2, user: 'bob' });
  });

  it('refuses what contradicts itself', () => {
    const store = new Store();
    store.addThread(thread('cthr_1', 1));
    store.addItem(task('i1', 1));
    expect(() => store.addThread(thread('cthr_1', 2))).toThrow(
      new RangeError('thread cthr_1 exists already'),
    );
    expect(() => store.addItem(task('i1', 2))).toThrow(
      new RangeError('item i1 exists already in thread cthr_1'),
    );
    expect(() => store.addItem(task('i2', 2, 'cthr_9'))).toThrow(
      new RangeError('item i2: there is no thread cthr_9'),
    );
  });
});

describe('Tombstones', () => {
  it('forgets those who died first', () => {
    const tombstones = new Tombstones<number>(2);
    for (const [key, value] of Object.entries({ a: 1, b: 2 })) tombstones.add(key, value);
    tombstones.add('a', 3);
    tombstones.add('c', 4);
    expect([tombstones.get('a'), tombstones.get('b'), tombstones.get('c'), tombstones.size]).toEqual([
      3,
      undefined,
      4,
      2,
    ]);
  });
});
