import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { createDataset, sessionsOf, threadsOf } from './dataset.ts';
import { datasetDefaults } from './options.ts';
import { sessionAt } from './session.ts';
import { threadAt } from './thread.ts';

const ndjson = (entries: readonly unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('golden hashes: a seed is a promise, a change of them is a breaking change', () => {
  it.each([
    [
      42,
      {
        sessions: 'b25c4b6bb2a24d11d2ec471abdf0406248573dd520c6d5e11589098eb8cfba66',
        threads: '68f21ef9a2448e921144b14c0e5ff301d289012bab125c87ccc83e1eff64d016',
        items: '5b17feb3051f9af51ed500db0a94f899c2b2356ab080b1b211fa9e0fde2f0973',
      },
    ],
    [
      1337,
      {
        sessions: 'fbd602988bcb70775ec45e102ea991ff0ee53df963da92dd153cd99a156588af',
        threads: '64de996cdeb8d5c503c86462f739cf8f83d48a1d5198c6c22b16eb9da0104bfa',
        items: '63d5084bbc30414c8d2c5c4c247cdffcf5735d7b3b909c9a8bd65b3930709b9c',
      },
    ],
  ])('seed %i', (seed, hashes) => {
    const { sessions, threads, items } = createDataset({ seed });
    expect({
      sessions: sha256(ndjson(sessions)),
      threads: sha256(ndjson(threads)),
      items: sha256(ndjson(items)),
    }).toEqual(hashes);
  });
});

describe('any part can be made alone', () => {
  const options = { seed: 3, threads: 9, sessions: 9 };
  const whole = createDataset(options);

  it('in any order', () => {
    for (const index of [8, 0, 5, 5, 2]) {
      const { thread, items } = threadAt(options, index);
      expect(thread).toEqual(whole.threads[index]);
      expect(items).toEqual(whole.items.filter(({ thread_id }) => thread_id === thread.id));
      expect(sessionAt(options, index)).toEqual(whole.sessions[index]);
    }
  });

  it('one after another', () => {
    const told = [...threadsOf(options)];
    expect(told.map(({ thread }) => thread)).toEqual(whole.threads);
    expect(told.flatMap(({ items }) => items)).toEqual(whole.items);
    expect([...sessionsOf(options)]).toEqual(whole.sessions);
  });

  it('whatever their number', () => {
    expect(createDataset({ ...options, threads: 4, sessions: 4 })).toEqual({
      sessions: whole.sessions.slice(0, 4),
      threads: whole.threads.slice(0, 4),
      items: whole.threads.slice(0, 4).flatMap((_, index) => threadAt(options, index).items),
    });
  });
});

describe('options', () => {
  it('have the documented defaults', () => {
    const { sessions, threads } = createDataset();
    expect([sessions.length, threads.length]).toEqual([20, 50]);
    expect(createDataset()).toEqual(createDataset(datasetDefaults));
    expect(createDataset({ seed: undefined, items: undefined })).toEqual(createDataset());
  });

  it('move all times with the reference time', () => {
    const late = createDataset({ threads: 3, referenceTime: 2_000_000_000 });
    const newest = Math.max(...late.items.map(({ created_at }) => created_at));
    expect(newest).toBe(2_000_000_000);
  });

  it('allow nothing at all', () => {
    expect(createDataset({ users: 0, sessions: 0, threads: 0 })).toEqual({
      sessions: [],
      threads: [],
      items: [],
    });
    expect(createDataset({ threads: 1, items: { min: 0, max: 0 } }).items).toEqual([]);
  });

  it('are all checked at once', () => {
    const options = { seed: 0.5, users: 0, sessions: -1, threads: Number.NaN, items: { min: 9, max: 2 } };
    expect(() => createDataset(options)).toThrow(
      [
        'seed: expected a whole number, got 0.5',
        'sessions: expected a whole number from 0 to 1000000000, got -1',
        'threads: expected a whole number from 0 to 1000000000, got NaN',
        'items: the least (9) is above the most (2)',
      ].join('\n'),
    );
    expect(() => createDataset({ users: 0 })).toThrow('users: sessions and threads belong to users');
    expect(() => createDataset({ items: { min: 0, max: 1e6 } })).toThrow('from 0 to 100000, got 0..1000000');
  });
});

it('prints its rate, on one thread', () => {
  const startMs = systemClock.monotonicMs();
  let bytes = 0;
  let count = 0;
  for (const { items } of threadsOf({ threads: 4000 })) {
    bytes += ndjson(items).length;
    count += items.length;
  }
  const seconds = (systemClock.monotonicMs() - startMs) / 1000;
  console.log(`${Math.round(count / seconds)} items/s as NDJSON, ${Math.round(bytes / count)} bytes each`);
  expect(count).toBeGreaterThan(30_000);
});
