import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { createDataset, sessionsOf, threadsOf } from './dataset.ts';
import { referenceTime } from '../reference-time.ts';
import { locales } from '../vocabulary/locales.ts';
import { datasetDefaults } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { sessionAt } from './session.ts';
import { threadAt } from './thread.ts';

const ndjson = (entries: readonly unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The promise of a seed. */
const golden: Record<string, Record<string, string>> = {
  'seed 42': {
    sessions: 'b25c4b6bb2a24d11d2ec471abdf0406248573dd520c6d5e11589098eb8cfba66',
    threads: '68f21ef9a2448e921144b14c0e5ff301d289012bab125c87ccc83e1eff64d016',
    items: '5b17feb3051f9af51ed500db0a94f899c2b2356ab080b1b211fa9e0fde2f0973',
  },
  'seed 1337': {
    sessions: 'fbd602988bcb70775ec45e102ea991ff0ee53df963da92dd153cd99a156588af',
    threads: '64de996cdeb8d5c503c86462f739cf8f83d48a1d5198c6c22b16eb9da0104bfa',
    items: '63d5084bbc30414c8d2c5c4c247cdffcf5735d7b3b909c9a8bd65b3930709b9c',
  },
  'seed 42, edge': {
    sessions: '59664fc00af949e5d59c3060e0c2029d79c9cb7bddba235bcb4276d331d7310c',
    threads: '79f38d859962caf69d8eb382f5e93dab308db2a58c58f6c3e0525227310acbc4',
    items: '4cf84eea978eed1ad905d242e35f90a66d0d6b469968c0509034137f8c265089',
  },
  'seed 1337, edge': {
    sessions: 'dae8d9955b65e616f0c7dda0bf16e17932b810ff53efe0e909e06ac8a937d2a9',
    threads: 'fec29bffc6d159fcd156d3fe79a965b73183e3f9f4187dbb148680ed86844e19',
    items: '066723cd1ece89e2afb984fd6ac08c10f7e11ff7fa3606cc97912c367f90192b',
  },
  'seed 42, all locales': {
    sessions: '99c6502213764a82807aa253de650e90a0efeffdf472c653911a7a05a023b88e',
    threads: '21b159612b4d069171f69af369909f7320edb9b875c6babf90157a8c685892d6',
    items: '3312fbe95ecfc722d0047c4a7671c1f654386d0e3bfc47c17f3fad397319796f',
  },
  'seed 42, edge, ar and ja': {
    sessions: '59664fc00af949e5d59c3060e0c2029d79c9cb7bddba235bcb4276d331d7310c',
    threads: 'f4f56c284f73acd3b195bf9c2dcce71cd3251215d698ac93e1903b8475a3781f',
    items: 'a5ddaede1dcc2ab0eefcd27f0f0b55cf161a6adad877f18172a6f962047027dd',
  },
};

describe('golden hashes', () => {
  it.each([
    ['seed 42', { seed: 42 }],
    ['seed 1337', { seed: 1337 }],
    ['seed 42, edge', { seed: 42, profile: 'edge' }],
    ['seed 1337, edge', { seed: 1337, profile: 'edge' }],
    ['seed 42, all locales', { seed: 42, locales }],
    ['seed 42, edge, ar and ja', { seed: 42, profile: 'edge', locales: ['ar', 'ja'] }],
  ] as const satisfies [string, DatasetOptions][])('%s', (name, options) => {
    const { sessions, threads, items } = createDataset(options);
    expect(
      { sessions: sha256(ndjson(sessions)), threads: sha256(ndjson(threads)), items: sha256(ndjson(items)) },
      'A seed gives other bytes than before. Where that is meant: put the new hashes here, and a line under "Changed" of Unreleased in CHANGELOG.md, for it breaks what users have pinned.',
    ).toEqual(golden[name]);
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

  it('follow the profile where they are silent', () => {
    const { items, threads, sessions } = createDataset({ profile: 'edge' });
    expect([sessions.length, threads.length]).toEqual([20, 50]);
    const newest = Math.max(...items.map(({ created_at }) => created_at));
    expect(new Date(newest * 1000).toISOString()).toBe('2038-03-05T03:14:08.000Z');
    expect(createDataset({ profile: 'edge', items: { min: 2, max: 2 }, referenceTime }).items.length).toBe(
      100,
    );
  });

  it('name unknown profiles and locales', () => {
    const options = { profile: 'odd', locales: ['en', 'xx'] } as unknown as DatasetOptions;
    expect(() => createDataset(options)).toThrow(
      'profile: expected typical or edge, got odd\nlocales: expected one of en, ar, de, el,',
    );
    expect(() => createDataset({ locales: [] })).toThrow('locales: at least 1 is needed');
  });

  it('give the users the locales in turn', () => {
    const { sessions } = createDataset({ locales: ['de', 'ja'], users: 4, sessions: 40 });
    const spoken = new Map<string, Set<unknown>>();
    for (const { user, workflow } of sessions) {
      const { locale } = workflow.state_variables ?? {};
      if (locale !== undefined) spoken.set(user, (spoken.get(user) ?? new Set()).add(locale));
    }
    expect([...spoken.values()].map((own) => [...own])).toEqual(expect.arrayContaining([['de'], ['ja']]));
    expect([...spoken.values()].every(({ size }) => size === 1)).toBe(true);
    const text = JSON.stringify(createDataset({ locales: ['ja'] }).items);
    expect(/\p{Script=Han}/u.test(text)).toBe(true);
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
