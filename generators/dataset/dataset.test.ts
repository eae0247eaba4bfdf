import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../support/clock.ts';
import { createDataset, sessionsOf, threadsOf } from './dataset.ts';
import { referenceTime } from '../reference-time.ts';
import { locales } from '../vocabulary/locales.ts';
import { LineBlock } from '../line-block.ts';
import { datasetDefaults, resolveDatasetOptions } from './options.ts';
import type { DatasetOptions } from './options.ts';
import { sessionAt } from './session.ts';
import { threadAt, writtenThreadAt } from './thread.ts';

const ndjson = (entries: readonly unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The promise of a seed. */
const golden: Record<string, Record<string, string>> = {
  'seed 42': {
    sessions: 'b25c4b6bb2a24d11d2ec471abdf0406248573dd520c6d5e11589098eb8cfba66',
    threads: '92fb48e943b9a757033e11a5f6f6b766a02316c6e526b7d536dcb8182242c56b',
    items: 'dde682f41d7452dc8999948e27f71711d39c184b406f12e75fd2e49c16336312',
  },
  'seed 1337': {
    sessions: 'fbd602988bcb70775ec45e102ea991ff0ee53df963da92dd153cd99a156588af',
    threads: '6e6cb328b3380df7db6116332e7b4b4722aeeb6ca30ef11749a06d12607735b5',
    items: 'e9447f4800121ff18b5afa5e68842c769ff2b56c4a7c4e0903a89dcae7c5afe5',
  },
  'seed 42, edge': {
    sessions: '59664fc00af949e5d59c3060e0c2029d79c9cb7bddba235bcb4276d331d7310c',
    threads: 'bb7b8339610d1e92448dbde508fae044c475fe4e5db44ace100fb2661894fdb1',
    items: '077865f17c26e2b775f6fec9803ec80def9180bab42be377dc998fcc5f72f793',
  },
  'seed 1337, edge': {
    sessions: 'dae8d9955b65e616f0c7dda0bf16e17932b810ff53efe0e909e06ac8a937d2a9',
    threads: '13125c7d0eb70228566f1ffa44f0a2647598478e1a17b91b238b415782c7c103',
    items: 'de262b3fe70be41addfda02f100fe2ea26a245c0a9e7c67950091a36cfe50cda',
  },
  'seed 42, all locales': {
    sessions: '99c6502213764a82807aa253de650e90a0efeffdf472c653911a7a05a023b88e',
    threads: '337295447f01aac5d857b1bc5c0dfe79a7eee49e0b96097354c515991169a910',
    items: '31485b7655aa2e4a5040736713e8c032bd0f837bc821c0254c35b65c3d3588be',
  },
  'seed 42, edge, ar and ja': {
    sessions: '59664fc00af949e5d59c3060e0c2029d79c9cb7bddba235bcb4276d331d7310c',
    threads: 'c0c8094cfd1947dc46643341d9522897039491866013ef60dbc4176c0880dbb2',
    items: '48ff8152b4faf901ae0d7c6ed0b728ffe925227761416efdb7b2144ba7bc26f5',
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

  it('have a reference time that leaves room for all that is older, and that ids can carry', () => {
    for (const referenceTime of [0, 99_999_999, 2 ** 32, 1.5])
      expect(() => createDataset({ referenceTime })).toThrow(
        `referenceTime: expected Unix seconds from 100000000 to 4294967295, got ${referenceTime}`,
      );
    const long = { threads: 2, items: { min: 0, max: 100_000 }, referenceTime: 100_000_000 };
    const { sessions, threads } = createDataset({ ...long, items: { min: 0, max: 10 } });
    expect(Math.min(...sessions.map(({ expires_at }) => expires_at))).toBeGreaterThan(0);
    expect(Math.min(...threads.map(({ created_at }) => created_at))).toBeGreaterThan(0);
    expect(threadAt(long, 1).thread.created_at).toBeGreaterThan(0);
  });

  it.each([-1, 1.5, Number.NaN, Infinity])('know no index %d', (index) => {
    const message = `index: expected a whole number from 0 on, got ${index}`;
    expect(() => threadAt({}, index)).toThrow(new RangeError(message));
    expect(() => sessionAt({}, index)).toThrow(new RangeError(message));
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
  const options = resolveDatasetOptions({ threads: 20_000 });
  const block = new LineBlock();
  let [bytes, count] = [0, 0];
  const startMs = systemClock.monotonicMs();
  for (let index = 0; index < options.threads; index += 1) {
    const telling = writtenThreadAt(options, index).items(block);
    while (telling.next().done !== true);
    bytes += block.length;
    count += block.entries;
    block.clear();
  }
  const seconds = (systemClock.monotonicMs() - startMs) / 1000;
  console.log(`${Math.round(count / seconds)} items/s as NDJSON, ${Math.round(bytes / count)} bytes each`);
  expect(count).toBeGreaterThan(150_000);
});
