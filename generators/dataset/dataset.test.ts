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
    threads: '4c7be7a2d543ab0ee71d0a1c38ed886797fbceaf60138fc57cd2669e2a0a3576',
    items: '06c1be3cc382c72662fdac8aa8cc4fa671dd04e8dd77baf7782a53fcbe653458',
  },
  'seed 1337': {
    sessions: 'fbd602988bcb70775ec45e102ea991ff0ee53df963da92dd153cd99a156588af',
    threads: 'f2574b1a7f690889fc5490312645b7078d688daab3996da6de773c79ac07e243',
    items: 'faac0a4b11f48c6ba487aa9023d1f18c107aee437cc6f25d3a1e0ff0c87b2e15',
  },
  'seed 42, edge': {
    sessions: '59664fc00af949e5d59c3060e0c2029d79c9cb7bddba235bcb4276d331d7310c',
    threads: '7ba54d365f0057c91240636d525c971572e4b5264792a71468c37360c69b1c90',
    items: '5dafba3e0fc5e768329625343b485784ce0e91864c6baca38959ce6e841abc3f',
  },
  'seed 1337, edge': {
    sessions: 'dae8d9955b65e616f0c7dda0bf16e17932b810ff53efe0e909e06ac8a937d2a9',
    threads: 'bd67c85c763bbc36a1f741e8a2d263df66f6b9f0c12deec5146552a32598abd3',
    items: '6c9ecd387bbe3c6e19541322ac8c64ba480b61b277c725aead09e75b73683339',
  },
  'seed 42, all locales': {
    sessions: '99c6502213764a82807aa253de650e90a0efeffdf472c653911a7a05a023b88e',
    threads: '2c3417192494f18412dcf3b5dd38bf62a6dbd4b52c1216d8ab0ac2da3a210e76',
    items: '9c2c9e583e66f87bc45752646f86f7db4966bdf4ae7927699e17d44a46de858a',
  },
  'seed 42, edge, ar and ja': {
    sessions: '59664fc00af949e5d59c3060e0c2029d79c9cb7bddba235bcb4276d331d7310c',
    threads: 'c6c8795f178c6fcfec815d6e26e74735943e95048e005071cf90301d987cd087',
    items: '61a29c636ef03edd9c01ed768d573c35ab0e3936e87c05fccc31ae08e80840b9',
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
